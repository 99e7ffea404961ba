// A modem's or a network's deviation that was read all the same. A driver counts them; none is a reason to drop a message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hermod::wire::tpdu {

// Borrowed octets: valid as long as the buffer they were read from.
using octets = std::span<const std::uint8_t>;

enum class oddity : std::uint8_t {
    reserved_type,        // TP-MTI 11 from the network: read as an SMS-DELIVER, as section 9.2.3.1 wants it
    reserved_bits,        // a bit that the specification reserves is set, in the first octet, TP-PI or TP-VP
    no_extension_bit,     // the type of an address without its bit 7
    odd_address_length,   // a length that no alphanumeric address has
    counted_padding,      // an "@" that was only the padding of an alphanumeric address; taken away
    address_padding,      // padding bits of an alphanumeric address that are not 0
    odd_filler,           // the filler of an odd number is not F
    counted_filler,       // an F inside the number: the digits end there
    unreadable_time,      // a date that does not exist: taken as unknown
    odd_zone,             // a time zone that does not exist: taken as unknown (or as 0, when it is -0)
    udl_beyond_data,      // TP-UDL counts more than there is: what there is was taken
    long_user_data,       // more than 140 octets
    user_data_padding,    // bits behind the last septet that are not 0
    trailing_octets,      // octets behind the last field, dropped
    empty_indicator,      // a TP-PI that announces nothing, in a status report
    optional_parts_cut,   // TP-PI announces fields that are not there
    smsc_missing,         // PDU mode without the SMSC part, told by the announced length
    smsc_short,           // the SMSC part's length does not fit its octets; the announced length was believed
    smsc_without_number,  // an SMSC part of a type and no digits
    announced_length,     // the modem announced another length than the TPDU has
    lower_case_hex,       // a to f
};
inline constexpr std::size_t oddity_count = 21;
std::string_view words(oddity value);

class oddities {
public:
    constexpr void set(oddity o) { bits_ |= bit(o); }
    constexpr void set(oddities others) { bits_ |= others.bits_; }
    constexpr bool has(oddity o) const { return (bits_ & bit(o)) != 0; }
    constexpr bool none() const { return bits_ == 0; }
    constexpr std::uint32_t bits() const { return bits_; }
    friend constexpr bool operator==(oddities, oddities) = default;

private:
    static constexpr std::uint32_t bit(oddity o) { return 1u << static_cast<unsigned>(o); }
    std::uint32_t bits_ = 0;
};

}  // namespace hermod::wire::tpdu
