// A TLV's value as people write it in a configuration or a request, to octets and back: the vendor TLVs that no table
// knows, such as the entity and template ids that Indian operators ask for (0x1400, 0x1401, most often a `string`).
//
//   integer1 integer2 integer4 integer8   "42", "0x2A"; big endian
//   c_string                              the characters and a NUL
//   string                                the characters, no NUL
//   octets                                "CAFE01", "ca fe:01": two hexadecimal digits an octet
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/smpp/errc.hpp"
#include "wire/smpp/header.hpp"
#include "wire/smpp/tlv_tag.hpp"

namespace hermod::wire::smpp {

enum class value_kind : std::uint8_t { integer1, integer2, integer4, integer8, c_string, string, octets };

std::string_view name(value_kind kind);
std::optional<value_kind> value_kind_named(std::string_view name);
// The kind that the specification gives a tag; nullopt for a tag that it does not know.
std::optional<value_kind> value_kind_of(tlv_tag tag);

struct value_error {
    enum class reason : std::uint8_t {
        not_a_number,     // neither decimal digits nor 0x and hexadecimal ones
        too_large,        // more than the integer's octets hold
        contains_nul,     // a NUL inside a c_string
        not_hex,          // something else than a hexadecimal digit, a blank or a colon
        half_an_octet,    // an odd number of digits
        too_long,         // above 65535 octets
        forbidden_length  // a length that the specification does not allow to this tag
    };
    reason why{};
    std::size_t at = 0;  // the character at fault, where there is one
    friend bool operator==(const value_error&, const value_error&) = default;
};
std::string words(const value_error& e);  // "no hexadecimal digit at character 3"

template <class T>
using value_result = boost::system::result<T, value_error>;

value_result<std::vector<std::uint8_t>> parse_value(value_kind kind, std::string_view text);

// What parse_value() would read back: integers in decimal, octets in hexadecimal, strings as they stand (a c_string up to
// its NUL, or all of it: peers forget it). Strings may hold anything: escape them before they reach a terminal. nullopt:
// an integer of another length.
std::optional<std::string> value_text(value_kind kind, octets value);

// Appends tag, length and value to `out`; on error `out` stays as it was.
value_result<void> append_value(std::vector<std::uint8_t>& out, tlv_tag tag, value_kind kind, std::string_view text);

// What result::value() throws when there is none; found by ADL. Only a bug gets here.
[[noreturn]] void throw_exception_from_error(const value_error& e, const boost::source_location&);

}  // namespace hermod::wire::smpp
