// One application's connection at a door: feeds its session what the socket gives, writes what the session says, and takes what
// the application is to be told. A protocol's link derives from it: it owns the session, does what the application asks, and
// says what the audience tells.
//
// Owned by its shard through shared_ptr (its operations in flight hold one too), on the shard's io_context. While it is idle
// it holds no buffer: it waits for the socket to be readable and reads into the shard's.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <deque>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "base/log.hpp"
#include "doors/session.hpp"
#include "doors/shard.hpp"
#include "net/tls_stream.hpp"

namespace hermod::doors {

class link : public std::enable_shared_from_this<link> {
public:
    virtual ~link();

    // For the shard.
    std::uint64_t number() const { return number_; }
    void start();
    void decided(bind_answer answer);
    void tell(std::vector<telling>& these);
    void stop(mono_time drain_until);
    void close();
    void tick();
    void turn_over();  // the turn's end: reports what was heard, reads on where it waited, writes
    bool mark_touched() { return !std::exchange(touched_, true); }

    // The handset's network says that it can be reached. Not every protocol has words for it.
    virtual void notify(account_id, const alert&) {}
    // What was put is durable, or is not ours.
    virtual void stored(const request& what, message_id id) = 0;
    virtual void stored(const group& all) = 0;
    virtual void not_stored(const request& what, put_result::kind why) = 0;

protected:
    link(shard& home, boost::asio::ip::tcp::socket socket, std::uint64_t number, net::tls_context tls);

    // The protocol's half. The session lives as long as the link.
    virtual session& talk() = 0;
    const session& talk() const { return const_cast<link*>(this)->talk(); }
    // Tells the session; on a welcome `who` is the account, otherwise null.
    virtual void bind_decided(bind_verdict is, const account* who) = 0;
    // How many frames it takes to say this; 0: it cannot be said.
    virtual std::size_t frames_for(const telling& what) = 0;
    // Says the frame of that index of what was last asked about; false: it cannot be said. The session has room.
    virtual bool deliver(std::uint64_t token, std::size_t index) = 0;

    // The session asks to bind.
    void bind_wanted(std::string login, std::string password);
    // The session has heard the answer to one frame of this token. `code` and `detail` are the application's, when it did not
    // take it.
    void heard(std::uint64_t token, told::kind is, std::uint32_t code = 0, std::string_view detail = {});
    // Write what is left, then close the connection. An empty `why` is not logged: that has been told.
    void close_soon(log_level level, std::string_view why);
    // While the account is held nothing that it submits shall cost anything: true, and counted.
    bool held();

    shard& home() const { return home_; }
    bool gone() const { return gone_; }
    // Of what the audience has told it: not said yet, or not whole.
    std::size_t unsaid() const { return to_say_.size(); }
    const std::string& address() const { return address_; }
    seat& place() const { return *place_; }  // once bound
    bool bound() const { return place_ != nullptr; }
    account_id whose() const { return place_->who->id; }

private:
    class ear;
    void say_more();
    void handshake();
    void wait_readable();
    void read_plain();
    void read_tls();
    void take(const std::uint8_t* octets, std::size_t count);
    void feed_rest();
    void flush();
    void write_done(const error_code& failed, std::size_t octets);
    void ended();
    void end_of_input();
    boost::asio::ip::tcp::socket& socket() { return secure_ ? secure_->next_layer() : socket_; }

    shard& home_;
    boost::asio::ip::tcp::socket socket_;  // moved into `secure_` where there is TLS
    std::unique_ptr<net::tls_stream> secure_;
    std::string address_, login_;
    std::uint64_t number_;
    std::shared_ptr<seat> place_;  // once bound
    std::shared_ptr<ear> ear_;     // while it hears
    std::vector<told> answers_;    // of this turn, for the audience
    struct several {
        std::size_t left = 0;
        told worst;
    };
    std::deque<telling> to_say_;                           // in parts, or beyond the window that those fill
    std::size_t said_ = 0;                                 // frames of the first of them
    std::unordered_map<std::uint64_t, several> in_parts_;  // tellings in more than one frame
    std::vector<std::uint8_t> rest_, writing_;             // octets that wait for more, or for the session
    bool reading_ = false, write_in_flight_ = false, closing_ = false, gone_ = false, touched_ = false, open_ = false,
         shut_ = false, input_ended_ = false;
    mono_time close_by_{}, born_{};
};

}  // namespace hermod::doors
