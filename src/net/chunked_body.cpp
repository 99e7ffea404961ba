#include "net/chunked_body.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace hermod::net {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view our_head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
constexpr std::size_t longest_line = 4096;  // of a chunk's size with its extensions, or of all trailers together

}  // namespace

struct chunked_body::parser : http::request_parser<http::string_body> {};

chunked_body::chunked_body(std::size_t limit) : parser_(std::make_unique<parser>()) {
    parser_->eager(true);
    parser_->body_limit(limit);
    error_code failed;
    parser_->put(boost::asio::buffer(our_head.data(), our_head.size()), failed);
}

chunked_body::~chunked_body() = default;

chunked_body::progress chunked_body::put(std::string_view bytes) {
    progress now;
    error_code failed;
    while (now.used < bytes.size() && !parser_->is_done()) {
        const auto rest = bytes.substr(now.used);
        const auto used = parser_->put(boost::asio::buffer(rest.data(), rest.size()), failed);
        now.used += used;
        if (failed == http::error::need_more) break;
        if (failed) {
            now.reason = failed == http::error::body_limit ? gate_reason::body_too_large : gate_reason::bad_chunk;
            return now;
        }
        if (used == 0) break;
    }
    raw_ += now.used;
    const bool line_too_long = !parser_->is_done() && bytes.size() - now.used > longest_line;
    // One byte a chunk is six bytes on the wire: legal and slow. Much more than that is padding.
    const bool padded = raw_ > 4 * longest_line + 8 * body().size();
    if (line_too_long || padded) now.reason = gate_reason::bad_chunk;
    return now;
}

bool chunked_body::done() const { return parser_->is_done(); }

std::string_view chunked_body::body() const { return parser_->get().body(); }

}  // namespace hermod::net
