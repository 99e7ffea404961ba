// Addresses of TS 23.040 section 9.1.2.5: a length, a type of address, semi-octets or packed septets.
//
//   TP-OA, TP-DA, TP-RA   length in useful semi-octets   type   0 to 10 octets
//   SMSC part (TS 24.011 section 8.2.5.1, as TS 27.005 writes it)   length in octets with the type, 0: nothing follows
//
// An address is a value without allocation: at most 20 digits, or 11 septets of an alphanumeric one, held one an octet.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "wire/tpdu/errc.hpp"
#include "wire/tpdu/oddity.hpp"

namespace hermod::wire::tpdu {

// Type of number, section 9.1.2.5.
enum class ton : std::uint8_t {
    unknown = 0,
    international = 1,
    national = 2,
    network_specific = 3,
    subscriber = 4,
    alphanumeric = 5,
    abbreviated = 6,
    reserved = 7,
};
// Numbering plan identification.
enum class npi : std::uint8_t {
    unknown = 0,
    isdn = 1,
    data = 3,
    telex = 4,
    service_centre_5 = 5,
    service_centre_6 = 6,
    national = 8,
    private_plan = 9,
    ermes = 10,
    reserved = 15,
};
std::string_view name(ton value);
std::string_view name(npi value);

inline constexpr std::size_t max_digits = 20, max_address_septets = 11, max_address_octets = 10;

class address {
public:
    address() = default;
    // Without a check: characters are digits of "0123456789*#abc", or septets; no more than fit. parse() checks.
    address(ton type, npi plan, std::string_view value);

    ton type() const { return type_; }
    npi plan() const { return plan_; }
    bool alphanumeric() const { return type_ == ton::alphanumeric; }
    // Digits; of an alphanumeric address its septets, one an octet.
    std::string_view value() const { return {value_.data(), size_}; }
    bool empty() const { return size_ == 0; }
    friend bool operator==(const address& a, const address& b) {
        return a.type_ == b.type_ && a.plan_ == b.plan_ && a.value() == b.value();
    }

private:
    ton type_ = ton::unknown;
    npi plan_ = npi::isdn;
    std::array<char, max_digits> value_{};
    std::uint8_t size_ = 0;
};

// "+46701234567" is international, digits alone are unknown, anything else alphanumeric. Fault: not_an_address at the first
// character that GSM 7-bit lacks, address_too_long.
codec_result<address> parse_address(std::string_view utf8);
// With "+" when international; an alphanumeric one in UTF-8.
std::string text_of(const address& value);

// What stands behind the length octet of a TP address: the type and its octets.
struct address_reading {
    address value;
    std::size_t size = 0;  // with the length octet
    oddities odd;
};
// `from` begins at the length octet. The error's offset counts from there.
codec_result<address_reading> read_address(octets from, const char* field);
// The SMSC part. Its length octet may be 0: an empty address of size 1.
codec_result<address_reading> read_smsc(octets from);

// Written octets of an address: its length octet, its type, its value.
struct address_octets {
    std::array<std::uint8_t, 2 + max_address_octets> value{};
    std::size_t size = 0;
    octets view() const { return octets(value.data(), size); }
};
codec_result<address_octets> write_address(const address& value, const char* field);
// An empty address is the one octet 00: the modem's own SMSC is meant.
codec_result<address_octets> write_smsc(const address& value);

}  // namespace hermod::wire::tpdu
