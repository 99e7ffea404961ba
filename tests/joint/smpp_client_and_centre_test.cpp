// The SMPP client against the simulated centre, over loopback: every form of a message, every version, questions, outbind.
#include <set>

#include "connectors/smpp/connector_stage.hpp"
#include "gateway/network_questions.hpp"
#include "message/remote_id.hpp"
#include "simulate/smsc/smsc.hpp"

namespace hermod::connectors::smpp {
namespace {

class smpp_joint : public connector_stage, public network_question_reply {
protected:
    smpp_joint() {
        centre_options.port = 0;
        options.rate = 0;
    }
    ~smpp_joint() override {
        if (out) stop();
    }
    void open() {
        other.emplace(io.get_executor(), centre_options);
        ASSERT_TRUE(other->start());
        options.port = other->port();
    }
    void meet() {
        open();
        start_and_bind();
    }
    void network_answered(std::uint64_t token, network_answer answer) override { answers[token] = std::move(answer); }
    // Every part of one message; all settled, all reported on.
    void send_whole(std::uint8_t parts) {
        const auto what = text(77, parts);
        for (std::uint8_t part = 1; part <= parts; ++part) out->send({what, part, part, false});
        out->flush();
        until([&] { return ports.verdicts.size() == parts && ports.reported.size() == parts; });
        std::set<std::string> sent, told;
        for (const auto& [token, result] : ports.verdicts) {
            EXPECT_EQ(result.is, verdict::kind::sent) << result.detail;
            sent.insert(canonical_remote_id(result.detail));
        }
        for (const remote_receipt& one : ports.reported) {
            EXPECT_EQ(one.outcome, state::delivered);
            told.insert(canonical_remote_id(one.remote_id));
        }
        EXPECT_EQ(sent.size(), parts);
        EXPECT_EQ(told, sent);
    }

    message_ptr to_many(std::uint64_t token) {
        auto m = std::make_shared<message>(*text(static_cast<std::int64_t>(token)));
        m->to = "+447700900" + std::to_string(100 + token);
        return m;
    }
    // One content to so many; all settled.
    void send_to_many(std::uint64_t count) {
        for (std::uint64_t token = 1; token <= count; ++token) out->send({to_many(token), token, 1, false});
        out->flush();
        until(settled(count));
    }

