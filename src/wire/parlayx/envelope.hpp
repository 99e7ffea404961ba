// SOAP 1.1 envelopes of ParlayX: what we ask and how it is answered, what we are told and how we answer.
//
// Written with the namespaces of namespaces.hpp, the children of the operation qualified, those below not; read by local name,
// qualified or not, so that any prefix will do. Both directions exist of everything: the other half is for tests and the
// simulator. Content type and SOAPAction go into the HTTP headers. Pure.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "wire/parlayx/errc.hpp"
#include "wire/parlayx/fault.hpp"
#include "wire/parlayx/operations.hpp"

namespace hermod::wire::parlayx {

inline constexpr std::string_view content_type = "text/xml; charset=utf-8";  // SOAP 1.1 section 6
inline constexpr std::string_view soap_action = "\"\"";                      // section 6.1.1: the URL says it
inline constexpr std::size_t max_octets = 64 * 1024;                         // of a document that we read

// POSTed by us.
using request = std::variant<send_sms, get_sms_delivery_status, start_sms_notification, stop_sms_notification>;
using answer = std::variant<send_sms_response, get_sms_delivery_status_response, start_sms_notification_response,
                            stop_sms_notification_response, fault>;
// POSTed to us; which of the two it is, only the body says.
using notification = std::variant<notify_sms_reception, notify_sms_delivery_receipt>;
using notification_answer = std::variant<notify_sms_reception_response, notify_sms_delivery_receipt_response, fault>;

template <class Header, class Body>
struct message {
    Header header;
    Body body;
    friend bool operator==(const message&, const message&) = default;
};

checked<std::string> write(const request_header& header, const request& body);
checked<answer> read_answer(std::string_view octets);

checked<message<notify_header, notification>> read_notification(std::string_view octets);
std::string write_notification_answer(const notification_answer& body);
// The empty answer that this notification must have.
std::string write_answer_to(const notification& body);

// The peer's side.
checked<message<request_header, request>> read_request(std::string_view octets);
checked<std::string> write_answer(const answer& body);
checked<std::string> write(const notify_header& header, const notification& body);
checked<notification_answer> read_notification_answer(std::string_view octets);

}  // namespace hermod::wire::parlayx
