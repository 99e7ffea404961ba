#include "connectors/cimd2/status_codes.hpp"

#include "wire/cimd2/codes.hpp"

namespace hermod::connectors::cimd2 {

using wire::cimd2::status_code_value;

state outcome_of(std::int32_t status_code) {
    switch (static_cast<status_code_value>(status_code)) {
        case status_code_value::delivery_successful:
            return state::delivered;
        case status_code_value::validity_period_expired:
            return state::expired;
        case status_code_value::delivery_failed:
        case status_code_value::last_no_response:
        case status_code_value::message_deleted:  // by the network
            return state::undelivered;
        case status_code_value::message_cancelled:
        case status_code_value::message_deleted_by_cancel:
            return state::cancelled;
        case status_code_value::in_process:
        case status_code_value::no_response:
            break;
    }
    return state::submitted;
}

std::string words_of(const wire::cimd2::deliver_status_report& pdu) {
    if (!pdu.status_code) return "a status report without a status";
    const std::string_view what = wire::cimd2::status_code_words(*pdu.status_code);
    std::string out(what.empty() ? "unknown status" : what);
    const std::int32_t error = pdu.status_error_code.value_or(0);
    if (const std::string_view why = wire::cimd2::status_error_words(error); !why.empty()) out.append(": ").append(why);
    out.append(" (061:").append(std::to_string(*pdu.status_code));
    if (error != 0) out.append(" 062:").append(std::to_string(error));
    return out += ')';
}

}  // namespace hermod::connectors::cimd2
