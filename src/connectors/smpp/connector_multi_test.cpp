// The connector that gathers messages of one content, against a scripted centre.
#include "connectors/smpp/connector.hpp"
#include "connectors/smpp/connector_stage.hpp"
#include "wire/smpp/decode.hpp"

namespace hermod::connectors::smpp {
namespace {

class smpp_connector_multi : public connector_stage {
protected:
    smpp_connector_multi() {
        options.submit_multi = 10;
        centre.on_pdu = [this](line& one, const header& head, octets frame) { return note_submit(one, head, frame); };
    }
    ~smpp_connector_multi() override {
        if (out) stop();
    }
    bool note_submit(line& one, const header& head, octets frame) {
        if (head.id == command_id::submit_multi) {
            std::string text = "multi";
            const auto read = wire::smpp::decode_as<wire::smpp::submit_multi>(frame);
            for (const auto& to : read->pdu.destinations)
                text += " " + std::string(to.destination_addr.substr(9));
            written.push_back(text);
            if (answer_status != command_status::esme_rok)
                one.head(response_of(head.id), head.sequence_number, answer_status);
            else if (answers)
                one.write(head.sequence_number, wire::smpp::submit_multi_resp{"m" + std::to_string(head.sequence_number), {}, {}});
            return true;
        }
        if (head.id != command_id::submit_sm) return false;
        written.push_back("single " + std::string(wire::smpp::decode_as<wire::smpp::submit_sm>(frame)->pdu.destination_addr.substr(9)));
        if (answers) accept(one, head, "s" + std::to_string(head.sequence_number));
        return true;
    }
    // To +447700900(100 + token).
    std::shared_ptr<message> one_to(std::uint64_t token, std::string body = "hello") {
        auto m = std::make_shared<message>(*text(static_cast<std::int64_t>(token)));
        m->to = "+447700900" + std::to_string(100 + token);
        m->body = std::move(body);
        return m;
    }
    void give(std::uint64_t token, std::string body = "hello") { out->send({one_to(token, std::move(body)), token, 1, false}); }
    // What comes back unsent, as the lane does.
    void send_again() {
        ports.on_settled = [this](std::uint64_t token, const verdict& result) {
            if (result.is != verdict::kind::unsent) return;
            ports.times[token] = 0;
            ports.verdicts.erase(token);
            give(token);
        };
    }
    std::string detail(std::uint64_t token) { return ports.verdicts.at(token).detail; }

