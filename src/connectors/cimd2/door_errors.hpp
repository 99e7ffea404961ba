// The error codes (900) with which the door refuses, by their meaning in wire/cimd2/codes.cpp.
#pragma once

#include <cstdint>

namespace hermod::connectors::cimd2::door_error {

inline constexpr std::int32_t unexpected_operation = 1, unsupported_parameter = 3, system_error = 6, cannot_find = 7, failed = 9,
                              congestion = 10;
inline constexpr std::int32_t invalid_login = 100, too_many_users = 102, login_refused = 103;
inline constexpr std::int32_t destination = 300, destinations = 301, user_data = 302, data_combination = 303, data_coding = 304,
                              validity = 305, originator = 306, protocol_identifier = 307, first_delivery = 308, reply_path = 309,
                              status_report_request = 310, cancel_enabled = 311, priority = 312, tariff_class = 313,
                              service_description = 314, more_messages = 318, named_originator = 321;
inline constexpr std::int32_t enquired_address = 400, enquired_timestamp = 401;
inline constexpr std::int32_t request_mode = 501;
inline constexpr std::int32_t cancelled_timestamp = 600, cancelled_address = 601, cancel_mode = 602, cancel_combination = 603;
inline constexpr std::int32_t unsupported_item = 900;

}  // namespace hermod::connectors::cimd2::door_error
