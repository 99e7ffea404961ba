#include "wire/cimd2/operation_code.hpp"

#include <algorithm>
#include <iterator>

namespace hermod::wire::cimd2 {
namespace {

using enum operation;

constexpr operation_row operation_rows[] = {
    {login, "login", side::application},
    {logout, "logout", side::application},
    {submit_message, "submit_message", side::application},
    {enquire_message_status, "enquire_message_status", side::application},
    {delivery_request, "delivery_request", side::application},
    {cancel_message, "cancel_message", side::application},
    {set, "set", side::application},
    {get, "get", side::application},
    {deliver_message, "deliver_message", side::centre},
    {deliver_status_report, "deliver_status_report", side::centre},
    {alive, "alive", side::either},
    {login_response, "login_response", side::centre},
    {logout_response, "logout_response", side::centre},
    {submit_message_response, "submit_message_response", side::centre},
    {enquire_message_status_response, "enquire_message_status_response", side::centre},
    {delivery_request_response, "delivery_request_response", side::centre},
    {cancel_message_response, "cancel_message_response", side::centre},
    {set_response, "set_response", side::centre},
    {get_response, "get_response", side::centre},
    {deliver_message_response, "deliver_message_response", side::application},
    {deliver_status_report_response, "deliver_status_report_response", side::application},
    {alive_response, "alive_response", side::either},
    {general_error_response, "general_error_response", side::either},
    {nack, "nack", side::either},
};
constexpr bool operation_before(const operation_row& a, const operation_row& b) {
    return a.code < b.code;
}
static_assert(std::is_sorted(std::begin(operation_rows), std::end(operation_rows), operation_before));

}  // namespace

std::span<const operation_row> operation_table() {
    return operation_rows;
}

const operation_row* find_operation(operation code) {
    const auto* at =
        std::lower_bound(std::begin(operation_rows), std::end(operation_rows), operation_row{code, {}, {}}, operation_before);
    return at != std::end(operation_rows) && at->code == code ? at : nullptr;
}

std::string_view name(operation code) {
    const operation_row* row = find_operation(code);
    return row ? row->name : "unknown";
}

}  // namespace hermod::wire::cimd2
