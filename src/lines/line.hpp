// One session over one TCP (or TLS) connection: connects, feeds its session, writes what the session has to say, reconnects.
//
// Or, with an acceptor: waits for the network to connect, one connection after the other.
// Owned by the connector through shared_ptr (its coroutine and its write hold one each), on the connector's executor.
// One read buffer, at most one write in flight; frames that gather meanwhile leave with the next write.
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
#include "gateway/connector.hpp"
#include "lines/acceptor.hpp"
#include "lines/line_tls.hpp"
#include "lines/options.hpp"
#include "lines/session.hpp"

namespace hermod::lines {

// What a line needs of its connector.
class line_home {
public:
    virtual void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) = 0;
    // A batch of input or time is about to be worked off, has been worked off: see line_connector.hpp.
    virtual void turn_begins() = 0;
    virtual void turn_ends() = 0;
    // Translates, and sends through `by`'s session.
    virtual void put(line& by, const outbound& part) = 0;
    virtual bool rate_allows() const = 0;
    virtual mono_time now() const = 0;
    virtual connector_counters& numbers() = 0;
    virtual void line_ended() = 0;  // after stop(): nothing more comes from this line

protected:
    ~line_home() = default;
};

class line final : public std::enable_shared_from_this<line> {
public:
    struct place {
        std::size_t index = 0;
        line_tls tls{};  // without a context: plain TCP
        acceptor_ptr acceptor{};  // listening, shared by the lines that wait on it. Null: connects to options.host
        bool sends = true;        // false: only receives
    };
    // options and home outlive the line.
    line(boost::asio::any_io_executor executor, const line_options& options, place where, std::unique_ptr<session> protocol,
         line_home& home);

    void start();
    // Gives back what waits, drains the session, does not come back. line_ended() follows.
    void stop(mono_time drain_until);
    void close_now();
    void tick(mono_time now);

    void take(outbound part);
    void drain();  // sends what waits, as far as window and rate allow
    void flush();  // starts a write if there is something to write and none is in flight
    void answer(std::uint64_t generation, std::uint64_t key, intake what);

    std::size_t index() const { return where_.index; }
    std::uint64_t generation() const { return generation_; }  // of the connection: answers belong to one
    session& protocol() const { return *session_; }
    connector_counters& numbers() const { return home_.numbers(); }
    bool sends() const { return where_.sends; }
    bool usable() const { return !stopping_ && session_->usable(); }
    std::size_t room() const;  // parts that would leave without waiting, the rate apart
    // What is put now leaves now, and overtakes nothing that waits.
    bool at_once() const { return usable() && waiting_.empty() && session_->room() != 0 && home_.rate_allows(); }
    const std::string& sentence() const { return sentence_; }

    // The session's words to its line.
    void established(std::string_view sentence);  // it is usable
    void refused(std::string_view sentence);      // the login; close_soon() follows
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip);
    // Write what is left, then close the connection. `why` may be empty, when that has been told.
    void close_soon(log_level level, std::string_view why);

private:
    using self_ptr = std::shared_ptr<line>;
    static boost::asio::awaitable<void> run(self_ptr self);
    static boost::asio::awaitable<result<void>> open(self_ptr self);
    static boost::asio::awaitable<result<void>> take_call(self_ptr self);
    static boost::asio::awaitable<void> serve(self_ptr self);
    static boost::asio::awaitable<void> pause(self_ptr self);
    void fresh_socket();
    result<void> fresh_tls();
    void fed(std::size_t count);
    void lost();
    void write_done(const error_code& failed, std::size_t count);
    void close_socket();
    void give_back_waiting();
    void say(log_level level, std::string_view event, std::string_view sentence);
    std::chrono::milliseconds next_backoff();

    boost::asio::any_io_executor executor_;
    const line_options& options_;
    place where_;
    line_home& home_;
    std::unique_ptr<session> session_;
    std::deque<outbound> waiting_;

    boost::asio::ip::tcp::socket socket_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> secure_;
    boost::asio::steady_timer backoff_timer_, write_ended_;
    std::vector<std::uint8_t> in_;
    std::size_t in_used_ = 0;
    bool connected_ = false, write_in_flight_ = false, stopping_ = false, closing_ = false;
    mono_time close_by_{};
    std::uint64_t generation_ = 0;
    std::uint32_t failures_ = 0;
    bool was_usable_ = false, answered_ = false;  // on this connection
    std::minstd_rand dice_;
    std::string sentence_ = "connecting";
};

}  // namespace hermod::lines