    simulate::smsc_options centre_options;
    std::optional<simulate::smsc> other;
    std::map<std::uint64_t, network_answer> answers;
};

TEST_F(smpp_joint, header_of_a_long_message) {
    meet();
    send_whole(3);
    EXPECT_EQ(other->statistics().taken, 3u);
}

TEST_F(smpp_joint, wide_header_of_a_long_message) {
    options.translation.reference = hermod::text::reference_width::two_octets;
    meet();
    send_whole(3);
}

TEST_F(smpp_joint, sar_tlvs_of_a_long_message) {
    options.translation.longer = long_form::sar;
    meet();
    send_whole(3);
    EXPECT_EQ(other->statistics().bad_pdus, 0u);
}

TEST_F(smpp_joint, payload_of_a_long_message_is_one_submit) {
    options.translation.longer = long_form::payload;
    meet();
    send_whole(4);
    EXPECT_EQ(other->statistics().taken, 1u);
}

TEST_F(smpp_joint, data_sm_both_ways) {
    options.translation.as_data_sm = true;
    centre_options.receipts_as_data_sm = true;
    meet();
    send_whole(2);
    EXPECT_EQ(out->counters().oddities, 0u);
}

TEST_F(smpp_joint, many_of_one_content_are_one_pdu_and_each_has_its_receipt) {
    options.submit_multi = 254;
    meet();
    send_to_many(60);
    EXPECT_EQ(other->statistics().submits, 1u);
    EXPECT_EQ(other->statistics().taken, 60u);
    std::set<std::string> ids, recipients;
    for (const auto& [token, result] : ports.verdicts) {
        EXPECT_EQ(result.is, verdict::kind::sent);
        EXPECT_TRUE(result.shared_id);
        ids.insert(result.detail);
    }
    until([&] { return ports.reported.size() == 60; });
    for (const remote_receipt& one : ports.reported) {
        ids.insert(one.remote_id);
        recipients.insert(one.recipient);
    }
    EXPECT_EQ(ids.size(), 1u);
    EXPECT_EQ(recipients.size(), 60u);
    EXPECT_EQ(out->counters().oddities, 0u);
}

TEST_F(smpp_joint, some_of_many_are_refused_and_only_those) {
    options.submit_multi = 254;
    centre_options.errors = {{command_status::esme_rinvdstadr, 40}};
    meet();
    send_to_many(60);
    std::size_t sent = 0;
    for (const auto& [token, result] : ports.verdicts) {
        sent += result.is == verdict::kind::sent;
        EXPECT_TRUE(result.is == verdict::kind::sent || result.detail == "ESME_RINVDSTADR") << result.detail;
    }
    EXPECT_EQ(sent, other->statistics().taken);
    EXPECT_LT(sent, 60u);
    EXPECT_GT(sent, 0u);
    EXPECT_EQ(out->counters().oddities, 0u);
}

TEST_F(smpp_joint, submit_multi_of_3_3_goes_both_ways) {
    centre_options.version = wire::smpp::version_3_3;
    options.session.interface_version = wire::smpp::version_3_3;
    options.submit_multi = 10;
    open();
    start();
    until([&] { return out->counters().binds_up == 2; });
    send_to_many(10);
    EXPECT_EQ(other->statistics().submits, 1u);
    EXPECT_EQ(other->statistics().taken, 10u);
}

TEST_F(smpp_joint, a_centre_without_submit_multi_gets_each_alone) {
    options.submit_multi = 254;
    centre_options.no_submit_multi = true;
    ports.on_settled = [this](std::uint64_t token, const verdict& result) {
        if (result.is != verdict::kind::unsent) return;
        ports.times[token] = 0;  // as the lane does
        ports.verdicts.erase(token);
        out->send({to_many(token), token, 1, false});
    };
    meet();
    send_to_many(8);
    EXPECT_EQ(other->statistics().taken, 8u);
    EXPECT_EQ(other->statistics().submits, 8u);
    for (const auto& [token, result] : ports.verdicts) EXPECT_FALSE(result.shared_id);
}

TEST_F(smpp_joint, smpp_3_3_on_both_sides) {
    centre_options.version = wire::smpp::version_3_3;
    options.session.interface_version = wire::smpp::version_3_3;
    options.translation.longer = long_form::payload;  // cannot be, goes with headers
    open();
    start();
    until([&] { return out->counters().binds_up == 2; });
    send_whole(3);
    EXPECT_EQ(other->statistics().taken, 3u);
    EXPECT_EQ(out->health().sentence, "2 of 2 binds up");
}

TEST_F(smpp_joint, transceiver_is_refused_by_a_centre_of_3_3) {
    centre_options.version = wire::smpp::version_3_3;
    open();
    start();
    until([&] { return out->counters().bind_failures >= 1; });
    EXPECT_NE(log.text.find("ESME_RINVCMDID"), std::string::npos);
    EXPECT_EQ(out->capacity(), 0u);
}

TEST_F(smpp_joint, congestion_of_a_5_0_centre_makes_the_window_small) {
    centre_options.version = wire::smpp::version_5_0;
    centre_options.congestion = 100;
    options.session.interface_version = wire::smpp::version_5_0;
    meet();
    for (std::uint64_t token = 1; token <= 8; ++token) {
        send(token);
        until(settled(token));
    }
    EXPECT_EQ(out->capacity(), 1u);
    EXPECT_GE(out->counters().throttled, 3u);
    EXPECT_NE(out->health().sentence.find("congestion 100"), std::string::npos);
}

TEST_F(smpp_joint, state_is_asked_and_a_message_cancelled) {
    centre_options.receipt_delay = 300ms;
    meet();
    send(1);
    until(settled(1));
    const network_question about{text(1), ports.verdicts[1].detail};
    network_questions& questions = *out->questions();
    questions.query(about, *this, 1);
    auto with = std::make_shared<message>(*text(1));
    with->body = "other";
    questions.replace(about, with, *this, 2);
    questions.cancel(about, *this, 3);
    questions.cancel({text(1), "404"}, *this, 4);
    until([&] { return answers.size() == 4; });
    using k = network_answer::kind;
    EXPECT_EQ(answers[1].is, k::done);
    EXPECT_EQ(answers[1].now, state::submitted);
    EXPECT_EQ(answers[2].is, k::done);
    EXPECT_EQ(answers[3].is, k::done);
    EXPECT_EQ(answers[4].is, k::refused);
    EXPECT_EQ(answers[4].detail, "ESME_RCANCELFAIL");
    until([&] { return ports.reported.size() == 1; });
    EXPECT_EQ(ports.reported[0].outcome, state::undelivered);
    EXPECT_TRUE(ports.reported[0].detail.starts_with("DELETED"));
    questions.query(about, *this, 5);
    until([&] { return answers.size() == 5; });
    EXPECT_EQ(answers[5].detail, "ESME_RQUERYFAIL");
}

TEST_F(smpp_joint, centre_calls_by_outbind_and_calls_again) {
    options.binds = 0;
    options.outbind = {"127.0.0.1", 0, bind_mode::transceiver, 1, "hermod-smsc", "secret"};
    {
        const scripted_centre lent(io);  // a free port: asked of the system, given back, taken again
        options.outbind.port = lent.port();
    }
    start();
    centre_options.outbind_host = "127.0.0.1";
    centre_options.outbind_port = options.outbind.port;
    centre_options.outbind_password = "secret";
    centre_options.deliver_retry = 5ms;
    open();
    until([&] { return out->counters().binds_up == 1; });
    send_whole(2);
    other->drop_connections();
    until([&] { return out->counters().binds_up == 0; });
    until([&] { return out->counters().binds_up == 1; });
    EXPECT_EQ(other->statistics().calls, 2u);
}

}  // namespace
}  // namespace hermod::connectors::smpp