    std::vector<std::string> written;
    bool answers = true;
    command_status answer_status = command_status::esme_rok;
};

using lines = std::vector<std::string>;

TEST_F(smpp_connector_multi, gathers_until_the_flush) {
    start_and_bind();
    for (std::uint64_t token = 1; token <= 3; ++token) give(token);
    EXPECT_EQ(out->capacity(), 10u) << "a group that gathers has no place yet";
    out->flush();
    EXPECT_EQ(out->capacity(), 9u);
    until(settled(3));
    EXPECT_EQ(written, lines{"multi 101 102 103"});
    for (std::uint64_t token = 1; token <= 3; ++token) {
        EXPECT_EQ(kind(token), verdict::kind::sent);
        EXPECT_EQ(detail(token), "m2");
        EXPECT_TRUE(ports.verdicts.at(token).shared_id);
    }
    EXPECT_EQ(out->counters().parts_sent, 3u);
    EXPECT_EQ(out->counters().oddities, 0u);
}

TEST_F(smpp_connector_multi, keeps_the_order_and_sends_what_does_not_fit_apart) {
    start_and_bind();
    give(1), give(2), give(3, "other"), give(4, "other"), give(5, "third"), give(6);
    send(7, text(7, 2), 1);  // flushes
    until(settled(7));
    EXPECT_EQ(written, (lines{"multi 101 102", "multi 103 104", "single 105", "single 106", "single 123"}));
    EXPECT_EQ(detail(5).front(), 's');
    EXPECT_FALSE(ports.verdicts.at(5).shared_id);
}

TEST_F(smpp_connector_multi, ends_a_group_at_its_number) {
    options.submit_multi = 2;
    start_and_bind();
    for (std::uint64_t token = 1; token <= 5; ++token) give(token);
    out->flush();
    until(settled(5));
    EXPECT_EQ(written, (lines{"multi 101 102", "multi 103 104", "single 105"}));
}

TEST_F(smpp_connector_multi, never_has_more_pdus_on_the_wire_than_places) {
    answers = false;
    options.session.window = 2;
    start_and_bind();
    for (std::uint64_t token = 1; token <= 4; ++token) give(token, token <= 2 ? "hello" : "other");
    EXPECT_EQ(out->capacity(), 1u) << "two are out, two gather";
    give(5, "third");  // takes the last place for those before it, and has none itself
    EXPECT_EQ(out->capacity(), 0u);
    out->flush();
    until([&] { return written.size() == 2; });
    EXPECT_EQ(written, (lines{"multi 101 102", "multi 103 104"}));
    EXPECT_EQ(out->counters().window_size, 2u);
    answers = true;
    centre.lines.front()->write(2, wire::smpp::submit_multi_resp{"a", {}, {}});
    until(settled(3));
    EXPECT_EQ(written.back(), "single 105");
}

TEST_F(smpp_connector_multi, a_window_of_one_place_is_worth_many_parts) {
    options.session.window = 1;
    start_and_bind();
    for (std::uint64_t token = 1; out->capacity() > 0 && token <= 50; ++token) give(token);
    out->flush();
    until(settled(10));
    EXPECT_EQ(written.size(), 1u);
    EXPECT_EQ(out->window(), 10u) << "as many were worth claiming";
}

TEST_F(smpp_connector_multi, each_destination_counts_against_the_rate) {
    options.rate = 50;  // five may go at once
    start_and_bind();
    EXPECT_EQ(out->capacity(), 5u);
    std::uint64_t token = 0;
    while (out->capacity() > 0 && token < 50) give(++token);
    EXPECT_EQ(token, 5u);
    out->flush();
    EXPECT_EQ(out->capacity(), 0u);
    until(settled(5));
    EXPECT_EQ(written, lines{"multi 101 102 103 104 105"});
}

TEST_F(smpp_connector_multi, tells_that_it_has_room_after_each_answer) {
    start_and_bind();
    give(1), give(2);
    const int before = ports.ready_count;
    out->flush();
    until(settled(2));
    until([&] { return ports.ready_count > before; });
}

TEST_F(smpp_connector_multi, a_centre_without_it_gets_each_alone_from_then_on) {
    answer_status = command_status::esme_rinvcmdid;
    send_again();
    options.submit_multi = 2;
    start_and_bind();
    for (std::uint64_t token = 1; token <= 4; ++token) give(token);
    out->flush();
    until([&] { return ports.verdicts.size() == 4; });
    EXPECT_EQ(written, (lines{"multi 101 102", "multi 103 104", "single 101", "single 102", "single 103", "single 104"}));
    for (std::uint64_t token = 1; token <= 4; ++token) EXPECT_EQ(kind(token), verdict::kind::sent);
    EXPECT_EQ(out->counters().parts_deferred, 0u);
    EXPECT_EQ(out->counters().oddities, 2u);
    const auto first = log.text.find("no submit_multi");
    EXPECT_NE(first, std::string::npos);
    EXPECT_EQ(log.text.find("no submit_multi", first + 1), std::string::npos) << "said once";
    EXPECT_EQ(out->window(), 10u);
    give(5), give(6);
    out->flush();
    until([&] { return ports.verdicts.size() == 6; });
    EXPECT_EQ(written.back(), "single 106");
}

TEST_F(smpp_connector_multi, a_group_that_was_refused_for_one_of_it_goes_again_one_by_one) {
    answer_status = command_status::esme_rinvdstadr;
    send_again();
    options.submit_multi = 3;
    start_and_bind();
    give(1), give(2), give(3);
    out->flush();
    until([&] { return ports.verdicts.size() == 3; });
    EXPECT_EQ(written, (lines{"multi 101 102 103", "single 101", "single 102", "single 103"}));
    answer_status = command_status::esme_rok;
    give(4), give(5);
    out->flush();
    until([&] { return ports.verdicts.size() == 5; });
    EXPECT_EQ(written.back(), "multi 104 105") << "the centre knows it all the same";
}

TEST_F(smpp_connector_multi, a_centre_that_refuses_so_many_gets_fewer) {
    answer_status = command_status::esme_rinvnumdests;
    send_again();
    options.submit_multi = 4;
    start_and_bind();
    for (std::uint64_t token = 1; token <= 4; ++token) give(token);
    out->flush();
    until([&] { return written.size() >= 2; });
    answer_status = command_status::esme_rok;
    until([&] { return ports.verdicts.size() == 4; });
    EXPECT_EQ(written[0], "multi 101 102 103 104");
    EXPECT_EQ(written[1], "multi 101 102");
    EXPECT_NE(log.text.find("fewer destinations"), std::string::npos);
}

TEST_F(smpp_connector_multi, without_a_bind_all_come_back_unsent) {
    centre.on_pdu = [](line&, const header&, octets) { return true; };  // not even the bind is answered
    start();
    give(1), give(2);
    EXPECT_TRUE(ports.verdicts.empty());
    out->flush();
    until(settled(2));
    EXPECT_EQ(kind(1), verdict::kind::unsent);
    EXPECT_EQ(kind(2), verdict::kind::unsent);
}

TEST_F(smpp_connector_multi, what_cannot_be_said_is_refused_for_each) {
    start_and_bind();
    for (std::uint64_t token = 1; token <= 2; ++token) {
        auto m = one_to(token);
        m->from = "Zoë";
        out->send({m, token, 1, false});
    }
    out->flush();
    until(settled(2));
    EXPECT_EQ(kind(1), verdict::kind::refused);
    EXPECT_EQ(detail(2), "the sender's name is not ASCII");
    EXPECT_TRUE(written.empty());
}

TEST_F(smpp_connector_multi, data_sm_and_one_destination_at_most_gather_nothing) {
    options.translation.as_data_sm = true;
    centre.on_pdu = [this](line& one, const header& head, octets) {
        if (head.id != command_id::data_sm) return false;
        written.push_back("data");
        one.write(head.sequence_number, wire::smpp::data_sm_resp{"d", {}});
        return true;
    };
    start_and_bind();
    give(1), give(2);
    out->flush();
    until(settled(2));
    EXPECT_EQ(written, (lines{"data", "data"}));
    EXPECT_EQ(out->window(), 10u);
}

TEST_F(smpp_connector_multi, stopping_with_a_group_that_gathers_settles_it) {
    start_and_bind();
    give(1), give(2);
    stop();
    ASSERT_EQ(ports.verdicts.size(), 2u);
}

}  // namespace
}  // namespace hermod::connectors::smpp
