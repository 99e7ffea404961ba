// The values of parameters 061 (what became of a message), 062 (why) and 900 (why an operation was refused), with their names.
//
// Tables only: what follows from a code is the connector's to decide. A value that is not listed has no name, and is kept.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hermod::wire::cimd2 {

enum class status_code_value : std::int32_t {
    in_process = 1,
    validity_period_expired = 2,
    delivery_failed = 3,
    delivery_successful = 4,
    no_response = 5,
    last_no_response = 6,
    message_cancelled = 7,
    message_deleted = 8,
    message_deleted_by_cancel = 9,
};

// Those that the codec itself needs; all are in error_codes().
enum class error_code_value : std::int32_t {
    unexpected_operation = 1,
    syntax_error = 2,
    unsupported_parameter = 3,
    connection_lost = 4,
    no_response = 5,
    general_system_error = 6,
    cannot_find_information = 7,
    parameter_formatting_error = 8,
    requested_operation_failed = 9,
    temporary_congestion = 10,
    invalid_login = 100,
};

struct code_row {
    std::int32_t value;
    std::string_view words;
};

// Ascending by value.
std::span<const code_row> status_codes();        // 061
std::span<const code_row> status_error_codes();  // 062
std::span<const code_row> error_codes();         // 900

// Empty when it is not listed.
std::string_view status_code_words(std::int32_t value);
std::string_view status_error_words(std::int32_t value);
std::string_view error_code_words(std::int32_t value);

}  // namespace hermod::wire::cimd2
