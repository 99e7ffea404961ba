// The part of the connector that asks the network about parts which it has: gateway/network_questions.hpp by 04 and 06.
#include <algorithm>

#include "connectors/cimd2/cimd2_connector.hpp"
#include "connectors/cimd2/status_codes.hpp"
#include "wire/cimd2/codes.hpp"
#include "wire/cimd2/octet_text.hpp"

namespace hermod::connectors::cimd2 {

namespace {

constexpr std::int32_t unexpected_operation = 1;

}  // namespace

void cimd2_connector::query(network_question about, network_question_reply& reply, std::uint64_t token) {
    const lines::asker who{&reply, token, true};
    if (const auto by = named(about, options_.questions.query, who))
        write_question(wire::cimd2::enquire_message_status{by->destination, by->timestamp}, who);
}

void cimd2_connector::cancel(network_question about, network_question_reply& reply, std::uint64_t token) {
    const lines::asker who{&reply, token};
    if (const auto by = named(about, options_.questions.cancel, who))
        write_question(wire::cimd2::cancel_message{options_.translation.cancel_mode, by->timestamp, by->destination}, who);
}

void cimd2_connector::replace(network_question, message_ptr, network_question_reply& reply, std::uint64_t token) {
    answer_soon({&reply, token},
                {network_answer::kind::not_supported, {}, {}, 0, "CIMD2 has no operation that replaces a message"});
}

// An empty timestamp would mean all messages to the recipient: never asked by us.
std::optional<cimd2_connector::naming> cimd2_connector::named(const network_question& about, bool may_be_asked,
                                                              const lines::asker& who) {
    const auto no = [&](network_answer why) {
        answer_soon(who, std::move(why));
        return std::nullopt;
    };
    if (!may_be_asked) return no(lines::switched_off());
    const std::size_t colon = about.remote_id.find(':');
    if (colon == std::string::npos || colon == 0)
        return no(lines::cannot_be_said("the network gave no timestamp, and messages have no other name"));
    const std::string_view destination = translator_.destination(*about.what);
    if (destination.empty()) return no(lines::cannot_be_said("the recipient is no number"));
    return naming{std::string_view(about.remote_id).substr(0, colon), destination};
}

template <class Question>
void cimd2_connector::write_question(const Question& pdu, const lines::asker& who) {
    const auto by = std::find_if(connections_.begin(), connections_.end(),
                                 [](connection* one) { return one->line().usable() && one->state_machine().may_ask(); });
    if (by == connections_.end()) return answer_soon(who, lines::nobody_to_ask());
    const std::uint64_t number = asked_.add(who);
    if (const auto sent = (*by)->state_machine().ask(number, pdu, now()); !sent) {
        asked_.forget(number);
        return answer_soon(who,
                           lines::cannot_be_said(std::string(sent.error().field) + ": " + wire::cimd2::text(sent.error().code)));
    }
    flush();
}

void cimd2_connector::answered(std::uint64_t number, const answer_to_question& answer) {
    if (const auto who = asked_.take(number)) who->tell(in_our_words(answer, who->query));
}

network_answer cimd2_connector::in_our_words(const answer_to_question& answer, bool query) {
    using kind = network_answer::kind;
    network_answer out;
    if (!answer.answered) return lines::without_answer(answer.written);
    if (answer.error_code != 0) {
        out.is = answer.error_code == unexpected_operation ? kind::not_supported : kind::refused;
        out.code = static_cast<std::uint32_t>(answer.error_code);
        out.detail = answer.error_text.empty() ? std::string(wire::cimd2::error_code_words(answer.error_code))
                                               : wire::cimd2::escaped(answer.error_text);
        return out;
    }
    out.is = answer.unreadable ? kind::unknown : kind::done;
    if (answer.unreadable) out.detail = "the answer could not be read";
    if (!query || answer.unreadable) return out;
    if (!answer.status || !answer.status->status_code) {
        out.is = kind::unknown;
        out.detail = "the answer says no state";
        return out;
    }
    wire::cimd2::deliver_status_report as;
    as.status_code = answer.status->status_code;
    as.status_error_code = answer.status->status_error_code;
    out.now = outcome_of(*as.status_code);
    out.code = static_cast<std::uint32_t>(std::max(0, as.status_error_code.value_or(0)));
    out.detail = words_of(as);
    return out;
}

void cimd2_connector::answer_soon(const lines::asker& who, network_answer answer) {
    post([who, answer = std::move(answer)] { who.tell(answer); });
}

}  // namespace hermod::connectors::cimd2
