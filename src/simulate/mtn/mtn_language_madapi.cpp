// The part of the language that is MADAPI's.
#include "simulate/mtn/mtn_language.hpp"
#include "simulate/mtn/texts.hpp"

namespace hermod::simulate::mtn {

namespace madapi = wire::madapi;
using net::http_response;
using provider::submitted;

mtn_language::reading mtn_language::read_madapi(form of, madapi::version version, const net::http_request& request,
                                                std::string_view path) {
    if (!knows(request)) return madapi_failure({401, "4000"}, "unauthorised");
    std::string target(path);
    if (!request.query.empty()) target.append("?").append(request.query);
    const auto read = madapi::read_request(version, request.method, target, request.body);
    if (!read) {
        const bool unknown = read.error().code == madapi::errc::unknown_call;
        return madapi_failure({unknown ? 404 : 400, "5000"},
                              std::string(read.error().field) + ": " + make_error_code(read.error().code).message());
    }
    return std::visit([&](const auto& what) { return submit(of, what); }, *read);
}

mtn_language::reading mtn_language::submit(form of, const madapi::v1::outbound& what) {
    submitted out;
    out.form = of;
    out.to = what.to;
    out.from = what.from;
    out.text = what.body;
    out.receipt = true;  // somebody may ask for it
    out.receipt_url = what.notification_url.empty() ? receipt_url_ : what.notification_url;
    return out;
}

mtn_language::reading mtn_language::submit(form of, const madapi::v2::outbound& what) {
    submitted out;
    out.form = of;
    out.to = what.receiver_address;
    out.from = what.sender_address;
    out.text = what.message;
    out.reference = what.client_correlator;
    out.receipt = true;
    const registration* where = registered_.for_code(of, what.sender_address);
    out.receipt_url = where ? where->reports_url : receipt_url_;
    return out;
}

mtn_language::reading mtn_language::submit(form of, const madapi::v3::outbound& what) {
    submitted out;
    out.form = of;
    out.to = what.receiver_address;
    out.from = what.sender_address.empty() ? what.service_code : what.sender_address;
    out.text = what.message;
    out.reference = what.client_correlator_id;
    const registration* where = registered_.for_code(of, what.service_code);
    out.receipt_url = where ? where->reports_url : receipt_url_;
    out.receipt = what.request_delivery_receipt && !out.receipt_url.empty();
    return out;
}

http_response mtn_language::registered(registration what) {
    what.id = std::to_string(next_++);
    const std::string data = json_object().text("subscriptionId", what.id).done();
    if (!registered_.add(std::move(what))) return madapi_failure({403, "4004"}, "already registered");
    return status_answer(201, "0000", "registered", data);
}

mtn_language::reading mtn_language::submit(form of, const madapi::v1::listener& what) {
    return registered({of, {}, what.access_code, what.callback_url, {}});
}
mtn_language::reading mtn_language::submit(form of, const madapi::v2::subscription& what) {
    return registered({of, {}, what.sender_address, {}, what.notify_url});
}
mtn_language::reading mtn_language::submit(form of, const madapi::v3::subscription& what) {
    return registered({of, {}, what.service_code, what.callback_url, what.delivery_report_url});
}

mtn_language::reading mtn_language::submit(form of, const madapi::v3::subscription_change& what) {
    registration* known = registered_.by_id(of, what.id);
    if (!known) return madapi_failure({404, {}}, "no such subscription");
    if (!what.to.callback_url.empty()) known->messages_url = what.to.callback_url;
    if (!what.to.delivery_report_url.empty()) known->reports_url = what.to.delivery_report_url;
    return status_answer(200, "0000", "changed", json_object().text("subscriptionId", what.id).done());
}

mtn_language::reading mtn_language::submit(form of, const madapi::v1::deletion& what) {
    return registered_.remove(registered_.find(of, what.access_code)) ? http_response(204)
                                                                      : madapi_failure({404, {}}, "no such listener");
}
mtn_language::reading mtn_language::submit(form of, const madapi::v2::deletion& what) {
    return registered_.remove(registered_.by_id(of, what.id)) ? http_response(204)
                                                              : madapi_failure({404, {}}, "no such subscription");
}
mtn_language::reading mtn_language::submit(form of, const madapi::v3::deletion& what) {
    return registered_.remove(registered_.by_id(of, what.id)) ? http_response(204)
                                                              : madapi_failure({404, {}}, "no such subscription");
}

mtn_language::reading mtn_language::submit(form, const madapi::v1::status_request& what) {
    const fate* known = fate_of(what.message_id);
    if (!known) return madapi_failure({404, {}}, "no such message");
    json_object out;
    out.text("messageId", what.message_id).text("to", known->to).text("deliveryStatus", known->word);
    return http_response{200, "application/json", out.done()};
}

mtn_language::reading mtn_language::submit(form, const madapi::v2::status_request& what) {
    const fate* known = fate_of(what.request_id);
    if (!known) return madapi_failure({404, {}}, "no such message");
    json_object data;
    const std::string list = "[" + json_object().text("receiverAddress", known->to).text("status", known->word).done() + "]";
    data.text("requestId", what.request_id).text("clientCorrelator", known->reference).raw("deliveryStatus", list);
    return http_response{200, "application/json", json_object().raw("data", data.done()).done()};
}

mtn_language::reading mtn_language::submit(form of, const madapi::v1::poll& what) {
    return batch(of, {}, what.batch_size);
}
mtn_language::reading mtn_language::submit(form of, const madapi::v2::poll& what) {
    return batch(of, what.registration, what.max_batch_size);
}

// What is handed out is gone.
http_response mtn_language::batch(form of, std::string_view code, std::size_t most) {
    polled_ = true;
    std::string list;
    std::size_t count = 0, pending = 0;
    for (auto at = waiting_.begin(); at != waiting_.end();) {
        const bool wanted = code.empty() || at->to == code;
        if (!wanted || (most != 0 && count >= most)) {
            pending += wanted ? 1 : 0;
            ++at;
            continue;
        }
        json_object one;
        one.text(of == madapi_v1 ? "from" : "senderAddress", at->from).text(of == madapi_v1 ? "to" : "receiverAddress", at->to);
        one.text(of == madapi_v1 ? "body" : "message", at->text)
            .text(of == madapi_v1 ? "id" : "messageID", std::to_string(at->number));
        list += (list.empty() ? "" : ",") + one.done();
        ++count;
        at = waiting_.erase(at);
    }
    json_object data;
    if (of == madapi_v1) return {200, "application/json", data.raw("messages", "[" + list + "]").done()};
    data.text("numberOfMessagesInThisBatch", std::to_string(count))
        .text("totalNumberOfPendingMessages", std::to_string(count + pending));
    return {200, "application/json", json_object().raw("data", data.raw("inboundSMSMessage", "[" + list + "]").done()).done()};
}

}  // namespace hermod::simulate::mtn
