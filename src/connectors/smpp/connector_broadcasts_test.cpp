#include "connectors/smpp/connector_stage.hpp"
#include "gateway/broadcasts.hpp"

namespace hermod::connectors::smpp {
namespace {

class smpp_broadcasts : public connector_stage, public broadcast_reply {
protected:
    smpp_broadcasts() { options.session.interface_version = wire::smpp::version_5_0; }
    void broadcast_answered(std::uint64_t token, broadcast_answer answer) override {
        EXPECT_FALSE(answers.contains(token));
        answers[token] = std::move(answer);
    }
    static broadcast from_shop(broadcast::kind is) {
        broadcast what;
        what.is = is;
        what.from = "+447700900123";
        what.message_id = is == broadcast::kind::send ? "" : "b1";
        return what;
    }
    std::map<std::uint64_t, broadcast_answer> answers;
    using kind = broadcast_answer::kind;
};

TEST_F(smpp_broadcasts, are_relayed_and_their_answers_brought_back_as_they_came) {
    std::string sender;
    centre.on_pdu = [&](line& one, const header& head, octets frame) {
        if (head.id == command_id::broadcast_sm) {
            const auto pdu = wire::smpp::decode_as<wire::smpp::broadcast_sm>(frame).value().pdu;
            sender = std::string(pdu.source_addr) + "/" + std::to_string(static_cast<int>(pdu.source_addr_ton));
            one.write(head.sequence_number, wire::smpp::broadcast_sm_resp{"b1", {}});
        } else if (head.id == command_id::query_broadcast_sm) {
            one.write(head.sequence_number, wire::smpp::query_broadcast_sm_resp{"b1", {}});
        } else if (head.id == command_id::cancel_broadcast_sm) {
            one.head(command_id::cancel_broadcast_sm_resp, head.sequence_number, command_status::esme_rbcastcancelfail);
        } else {
            return false;
        }
        return true;
    };
    start_and_bind();
    ASSERT_NE(out->broadcasts(), nullptr);
    out->broadcasts()->relay(from_shop(broadcast::kind::send), *this, 1);
    out->broadcasts()->relay(from_shop(broadcast::kind::query), *this, 2);
    out->broadcasts()->relay(from_shop(broadcast::kind::cancel), *this, 3);
    EXPECT_TRUE(answers.empty());  // never from within
    until([&] { return answers.size() == 3; });
    EXPECT_EQ(sender, "447700900123/1");
    for (std::uint64_t token = 1; token <= 3; ++token) EXPECT_EQ(answers[token].is, kind::answered);
    EXPECT_EQ(answers[1].message_id, "b1");
    EXPECT_EQ(answers[2].message_id, "b1");
    EXPECT_EQ(answers[3].status, static_cast<std::uint32_t>(command_status::esme_rbcastcancelfail));
}

TEST_F(smpp_broadcasts, without_an_answer_in_time_it_is_not_known_and_unbound_it_was_never_asked) {
    options.session.response_timeout = 100ms;
    centre.on_pdu = [](line&, const header& head, octets) { return head.id == command_id::broadcast_sm; };
    start();
    out->broadcasts()->relay(from_shop(broadcast::kind::send), *this, 1);
    until([&] { return answers.size() == 1; });
    EXPECT_EQ(answers[1].is, kind::unsent);
    until([&] { return out->counters().binds_up == 1; });
    out->broadcasts()->relay(from_shop(broadcast::kind::send), *this, 2);
    until([&] { return answers.size() == 2; });
    EXPECT_EQ(answers[2].is, kind::unknown);
}

TEST_F(smpp_broadcasts, what_cannot_be_written_is_answered_with_its_fields_status) {
    start_and_bind();
    broadcast what = from_shop(broadcast::kind::send);
    what.service_type = "too long a type";
    out->broadcasts()->relay(std::move(what), *this, 1);
    until([&] { return answers.size() == 1; });
    EXPECT_EQ(answers[1].is, kind::answered);
    EXPECT_EQ(answers[1].status, static_cast<std::uint32_t>(command_status::esme_rinvsertyp));
}

TEST_F(smpp_broadcasts, binds_below_5_0_take_none) {
    options.session.interface_version = wire::smpp::version_3_4;
    start_and_bind();
    EXPECT_EQ(out->broadcasts(), nullptr);
}

}  // namespace
}  // namespace hermod::connectors::smpp
