// Unicode in and out: strict UTF-8, UTF-16BE as UCS-2 messages carry it, Latin-1 and ASCII as SMPP's data_coding 3 and 1.
//
// What we are given to send must be valid UTF-8 and is refused with the place of the fault. What a network gives us is
// never refused: what cannot be read becomes U+FFFD, and decoded_text says so. Pure; owns nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/errc.hpp"
#include "text/octets.hpp"

namespace hermod::text {

inline constexpr char32_t replacement = 0xFFFD;

struct code_point {
    char32_t value = 0;
    std::size_t length = 0;  // octets of UTF-8; 0: no valid sequence starts here
};

// A sequence of two octets or more, or none; `at` is inside `utf8`. RFC 3629 section 4: no overlong form, no surrogate,
// nothing above U+10FFFF.
code_point long_code_point_at(std::string_view utf8, std::size_t at);

inline code_point code_point_at(std::string_view utf8, std::size_t at) {
    const std::uint8_t lead = octet_at(utf8, at);
    if (lead < 0x80) return {lead, 1};
    return long_code_point_at(utf8, at);
}

// The offset of the first octet that is not part of a valid sequence; nullopt when the whole is valid.
std::optional<std::size_t> first_utf8_fault(std::string_view utf8);
inline bool is_utf8(std::string_view utf8) { return !first_utf8_fault(utf8); }
bool is_ascii(std::string_view text);

// A surrogate or a value beyond U+10FFFF is appended as U+FFFD, so that what we write is always valid.
void append_utf8(std::string& out, char32_t value);

// UTF-16 code units that the text needs: two above U+FFFF.
checked<std::size_t> utf16_units(std::string_view utf8);
checked<octets> encode_utf16be(std::string_view utf8);
// For callers that own the buffer: `utf8` is valid, `out` has room for two octets a unit. Returns the end of what it wrote.
char* write_utf16be(std::string_view utf8, char* out);

struct decoded_text {
    std::string utf8;
    bool replaced = false;    // something could not be read and stands as U+FFFD
    bool odd_length = false;  // UTF-16 only: a last half unit was dropped
};

// A byte order mark FE FF at the beginning is dropped.
decoded_text decode_utf16be(octet_view units);
// UTF-16: the half of a surrogate pair that stands at the beginning or at the end without its other half, which may be in
// another part of a long message; 0: none. None at all of an odd number of octets.
struct pair_halves {
    std::uint16_t first = 0, last = 0;
    friend constexpr bool operator==(const pair_halves&, const pair_halves&) = default;
};
pair_halves halves_of(octet_view units);
decoded_text decode_latin1(octet_view latin1);
// Octets above 0x7F are not ASCII: replaced.
decoded_text decode_ascii(octet_view ascii);

}  // namespace hermod::text
