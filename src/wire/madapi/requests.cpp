#include "wire/madapi/requests.hpp"

#include "wire/madapi/request_writer.hpp"

namespace hermod::wire::madapi {
namespace {

std::vector<std::string> without_plus(std::vector<std::string> numbers) {
    for (std::string& one : numbers)
        if (one.starts_with('+')) one.erase(0, 1);
    return numbers;
}

}  // namespace

checked<http_request> write(const v3::outbound& what) {
    request_writer out("POST", "/messages/sms/outbound");
    return out.optional("senderAddress", what.sender_address)
        .list("receiverAddress", without_plus(what.receiver_address))
        .text("message", what.message)
        .limited("clientCorrelatorId", what.client_correlator_id, max_correlator)
        .required("serviceCode", what.service_code.empty() ? what.sender_address : what.service_code)
        .optional("keyword", what.keyword)
        .flag("requestDeliveryReceipt", what.request_delivery_receipt)
        .done();
}

checked<http_request> write(const v3::subscription& what) {
    request_writer out("POST", "/messages/sms/subscription");
    return out.required("serviceCode", what.service_code)
        .required("callbackUrl", what.callback_url)
        .required("targetSystem", what.target_system)
        .optional("deliveryReportUrl", what.delivery_report_url)
        .done();
}

checked<http_request> write(const v3::subscription_change& what) {
    request_writer out("PATCH", "/messages/sms/subscription");
    out.segment("id", what.id)
        .optional("serviceCode", what.to.service_code)
        .optional("callbackUrl", what.to.callback_url)
        .optional("targetSystem", what.to.target_system)
        .optional("deliveryReportUrl", what.to.delivery_report_url);
    if (!what.keywords.empty()) out.list("keywords", what.keywords);
    return out.done();
}

checked<http_request> write(const v3::deletion& what) {
    return request_writer("DELETE", "/messages/sms/subscription").segment("id", what.id).done();
}

checked<http_request> write(const v2::outbound& what) {
    request_writer out("POST", "/messages/sms/outbound");
    return out.required("senderAddress", what.sender_address)
        .at_most("receiverAddress", what.receiver_address.size(), 1)
        .list("receiverAddress", what.receiver_address)
        .limited("message", what.message, max_v2_message)
        .limited("clientCorrelator", what.client_correlator, max_correlator)
        .done();
}

checked<http_request> write(const v2::status_request& what) {
    request_writer out("GET", "/messages/sms/outbound");
    return out.segment("senderAddress", what.sender_address)
        .segment("requestId", what.request_id)
        .literal("/deliveryStatus")
        .done();
}

checked<http_request> write(const v2::subscription& what) {
    request_writer out("POST", "/messages/sms/outbound");
    return out.segment("senderAddress", what.sender_address)
        .literal("/subscription")
        .required("notifyUrl", what.notify_url)
        .required("targetSystem", what.target_system)
        .done();
}

checked<http_request> write(const v2::deletion& what) {
    request_writer out("DELETE", "/messages/sms/outbound");
    return out.segment("senderAddress", what.sender_address).literal("/subscription").segment("subscriptionId", what.id).done();
}

checked<http_request> write(const v2::poll& what) {
    request_writer out("GET", "/messages/sms/inbound/registrations");
    return out.segment("registrationId", what.registration)
        .literal("/messages")
        .query("maxBatchSize", what.max_batch_size)
        .done();
}

checked<http_request> write(const v1::outbound& what) {
    request_writer out("POST", "/sms");
    return out.list("to", what.to)
        .text("body", what.body)
        .required("from", what.from)
        .optional("notificationURL", what.notification_url)
        .optional("clientId", what.client_id)
        .done();
}

checked<http_request> write(const v1::status_request& what) {
    return request_writer("GET", "/sms").segment("messageId", what.message_id).literal("/status").done();
}

checked<http_request> write(const v1::poll& what) {
    return request_writer("GET", "/sms").query("batchSize", what.batch_size).done();
}

checked<http_request> write(const v1::listener& what) {
    request_writer out("POST", "/sms-listeners");
    return out.required("callbackURL", what.callback_url)
        .required("accessCode", what.access_code)
        .optional("clientId", what.client_id)
        .done();
}

checked<http_request> write(const v1::deletion& what) {
    return request_writer("DELETE", "/sms-listeners").segment("accessCode", what.access_code).done();
}

}  // namespace hermod::wire::madapi
