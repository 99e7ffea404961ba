// A stream cut anywhere gives the same PDUs. The first octet of the input seeds the cuts, the rest is the stream.
// Each step consumes something or stops (ksmppd issue 16: an endless loop on an invalid PDU).
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "wire/smpp/frame.hpp"

using namespace hermod::wire::smpp;

namespace {

struct outcome {
    std::vector<std::vector<std::uint8_t>> pdus;
    framing last = framing::incomplete;
    friend bool operator==(const outcome&, const outcome&) = default;
};

// Feeds the stream in pieces of `piece(i)` octets, as a socket would.
template <class Piece>
outcome feed(octets stream, Piece piece) {
    outcome out;
    std::vector<std::uint8_t> buffer;
    std::size_t at = 0;
    while (out.last == framing::incomplete && at < stream.size()) {
        const std::size_t size = std::min<std::size_t>(stream.size() - at, piece());
        buffer.insert(buffer.end(), stream.begin() + static_cast<std::ptrdiff_t>(at),
                      stream.begin() + static_cast<std::ptrdiff_t>(at + size));
        at += size;
        std::size_t used = 0;
        for (;;) {
            const auto read = read_frame(octets(buffer).subspan(used));
            if (read.outcome != framing::complete) {
                out.last = read.outcome;
                break;
            }
            if (read.frame.size() < header_length || read.frame.size() != read.length) std::abort();
            out.pdus.emplace_back(read.frame.begin(), read.frame.end());
            used += read.frame.size();
        }
        buffer.erase(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(used));
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    std::uint32_t seed = data[0];
    const octets stream(data + 1, size - 1);
    const outcome whole = feed(stream, [&] { return stream.size(); });
    const outcome single = feed(stream, [] { return std::size_t{1}; });
    const outcome cut = feed(stream, [&] { return 1 + (seed = seed * 1664525u + 1013904223u) / 0x4000000u; });
    if (!(whole == single) || !(whole == cut)) std::abort();
    return 0;
}
