// The operations of ParlayX 2.x short messaging as a Huawei SDP has them, and the two headers that it adds.
//
// Each structure has the one list of its fields, in the order in which they are written; writer, reader and tests go by it.
// Kinds: `word` is trimmed and must not be empty, `optional_word` may be missing, `address` is a word that travels as tel:... and
// stands here without, `code` the same but written bare, `text` is kept octet by octet and may be empty but not missing.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "wire/parlayx/namespaces.hpp"

namespace hermod::wire::parlayx {

// Of every request that we make.
struct request_header {
    static constexpr const char* element = "RequestSOAPHeader";
    std::string sp_id;
    std::string sp_password;  // credentials.hpp
    std::string bundle_id;
    std::string service_id;
    std::string time_stamp;  // yyyyMMddHHmmss, that of sp_password
    std::string oa;          // tel_uri() of the one recipient, or empty
    std::string fa;          // the same
    std::string link_id;     // of the message from a handset that is answered
    friend bool operator==(const request_header&, const request_header&) = default;
};
template <class Visitor, class H>
requires std::is_same_v<std::remove_const_t<H>, request_header>
void fields(Visitor& v, H& h) {
    v.word("spId", h.sp_id);
    v.optional_word("spPassword", h.sp_password);
    v.optional_word("bundleID", h.bundle_id);
    v.optional_word("serviceId", h.service_id);
    v.optional_word("timeStamp", h.time_stamp);
    v.optional_word("OA", h.oa);
    v.optional_word("FA", h.fa);
    v.optional_word("linkid", h.link_id);
}

// Of every notification that is made to us; each field may be missing.
struct notify_header {
    static constexpr const char* element = "NotifySOAPHeader";
    std::string sp_rev_id;
    std::string sp_rev_password;
    std::string sp_id;
    std::string service_id;
    std::string time_stamp;
    std::string link_id;
    std::string trace_unique_id;
    std::string operator_id;
    std::string sub_req_id;
    friend bool operator==(const notify_header&, const notify_header&) = default;
};
template <class Visitor, class H>
requires std::is_same_v<std::remove_const_t<H>, notify_header>
void fields(Visitor& v, H& h) {
    v.optional_word("spRevId", h.sp_rev_id);
    v.optional_word("spRevpassword", h.sp_rev_password);
    v.optional_word("spId", h.sp_id);
    v.optional_word("serviceId", h.service_id);
    v.optional_word("timeStamp", h.time_stamp);
    v.optional_word("linkid", h.link_id);
    v.optional_word("traceUniqueID", h.trace_unique_id);
    v.optional_word("OperatorID", h.operator_id);
    v.optional_word("subReqID", h.sub_req_id);
}

// Where and under which name we want to be told.
struct simple_reference {
    std::string endpoint;
    std::string interface_name;
    std::string correlator;
    friend bool operator==(const simple_reference&, const simple_reference&) = default;
};
template <class Visitor, class R>
requires std::is_same_v<std::remove_const_t<R>, simple_reference>
void fields(Visitor& v, R& r) {
    v.word("endpoint", r.endpoint);
    v.word("interfaceName", r.interface_name);
    v.word("correlator", r.correlator);
}

struct send_sms {
    static constexpr const char* element = "sendSms";
    static constexpr const char* xmlns = ns::send;
    std::vector<std::string> addresses;
    std::string sender_name;
    std::string message;
    std::optional<simple_reference> receipt_request;  // interface_name: SmsNotification
    friend bool operator==(const send_sms&, const send_sms&) = default;
};
template <class Visitor, class B>
requires std::is_same_v<std::remove_const_t<B>, send_sms>
void fields(Visitor& v, B& b) {
    v.addresses("addresses", b.addresses);
    v.optional_word("senderName", b.sender_name);
    v.text("message", b.message);
    v.optional("receiptRequest", b.receipt_request);
}

struct send_sms_response {
    static constexpr const char* element = "sendSmsResponse";
    static constexpr const char* xmlns = ns::send;
    std::string result;  // the requestIdentifier
    friend bool operator==(const send_sms_response&, const send_sms_response&) = default;
};
template <class Visitor, class B>
requires std::is_same_v<std::remove_const_t<B>, send_sms_response>
void fields(Visitor& v, B& b) {
    v.word("result", b.result);
}

struct get_sms_delivery_status {
    static constexpr const char* element = "getSmsDeliveryStatus";
    static constexpr const char* xmlns = ns::send;
    std::string request_identifier;
    friend bool operator==(const get_sms_delivery_status&, const get_sms_delivery_status&) = default;
};
template <class Visitor, class B>
requires std::is_same_v<std::remove_const_t<B>, get_sms_delivery_status>
void fields(Visitor& v, B& b) {
    v.word("requestIdentifier", b.request_identifier);
}

struct delivery_information {
    std::string address;
    std::string delivery_status;  // the word as it came: delivery_status.hpp
    friend bool operator==(const delivery_information&, const delivery_information&) = default;
};
template <class Visitor, class D>
requires std::is_same_v<std::remove_const_t<D>, delivery_information>
void fields(Visitor& v, D& d) {
    v.optional_address("address", d.address);
    v.word("deliveryStatus", d.delivery_status);
}

struct get_sms_delivery_status_response {
    static constexpr const char* element = "getSmsDeliveryStatusResponse";
    static constexpr const char* xmlns = ns::send;
    std::vector<delivery_information> result;
    friend bool operator==(const get_sms_delivery_status_response&, const get_sms_delivery_status_response&) = default;
};
template <class Visitor, class B>
requires std::is_same_v<std::remove_const_t<B>, get_sms_delivery_status_response>
void fields(Visitor& v, B& b) {
    v.list("result", b.result);
}

struct start_sms_notification {
    static constexpr const char* element = "startSmsNotification";
    static constexpr const char* xmlns = ns::manager;
    simple_reference reference;  // interface_name: notifySmsReception
    std::string sms_service_activation_number;
    std::string criteria;  // the first word of the messages wanted; empty: all
    friend bool operator==(const start_sms_notification&, const start_sms_notification&) = default;
};
template <class Visitor, class B>
requires std::is_same_v<std::remove_const_t<B>, start_sms_notification>
void fields(Visitor& v, B& b) {
    v.group("reference", b.reference);
    v.code("smsServiceActivationNumber", b.sms_service_activation_number);
    v.optional_word("criteria", b.criteria);
}

struct stop_sms_notification {
    static constexpr const char* element = "stopSmsNotification";
    static constexpr const char* xmlns = ns::manager;
    std::string correlator;
    friend bool operator==(const stop_sms_notification&, const stop_sms_notification&) = default;
};
template <class Visitor, class B>
requires std::is_same_v<std::remove_const_t<B>, stop_sms_notification>
void fields(Visitor& v, B& b) {
    v.word("correlator", b.correlator);
}

struct sms_message {
    std::string message;
    std::string sender_address;
    std::string sms_service_activation_number;
    std::string date_time;  // xsd:dateTime as it came: time.hpp
    friend bool operator==(const sms_message&, const sms_message&) = default;
};
template <class Visitor, class M>
requires std::is_same_v<std::remove_const_t<M>, sms_message>
void fields(Visitor& v, M& m) {
    v.text("message", m.message);
    v.address("senderAddress", m.sender_address);
    v.optional_address("smsServiceActivationNumber", m.sms_service_activation_number);
    v.optional_word("dateTime", m.date_time);
}

struct notify_sms_reception {
    static constexpr const char* element = "notifySmsReception";
    static constexpr const char* xmlns = ns::notification;
    std::string correlator;
    sms_message message;
    friend bool operator==(const notify_sms_reception&, const notify_sms_reception&) = default;
};
template <class Visitor, class B>
requires std::is_same_v<std::remove_const_t<B>, notify_sms_reception>
void fields(Visitor& v, B& b) {
    v.optional_word("correlator", b.correlator);
    v.group("message", b.message);
}

struct notify_sms_delivery_receipt {
    static constexpr const char* element = "notifySmsDeliveryReceipt";
    static constexpr const char* xmlns = ns::notification;
    std::string correlator;
    std::vector<delivery_information> delivery_status;  // one by the specification
    friend bool operator==(const notify_sms_delivery_receipt&, const notify_sms_delivery_receipt&) = default;
};
template <class Visitor, class B>
requires std::is_same_v<std::remove_const_t<B>, notify_sms_delivery_receipt>
void fields(Visitor& v, B& b) {
    v.word("correlator", b.correlator);
    v.list("deliveryStatus", b.delivery_status);
}

// The answers that have nothing to say. What else they hold is not looked at.
template <class Name>
struct empty_response {
    static constexpr const char* element = Name::element;
    static constexpr const char* xmlns = Name::xmlns;
    friend bool operator==(const empty_response&, const empty_response&) = default;
};
template <class Visitor, class Name>
void fields(Visitor&, const empty_response<Name>&) {}

struct start_sms_notification_response_name {
    static constexpr const char* element = "startSmsNotificationResponse";
    static constexpr const char* xmlns = ns::manager;
};
struct stop_sms_notification_response_name {
    static constexpr const char* element = "stopSmsNotificationResponse";
    static constexpr const char* xmlns = ns::manager;
};
struct notify_sms_reception_response_name {
    static constexpr const char* element = "notifySmsReceptionResponse";
    static constexpr const char* xmlns = ns::notification;
};
struct notify_sms_delivery_receipt_response_name {
    static constexpr const char* element = "notifySmsDeliveryReceiptResponse";
    static constexpr const char* xmlns = ns::notification;
};
using start_sms_notification_response = empty_response<start_sms_notification_response_name>;
using stop_sms_notification_response = empty_response<stop_sms_notification_response_name>;
using notify_sms_reception_response = empty_response<notify_sms_reception_response_name>;
using notify_sms_delivery_receipt_response = empty_response<notify_sms_delivery_receipt_response_name>;

}  // namespace hermod::wire::parlayx
