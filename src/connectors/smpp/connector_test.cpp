// The connector over loopback against a scripted centre.
#include "connectors/smpp/connector.hpp"

#include <set>

#include "connectors/smpp/connector_stage.hpp"

namespace hermod::connectors::smpp {
namespace {

class smpp_connector : public connector_stage {};

TEST_F(smpp_connector, sends_and_settles) {
    centre.on_pdu = [](line& one, const header& head, octets) { return is_submit(head) && (accept(one, head, "id1"), true); };
    start_and_bind();
    EXPECT_EQ(out->capacity(), 10u);
    EXPECT_GE(ports.ready_count, 1);
    EXPECT_TRUE(out->health().usable);
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::sent);
    EXPECT_EQ(ports.verdicts[1].detail, "id1");
    EXPECT_EQ(out->counters().parts_sent, 1u);
}

TEST_F(smpp_connector, unbound_gives_parts_back_but_not_from_within) {
    centre.on_pdu = [](line&, const header&, octets) { return true; };  // not even the bind is answered
    start();
    until([&] { return !centre.lines.empty(); });
    EXPECT_EQ(out->capacity(), 0u);
    send(1);
    EXPECT_TRUE(ports.verdicts.empty());
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::unsent);
}

TEST_F(smpp_connector, centre_that_never_answers_makes_unsure) {
    options.session.response_timeout = 60ms;
    start_and_bind();
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::unsure);
    EXPECT_EQ(out->counters().response_timeouts, 1u);
}

TEST_F(smpp_connector, centre_that_answers_twice_is_heard_once) {
    centre.on_pdu = [](line& one, const header& head, octets) {
        return is_submit(head) && (accept(one, head, "a"), accept(one, head, "a"), true);
    };
    start_and_bind();
    send(1);
    until([&] { return out->counters().oddities == 1; });
    EXPECT_EQ(kind(1), verdict::kind::sent);
}

TEST_F(smpp_connector, close_inside_a_pdu_makes_unsure_and_reconnects) {
    centre.on_pdu = [](line& one, const header& head, octets) {
        if (!is_submit(head) || one.number != 1) return false;
        one.write({0, 0, 0, 17, 0x80, 0, 0, 4});  // half of an answer
        one.close();
        return true;
    };
    start_and_bind();
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::unsure);
    until([&] { return out->counters().connects == 2 && out->counters().binds_up == 1; });
    EXPECT_EQ(out->counters().disconnects, 1u);
}

TEST_F(smpp_connector, http_on_the_port_is_named_in_the_log) {
    centre.on_connect = [](line& one) {
        const std::string_view answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        one.write({answer.begin(), answer.end()});
    };
    centre.on_pdu = [](line&, const header&, octets) { return true; };
    start();
    until([&] { return log.text.find("the peer speaks HTTP, wrong port?") != std::string::npos; });
    EXPECT_FALSE(out->health().usable);
}

TEST_F(smpp_connector, refused_bind_is_told_and_tried_again) {
    int binds = 0;
    centre.on_pdu = [&](line& one, const header& head, octets) {
        if (head.id != command_id::bind_transceiver || ++binds == 3) return false;
        one.head(command_id::bind_transceiver_resp, head.sequence_number, command_status::esme_rinvpaswd);
        return true;
    };
    start_and_bind();
    EXPECT_EQ(out->counters().bind_failures, 2u);
    EXPECT_NE(log.text.find("ESME_RINVPASWD"), std::string::npos);
}

