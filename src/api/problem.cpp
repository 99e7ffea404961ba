#include "api/problem.hpp"

#include "api/json_text.hpp"

namespace hermod::api {
namespace {

constexpr problem_kind kinds[] = {
    {"refused", 422, "The message was refused", "The detail says why; change the message."},
    {"malformed_json", 400, "The body is not JSON", "The detail names line and column of the fault."},
    {"invalid_message", 422, "Fields of the body are wrong", "Each of `errors` points at one of them."},
    {"invalid_number", 422, "The recipient is no international number",
     "Write +, country code, number; the detail gives the corrected form if there is one."},
    {"missing_sender", 422, "The sender is missing", "Give `from`, or set default_from for the account."},
    {"invalid_sender", 422, "The sender is not valid", "A name of 1 to 11 GSM characters with a letter, or 3 to 15 digits."},
    {"sender_not_allowed", 422, "The sender is not allowed", "Use a sender that is allowed for the account and the recipient's country."},
    {"empty_text", 422, "The message is empty", "Give at least one character."},
    {"text_too_long", 422, "The message is too long", "The detail says how many parts it needs and how many are allowed."},
    {"invalid_utf8", 422, "Text is not UTF-8", "Send UTF-8."},
    {"not_in_gsm7", 422, "A character is not in the GSM alphabet", "Leave `encoding` out, or ask for ucs2."},
    {"invalid_udh", 422, "The user data header is not valid", "See 3GPP TS 23.040 section 9.2.3.24."},
    {"already_split", 422, "A part of the application's own splitting is too long", "Split it smaller, or leave the splitting to the gateway."},
    {"invalid_mwi", 422, "The waiting indication cannot be sent with this text", "Set `store`, or keep to GSM 7-bit characters."},
    {"invalid_send_at", 422, "send_at is too far ahead", "At most 365 days."},
    {"unknown_zone", 422, "There is no such time zone", "A name of the IANA database, or `recipient`; the detail says which is near."},
    {"unknown_window", 422, "There is no such window", "The detail says which name is near."},
    {"window_closed", 422, "The message may not go while it is valid", "The detail says when its window opens; give more validity, or another window."},
    {"client_ref_too_long", 422, "client_ref is too long", "At most 255 octets."},
    {"invalid_callback_url", 422, "callback_url is not valid", "http or https, a host, no user, no fragment."},
    {"invalid_validity", 422, "validity_seconds is out of range", "The detail names the range."},
    {"no_price", 422, "There is no price for the recipient", "Ask the gateway's operator: the account pays by a table without this number."},
    {"denied_recipient", 422, "The recipient may not be written to", "A list of numbers says so; ask the gateway's operator."},
    {"opted_out", 422, "The recipient has opted out", "The person does not want this; GET /v1/opt-outs shows since when."},
    {"no_route", 422, "No route leads to the recipient", "Add a route for the number, or correct it."},
    {"route_rejected", 422, "A route rejects the message", "The detail says why."},
    {"too_many_messages", 422, "The batch is too large", "Send at most 1,000 messages in a request."},
    {"too_many_recurring", 422, "The account has too many recurring messages", "Delete one of GET /v1/recurring."},
    {"all_refused", 422, "No message of the batch was accepted", "`results` holds each message's problem."},
    {"idempotency_conflict", 422, "The Idempotency-Key was used with another request", "Use a new key for a new request."},
    {"invalid_idempotency_key", 400, "The Idempotency-Key is not valid",
     "1 to 255 visible ASCII characters, bare or in double quotes."},
    {"invalid_query", 400, "A query parameter is not valid", "Each of `errors` names one of them."},
    {"insufficient_credit", 402, "The account's credit does not cover the message", "The detail says what it costs and what is there. Pay in, then send again."},
    {"unauthorized", 401, "The API key is missing or unknown", "Send Authorization: Bearer KEY."},
    {"forbidden", 403, "This key may not do that", "Use an administrator's key."},
    {"unknown_account", 403, "The key's account does not exist", "Ask the gateway's operator."},
    {"account_disabled", 403, "The account is disabled", "Ask the gateway's operator."},
    {"not_found", 404, "There is nothing here", "Check the path and the id. A message of another account is not shown."},
    {"method_not_allowed", 405, "The method is not allowed here", "The Allow header names those that are."},
    {"not_held", 409, "The message is not held", "It was released or refused already, was cancelled, or has expired."},
    {"too_late", 409, "The message cannot be cancelled any more", "It was handed to a connector, or has ended."},
    {"duplicate", 409, "The same message came before", "The detail names the first one; the account's duplicate_seconds says for how long."},
    {"config_refused", 409, "The configuration was not taken over", "Each of `errors` says what is wrong, or what needs a restart."},
    {"reference_conflict", 409, "The reference was used with another amount", "Use a new reference for a new entry."},
    {"queue_refused", 409, "That cannot be done with the queue", "The detail says why."},
    {"modem_unavailable", 409, "The modem cannot ask now", "The detail says why; GET /v1/modems shows its state."},
    {"unsupported_media_type", 415, "The body must be application/json in UTF-8", "Send Content-Type: application/json."},
    {"too_many_requests", 429, "Too much is waiting for this account", "Send again after Retry-After seconds."},
    {"quota_exceeded", 429, "The day's or month's quota or spending cap is reached", "The detail says which. Send again after Retry-After seconds."},
    {"rate_limited", 429, "More than a limit allows", "The detail names the limit. Send again after Retry-After seconds."},
    {"store_full", 503, "The store has no room", "Send again after Retry-After seconds; nothing was accepted."},
    {"store_failed", 503, "The store has failed",
     "Nothing was accepted; what was to be cancelled, released or refused may be so or not. The gateway's operator must look."},
    {"stopping", 503, "The gateway is stopping", "Send again after Retry-After seconds; nothing was accepted."},
};

std::string pointer_of(std::string_view field, std::string_view base, bool binary) {
    std::string out(base);
    if (field.empty()) return out;
    out += '/';
    if (field == "body") return out.append(binary ? "data_base64" : "text");
    if (field == "udh") return out.append("udh_base64");
    if (field == "validity") return out.append("validity_seconds");
    if (field == "not_before") return out.append("send_at");
    if (field == "waiting") return out.append("mwi");
    return out.append(field);
}

}  // namespace

std::span<const problem_kind> problem_kinds() {
    return kinds;
}

const problem_kind& kind_of(std::string_view code) {
    for (const auto& kind : kinds)
        if (kind.code == code) return kind;
    return kinds[0];
}

problem problem_of(const refusal& refused, std::string_view base, bool binary) {
    problem out(refused.code, refused.detail);
    out.retry_after = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(refused.retry_after).count());
    if (!refused.field.empty() || out.kind->code != refused.code)
        out.errors.push_back({pointer_of(refused.field, base, binary), refused.code, refused.detail});
    return out;
}

problem problem_of(std::vector<field_error> errors) {
    problem out("invalid_message");
    if (!errors.empty()) out.detail = errors.front().detail;
    if (errors.size() > 1) out.detail += ", and " + std::to_string(errors.size() - 1) + " more";
    out.errors = std::move(errors);
    return out;
}

void append_problem(std::string& out, const problem& what) {
    object_writer members(out);
    members.name("type").append("\"/problems/").append(what.kind->code).append("\"");
    members.text("title", what.kind->title);
    members.number("status", what.kind->status);
    members.text_unless_empty("detail", what.detail);
    members.text("code", what.kind->code);
    if (what.retry_after > 0) members.number("retry_after", what.retry_after);
    if (!what.errors.empty()) {
        members.name("errors") += '[';
        for (std::size_t i = 0; i < what.errors.size(); ++i) {
            if (i > 0) out += ',';
            object_writer error(out);
            error.text("pointer", what.errors[i].pointer);
            error.text("detail", what.errors[i].detail);
            error.text("code", what.errors[i].code);
            error.end();
        }
        out += ']';
    }
    members.end();
}

}  // namespace hermod::api
