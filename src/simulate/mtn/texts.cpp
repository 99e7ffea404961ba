#include "simulate/mtn/texts.hpp"

#include <array>

#include "base/json_text.hpp"

namespace hermod::simulate::mtn {

namespace soap = wire::parlayx;
using net::http_response;

json_object& json_object::text(std::string_view name, std::string_view value) {
    std::string json;
    append_json_text(json, value);
    return raw(name, json);
}

json_object& json_object::raw(std::string_view name, std::string_view json) {
    out_ += out_.empty() ? '{' : ',';
    append_json_text(out_, name);
    out_.append(":").append(json);
    return *this;
}

std::string_view word_of(form of, provider::outcome end) {
    static constexpr std::array<std::string_view, 4> one{"DELIVERED", "UNDELIVERABLE", "EXPIRED", "REJECTED"},
        three{"DELIVERED", "UNDELIVERED", "EXPIRED", "REJECTED"},
        terminal{"DeliveredToTerminal", "DeliveryImpossible", "DeliveryImpossible", "DeliveryImpossible"};
    return (of == madapi_v1 ? one : of == madapi_v3 ? three : terminal)[static_cast<std::size_t>(end)];
}

std::string_view waiting_word(form of) {
    return of == madapi_v1 ? "PENDING" : "MessageWaiting";
}

http_response status_answer(int status, std::string_view code, std::string_view message, std::string_view data) {
    json_object out;
    out.text("statusCode", code).text("statusMessage", message);
    if (!data.empty()) out.raw("data", data);
    return {status, "application/json", out.done()};
}

http_response madapi_failure(const provider::fault& why, std::string_view words) {
    const std::string_view usual = why.status == 401   ? "4000"
                                   : why.status == 404 ? "1000"
                                   : why.status == 429 ? "1013"
                                   : why.status >= 500 ? "3001"
                                                       : "5000";
    return status_answer(why.status, why.code.empty() ? usual : std::string_view(why.code), words);
}

http_response soap_answer(int status, const soap::answer& body) {
    auto written = soap::write_answer(body);
    if (!written) return http_response(500);
    return {status, std::string(soap::content_type), std::move(*written)};
}

http_response soap_failure(const provider::fault& why, std::string_view words) {
    soap::fault out;
    out.fault_string = words;
    const bool exception = !why.code.empty() || (why.status >= 400 && why.status < 500 && why.status != 401 && why.status != 429);
    if (!exception) {
        out.fault_code = "soapenv:Server";
        return soap_answer(why.status, out);
    }
    out.kind = why.code.starts_with("POL") ? soap::fault_kind::policy_exception : soap::fault_kind::service_exception;
    out.message_id = out.fault_code = why.code.empty() ? "SVC0002" : why.code;
    out.text = words;
    return soap_answer(why.status == 200 ? 200 : 500, out);
}

std::string report_body(form of, std::uint64_t number, std::string_view to, std::string_view from, std::string_view reference,
                        std::string_view word, std::string_view time) {
    const std::string id = std::to_string(number);
    json_object out;
    if (of == madapi_v1) return out.text("messageId", id).text("to", to).text("deliveryStatus", word).done();
    if (of == madapi_v2) {
        const std::string list = "[" + json_object().text("receiverAddress", to).text("status", word).done() + "]";
        json_object data;
        data.text("requestId", id).text("clientCorrelator", reference).raw("deliveryStatus", list);
        return out.raw("data", data.done()).done();
    }
    out.text("clientCorrelatorId", reference)
        .text("deliveryStatus", word)
        .text("id", id)
        .text("senderAddress", from)
        .text("receiverAddress", to);
    return out.text("completedDate", time).done();
}

std::string message_body(std::uint64_t number, std::string_view from, std::string_view to, std::string_view text,
                         std::string_view time) {
    json_object out;
    out.text("id", std::to_string(number)).text("senderAddress", from).text("receiverAddress", to).text("message", text);
    return out.text("created", time).done();
}

}  // namespace hermod::simulate::mtn
