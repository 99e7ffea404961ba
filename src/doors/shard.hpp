// The links of a door that live on one io_context, and what they share: a read buffer, the store's replies, what the audience
// tells. A protocol's door derives from it and makes its links. Owned by the door; everything happens on the io_context but
// where a function says otherwise.
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

#include "doors/desk.hpp"
#include "doors/options.hpp"
#include "gateway/alerts.hpp"
#include "gateway/audience.hpp"
#include "gateway/enquiries.hpp"
#include "gateway/inbox.hpp"
#include "net/mailbox.hpp"
#include "net/ticker.hpp"

namespace hermod::doors {

class link;

struct parts {
    inbox& in;
    enquiries& asked;
    audience& listeners;
    // How full we are, 0 to 100: from 100 on the store refuses.
    std::function<unsigned()> congestion;
};

// A request of an application that waits for its answer. `sequence` and `operation` mean what the protocol wants them to.
struct request {
    std::uint64_t link = 0;
    std::uint32_t sequence = 0;
    std::uint32_t operation = 0;
};

// Several messages of one request, with one answer for all. A protocol adds what it wants to know by then.
struct group {
    virtual ~group() = default;
    request of;
    message_id id;  // of the first
};

class shard : private enquiry_reply {
public:
    // What is borrowed outlives the shard.
    shard(boost::asio::io_context& context, std::size_t index, const options& settings, const parts& with, counters& numbers,
          desk& at);
    virtual ~shard();

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
    const options& settings() const { return settings_; }
    const parts& with() const { return with_; }
    counters& numbers() { return numbers_; }
    desk& at() { return at_; }
    std::size_t index() const { return index_; }
    std::vector<std::uint8_t>& read_buffer() { return read_buffer_; }
    mono_time now() const { return now_; }
    wall_time wall() const { return wall_; }
    void turn_begins();
    void turn_ends();
    void touch(link& one);  // has something to write at the turn's end
    void gone(std::uint64_t link);

    // A message goes to the store with all of this turn; its link hears of it as stored() or not_stored().
    void put(std::shared_ptr<message> prepared, const request& by);
    void put_all(std::vector<std::shared_ptr<message>> prepared, std::unique_ptr<group> answer);

    // An enquiry and what is to be done with its answer.
    using on_answer = std::function<void(enquiry_answer&)>;
    void find(account_id account, message_id id, on_answer then);
    void as_network_says(record found, on_answer then);
    void open_between(account_id account, std::string from, std::string to, on_answer then);
    void handed_in(account_id account, std::string to, wall_time since, wall_time until, on_answer then);
    void cancel(account_id account, message_id id, on_answer then);
    void replace(account_id account, message_ptr next, on_answer then);

    // In a turn of its own. Any thread.
    void later(std::function<void()> work) { replies_.push(std::move(work)); }

protected:
    virtual std::shared_ptr<link> make_link(boost::asio::ip::tcp::socket socket, std::uint64_t number, net::tls_context tls) = 0;

private:
    struct line {
        request of;
        message_id id;
        std::unique_ptr<group> all;  // of several
    };
    struct batch final : put_reply {
        shard* home = nullptr;
        std::vector<line> lines;
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
    using reply = std::variant<put_back, enquiry_back, std::function<void()>>;

    void enquiry_done(std::uint64_t token, enquiry_answer answer) noexcept override;
    void replied(std::vector<reply>& all);
    void answer(const line& what, put_result::kind is);
    void told(std::vector<tell_back>& all);
    void store();
    void tick(mono_time now);
    void for_each_link(const std::function<void(link&)>& work);
    link* find_link(std::uint64_t number);
    batch& gathering();
    std::uint64_t remember(on_answer then);

    boost::asio::io_context& context_;
    std::size_t index_;
    const options& settings_;
    const parts& with_;
    counters& numbers_;
    desk& at_;
    std::vector<std::uint8_t> read_buffer_;
    std::unordered_map<std::uint64_t, std::shared_ptr<link>> links_;
    std::vector<std::shared_ptr<link>> touched_, turning_;
    std::vector<message_ptr> gathered_;
    std::unique_ptr<batch> gathering_;
    std::map<std::uint64_t, on_answer> asked_;
    std::uint64_t next_link_ = 1, next_token_ = 1;
    mono_time now_{};
    wall_time wall_{};
    bool stopping_ = false;
    mono_time drain_until_{};
    net::mailbox<reply> replies_;
    net::mailbox<tell_back> tellings_;
    net::ticker ticker_;
};

}  // namespace hermod::doors
