// A stream cut anywhere gives the same frames, faults and skipped octets. The first octet of the input seeds the cuts, the
// rest is the stream. Each step consumes something or stops.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "wire/ucp/frame.hpp"

using namespace hermod::wire::ucp;

namespace {

constexpr std::size_t limit = 200;  // so that short inputs reach it

struct outcome {
    std::vector<std::pair<framing, std::string>> frames;
    std::size_t skipped = 0;
    friend bool operator==(const outcome&, const outcome&) = default;
};

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const frame_result& read) {
    require(read.frame.size() <= limit);
    if (read.outcome == framing::incomplete) return require(read.frame.empty());
    require(!read.frame.empty() && read.frame.front() == stx);
    const bool whole = read.outcome != framing::too_long && read.outcome != framing::cut_short;
    require((read.frame.back() == etx) == whole);
    const auto head = read_header(read.frame);
    require(head.has_value() == (read.outcome == framing::complete));
    require((read.error.code != errc{}) == (whole && !head));
    if (head) require(readable_header(read.frame) == *head);
    if (!head && read.outcome != framing::cut_short) require(read.error.offset <= read.frame.size());
}

// Feeds the stream in pieces of `piece()` octets, as a socket would.
template <class Piece>
outcome feed(std::string_view stream, Piece piece) {
    outcome out;
    std::string buffer;
    for (std::size_t at = 0; at < stream.size();) {
        const std::size_t size = std::min<std::size_t>(stream.size() - at, piece());
        buffer += stream.substr(at, size);
        at += size;
        for (bool more = true; more;) {
            const auto read = read_frame(buffer, limit);
            check(read);
            more = read.outcome != framing::incomplete;
            out.skipped += read.skipped;
            if (more) out.frames.emplace_back(read.outcome, read.frame);
            require(!more || read.consumed() > 0);
            buffer.erase(0, read.consumed());
        }
        require(buffer.size() < limit);
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    std::uint32_t seed = data[0];
    const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
    const outcome whole = feed(stream, [&] { return stream.size(); });
    const outcome single = feed(stream, [] { return std::size_t{1}; });
    const outcome cut = feed(stream, [&] { return 1 + (seed = seed * 1664525u + 1013904223u) / 0x4000000u; });
    require(whole == single && whole == cut);
    return 0;
}
