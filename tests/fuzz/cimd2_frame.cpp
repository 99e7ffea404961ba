// A stream cut anywhere gives the same packets, and as many octets of garbage. The first octet of the input seeds the cuts,
// the rest is the stream. Each step uses something up or waits; what waits begins with an STX and stays below the limit.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "wire/cimd2/packet.hpp"

using namespace hermod::wire::cimd2;

namespace {

constexpr std::size_t limit = 64;  // so that a fuzzer gets there

void require(bool condition) {
    if (!condition) std::abort();
}

struct outcome {
    std::vector<std::string> packets;
    std::size_t garbage = 0, unterminated = 0;
    bool too_long = false;
    friend bool operator==(const outcome&, const outcome&) = default;
};

// Feeds the stream in pieces of `piece()` octets, as a socket would, and stops where a session would hang up.
template <class Piece>
outcome feed(octet_view stream, Piece piece) {
    outcome out;
    std::string buffer;
    while (!stream.empty() && !out.too_long) {
        const octet_view next = stream.substr(0, piece());
        stream.remove_prefix(next.size());
        buffer += next;
        for (;;) {
            const auto read = read_frame(buffer, limit);
            require(read.used <= buffer.size());
            out.garbage += read.garbage;
            out.unterminated += read.unterminated;
            out.too_long = read.outcome == framing::too_long;
            if (read.outcome == framing::complete) {
                require(read.used >= 2 && read.frame.size() <= limit);
                require(read.frame.front() == stx && read.frame.back() == etx);
                (void)read_packet(read.frame);
                out.packets.emplace_back(read.frame);
            }
            buffer.erase(0, read.used);
            if (read.outcome != framing::complete) break;
        }
        require(out.too_long || buffer.empty() || (buffer.front() == stx && buffer.size() < limit));
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    std::uint32_t seed = data[0];
    const octet_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
    const outcome whole = feed(stream, [&] { return stream.size(); });
    require(whole == feed(stream, [] { return std::size_t{1}; }));
    require(whole == feed(stream, [&] { return std::size_t{1} + (seed = seed * 1664525u + 1013904223u) / 0x4000000u; }));
    return 0;
}
