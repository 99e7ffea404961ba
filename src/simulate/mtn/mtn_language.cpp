#include "simulate/mtn/mtn_language.hpp"

#include "net/base64.hpp"
#include "net/clocks.hpp"
#include "net/form_text.hpp"
#include "simulate/mtn/texts.hpp"

namespace hermod::simulate::mtn {

using net::http_response;
using provider::call;
using provider::delivery;
using provider::fault;
using provider::submitted;

namespace {

constexpr std::size_t most_fates = 1'000'000, most_waiting = 100'000;

std::string hidden(std::string_view number) {
    return std::string(number.starts_with('+') ? number.substr(1) : number);
}

}  // namespace

mtn_language::mtn_language(const options& how) : how_(how), receipt_url_(how.receipt_url), inbound_url_(how.inbound_url) {}

std::variant<submitted, http_response> mtn_language::read(const net::http_request& request) {
    if (request.path.starts_with("/v1/oauth/")) return token(request);
    struct place {
        std::string_view base;
        form of;
        wire::madapi::version version;
    };
    for (const place& one :
         {place{"/v1/messages", madapi_v1, wire::madapi::version::v1}, place{"/v2", madapi_v2, wire::madapi::version::v2},
          place{"/v3/sms", madapi_v3, wire::madapi::version::v3}})
        if (request.path.starts_with(one.base))
            return read_madapi(one.of, one.version, request, request.path.substr(one.base.size()));
    if (request.path.starts_with("/SendSmsService/") || request.path.starts_with("/SmsNotificationManagerService/"))
        return read_parlayx(request);
    return net::problem(404, "Not Found", "the paths of MADAPI are /v1/messages, /v2, /v3/sms; docs/protocols/mtn.md has all");
}

// The credentials as form fields or as Basic.
http_response mtn_language::token(const net::http_request& request) {
    const auto given = net::parse_pairs(request.body);
    const bool in_body =
        net::value_of(given, "client_id") == how_.client_id && net::value_of(given, "client_secret") == how_.client_secret;
    std::string pair;
    net::append_percent(pair, how_.client_id);
    pair += ':';
    net::append_percent(pair, how_.client_secret);
    const bool basic = request.header("Authorization") == "Basic " + net::base64(pair);
    if (request.method != "POST" || (!how_.client_id.empty() && !in_body && !basic))
        return {401, "application/json", R"({"error":"invalid_client","error_description":"unknown client"})"};
    const mono_time now = net::mono_now();
    std::erase_if(tokens_, [now](const auto& one) { return one.second <= now; });
    const std::string made = "token-" + std::to_string(next_++);
    tokens_[made] = now + how_.token_life;
    json_object out;
    out.text("access_token", made).text("token_type", "BearerToken").text("expires_in", std::to_string(how_.token_life.count()));
    return {200, "application/json", out.done()};
}

bool mtn_language::knows(const net::http_request& request) const {
    if (!how_.api_key.empty() && request.header("x-api-key") != how_.api_key) return false;
    if (how_.client_id.empty()) return true;
    std::string_view shown = request.header("Authorization");
    if (!shown.starts_with("Bearer ")) return false;
    const auto at = tokens_.find(std::string(shown.substr(7)));
    return at != tokens_.end() && net::mono_now() < at->second;
}

http_response mtn_language::taken(const submitted& what) {
    const std::string id = std::to_string(what.first);
    for (std::size_t i = 0; i < what.to.size(); ++i)
        fates_[what.first + i] = {what.to[i], what.reference, std::string(waiting_word(static_cast<form>(what.form)))};
    while (fates_.size() > most_fates) fates_.erase(fates_.begin());
    json_object data;
    switch (what.form) {
        case parlayx:
            return soap_answer(200, wire::parlayx::send_sms_response{id});
        case madapi_v2:
            return {201, "application/json", json_object().raw("data", data.text("requestId", id).done()).done()};
        case madapi_v3: {
            json_object out;
            out.text("statusCode", "0000").text("statusMessage", "accepted").text("transactionId", id);
            return {200, "application/json", out.raw("data", data.text("status", "PENDING").done()).done()};
        }
        default:
            break;
    }
    std::string list;
    for (std::size_t i = 0; i < what.to.size(); ++i) {
        json_object one;
        one.text("to", what.to[i]).text("deliveryStatus", "PENDING").text("messageId", std::to_string(what.first + i));
        list += (list.empty() ? "" : ",") + one.done();
    }
    return {201, "application/json", json_object().raw("messages", "[" + list + "]").done()};
}

http_response mtn_language::refused(const submitted& what, const fault& why) {
    const std::string_view words = why.status == 429 ? "rate exceeded" : "refused as this simulation was told to";
    return what.form == parlayx ? soap_failure(why, words) : madapi_failure(why, words);
}

std::optional<call> mtn_language::receipt(const delivery& what, wall_time now) {
    const submitted& of = *what.of;
    const auto how = static_cast<form>(of.form);
    const std::string_view word = word_of(how, what.end);
    if (const auto known = fates_.find(what.number()); known != fates_.end()) known->second.word = word;
    if (of.receipt_url.empty()) return std::nullopt;
    if (how != parlayx)
        return call{"POST", of.receipt_url, "application/json",
                    report_body(how, what.number(), hidden(what.to()), of.from, of.reference, word, to_rfc3339(now))};
    const wire::parlayx::notify_sms_delivery_receipt told{of.reference, {{hidden(what.to()), std::string(word)}}};
    return call{"POST", of.receipt_url, std::string(wire::parlayx::content_type),
                *wire::parlayx::write(wire::parlayx::notify_header{}, told)};
}

std::optional<call> mtn_language::inbound(const delivery& what, wall_time now) {
    const submitted& of = *what.of;
    const std::string from = hidden(of.from), to = hidden(what.to());
    const registration* where = registered_.for_message(to);
    const std::string& url = where ? where->messages_url : inbound_url_;
    if (url.empty()) {
        waiting_.push_back({what.number(), from, to, of.text});
        if (waiting_.size() > most_waiting) waiting_.pop_front();
        return std::nullopt;
    }
    if (!where || where->of != parlayx)
        return call{"POST", url, "application/json", message_body(what.number(), from, to, of.text, to_rfc3339(now))};
    wire::parlayx::notify_header header;
    header.sp_id = how_.sp_id;
    header.trace_unique_id = std::to_string(what.number());
    const wire::parlayx::notify_sms_reception told{where->id, {of.text, from, to, to_rfc3339(now)}};
    const auto body = wire::parlayx::write(header, told);
    if (!body) return std::nullopt;  // a character that XML does not have
    return call{"POST", url, std::string(wire::parlayx::content_type), *body};
}

const mtn_language::fate* mtn_language::fate_of(std::string_view id) const {
    const auto at = fates_.find(std::strtoull(std::string(id).c_str(), nullptr, 10));
    return at == fates_.end() ? nullptr : &at->second;
}

}  // namespace hermod::simulate::mtn
