#include "wire/ucp/operation_type.hpp"

namespace hermod::wire::ucp {
namespace {

using ot = operation_type;

constexpr operation_row operation_rows[] = {
    {ot::call_input, "call_input", false},
    {ot::multiple_call_input, "multiple_call_input", false},
    {ot::supplementary_call_input, "supplementary_call_input", false},
    {ot::sms_transfer, "sms_transfer", true},
    {ot::alert, "alert", false},
    {ot::submit_message, "submit_message", true},
    {ot::deliver_message, "deliver_message", true},
    {ot::delivery_notification, "delivery_notification", true},
    {ot::modify_message, "modify_message", true},
    {ot::inquiry_message, "inquiry_message", true},
    {ot::delete_message, "delete_message", true},
    {ot::inquiry_response, "inquiry_response", true},
    {ot::delete_response, "delete_response", true},
    {ot::session_management, "session_management", false},
    {ot::list_management, "list_management", false},
};

}  // namespace

std::span<const operation_row> operation_table() {
    return operation_rows;
}

const operation_row* find_operation(operation_type type) {
    for (const operation_row& row : operation_rows) {
        if (row.ot == type) return &row;
    }
    return nullptr;
}

std::string_view name(operation_type type) {
    const operation_row* row = find_operation(type);
    return row ? row->name : "operation";
}

bool has_mvp(operation_type type) {
    const operation_row* row = find_operation(type);
    return row && row->has_mvp;
}

}  // namespace hermod::wire::ucp
