// One bind over one TCP (or TLS) connection: connects, feeds its session, writes what the session has to say, reconnects.
//
// Or, with an acceptor: waits for the centre to connect, one connection after the other, and binds when it says outbind.
// Owned by the connector through shared_ptr (its coroutine and its write hold one each), on the connector's executor.
// One read buffer, two write buffers, at most one write in flight; PDUs that gather meanwhile leave with the next write.
// Parts beyond the session's window wait here and go back `unsent` at once when the connection is lost.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <random>

#include "base/error.hpp"
#include "base/log.hpp"
#include "connectors/smpp/link_tls.hpp"
#include "connectors/smpp/session.hpp"
#include "gateway/connector.hpp"

namespace hermod::connectors::smpp {

class link;

// What a link needs of its connector.
class link_home {
public:
    virtual void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) = 0;
    virtual void arrived(link& by, std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) = 0;
    virtual void arrived(link& by, std::uint32_t sequence, const wire::smpp::data_sm& pdu) = 0;
    virtual void answered(std::uint64_t token, const answer_to_question& answer) = 0;
    // A batch of input or time is about to be worked off, has been worked off: see connector.cpp.
    virtual void turn_begins() = 0;
    virtual void turn_ends() = 0;
    // Translates and sends through `by`'s session.
    virtual void put(link& by, const outbound& part) = 0;
    virtual bool rate_allows() const = 0;
    virtual void multi_refused(session_note why) = 0;
    virtual mono_time now() const = 0;
    virtual connector_counters& numbers() = 0;
    virtual void link_ended() = 0;  // after stop(): nothing more comes from this link

protected:
    ~link_home() = default;
};

class link final : public session_events, public std::enable_shared_from_this<link> {
public:
    using acceptor_ptr = std::shared_ptr<boost::asio::ip::tcp::acceptor>;
    // options outlive the link; their session's mode is not pair. `acceptor`: listening, shared by the links that wait on it;
    // closing it ends their wait. Null: connects to options.host.
    link(boost::asio::any_io_executor executor, const connector_options& options, std::size_t index, link_tls tls,
         acceptor_ptr acceptor, link_home& home);

    void start();
    // Gives back what waits, drains the window, unbinds, does not come back. link_ended() follows.
    void stop(mono_time drain_until);
    void close_now();
    void tick(mono_time now);

    void take(outbound part);
    void drain();  // sends what waits, as far as window and rate allow
    void flush();  // starts a write if there is something to write and none is in flight
    void answer(std::uint64_t generation, std::uint32_t sequence, wire::smpp::command_id request,
                wire::smpp::command_status status);

    std::size_t index() const { return index_; }
    std::uint64_t generation() const { return generation_; }  // of the connection: answers belong to one
    smpp::session& session() { return session_; }
    // Made to send: neither a receiver nor waiting for the centre to call.
    bool sends() const { return options_.session.mode != bind_mode::receiver; }
    bool awaits_outbind() const { return acceptor_ != nullptr; }
    bool usable() const { return session_.now_state() == session::state::bound && !stopping_; }
    std::size_t room() const;  // parts that would leave without waiting, the rate apart
    // What is put now leaves now, and overtakes nothing that waits.
    bool at_once() const { return usable() && waiting_.empty() && session_.room() != 0 && home_.rate_allows(); }
    const std::string& sentence() const { return sentence_; }

private:
    using self_ptr = std::shared_ptr<link>;
    static boost::asio::awaitable<void> run(self_ptr self);
    static boost::asio::awaitable<result<void>> open(self_ptr self);
    static boost::asio::awaitable<result<void>> take_call(self_ptr self);
    static boost::asio::awaitable<void> serve(self_ptr self);
    static boost::asio::awaitable<void> pause(self_ptr self);
    void fresh_socket();
    result<void> fresh_tls();
    void lost();
    void write_done(const error_code& failed, std::size_t octets);
    void close_socket();
    void say(log_level level, std::string_view event, std::string_view sentence);
    std::chrono::milliseconds next_backoff();

    void bound() override;
    void bind_refused(wire::smpp::command_status status) override;
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    void arrived(std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) override;
    void answered(std::uint64_t token, const answer_to_question& answer) override;
    void alerted(const wire::smpp::alert_notification& pdu) override;
    void noted(session_note what) override;
    void close_me(close_reason why) override;
    void passed(bool outward, wire::smpp::octets frame) override;

    boost::asio::any_io_executor executor_;
    const connector_options& options_;
    std::size_t index_;
    link_tls tls_;
    acceptor_ptr acceptor_;
    link_home& home_;
    smpp::session session_;
    std::deque<outbound> waiting_;

    boost::asio::ip::tcp::socket socket_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> secure_;
    boost::asio::steady_timer backoff_timer_, write_ended_;
    std::vector<std::uint8_t> in_, writing_;
    std::size_t in_used_ = 0;
    bool connected_ = false, write_in_flight_ = false, stopping_ = false, closing_ = false;
    mono_time close_by_{};
    std::uint64_t generation_ = 0;
    std::uint32_t failures_ = 0;
    bool was_bound_ = false, answered_ = false;  // on this connection
    std::minstd_rand dice_;
    std::string sentence_ = "connecting";
};

}  // namespace hermod::connectors::smpp
