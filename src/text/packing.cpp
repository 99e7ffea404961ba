#include "text/packing.hpp"

namespace hermod::text {

octets pack_septets(octet_view septets, unsigned fill_bits) {
    octets out;
    out.reserve((septets.size() * 7 + fill_bits + 7) / 8);
    unsigned waiting = 0, bits = fill_bits;  // the bits that do not yet fill an octet, the first one lowest
    for (std::size_t at = 0; at < septets.size(); ++at) {
        waiting |= (octet_at(septets, at) & 0x7Fu) << bits;
        bits += 7;
        if (bits >= 8) {
            out.push_back(static_cast<char>(waiting & 0xFF));
            waiting >>= 8;
            bits -= 8;
        }
    }
    if (bits > 0 && !septets.empty()) out.push_back(static_cast<char>(waiting));
    return out;
}

checked<octets> unpack_septets(octet_view packed, std::size_t count, unsigned fill_bits) {
    // Asked as a question about what there is, since count * 7 might not fit for an absurd count.
    const std::size_t held = packed.size() * 8 < fill_bits ? 0 : (packed.size() * 8 - fill_bits) / 7;
    if (count > held) return fault{errc::too_few_octets, packed.size()};
    octets out(count, '\0');
    for (std::size_t i = 0, bit = fill_bits; i < count; ++i, bit += 7) {
        const std::size_t at = bit / 8, shift = bit % 8;
        unsigned pair = octet_at(packed, at);
        if (shift > 1) pair |= unsigned{octet_at(packed, at + 1)} << 8;
        out[i] = static_cast<char>(pair >> shift & 0x7F);
    }
    return out;
}

}  // namespace hermod::text
