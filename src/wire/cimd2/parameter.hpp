// The parameters of CIMD2: number, name, type, limits. Which operation has which stands in operations.hpp.
//
// Limits bind what we write; what a peer writes beyond them is read, and counted as an oddity. Kannel's fake centre and the
// field send what the specification forbids.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "wire/cimd2/errc.hpp"

namespace hermod::wire::cimd2 {

enum class parameter : std::uint16_t {
    user_identity = 10,
    password = 11,
    subaddress = 12,
    window_size = 19,
    destination_address = 21,
    originating_address = 23,
    originating_imsi = 26,
    alphanumeric_originating_address = 27,
    originated_visited_msc = 28,
    data_coding_scheme = 30,
    user_data_header = 32,
    user_data = 33,
    user_data_binary = 34,
    more_messages_to_send = 44,
    validity_period_relative = 50,
    validity_period_absolute = 51,
    protocol_identifier = 52,
    first_delivery_time_relative = 53,
    first_delivery_time_absolute = 54,
    reply_path = 55,
    status_report_request = 56,
    cancel_enabled = 58,
    cancel_mode = 59,
    service_centre_timestamp = 60,
    status_code = 61,
    status_error_code = 62,
    discharge_time = 63,
    tariff_class = 64,
    service_description = 65,
    message_count = 66,
    priority = 67,
    delivery_request_mode = 68,
    service_centre_address = 69,
    get_parameter = 500,
    mc_time = 501,
    error_code = 900,
    error_text = 901,
};

enum class kind : std::uint8_t {
    integer,    // decimal digits, a minus sign where the range begins below 0
    string,     // printable ASCII, 32 to 126
    identity,   // a string without a space at its edges: what a login carries
    address,    // digits, + and -
    time,       // yymmddhhmmss, the centre's local time
    hex,        // two hexadecimal digits an octet
    user_data,  // text as user_data.hpp has it: any octet but NUL, STX, ETX, TAB
};

struct parameter_row {
    parameter id;
    const char* name;
    kind type;
    std::uint16_t max_length;          // of the value, in octets as they stand in the packet
    std::int16_t least = 0, most = 0;  // integers
};

std::span<const parameter_row> parameter_table();  // ascending by number
const parameter_row* find_parameter(parameter id);
const char* name(parameter id);  // "parameter" when it is not in the table

struct value_fault {
    errc code{};
    std::uint32_t offset = 0;  // in the value
};
// What the specification has against the value; nullopt when nothing.
std::optional<value_fault> fault_of(const parameter_row& row, std::string_view value);

// The integer that the whole of `value` is; nullopt when it is none, or one that no parameter can have.
std::optional<std::int32_t> integer_of(std::string_view value);

}  // namespace hermod::wire::cimd2
