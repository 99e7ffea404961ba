// The operations of CIMD2 and the numbers of packets.
//
// A request is answered with its code plus 50 and its packet number; 98 answers what could not be taken for an operation, 99
// what came with an unexpected number. The application counts 001, 003 ... 255, the centre 000, 002 ... 254.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hermod::wire::cimd2 {

enum class operation : std::uint8_t {
    login = 1,
    logout = 2,
    submit_message = 3,
    enquire_message_status = 4,
    delivery_request = 5,
    cancel_message = 6,
    set = 8,
    get = 9,
    deliver_message = 20,
    deliver_status_report = 23,
    alive = 40,
    login_response = 51,
    logout_response = 52,
    submit_message_response = 53,
    enquire_message_status_response = 54,
    delivery_request_response = 55,
    cancel_message_response = 56,
    set_response = 58,
    get_response = 59,
    deliver_message_response = 70,
    deliver_status_report_response = 73,
    alive_response = 90,
    general_error_response = 98,
    nack = 99,
};

enum class side : std::uint8_t { application, centre, either };

struct operation_row {
    operation code;
    std::string_view name;
    side sender;  // who may send it
};

std::span<const operation_row> operation_table();  // ascending by code
const operation_row* find_operation(operation code);
std::string_view name(operation code);  // "unknown" when there is no such operation

inline constexpr std::uint8_t response_offset = 50;
constexpr bool is_request(operation code) {
    return static_cast<std::uint8_t>(code) < response_offset;
}
// Of a request.
constexpr operation response_of(operation request) {
    return static_cast<operation>(static_cast<std::uint8_t>(request) + response_offset);
}

inline constexpr std::uint8_t first_of_application = 1, first_of_centre = 0;
constexpr bool is_application_number(std::uint8_t number) {
    return number % 2 == 1;
}
// 255 is followed by 1, 254 by 0: each side keeps its own parity.
constexpr std::uint8_t next_number(std::uint8_t number) {
    return static_cast<std::uint8_t>(number + 2);
}

}  // namespace hermod::wire::cimd2
