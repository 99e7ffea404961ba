// The part of the connector that asks the network about parts which it has: gateway/network_questions.hpp.
#include <algorithm>

#include "connectors/smpp/smpp_connector.hpp"
#include "wire/smpp/receipt.hpp"

namespace hermod::connectors::smpp {

namespace smpp = wire::smpp;
using smpp::command_status;

namespace {

network_answer refused(std::string_view why) {
    network_answer out;
    out.is = network_answer::kind::refused;
    out.detail = why;
    return out;
}

void put_source(auto& pdu, const wire_address& from) {
    pdu.source_addr_ton = from.ton;
    pdu.source_addr_npi = from.npi;
    pdu.source_addr = from.digits;
}

}  // namespace

void smpp_connector::query(network_question about, network_question_reply& reply, std::uint64_t token) {
    smpp::query_sm pdu;
    pdu.message_id = about.remote_id;
    put_source(pdu, address_for(about.what->from, options_.translation.source, options_.translation.quirks));
    ask(pdu, options_.questions.query, {&reply, nullptr, token});
}

void smpp_connector::cancel(network_question about, network_question_reply& reply, std::uint64_t token) {
    const asker who{&reply, nullptr, token};
    if (options_.questions.cancel && lines::is_carried_id(about.remote_id)) return answer_soon(who, {network_answer::kind::done, {}, {}, 0, "it is part 1's to answer"});
    const translation_options& how = options_.translation;
    smpp::cancel_sm pdu;
    pdu.message_id = about.remote_id;
    pdu.service_type = about.what->more().service_type.empty() ? how.service_type : about.what->more().service_type;
    put_source(pdu, address_for(about.what->from, how.source, how.quirks));
    const wire_address to = address_for(about.what->to, how.destination, how.quirks);
    pdu.dest_addr_ton = to.ton;
    pdu.dest_addr_npi = to.npi;
    pdu.destination_addr = to.digits;
    ask(pdu, options_.questions.cancel, who);
}

// replace_sm (4.10) has neither data_coding nor esm_class: the old message's stay, so the new text must fit them.
void smpp_connector::replace(network_question about, message_ptr with, network_question_reply& reply, std::uint64_t token) {
    const asker who{&reply, nullptr, token};
    const message &before = *about.what, &after = *with;
    if (before.parts != 1 || after.parts != 1 || !before.udh.empty() || !after.udh.empty())
        return answer_soon(who, refused("only a message of one part, without a header, can be replaced"));
    if (before.coding != after.coding || before.data_coding != after.data_coding)
        return answer_soon(who, refused("the new text is in another encoding than the old one"));
    const auto text = translator_.plain_text(after);
    if (!text) return answer_soon(who, refused("the body cannot be said in its encoding"));
    smpp::replace_sm pdu;
    pdu.message_id = about.remote_id;
    put_source(pdu, address_for(before.from, options_.translation.source, options_.translation.quirks));
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(text->data()), text->size()};
    pdu.registered_delivery =
        after.receipt ? smpp::registered_delivery::on_success_or_failure : smpp::registered_delivery::no_receipt;
    std::optional<smpp::time_text> validity;
    if (options_.translation.validity != validity_form::none && after.expires_at != wall_time{}) {
        const auto left = std::chrono::floor<std::chrono::seconds>(after.expires_at - wall());
        validity = options_.translation.validity == validity_form::absolute
                       ? smpp::format_absolute(after.expires_at)
                       : smpp::format_relative(std::max(std::chrono::seconds(1), left));
    }
    if (validity) pdu.validity_period = *validity;
    ask(pdu, options_.questions.replace, who);
}

// An empty message_id would mean all messages between the addresses (4.9): never asked by us.
template <class Question>
void smpp_connector::ask(const Question& pdu, bool may_be_asked, asker who) {
    if (!may_be_asked) return answer_soon(who, {network_answer::kind::not_supported, {}, {}, 0, "switched off"});
    if (pdu.message_id.empty()) return answer_soon(who, refused("the network gave no id"));
    if (lines::is_carried_id(pdu.message_id)) return answer_soon(who, refused("the network knows this part only as part 1"));
    const asked how = write_question(pdu, who);
    if (how.nobody)
        return answer_soon(who, {network_answer::kind::unsent, {}, {}, 0, "nobody is bound, or too many questions wait"});
    if (how.wrong) return answer_soon(who, refused(std::string(how.wrong->field) + ": " + wire::smpp::text(how.wrong->code)));
}

template <class Question>
smpp_connector::asked smpp_connector::write_question(const Question& pdu, asker who) {
    const auto by = std::find_if(binds_.begin(), binds_.end(),
                                 [](const bind* one) { return one->line().usable() && one->state_machine().may_ask(); });
    if (by == binds_.end()) return {true};
    const std::uint64_t number = next_question_++;
    asked_.emplace(number, who);
    if (const auto sent = (*by)->state_machine().ask(number, pdu, now()); !sent) {
        asked_.erase(number);
        return {false, sent.error()};
    }
    flush();
    return {};
}
template smpp_connector::asked smpp_connector::write_question(const smpp::broadcast_sm&, asker);
template smpp_connector::asked smpp_connector::write_question(const smpp::query_broadcast_sm&, asker);
template smpp_connector::asked smpp_connector::write_question(const smpp::cancel_broadcast_sm&, asker);

void smpp_connector::answered(std::uint64_t number, const answer_to_question& answer) {
    const auto at = asked_.find(number);
    if (at == asked_.end()) return;
    const asker who = at->second;
    asked_.erase(at);
    if (who.relay) return relayed(who, answer);
    who.reply->network_answered(who.token, in_our_words(answer));
}

network_answer smpp_connector::in_our_words(const answer_to_question& answer) const {
    using kind = network_answer::kind;
    network_answer out;
    if (!answer.answered) {
        out.is = answer.written ? kind::unknown : kind::unsent;
        out.detail = answer.written ? "no answer came" : "the connection was lost";
        return out;
    }
    if (answer.status != command_status::esme_rok) {
        out.is = answer.status == command_status::esme_rinvcmdid ? kind::not_supported : kind::refused;
        out.code = static_cast<std::uint32_t>(answer.status);
        out.detail = name(answer.status);
        return out;
    }
    out.is = answer.unreadable ? kind::unknown : kind::done;
    if (answer.unreadable) out.detail = "the answer could not be read";
    if (answer.state) {
        // Unlike a receipt's DELETED, which may be the network's own doing: a query is answered as it stands there.
        out.now = *answer.state == smpp::message_state::deleted ? state::cancelled
                                                                : outcome_of(*answer.state, false, options_.translation.quirks);
        if (is_final(*out.now)) out.at = answer.final_at;
        out.code = answer.error_code;
        out.detail = smpp::stat_of(*answer.state);
    }
    return out;
}

void smpp_connector::answer_soon(asker who, network_answer answer) {
    post([who, answer = std::move(answer)] { who.reply->network_answered(who.token, answer); });
}

}  // namespace hermod::connectors::smpp
