// A frame: STX TRN/LEN/O|R/OT/data.../CS ETX. TRN and OT are two digits, LEN five: the octets between STX and ETX. CS is the
// sum of all octets behind STX up to the last "/", modulo 256, as two hexadecimal digits.
//
// Nothing inside is binary: text travels as hexadecimal digits, so "/", STX and ETX never stand in a value.
#pragma once

#include <cstddef>
#include <optional>

#include "wire/ucp/errc.hpp"
#include "wire/ucp/operation_type.hpp"

namespace hermod::wire::ucp {

inline constexpr char stx = '\x02', etx = '\x03';
inline constexpr std::size_t header_length = 15;  // STX to the "/" behind OT
inline constexpr std::size_t trailer_length = 3;  // CS and ETX
inline constexpr unsigned trn_count = 100;        // 00 to 99
// LEN could say 99999. The longest frame of the 50 series with every field at its limit has 2.0 KiB (a test counts), and 02
// to 800 recipients fits in this: more is a peer that lost its ETX, or one that wants our memory.
inline constexpr std::size_t max_frame_length = std::size_t{16} * 1024;

struct header {
    std::uint8_t trn = 0;
    bool is_result = false;
    operation_type ot{};  // perhaps of no row in the table
    friend bool operator==(const header&, const header&) = default;
};

std::uint8_t checksum(std::string_view behind_stx);

// Of a whole frame, as read_frame() cut it. Errors: no_frame, bad_header, wrong_checksum, wrong_length.
codec_result<header> read_header(std::string_view frame);
// What a negative result needs, from a frame that may be damaged elsewhere; nullopt when TRN, O/R or OT cannot be read.
std::optional<header> readable_header(std::string_view frame);
bool has_lower_case_checksum(std::string_view frame);

// -1 when it is no hexadecimal digit.
constexpr int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace hermod::wire::ucp
