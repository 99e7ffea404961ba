// What a handler is given and what it gives back.
//
// A request is views into the session's buffer, valid until the handler's coroutine has ended; copy what must live longer.
// A response owns its parts. Its headers pass a setter which refuses what would split the response (CR, LF, NUL, framing).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "net/errc.hpp"
#include "net/http_gate.hpp"

namespace hermod::net {

struct http_request {
    std::string_view method;
    std::string_view path;   // percent escapes as they came
    std::string_view query;  // without the "?"; as it came
    std::string_view body;
    std::string_view remote_address;  // text, without port: 192.0.2.7 or 2001:db8::7
    const http_head& head;

    std::string_view header(std::string_view name) const { return head.field(name); }  // any case; empty when absent
};

// Where a streaming response goes. Used by the stream function only, on its coroutine.
class stream_writer {
public:
    virtual ~stream_writer() = default;
    // Returns when the bytes are with the kernel. errc::stream_closed: the reader has gone or the server stops, return soon.
    virtual boost::asio::awaitable<result<void>> write(std::string bytes) = 0;
};

// Called once, behind the response's head; the response ends when it returns. A stream of events ought to write something
// (an SSE comment will do) every few seconds: only then does it learn that its reader has gone or that the server stops.
using stream_function = std::function<boost::asio::awaitable<void>(stream_writer&)>;

class http_response {
public:
    http_response() = default;
    explicit http_response(int status_code) : status(status_code) {}
    http_response(int status_code, std::string type, std::string text)
        : status(status_code), content_type(std::move(type)), body(std::move(text)) {}

    int status = 200;
    std::string content_type;  // no header when empty
    std::string body;          // unused when there is a stream
    stream_function stream;

    // errc::bad_header for a name or value that no header may have, and for the headers of framing, which are the server's.
    result<void> set(std::string_view name, std::string_view value);
    std::string_view extra_headers() const { return extra_; }

private:
    std::string extra_;  // complete lines
};

// RFC 9457. `detail` is for people and may hold any bytes; what is not printable UTF-8-safe JSON is escaped.
http_response problem(int status, std::string_view title, std::string_view detail);

std::string_view reason_phrase(int status);

// How a response is put on the wire.
struct reply_frame {
    bool keep_alive = true;
    bool http_1_1 = true;
    bool bodyless = false;  // the answer to HEAD: the head of the answer to GET, and no body
};
// Appends the head, and the body unless the response streams. `date` is the value of the Date header.
void append_response(std::string& out, const http_response& response, reply_frame frame, std::string_view date);

}  // namespace hermod::net