TEST_F(smpp_connector, receipt_before_the_response_is_reported_and_answered_once_kept) {
    ports.hold_receipts = true;
    std::vector<std::string> answers;
    centre.on_pdu = [&](line& one, const header& head, octets) {
        if (head.id == command_id::deliver_sm_resp)
            answers.push_back(std::to_string(head.sequence_number) + " " + std::string(name(head.status)));
        if (!is_submit(head)) return false;
        const std::string_view receipt = "id:00C0FFEE stat:DELIVRD err:000";
        wire::smpp::deliver_sm pdu;
        pdu.esm_class = wire::smpp::esm_class::delivery_receipt;
        pdu.short_message = {reinterpret_cast<const std::uint8_t*>(receipt.data()), receipt.size()};
        one.write(41, pdu);
        accept(one, head, "c0ffee");
        return true;
    };
    start_and_bind();
    send(1);
    until(settled(1));
    ASSERT_EQ(ports.log, (std::vector<std::string>{"receipt 00C0FFEE", "settled 1"}));
    EXPECT_EQ(ports.reported[0].connector, connector_id{7});
    EXPECT_EQ(ports.reported[0].outcome, state::delivered);
    EXPECT_TRUE(answers.empty());  // not on disk yet
    ports.held[0]();
    until([&] { return !answers.empty(); });
    EXPECT_EQ(answers[0], "41 ESME_ROK");
}

TEST_F(smpp_connector, what_the_store_cannot_keep_is_left_with_the_network) {
    std::map<std::uint32_t, command_status> answers;
    centre.on_pdu = [&](line& one, const header& head, octets) {
        if (head.id == command_id::deliver_sm_resp) answers[head.sequence_number] = head.status;
        if (!is_submit(head)) return false;
        wire::smpp::deliver_sm pdu;
        pdu.source_addr_ton = wire::smpp::ton::international;
        pdu.source_addr = "447700900123";
        const std::string_view hello = "hello";
        pdu.short_message = {reinterpret_cast<const std::uint8_t*>(hello.data()), hello.size()};
        one.write(head.sequence_number + 100, pdu);
        return true;
    };
    start_and_bind();
    send(1);
    until([&] { return answers.contains(102); });
    EXPECT_EQ(answers[102], command_status::esme_rok);
    EXPECT_EQ(ports.inbound[0]->from, "+447700900123");
    EXPECT_EQ(ports.inbound[0]->body, "hello");
    ports.put_answer = put_result::kind::full;
    send(2);
    until([&] { return answers.contains(103); });
    EXPECT_EQ(answers[103], command_status::esme_rx_t_appn);
    ports.refuse = true;
    send(3);
    until([&] { return answers.contains(104); });
    EXPECT_EQ(answers[104], command_status::esme_rx_p_appn);
}

TEST_F(smpp_connector, throttled_part_comes_back_later_and_the_window_opens_again) {
    int submits = 0;
    centre.on_pdu = [&](line& one, const header& head, octets) {
        if (!is_submit(head)) return false;
        if (++submits == 1)
            one.head(command_id::submit_sm_resp, head.sequence_number, command_status::esme_rthrottled);
        else
            accept(one, head, "x");
        return true;
    };
    options.session.throttle_pause = 20ms;
    start_and_bind();
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::later);
    EXPECT_TRUE(ports.verdicts[1].throttled);
    EXPECT_GT(ports.verdicts[1].after, 0ms);
    EXPECT_EQ(out->counters().throttled, 1u);
    EXPECT_EQ(out->capacity(), 0u);
    const int before = ports.ready_count;
    until([&] { return ports.ready_count > before; });
    EXPECT_EQ(out->capacity(), 5u);
    send(2);
    until(settled(2));
    EXPECT_EQ(kind(2), verdict::kind::sent);
}

TEST_F(smpp_connector, several_binds_share_the_load_and_a_long_message_stays_on_one) {
    options.binds = 3;
    options.session.window = 4;
    std::map<std::size_t, std::vector<octets::size_type>> submits;  // by connection
    std::set<std::size_t> long_message_binds;
    centre.on_pdu = [&](line& one, const header& head, octets frame) {
        if (!is_submit(head)) return false;
        submits[one.number].push_back(frame.size());
        const auto pdu = wire::smpp::decode_as<wire::smpp::submit_sm>(frame).value().pdu;
        if (wire::smpp::esm_class::has_udh(pdu.esm_class)) long_message_binds.insert(one.number);
        accept(one, head, "x");
        return true;
    };
    start_and_bind();
    EXPECT_EQ(out->capacity(), 12u);
    const auto longer = text(100, 6);
    std::uint64_t token = 0;
    for (std::uint8_t part = 1; part <= 6; ++part) {  // more than one window, others in between
        out->send({longer, ++token, part, false});
        out->send({text(static_cast<std::int64_t>(token)), ++token, 1, false});
    }
    out->flush();
    until(settled(12));
    EXPECT_EQ(submits.size(), 3u);
    EXPECT_EQ(long_message_binds.size(), 1u);
}

