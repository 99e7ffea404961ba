// What the connector makes of questions about messages that its centre has, and of operations 30 and 01.
#include "connectors/ucp/connector.hpp"

#include "connectors/ucp/connector_stage.hpp"
#include "wire/ucp/message_text.hpp"

namespace hermod::connectors::ucp {
namespace {

using k = network_answer::kind;
using wire::ucp::delete_message;
using wire::ucp::delete_response;
using wire::ucp::inquiry_message;
using wire::ucp::inquiry_response;
using wire::ucp::modify_message;

constexpr std::string_view scts = "231126152730";

class ucp_asking : public connector_stage, public network_question_reply {
protected:
    ucp_asking() { options.questions.query = true; }
    void network_answered(std::uint64_t token, network_answer answer) override { answers[token] = std::move(answer); }
    network_question about(std::string remote_id = "447700900123:231126152730") { return {text(1), std::move(remote_id)}; }
    network_answer answer_of(std::uint64_t token) {
        until([&] { return answers.contains(token); });
        return answers[token];
    }
    // Positive results, and behind those of 55 and 56 what this centre says of the message.
    void tells(std::string_view dst, std::string_view rsn = "000", std::string_view dscts = {}) {
        centre.on_frame = [=, this](line& one, const any_pdu& read) {
            const auto note = [&](const auto& pdu) {
                asked =
                    std::string(pdu.adc) + " " + std::string(pdu.oadc) + " " + std::string(pdu.scts) + " " + std::string(pdu.msg);
                one.write(read.head.trn, ack{.ot = read.head.ot});
            };
            if (const auto* pdu = std::get_if<inquiry_message>(&read.pdu)) {
                note(*pdu);
                one.write(50, inquiry_response{
                                  .adc = pdu->oadc, .oadc = pdu->adc, .scts = pdu->scts, .dst = dst, .rsn = rsn, .dscts = dscts});
            } else if (const auto* deletion = std::get_if<delete_message>(&read.pdu)) {
                note(*deletion);
                one.write(51, delete_response{.adc = deletion->adc, .scts = deletion->scts, .dst = dst, .rsn = rsn});
            } else if (const auto* change = std::get_if<modify_message>(&read.pdu)) {
                note(*change);
            } else {
                return false;
            }
            return true;
        };
    }

