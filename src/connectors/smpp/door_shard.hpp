// The sessions of the door that live on one io_context, and what they share: a read buffer, the store's replies, what the
// audience tells. See door.hpp. Owned by the door; everything happens on the io_context but where a function says otherwise.
//
// A turn is one batch of work: octets read, a tick, a batch of replies. What is submitted in it goes to the store as one
// transaction, and what a session writes in it leaves in one write.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <variant>

#include "connectors/smpp/door_accounts.hpp"
#include "connectors/smpp/door_counters.hpp"
#include "connectors/smpp/door_options.hpp"
#include "connectors/smpp/door_telling.hpp"
#include "gateway/alerts.hpp"
#include "gateway/audience.hpp"
#include "gateway/broadcasts.hpp"
#include "gateway/enquiries.hpp"
#include "gateway/inbox.hpp"
#include "net/mailbox.hpp"
#include "net/ticker.hpp"
#include "net/tls_peer.hpp"
#include "wire/smpp/command_id.hpp"
#include "wire/smpp/command_status.hpp"

namespace hermod::connectors::smpp {

class door_link;

// A request of an application that waits for its answer.
struct door_request {
    std::uint64_t link = 0;
    std::uint32_t sequence = 0;
    wire::smpp::command_id request{};
};

// An account at the door: what all its binds share. Made on the door's executor; the numbers may be touched anywhere.
struct seated_account {
    std::shared_ptr<const door_account> who;
    std::size_t binds = 0;                    // the door's executor
    std::atomic<std::size_t> hearing{0};      // of them, those that take what it is told
    std::atomic<std::int64_t> paid_until{0};  // of its rate, in nanoseconds of the monotonic clock

    std::atomic<std::size_t> holds{0};        // by those that hear: while there is one, none of its binds may submit

    // One message more, if the rate allows it now. A tenth of a second's worth may be saved up.
    bool pay(mono_time now);
    // One of those that hear is held, or no more.
    void hold(bool on, door_counters& numbers);
};

struct bind_question {
    std::uint64_t link = 0;
    std::string system_id, password, address;
    net::certificate_ptr certificate;  // shown and verified; null: none
};
struct bind_answer {
    wire::smpp::command_status status = wire::smpp::command_status::esme_rbindfail;
    std::shared_ptr<seated_account> account;  // when it is ESME_ROK
};

// What shards ask of the door: any thread.
class door_desk {
public:
    virtual void ask_bind(std::size_t shard, bind_question question) = 0;
    virtual void seat_left(std::shared_ptr<seated_account> account) = 0;
    virtual void link_closed() = 0;

protected:
    ~door_desk() = default;
};

struct door_parts {
    inbox& in;
    enquiries& asked;
    audience& listeners;
    // How full we are, 0 to 100: told to sessions of version 5.0, and from 100 on the store refuses.
    std::function<unsigned()> congestion;
    broadcast_relay relay{};  // empty: nobody broadcasts
};

class door_shard final : private enquiry_reply {
public:
    door_shard(boost::asio::io_context& context, std::size_t index, const door_options& options, const door_parts& parts,
               door_counters& counters, door_desk& desk);
    ~door_shard();

    void start();
    // Any thread.
    void take(boost::asio::ip::tcp::socket::native_handle_type handle, bool v6, net::tls_context tls);
    void decided(std::uint64_t link, bind_answer answer);
    void tell(std::uint64_t link, std::vector<telling> these) noexcept { tellings_.push({link, std::move(these)}); }
    void notify(account_id whose, const alert& what);
    void stop(mono_time drain_until);
    void close_all();
    void end();  // no tick any more

    // For links.
    const door_options& options() const { return options_; }
    const door_parts& parts() const { return parts_; }
    door_counters& counters() { return counters_; }
    door_desk& desk() { return desk_; }
    std::size_t index() const { return index_; }
    boost::asio::io_context& context() { return context_; }
    std::vector<std::uint8_t>& read_buffer() { return read_buffer_; }
    door_telling& translator() { return translator_; }
    mono_time now() const { return now_; }
    wall_time wall() const { return wall_; }
    void turn_begins();
    void turn_ends();
    void touch(door_link& one);  // has something to write at the turn's end
    void gone(std::uint64_t link);

    // A message goes to the store with all of this turn; its answer is its id.
    void put(std::shared_ptr<message> prepared, const door_request& request);
    // submit_multi: one answer for all of them.
    struct many;
    void put_many(std::vector<std::shared_ptr<message>> prepared, std::unique_ptr<many> answer);
    struct many {
        door_request request;
        message_id id;
        std::vector<std::uint8_t> failures;  // unsuccess_sme, packed
        std::size_t failed = 0;
    };

    // An enquiry and what is to be done with its answer.
    using on_answer = std::function<void(enquiry_answer&)>;
    void find(account_id account, message_id id, on_answer then);
    void as_network_says(record found, on_answer then);
    void open_between(account_id account, std::string from, std::string to, on_answer then);
    void cancel(account_id account, message_id id, on_answer then);
    void replace(account_id account, message_ptr next, on_answer then);
    using on_relayed = std::function<void(const broadcast_answer&)>;
    void relay(connector_id by, broadcast what, on_relayed then);
    door_link* link(std::uint64_t number);

private:
    struct put_line {
        door_request request;
        message_id id;
        std::unique_ptr<many> all;  // of several
    };
    struct batch final : put_reply {
        door_shard* home = nullptr;
        std::vector<put_line> lines;
        void put_done(put_result result) noexcept override;
    };
    struct put_back {
        std::unique_ptr<batch> of;
        put_result::kind is;
    };
    struct enquiry_back {
        std::uint64_t token;
        enquiry_answer answer;
    };
    struct tell_back {
        std::uint64_t link;
        std::vector<telling> these;
    };
    struct relay_back {
        std::uint64_t token;
        broadcast_answer answer;
    };
    using reply = std::variant<put_back, enquiry_back, relay_back>;

    void enquiry_done(std::uint64_t token, enquiry_answer answer) noexcept override;
    void replied(std::vector<reply>& all);
    void answer(const put_line& line, put_result::kind is);
    void told(std::vector<tell_back>& all);
    void store();
    void tick(mono_time now);
    void for_each_link(const std::function<void(door_link&)>& work);
    batch& gathering();
    std::uint64_t remember(on_answer then);

    boost::asio::io_context& context_;
    std::size_t index_;
    const door_options& options_;
    door_parts parts_;
    door_counters& counters_;
    door_desk& desk_;
    std::vector<std::uint8_t> read_buffer_;
    door_telling translator_;
    std::unordered_map<std::uint64_t, std::shared_ptr<door_link>> links_;
    std::vector<std::shared_ptr<door_link>> touched_, turning_;
    std::vector<message_ptr> gathered_;
    std::unique_ptr<batch> gathering_;
    std::map<std::uint64_t, on_answer> asked_;
    std::map<std::uint64_t, on_relayed> relayed_;
    std::uint64_t next_link_ = 1, next_token_ = 1;
    mono_time now_{};
    wall_time wall_{};
    bool stopping_ = false;
    mono_time drain_until_{};
    net::mailbox<reply> replies_;
    net::mailbox<tell_back> tellings_;
    net::ticker ticker_;
};

}  // namespace hermod::connectors::smpp
