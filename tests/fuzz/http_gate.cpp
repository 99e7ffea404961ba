// The gate never crashes, never lets through what Beast understands otherwise, and judges the same bytes the same way
// however they arrive. The first byte chooses request or response, the rest is a head (and what follows it).
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "net/http_gate.hpp"

namespace {

namespace http = boost::beast::http;
namespace net = hermod::net;

void insist(bool condition) {
    if (!condition) std::abort();
}

template <bool Request>
void beast_agrees(std::string_view block, const net::http_head& head) {
    http::parser<Request, http::string_body> parser;
    parser.header_limit(64 * 1024);
    parser.body_limit(boost::none);
    parser.eager(true);
    const auto announced = head.content_length.value_or(0);
    if (announced > 4096) return;
    const bool bodyless = !Request && (head.status < 200 || head.status == 304);
    const std::size_t expected = head.chunked ? 5 : bodyless ? 0 : static_cast<std::size_t>(announced);
    const auto text = std::string(block) + (head.chunked ? "5\r\nhello\r\n0\r\n\r\n" : std::string(expected, 'x'));
    boost::system::error_code failed;
    std::size_t used = 0;
    while (used < text.size() && !parser.is_done() && !failed) {
        used += parser.put(boost::asio::buffer(text.data() + used, text.size() - used), failed);
    }
    insist(!failed);
    if (head.until_close) parser.put_eof(failed);
    insist(!failed && parser.is_done() && used == text.size() && parser.get().body().size() == expected);
}

std::size_t end_byte_by_byte(std::string_view bytes, net::gate_refusal& refusal) {
    std::size_t scanned = 0;
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
        const auto end = net::find_head_end(bytes.substr(0, size), scanned);
        refusal = end.refusal;
        if (end.size != 0 || refusal) return end.size;
    }
    return 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const bool request = (data[0] & 1) == 0;  // "R..." is a request, "S..." a response
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    std::size_t scanned = 0;
    const auto end = net::find_head_end(bytes, scanned);
    insist(end.size <= bytes.size() && (!end.refusal || !end.refusal.sentence().empty()));
    if (bytes.size() <= 2048) {
        net::gate_refusal refusal;
        insist(end_byte_by_byte(bytes, refusal) == end.size && refusal.reason == end.refusal.reason);
    }
    net::http_head head;
    const auto block = end.size != 0 ? bytes.substr(0, end.size) : bytes;
    const auto refusal = request ? net::check_request(block, head) : net::check_response(block, head);
    insist(refusal.position <= block.size());
    if (refusal) return 0;
    insist(end.size == block.size() || block.size() > 16 * 1024 || end.refusal);
    if (request) {
        beast_agrees<true>(block, head);
    } else {
        beast_agrees<false>(block, head);
    }
    return 0;
}
