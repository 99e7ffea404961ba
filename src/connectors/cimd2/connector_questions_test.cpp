// What the connector makes of questions about messages that its centre has, and how it fetches those that the centre holds.
#include "connectors/cimd2/connector.hpp"

#include "connectors/cimd2/connector_stage.hpp"

namespace hermod::connectors::cimd2 {
namespace {

using k = network_answer::kind;

class cimd2_asking : public connector_stage, public network_question_reply {
protected:
    cimd2_asking() {
        options.questions.query = true;
        options.session.window = 3;
    }
    void network_answered(std::uint64_t token, network_answer answer) override { answers[token] = std::move(answer); }
    network_question about(std::string remote_id = "261125190923:447700900123") { return {text(1), std::move(remote_id)}; }
    network_answer answer_of(std::uint64_t token) {
        until([&] { return answers.contains(token); });
        return answers[token];
    }
    // Answers 04 and 06 with these parameters; what was asked stands in `asked`.
    void answers_with(const std::string& parameters) {
        centre.on_packet = [this, parameters](line& one, const std::string& packet) {
            const bool query = scripted_centre::is(packet, "04");
            if (!query && !scripted_centre::is(packet, "06")) return false;
            asked = packet.substr(7);
            one.write((query ? "54:" : "56:") + scripted_centre::number_of(packet) + "|" + parameters);
            return true;
        };
    }

    std::map<std::uint64_t, network_answer> answers;
    std::string asked;
};

TEST_F(cimd2_asking, query_is_04_and_its_answer_in_our_words) {
    answers_with("021:+447700900123|060:261125190923|061:3|062:29|");
    start_and_log_in();
    out->questions()->query(about(), *this, 1);
    EXPECT_TRUE(answers.empty());  // never from within
    const network_answer got = answer_of(1);
    EXPECT_EQ(got.is, k::done);
    EXPECT_EQ(got.now, state::undelivered);
    EXPECT_EQ(got.code, 29u);
    EXPECT_EQ(got.detail, "delivery failed: absent subscriber (061:3 062:29)");
    EXPECT_EQ(asked, "021:+447700900123|060:261125190923|");
    answers_with("");
    out->questions()->query(about(), *this, 2);
    EXPECT_EQ(answer_of(2).is, k::unknown);
}

TEST_F(cimd2_asking, cancel_is_06_for_one_message_by_name) {
    answers_with("");
    start_and_log_in();
    out->questions()->cancel(about(), *this, 1);
    EXPECT_EQ(answer_of(1).is, k::done);
    EXPECT_EQ(asked, "059:2|060:261125190923|021:+447700900123|");
    answers_with("900:601|");
    out->questions()->cancel(about(), *this, 2);
    EXPECT_EQ(answer_of(2).is, k::refused);
    EXPECT_EQ(answers[2].code, 601u);
    EXPECT_EQ(answers[2].detail, "incorrect address");
    answers_with("900:1|901:what|");
    out->questions()->cancel(about(), *this, 3);
    EXPECT_EQ(answer_of(3).is, k::not_supported);
    EXPECT_EQ(answers[3].detail, "what");
}

TEST_F(cimd2_asking, what_cannot_be_asked_is_answered_without_asking) {
    options.questions = {true, false, true};
    start();
    out->questions()->query(about(), *this, 1);
    out->questions()->query(about("an id of another kind"), *this, 2);
    out->questions()->cancel(about(), *this, 3);
    out->questions()->replace(about(), text(1), *this, 4);
    auto named = std::make_shared<message>(*text(1));
    named->to = "somebody";
    out->questions()->query({named, about().remote_id}, *this, 5);
    EXPECT_TRUE(answers.empty());
    EXPECT_EQ(answer_of(1).is, k::unsent);  // nobody is logged in yet
    EXPECT_EQ(answer_of(2).is, k::refused);
    EXPECT_EQ(answer_of(3).is, k::not_supported);
    EXPECT_EQ(answer_of(4).is, k::not_supported);
    EXPECT_EQ(answer_of(5).is, k::refused);
}

TEST_F(cimd2_asking, silence_is_unknown) {
    options.session.response_timeout = 60ms;
    start_and_log_in();
    out->questions()->cancel(about(), *this, 1);
    EXPECT_EQ(answer_of(1).is, k::unknown);
    EXPECT_EQ(out->counters().response_timeouts, 1u);
}

TEST_F(cimd2_asking, held_messages_are_fetched_when_the_configuration_says_so) {
    options.session.poll = 20ms;
    int polls = 0;
    centre.on_packet = [&](line& one, const std::string& packet) {
        if (!scripted_centre::is(packet, "05")) return false;
        one.write("55:" + scripted_centre::number_of(packet) + "|");
        if (++polls == 2) one.write("20:000|021:88222|023:+447700900999|060:261125190923|033:Hi|");
        return true;
    };
    start_and_log_in();
    until([&] { return !ports.inbound.empty(); });
    EXPECT_GE(polls, 2);
    EXPECT_EQ(ports.inbound[0]->body, "Hi");
}

}  // namespace
}  // namespace hermod::connectors::cimd2