    std::map<std::uint64_t, network_answer> answers;
    std::string asked;
};

TEST_F(ucp_asking, query_is_55_and_its_57_in_our_words) {
    options.translation.utc_offset = 60min;
    tells("2", "107", "231126162730");
    start_and_log_in();
    out->questions()->query(about(), *this, 1);
    EXPECT_TRUE(answers.empty());  // never from within
    const network_answer got = answer_of(1);
    EXPECT_EQ(got.is, k::done);
    EXPECT_EQ(got.now, state::undelivered);
    EXPECT_EQ(got.code, 107u);
    EXPECT_EQ(got.detail, "not delivered: absent subscriber (Rsn 107)");
    EXPECT_EQ(got.at, parse_rfc3339("2026-11-23T15:27:30Z").value());
    EXPECT_EQ(asked, "447700900123 88222 231126152730 ");
}

TEST_F(ucp_asking, cancel_is_56_and_its_58) {
    tells("2");
    start_and_log_in();
    out->questions()->cancel(about(), *this, 1);
    EXPECT_EQ(answer_of(1).is, k::done);
    EXPECT_EQ(asked, "447700900123 88222 231126152730 ");
    tells("0");
    out->questions()->cancel(about(), *this, 2);
    EXPECT_EQ(answer_of(2).is, k::refused);
    EXPECT_EQ(answers[2].detail, "delivered");
}

TEST_F(ucp_asking, replace_is_54_with_the_new_text) {
    tells("1");
    start_and_log_in();
    auto with = std::make_shared<message>(*text(1));
    with->body = "other";
    out->questions()->replace(about(), with, *this, 1);
    EXPECT_EQ(answer_of(1).is, k::done);
    EXPECT_EQ(asked, "447700900123 88222 231126152730 " + wire::ucp::to_hex("other"));
    out->questions()->replace({text(1, 2), about().remote_id}, with, *this, 2);
    EXPECT_EQ(answer_of(2).is, k::refused);
    EXPECT_EQ(answers[2].detail, "only a message of one part can be replaced");
}

TEST_F(ucp_asking, refusals_say_why_and_a_centre_without_these_operations_is_none_to_ask) {
    centre.on_frame = [](line& one, const any_pdu& read) {
        const bool query = read.head.ot == operation_type::inquiry_message;
        if (!query && read.head.ot != operation_type::delete_message) return false;
        one.write(read.head.trn, query ? nak{read.head.ot, "03", {}} : nak{read.head.ot, "27", "gone"});
        return true;
    };
    start_and_log_in();
    out->questions()->query(about(), *this, 1);
    EXPECT_EQ(answer_of(1).is, k::not_supported);
    out->questions()->cancel(about(), *this, 2);
    EXPECT_EQ(answer_of(2).is, k::refused);
    EXPECT_EQ(answers[2].code, 27u);
    EXPECT_EQ(answers[2].detail, "message_not_found: gone");
}

TEST_F(ucp_asking, what_cannot_be_asked_is_answered_without_asking) {
    options.questions = {true, false, false};
    start();
    out->questions()->query(about(), *this, 1);
    out->questions()->query(about("an id of another kind"), *this, 2);
    out->questions()->cancel(about(), *this, 3);
    out->questions()->replace(about(), text(1), *this, 4);
    auto named = std::make_shared<message>(*text(1));
    named->from = "a name too long";
    out->questions()->query({named, about().remote_id}, *this, 5);
    EXPECT_TRUE(answers.empty());
    EXPECT_EQ(answer_of(1).is, k::unsent);  // nobody is logged in yet
    EXPECT_EQ(answer_of(2).is, k::refused);
    EXPECT_EQ(answer_of(3).is, k::not_supported);
    EXPECT_EQ(answer_of(4).is, k::not_supported);
    EXPECT_EQ(answer_of(5).is, k::refused);
    EXPECT_NE(answers[5].detail.find("name"), std::string::npos);
}

TEST_F(ucp_asking, silence_is_unknown_and_says_how_far_it_came) {
    options.session.response_timeout = 60ms;
    centre.on_frame = [](line& one, const any_pdu& read) {
        if (read.head.ot == operation_type::delete_message) one.write(read.head.trn, ack{.ot = read.head.ot});
        return read.head.ot != operation_type::session_management;
    };
    start_and_log_in();
    out->questions()->query(about(), *this, 1);
    out->questions()->cancel(about(), *this, 2);
    EXPECT_EQ(answer_of(1).is, k::unknown);
    EXPECT_EQ(answers[1].detail, "no answer came");
    EXPECT_EQ(answer_of(2).is, k::unknown);
    EXPECT_EQ(answers[2].detail, "the network took the question and told nothing more");
}

TEST_F(ucp_asking, centre_that_says_all_in_the_result) {
    options.translation.quirks.answers_in_result = true;
    centre.on_frame = [](line& one, const any_pdu& read) {
        if (read.head.ot == operation_type::session_management) return false;
        one.write(read.head.trn, ack{.ot = read.head.ot, .sm = "buffered"});
        return true;
    };
    start_and_log_in();
    out->questions()->query(about(), *this, 1);
    out->questions()->cancel(about(), *this, 2);
    EXPECT_EQ(answer_of(1).now, state::submitted);
    EXPECT_EQ(answers[1].detail, "buffered");
    EXPECT_EQ(answer_of(2).is, k::done);
}

TEST_F(ucp_asking, messages_leave_as_30_or_01_where_the_centre_knows_no_51) {
    std::string seen;
    centre.on_frame = [&](line& one, const any_pdu& read) {
        if (const auto* pdu = std::get_if<wire::ucp::sms_transfer>(&read.pdu))
            seen = "30 " + std::string(pdu->adc) + " " + std::string(pdu->oadc) + " " + std::string(pdu->nrq) + " " +
                   std::string(pdu->amsg);
        else if (const auto* call = std::get_if<wire::ucp::call_input>(&read.pdu))
            seen = "01 " + std::string(call->adc) + " " + std::string(call->oadc) + " " + std::string(call->mt) + " " +
                   std::string(call->msg);
        else
            return false;
        accept(one, read, "447700900123:231126152730");
        return true;
    };
    options.translation.submit_as = submit_form::sms_transfer;
    start_and_log_in();
    send(1);
    send(2, text(2, 2));
    until(settled(2));
    EXPECT_EQ(kind(1), verdict::kind::sent);
    EXPECT_EQ(ports.verdicts[1].detail, about().remote_id);
    EXPECT_EQ(seen, "30 447700900123 88222 1 68656C6C6F");
    EXPECT_EQ(kind(2), verdict::kind::refused);
    EXPECT_NE(ports.verdicts[2].detail.find("longer than one message"), std::string::npos);
    stop();
    options.translation.submit_as = submit_form::call_input;
    start_and_log_in();
    auto unreported = std::make_shared<message>(*text(3));
    unreported->receipt = false;
    send(3, unreported);
    until(settled(3));
    EXPECT_EQ(seen, "01 447700900123 88222 3 68656C6C6F");
}

}  // namespace
}  // namespace hermod::connectors::ucp
