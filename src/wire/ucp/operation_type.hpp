// OT, the number of an operation: those that EMI-UCP uses towards message centres.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hermod::wire::ucp {

enum class operation_type : std::uint8_t {
    call_input = 1,
    multiple_call_input = 2,
    supplementary_call_input = 3,
    sms_transfer = 30,
    alert = 31,
    submit_message = 51,
    deliver_message = 52,
    delivery_notification = 53,
    modify_message = 54,
    inquiry_message = 55,
    delete_message = 56,
    inquiry_response = 57,
    delete_response = 58,
    session_management = 60,
    list_management = 61,
};

struct operation_row {
    operation_type ot;
    const char* name;
    bool has_mvp;  // its positive result is A/MVP/SM, not A/SM
};

std::span<const operation_row> operation_table();
const operation_row* find_operation(operation_type ot);
std::string_view name(operation_type ot);  // "submit_message"; "operation" for others
bool has_mvp(operation_type ot);

}  // namespace hermod::wire::ucp
