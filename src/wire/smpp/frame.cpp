#include "wire/smpp/frame.hpp"

namespace hermod::wire::smpp {
namespace {

constexpr std::uint32_t four(const char (&text)[5]) {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(text[i]);
    return value;
}

// Asked only of a length that is refused anyway, so a generous max_length never mistakes a PDU for HTTP.
framing classify(std::uint32_t length) {
    for (const std::uint32_t word : {four("HTTP"), four("GET "), four("POST"), four("HEAD"), four("PUT "), four("OPTI"),
                                     four("DELE"), four("CONN"), four("PATC"), four("PRI ")}) {
        if (length == word) return framing::speaks_http;
    }
    // TLS record: type 0x15 alert or 0x16 handshake, then version 3.0 to 3.4.
    const std::uint32_t record = length >> 8;
    if ((record >> 8 == 0x1503 || record >> 8 == 0x1603) && (record & 0xFF) <= 4) return framing::speaks_tls;
    return framing::bad_length;
}

}  // namespace

frame_result read_frame(octets buffer, std::size_t max_length) {
    if (buffer.size() < 4) return {};
    const std::uint32_t length = load_u32(buffer.data());
    if (length < header_length || length > max_length) return {classify(length), {}, length};
    if (buffer.size() < length) return {framing::incomplete, {}, length};
    return {framing::complete, buffer.first(length), length};
}

}  // namespace hermod::wire::smpp