TEST_F(smpp_connector, lost_connection_gives_back_what_waits_and_what_is_out) {
    options.session.window = 2;
    int submits = 0;
    centre.on_pdu = [&](line& one, const header& head, octets) {
        return is_submit(head) && (++submits == 2 ? one.close() : void(), true);
    };
    start_and_bind();
    for (std::uint64_t token = 1; token <= 5; ++token) out->send({text(1), token, 1, false});
    out->flush();
    until(settled(5));
    EXPECT_EQ(kind(1), verdict::kind::unsure);
    EXPECT_EQ(kind(2), verdict::kind::unsure);
    for (std::uint64_t token = 3; token <= 5; ++token) EXPECT_EQ(kind(token), verdict::kind::unsent);
}

TEST_F(smpp_connector, rate_is_kept) {
    options.rate = 50;
    options.session.window = 100;
    centre.on_pdu = [](line& one, const header& head, octets) { return is_submit(head) && (accept(one, head, "x"), true); };
    start_and_bind();
    EXPECT_EQ(out->capacity(), 5u);
    const auto begin = net::mono_now();
    for (std::uint64_t token = 1; token <= 15; ++token) out->send({text(1), token, 1, false});
    out->flush();
    until(settled(15));
    EXPECT_GE(net::mono_now() - begin, 190ms);  // ten more than were saved up
}

TEST_F(smpp_connector, stop_drains_the_window_before_it_unbinds) {
    std::vector<std::string> seen;
    std::shared_ptr<line> answer_to;
    std::uint32_t answer_for = 0;
    centre.on_pdu = [&](line& one, const header& head, octets) {
        seen.emplace_back(name(head.id));
        if (is_submit(head)) {
            answer_to = one.shared_from_this();
            answer_for = head.sequence_number;
        }
        return is_submit(head);
    };
    start_and_bind();
    send(1);
    until([&] { return answer_to != nullptr; });
    bool stopped = false;
    out->stop(5s, [&] { stopped = true; });
    EXPECT_EQ(out->capacity(), 0u);
    answer_to->write(answer_for, wire::smpp::submit_sm_resp{"z", {}});
    until([&] { return stopped; });
    EXPECT_EQ(kind(1), verdict::kind::sent);
    EXPECT_EQ(seen, (std::vector<std::string>{"bind_transceiver", "submit_sm", "unbind"}));
    out.reset();
}

TEST_F(smpp_connector, stop_waits_for_the_store) {
    ports.hold_receipts = true;
    centre.on_pdu = [](line& one, const header& head, octets) {
        if (!is_submit(head)) return false;
        wire::smpp::deliver_sm pdu;
        pdu.esm_class = wire::smpp::esm_class::delivery_receipt;
        const std::string_view receipt = "id:1 stat:DELIVRD";
        pdu.short_message = {reinterpret_cast<const std::uint8_t*>(receipt.data()), receipt.size()};
        one.write(1, pdu);
        accept(one, head, "1");
        return true;
    };
    start_and_bind();
    send(1);
    until(settled(1));
    bool stopped = false;
    out->stop(50ms, [&] { stopped = true; });
    until([&] { return out->counters().disconnects == 1; });
    EXPECT_FALSE(stopped);
    ports.held[0]();
    until([&] { return stopped; });
    out.reset();
}

TEST_F(smpp_connector, stops_while_nobody_listens) {
    options.port = 1;  // refused
    start();
    until([&] { return log.text.find("connect failed") != std::string::npos; });
    stop();
}

TEST_F(smpp_connector, part_that_cannot_be_encoded_is_refused_with_the_field) {
    start_and_bind();
    auto m = std::make_shared<message>(*text(1));
    m->to = "+4477009001234567890123456789";
    send(1, m);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::refused);
    EXPECT_NE(ports.verdicts[1].detail.find("destination_addr"), std::string::npos);
}

}  // namespace
}  // namespace hermod::connectors::smpp
