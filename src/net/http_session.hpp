// The inside of http_server: a shard (one io_context's share of the server) and a session (one connection, one coroutine).
//
// A session reads into one flat buffer, answers what stands complete in it, and writes the answers at once. On the way of an
// ordinary request it allocates nothing but the response, reads no clock and sets no timer: the shard's ticker compares each
// session's deadline with its coarse `now`.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <list>
#include <memory>
#include <string>

#include "net/chunked_body.hpp"
#include "net/http_server.hpp"
#include "net/ticker.hpp"

namespace hermod::net {

class http_session;

using session_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

// Owned by the server's core, which each session keeps alive; touched on its io_context only, construction excepted.
struct http_shard {
    http_shard(boost::asio::io_context& where, http_handler& who, const http_server_options& how, http_counters& what);

    void tick(mono_time now);
    void stop_idle();  // from now on no connection outlives its running request
    void close_all();

    boost::asio::io_context& context;
    http_handler& handler;
    const http_server_options& options;
    http_counters& counters;
    mono_time now;      // of the last tick
    std::string date;   // the Date header of the last tick
    bool stopping = false;
    std::list<http_session*> sessions;
    std::unique_ptr<ticker> ticks;
};

class http_session final : public stream_writer {
public:
    http_session(session_socket socket, http_shard& shard);
    ~http_session() override;
    http_session(const http_session&) = delete;
    http_session& operator=(const http_session&) = delete;

    boost::asio::awaitable<void> run();

    void tick(mono_time now);
    void stop_if_idle();
    void close();

private:
    enum class waiting_for : std::uint8_t { nothing, request, head, body, writing, draining };

    boost::asio::awaitable<void> converse();
    boost::asio::awaitable<bool> next_bytes();
    boost::asio::awaitable<bool> one_request(std::size_t head_size);
    boost::asio::awaitable<bool> read_more();
    boost::asio::awaitable<bool> read_body();
    boost::asio::awaitable<bool> read_large_body(std::size_t length);
    boost::asio::awaitable<bool> read_chunks();
    boost::asio::awaitable<bool> stream(const stream_function& function, bool bare);
    boost::asio::awaitable<result<void>> write(std::string bytes) override;
    boost::asio::awaitable<bool> flush();
    boost::asio::awaitable<void> refuse(gate_refusal refusal);
    boost::asio::awaitable<void> drain();

    std::string_view unread() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }
    bool take_body_if_here();
    void forget_request();
    void keep_room_for_chunks(std::size_t head_size);
    void make_room();
    bool flush_now();
    bool answer(const http_response& response);
    void wait_for(waiting_for what, std::chrono::milliseconds limit);

    session_socket socket_;
    http_shard& shard_;
    std::list<http_session*>::iterator place_;
    std::string remote_;

    // The size is the capacity; [begin_, end_) is unread. Below floor_ stands the head of the running request, which views
    // point into: it is neither moved nor written over until the request is answered.
    std::string buffer_;
    std::size_t floor_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t scanned_ = 0;  // of unread(), by find_head_end
    http_head head_;
    std::string_view body_;
    std::string large_body_;                // a body that the buffer has no room for
    std::unique_ptr<chunked_body> chunks_;  // or one that comes in chunks
    gate_reason trouble_ = gate_reason::none;  // what a body's reader found

    std::string out_;  // answers not yet written, in order
    std::size_t written_ = 0;
    bool chunked_stream_ = false;

    waiting_for waiting_ = waiting_for::nothing;
    mono_time deadline_{};
    bool expired_ = false;
    bool first_ = true;  // nothing has come yet
};

// The coroutine of a connection; `core` is what keeps the shard alive.
boost::asio::awaitable<void> serve(session_socket socket, http_shard& shard, std::shared_ptr<void> core);

}  // namespace hermod::net
