// A packet's octets to an operation. Reads what peers send, not only what the specification allows: a strange value is an
// oddity, and an error only what cannot be read at all. All values borrow from the frame.
#pragma once

#include <string_view>

#include "wire/cimd2/operations.hpp"
#include "wire/cimd2/packet.hpp"

namespace hermod::wire::cimd2 {

enum class oddity : std::uint8_t {
    unknown_parameter,     // not in the table; reachable through `given`
    unexpected_parameter,  // not this operation's; likewise
    repeated_parameter,    // stands more than once, the first counts
    missing_parameter,     // the specification demands it
    conflicting_parameters,
    long_value,     // above its limit
    odd_value,      // outside its type or range
    empty_integer,  // taken as not given
    wrong_parity,   // the packet number belongs to the other side
};
inline constexpr std::size_t oddity_count = 9;
std::string_view words(oddity what);

class oddities {
public:
    void set(oddity what) { bits_ = static_cast<std::uint16_t>(bits_ | 1u << static_cast<unsigned>(what)); }
    bool has(oddity what) const { return bits_ >> static_cast<unsigned>(what) & 1u; }
    bool none() const { return bits_ == 0; }

private:
    std::uint16_t bits_ = 0;
};

template <class Operation>
struct decoded {
    header head{};
    Operation pdu{};
    parameters given{};  // all, in their order
    bool has_checksum = false;
    oddities odd{};
};

codec_result<decoded<any_operation>> decode(octet_view frame, checksum_rule rule = checksum_rule::if_present);

// For the one operation that is expected; wrong_operation for another.
template <class Operation>
codec_result<decoded<Operation>> decode_as(octet_view frame, checksum_rule rule = checksum_rule::if_present) {
    auto read = decode(frame, rule);
    if (!read) return read.error();
    const auto* pdu = std::get_if<Operation>(&read->pdu);
    if (!pdu) return codec_error{errc::wrong_operation, "header", 1};
    return decoded<Operation>{read->head, *pdu, read->given, read->has_checksum, read->odd};
}

}  // namespace hermod::wire::cimd2
