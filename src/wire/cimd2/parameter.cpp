#include "wire/cimd2/parameter.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "wire/cimd2/digits.hpp"
#include "wire/cimd2/octet_text.hpp"

namespace hermod::wire::cimd2 {
namespace {

using enum parameter;

// docs/protocols/cimd2.md says where each limit is from, and where sources differ.
constexpr parameter_row parameter_rows[] = {
    {user_identity, "user_identity", kind::identity, 32},
    {password, "password", kind::identity, 32},
    {subaddress, "subaddress", kind::identity, 32},
    {window_size, "window_size", kind::integer, 3, 1, 128},
    {destination_address, "destination_address", kind::address, 20},
    {originating_address, "originating_address", kind::address, 20},
    {originating_imsi, "originating_imsi", kind::address, 20},
    {alphanumeric_originating_address, "alphanumeric_originating_address", kind::string, 11},
    {originated_visited_msc, "originated_visited_msc", kind::address, 20},
    {data_coding_scheme, "data_coding_scheme", kind::integer, 3, 0, 255},
    {user_data_header, "user_data_header", kind::hex, 280},
    {user_data, "user_data", kind::user_data, 480},
    {user_data_binary, "user_data_binary", kind::hex, 280},
    {more_messages_to_send, "more_messages_to_send", kind::integer, 1, 0, 1},
    {validity_period_relative, "validity_period_relative", kind::integer, 3, -1, 255},
    {validity_period_absolute, "validity_period_absolute", kind::time, 12},
    {protocol_identifier, "protocol_identifier", kind::integer, 3, 0, 255},
    {first_delivery_time_relative, "first_delivery_time_relative", kind::integer, 3, -1, 255},
    {first_delivery_time_absolute, "first_delivery_time_absolute", kind::time, 12},
    {reply_path, "reply_path", kind::integer, 1, 0, 1},
    {status_report_request, "status_report_request", kind::integer, 2, 0, 63},
    {cancel_enabled, "cancel_enabled", kind::integer, 1, 0, 1},
    {cancel_mode, "cancel_mode", kind::integer, 1, 0, 2},
    {service_centre_timestamp, "service_centre_timestamp", kind::time, 12},
    {status_code, "status_code", kind::integer, 2, 0, 9},
    {status_error_code, "status_error_code", kind::integer, 3, 0, 999},
    {discharge_time, "discharge_time", kind::time, 12},
    {tariff_class, "tariff_class", kind::integer, 2, 0, 99},
    {service_description, "service_description", kind::integer, 2, 0, 9},
    {message_count, "message_count", kind::integer, 3, 0, 999},
    {priority, "priority", kind::integer, 1, 1, 9},
    {delivery_request_mode, "delivery_request_mode", kind::integer, 1, 0, 2},
    {service_centre_address, "service_centre_address", kind::address, 20},
    {get_parameter, "get_parameter", kind::integer, 3, 501, 999},
    {mc_time, "mc_time", kind::time, 12},
    {error_code, "error_code", kind::integer, 3, 0, 999},
    {error_text, "error_text", kind::string, 64},
};
constexpr bool parameter_before(const parameter_row& a, const parameter_row& b) {
    return a.id < b.id;
}
static_assert(std::is_sorted(std::begin(parameter_rows), std::end(parameter_rows), parameter_before));

// Of the first character that is not as `allowed` has it.
template <class Allowed>
std::optional<value_fault> first_not(std::string_view value, errc code, Allowed allowed) {
    const auto at = std::find_if_not(value.begin(), value.end(), allowed);
    if (at == value.end()) return std::nullopt;
    return value_fault{code, static_cast<std::uint32_t>(at - value.begin())};
}

bool printable(char c) {
    return c >= 0x20 && c < 0x7F;
}

std::optional<value_fault> integer_fault(const parameter_row& row, std::string_view value) {
    const auto number = integer_of(value);
    if (!number) return value_fault{errc::not_an_integer, 0};
    if (*number < row.least || *number > row.most) return value_fault{errc::out_of_range, 0};
    return std::nullopt;
}

std::optional<value_fault> time_fault(std::string_view value) {
    if (value.size() != 12) return value_fault{errc::not_a_time, 0};
    if (const auto fault = first_not(value, errc::not_a_time, is_digit)) return fault;
    constexpr int least[] = {0, 1, 1, 0, 0, 0}, most[] = {99, 12, 31, 23, 59, 59};
    for (std::uint32_t i = 0; i < 6; ++i) {
        const int part = (value[2 * i] - '0') * 10 + (value[2 * i + 1] - '0');
        if (part < least[i] || part > most[i]) return value_fault{errc::not_a_time, 2 * i};
    }
    return std::nullopt;
}

std::optional<value_fault> identity_fault(std::string_view value) {
    if (const auto fault = first_not(value, errc::bad_character, printable)) return fault;
    if (value.starts_with(' ')) return value_fault{errc::space_at_the_edge, 0};
    if (value.ends_with(' ')) return value_fault{errc::space_at_the_edge, static_cast<std::uint32_t>(value.size() - 1)};
    return std::nullopt;
}

std::optional<value_fault> hex_fault(std::string_view value) {
    if (const auto fault = first_not(value, errc::not_hex, [](char c) { return hex_digit(c) >= 0; })) return fault;
    if (value.size() % 2 != 0) return value_fault{errc::not_hex, static_cast<std::uint32_t>(value.size())};
    return std::nullopt;
}

}  // namespace

std::span<const parameter_row> parameter_table() {
    return parameter_rows;
}

const parameter_row* find_parameter(parameter id) {
    const auto* at =
        std::lower_bound(std::begin(parameter_rows), std::end(parameter_rows), parameter_row{id, "", {}, 0}, parameter_before);
    return at != std::end(parameter_rows) && at->id == id ? at : nullptr;
}

const char* name(parameter id) {
    const parameter_row* row = find_parameter(id);
    return row ? row->name : "parameter";
}

std::optional<value_fault> fault_of(const parameter_row& row, std::string_view value) {
    if (value.size() > row.max_length) return value_fault{errc::too_long, row.max_length};
    switch (row.type) {
        case kind::integer:
            return integer_fault(row, value);
        case kind::string:
            return first_not(value, errc::bad_character, printable);
        case kind::identity:
            return identity_fault(value);
        case kind::address:
            return first_not(value, errc::not_an_address, [](char c) { return is_digit(c) || c == '+' || c == '-'; });
        case kind::time:
            return time_fault(value);
        case kind::hex:
            return hex_fault(value);
        case kind::user_data:
            return first_not(value, errc::bad_character, [](char c) { return c != 0 && c != 2 && c != 3 && c != 9; });
    }
    return std::nullopt;
}

std::optional<std::int32_t> integer_of(std::string_view value) {
    std::int32_t number = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (fault != std::errc{} || end != value.data() + value.size()) return std::nullopt;
    return number;
}

}  // namespace hermod::wire::cimd2
