#include "connectors/mtn/answers.hpp"

#include <charconv>

#include "net/retry_after.hpp"
#include "wire/madapi/answers.hpp"
#include "wire/parlayx/envelope.hpp"

namespace hermod::connectors::mtn {

namespace {

namespace madapi = wire::madapi;
namespace parlayx = wire::parlayx;

constexpr std::size_t longest_id = 255, longest_detail = 300;

meaning meaning_of(madapi::failure_class what) {
    switch (what) {
        case madapi::failure_class::final:
            return meaning::refused;
        case madapi::failure_class::retry:
            return meaning::later;
        case madapi::failure_class::throttled:
            return meaning::throttled;
        case madapi::failure_class::authorisation:
        case madapi::failure_class::funds:
            return meaning::alarm;
        case madapi::failure_class::unsure:
            return meaning::unsure;
    }
    return meaning::refused;
}

bool is_success(int status) {
    return status >= 200 && status < 300;
}

// As much as a timeline should show, cut before a character of UTF-8.
std::string shortened(std::string text) {
    if (text.size() <= longest_detail) return text;
    std::size_t end = longest_detail;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    return text;
}

failed_call failed(const mtn_options& with, int status, std::string code, const std::string& said, meaning proposed) {
    failed_call out;
    out.what = proposed;
    const auto row = with.errors.find(code.empty() ? std::to_string(status) : code);
    if (row != with.errors.end()) out.what = row->second;
    out.detail = "HTTP " + std::to_string(status);
    if (!code.empty()) out.detail += ", code " + code;
    if (!said.empty()) out.detail += ": " + said;
    out.detail = shortened(std::move(out.detail));
    out.code = std::move(code);
    return out;
}

failed_call of_fault(const mtn_options& with, int status, const parlayx::fault& fault) {
    const std::string code = fault.message_id.empty() ? fault.fault_code : fault.message_id;
    meaning proposed = parlayx::proposed_class(fault) == parlayx::fault_class::final ? meaning::refused : meaning::later;
    // As of MADAPI: these two go before whatever stands inside.
    if (status == 401 || status == 429) proposed = meaning_of(madapi::class_of(status, {}));
    return failed(with, status, code, parlayx::said(fault), proposed);
}

// Nobody knows what became of the call.
failed_call unreadable(const mtn_options& with, int status, std::string why) {
    return failed(with, status, {}, why, meaning::unsure);
}

// The answer that was asked for, or the failure that stands in its place.
template <class Answer>
std::variant<Answer, failed_call> parlayx_answer(const mtn_options& with, const heard_answer& answer) {
    auto read = parlayx::read_answer(answer.body);
    if (!read) {
        if (!is_success(answer.status)) return read_failure(with, answer);
        return unreadable(with, answer.status,
                          std::string("the answer cannot be read: ") + read.error().field + ": " + text(read.error().code));
    }
    if (const auto* fault = std::get_if<parlayx::fault>(&*read)) return of_fault(with, answer.status, *fault);
    if (!is_success(answer.status)) return failed(with, answer.status, {}, {}, meaning_of(madapi::class_of(answer.status, {})));
    if (auto* wanted = std::get_if<Answer>(&*read)) return std::move(*wanted);
    return unreadable(with, answer.status, "the answer is to another question");
}

failed_call of_failure(const mtn_options& with, const madapi::failure& what) {
    return failed(with, what.http_status, what.code, what.message, meaning_of(what.what));
}

template <class Codec>
failed_call not_read(const mtn_options& with, int status, const Codec& wrong) {
    return unreadable(with, status, std::string("the answer cannot be read: ") + wrong.field + ": " + text(wrong.code));
}

judged_part taken(std::string id, std::string their_id) {
    judged_part out;
    out.result.is = verdict::kind::sent;
    out.result.detail = std::move(id);
    out.their_id = std::move(their_id);
    return out;
}

judged_part not_taken(const failed_call& why, const heard_answer& answer, wall_time now) {
    judged_part out;
    out.alarm = why.what == meaning::alarm;
    out.result.elsewhere = why.what == meaning::elsewhere;
    out.result.is = why.what == meaning::refused || out.result.elsewhere ? verdict::kind::refused
                    : why.what == meaning::unsure                        ? verdict::kind::unsure
                                                                         : verdict::kind::later;
    out.result.throttled = why.what == meaning::throttled;
    out.result.detail = why.detail;
    out.result.code = static_cast<std::uint32_t>(answer.status);
    std::uint32_t number = 0;
    const char* end = why.code.data() + why.code.size();
    const auto [stopped, fault] = std::from_chars(why.code.data(), end, number);
    if (fault == std::errc{} && stopped == end) out.result.code = number;
    if (out.result.is == verdict::kind::later)
        if (const auto pause = net::parse_retry_after(answer.retry_after, now)) out.result.after = *pause;
    return out;
}

// A word of failure beside the code of success.
bool is_refusal(std::string_view word) {
    const auto status = madapi::status_of(word);
    return status == madapi::delivery_status::rejected || status == madapi::delivery_status::undelivered;
}

judged_part judge_madapi(const mtn_options& with, const heard_answer& answer, const std::string& correlator, wall_time now) {
    const auto read = madapi::read_outbound_answer(with.version(), answer.status, answer.body);
    if (!read) return not_taken(not_read(with, answer.status, read.error()), answer, now);
    if (const auto* wrong = std::get_if<madapi::failure>(&*read)) return not_taken(of_failure(with, *wrong), answer, now);
    const auto& said = std::get<madapi::accepted>(*read);
    const bool first = with.speaks == interface_kind::madapi_v1;
    const std::string& word = first ? said.receivers.front().status : said.status;
    if (is_refusal(word)) return not_taken(failed(with, answer.status, {}, word, meaning::refused), answer, now);
    if (!first) return taken(correlator, said.request_id.empty() ? said.transaction_id : said.request_id);
    const std::string& id = said.receivers.front().id;
    const bool good = !id.empty() && id.size() <= longest_id;
    auto out = taken(good ? id : correlator, good ? id : "");
    out.no_id = !good;
    return out;
}

}  // namespace

failed_call read_failure(const mtn_options& with, const heard_answer& answer) {
    if (with.is_parlayx()) {
        const auto read = parlayx::read_answer(answer.body);
        if (const auto* fault = read ? std::get_if<parlayx::fault>(&*read) : nullptr)
            return of_fault(with, answer.status, *fault);
        return failed(with, answer.status, {}, {}, meaning_of(madapi::class_of(answer.status, {})));
    }
    return of_failure(with, madapi::read_failure(answer.status, answer.body));
}

judged_part judge_part(const mtn_options& with, const heard_answer& answer, const std::string& correlator, wall_time now) {
    if (!with.is_parlayx()) return judge_madapi(with, answer, correlator, now);
    auto read = parlayx_answer<parlayx::send_sms_response>(with, answer);
    if (const auto* why = std::get_if<failed_call>(&read)) return not_taken(*why, answer, now);
    return taken(correlator, std::move(std::get<parlayx::send_sms_response>(read).result));
}

std::variant<subscribed_as, failed_call> read_subscribed(const mtn_options& with, const heard_answer& answer) {
    if (with.is_parlayx()) {
        const auto read = parlayx::read_answer(answer.body);
        const auto* fault = read ? std::get_if<parlayx::fault>(&*read) : nullptr;
        if (fault && parlayx::is_duplicate_correlator(*fault)) return subscribed_as{{}, true};
        auto made = parlayx_answer<parlayx::start_sms_notification_response>(with, answer);
        if (auto* why = std::get_if<failed_call>(&made)) return std::move(*why);
        return subscribed_as{};
    }
    const auto read = madapi::read_subscription_answer(answer.status, answer.body);
    if (!read) return not_read(with, answer.status, read.error());
    if (const auto* wrong = std::get_if<madapi::failure>(&*read)) {
        if (wrong->code == madapi::already_registered_code) return subscribed_as{{}, true};
        return of_failure(with, *wrong);
    }
    return subscribed_as{std::get<madapi::subscribed>(*read).id, false};
}

std::optional<failed_call> read_unsubscribed(const mtn_options& with, const heard_answer& answer) {
    if (with.is_parlayx()) {
        auto made = parlayx_answer<parlayx::stop_sms_notification_response>(with, answer);
        if (auto* why = std::get_if<failed_call>(&made)) return std::move(*why);
        return std::nullopt;
    }
    if (answer.status == 404) return std::nullopt;
    const auto read = madapi::read_subscription_answer(answer.status, answer.body);
    if (!read) return not_read(with, answer.status, read.error());
    if (const auto* wrong = std::get_if<madapi::failure>(&*read)) return of_failure(with, *wrong);
    return std::nullopt;
}

}  // namespace hermod::connectors::mtn
