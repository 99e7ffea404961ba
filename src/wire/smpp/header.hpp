// The 16 octets before every PDU (SMPP 3.4 section 3.2, 5.0 section 3.1), and what the codec found odd behind them.
//
//   0 command_length, itself included   4 command_id   8 command_status   12 sequence_number     all big-endian
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wire/smpp/command_id.hpp"
#include "wire/smpp/command_status.hpp"

namespace hermod::wire::smpp {

// Borrowed octets: valid as long as the buffer they were read from.
using octets = std::span<const std::uint8_t>;

inline constexpr std::size_t header_length = 16;
// The default limit: a 64 KiB message_payload and 1 KiB for everything else.
inline constexpr std::size_t max_pdu_length = 65 * 1024;

constexpr std::uint16_t load_u16(const std::uint8_t* at) {
    return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}
constexpr std::uint32_t load_u32(const std::uint8_t* at) {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
}
constexpr void store_u16(std::uint8_t* at, std::uint16_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8);
    at[1] = static_cast<std::uint8_t>(value);
}
constexpr void store_u32(std::uint8_t* at, std::uint32_t value) {
    store_u16(at, static_cast<std::uint16_t>(value >> 16));
    store_u16(at + 2, static_cast<std::uint16_t>(value));
}

struct header {
    std::uint32_t command_length = 0;
    command_id id{};
    command_status status{};
    std::uint32_t sequence_number = 0;
    friend bool operator==(const header&, const header&) = default;
};

// Requires 16 octets or more.
constexpr header read_header(octets frame) {
    const std::uint8_t* at = frame.data();
    return {load_u32(at), command_id{load_u32(at + 4)}, command_status{load_u32(at + 8)}, load_u32(at + 12)};
}

// A peer's deviation that was read all the same. A session counts them; none is a reason to close.
enum class oddity : std::uint8_t {
    trailing_octets,        // 1 to 3 octets after the last field, taken as padding
    uncounted_octet,        // one NUL between short_message and the TLVs that sm_length does not count
    long_string,            // a C-Octet String longer than the specification allows
    odd_time_length,        // a time that is neither empty nor 16 characters
    no_body,                // a successful response without its body
    unreadable_error_body,  // a response with an error status and a body that cannot be read; the body was dropped
    odd_sequence_number,    // 0, or above 0x7FFFFFFF
    status_in_request,      // a request with a command_status
};
inline constexpr std::size_t oddity_count = 8;
std::string_view words(oddity value);

class oddities {
public:
    constexpr void set(oddity o) { bits_ = static_cast<std::uint16_t>(bits_ | bit(o)); }
    constexpr bool has(oddity o) const { return (bits_ & bit(o)) != 0; }
    constexpr bool none() const { return bits_ == 0; }
    constexpr std::uint16_t bits() const { return bits_; }
    friend constexpr bool operator==(oddities, oddities) = default;

private:
    static constexpr std::uint16_t bit(oddity o) { return static_cast<std::uint16_t>(1u << static_cast<unsigned>(o)); }
    std::uint16_t bits_ = 0;
};

}  // namespace hermod::wire::smpp
