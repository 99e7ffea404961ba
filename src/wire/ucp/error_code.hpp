// EC, the error code of a negative result (EMI-UCP, section "error codes"): names and texts, no verdicts.
//
// Numbers outside the table travel all the same: centres use 90 to 99 as they like, and some reuse others.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hermod::wire::ucp {

enum class error_code : std::uint8_t {
    none = 0,  // no error; never on the wire
    checksum_error = 1,
    syntax_error = 2,
    operation_not_supported = 3,
    operation_not_allowed = 4,
    call_barring_active = 5,
    adc_invalid = 6,
    authentication_failure = 7,
    message_type_not_supported = 23,
    message_too_long = 24,
    message_not_found = 27,
    system_error = 55,
};

struct error_row {
    std::uint8_t code;
    const char* name;  // "adc_invalid": for configuration and metrics
    const char* text;  // for people
};

// Ascending; 90 to 99 are "proprietary".
std::span<const error_row> error_table();
const error_row* find_error(error_code code);

// Two digits; a string that lives as long as the program. `value` up to 99.
std::string_view two_digits(unsigned value);
inline std::string_view ec(error_code code) {
    return two_digits(static_cast<unsigned>(code));
}
// The EC field as it was read; nullopt when it is no number of one or two digits.
std::optional<error_code> read_ec(std::string_view text);

}  // namespace hermod::wire::ucp
