// The connector over loopback against a scripted centre.
#include "connectors/cimd2/connector.hpp"

#include <set>

#include "connectors/cimd2/connector_stage.hpp"

namespace hermod::connectors::cimd2 {
namespace {

constexpr std::string_view report = "23:000|021:447700900123|060:261125190923|061:4|";
constexpr std::string_view handset = "20:000|021:88222|023:+447700900123|060:261125190923|033:hello_Oa|";

class cimd2_connector : public connector_stage {};

TEST_F(cimd2_connector, sends_and_settles) {
    std::vector<std::string> seen;
    centre.on_packet = [&](line& one, const std::string& packet) {
        seen.push_back(packet);
        return is_submit(packet) && (accept(one, packet), true);
    };
    start_and_log_in();
    EXPECT_EQ(out->capacity(), 10u);
    EXPECT_GE(ports.ready_count, 1);
    EXPECT_TRUE(out->health().usable);
    EXPECT_EQ(seen[0], "01:001|010:us|011:secret|019:10|");
    send(1);
    until(settled(1));
    EXPECT_EQ(seen[1], "03:003|021:+447700900123|023:88222|033:hello|056:62|");
    EXPECT_EQ(kind(1), verdict::kind::sent);
    EXPECT_EQ(ports.verdicts[1].detail, "261125190923:447700900123");
    EXPECT_EQ(out->counters().parts_sent, 1u);
}

TEST_F(cimd2_connector, not_logged_in_gives_parts_back_but_not_from_within) {
    centre.on_packet = [](line&, const std::string&) { return true; };  // not even the login is answered
    start();
    until([&] { return !centre.lines.empty(); });
    EXPECT_EQ(out->capacity(), 0u);
    send(1);
    EXPECT_TRUE(ports.verdicts.empty());
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::unsent);
}

TEST_F(cimd2_connector, centre_that_never_answers_makes_unsure) {
    options.session.response_timeout = 60ms;
    start_and_log_in();
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::unsure);
    EXPECT_EQ(out->counters().response_timeouts, 1u);
}

TEST_F(cimd2_connector, centre_without_windows_is_spoken_to_one_at_a_time) {
    centre.on_packet = [](line& one, const std::string& packet) {
        if (packet.find("019:") == std::string::npos) return is_submit(packet) && (accept(one, packet), true);
        return one.write("51:001|900:105|"), true;
    };
    start_and_log_in();
    EXPECT_EQ(out->capacity(), 1u);
    EXPECT_NE(log.text.find("the centre allows no window"), std::string::npos);
    for (std::uint64_t token = 1; token <= 3; ++token) send(token);
    until(settled(3));
    for (std::uint64_t token = 1; token <= 3; ++token) EXPECT_EQ(kind(token), verdict::kind::sent);
}

TEST_F(cimd2_connector, refusals_follow_the_table_of_codes) {
    std::vector<int> codes{300, 6, 9};
    options.session.errors.set(9, error_meaning::later);
    options.session.retry_after = 7s;
    centre.on_packet = [&](line& one, const std::string& packet) {
        if (!is_submit(packet)) return false;
        refuse(one, packet, codes.front());
        codes.erase(codes.begin());
        return true;
    };
    start_and_log_in();
    for (std::uint64_t token = 1; token <= 3; ++token) {
        send(token);
        until(settled(token));
    }
    EXPECT_EQ(kind(1), verdict::kind::refused);
    EXPECT_EQ(ports.verdicts[1].code, 300u);
    EXPECT_EQ(ports.verdicts[1].detail, "incorrect destination address");
    EXPECT_EQ(kind(2), verdict::kind::later);
    EXPECT_EQ(kind(3), verdict::kind::later);
    EXPECT_EQ(ports.verdicts[3].after, 7s);
}

TEST_F(cimd2_connector, throttled_part_comes_back_later_and_the_window_opens_again) {
    int submits = 0;
    centre.on_packet = [&](line& one, const std::string& packet) {
        if (!is_submit(packet)) return false;
        ++submits == 1 ? refuse(one, packet, 10) : accept(one, packet);
        return true;
    };
    options.session.throttle_pause = 20ms;
    start_and_log_in();
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::later);
    EXPECT_TRUE(ports.verdicts[1].throttled);
    EXPECT_EQ(out->counters().throttled, 1u);
    EXPECT_EQ(out->capacity(), 0u);
    const int before = ports.ready_count;
    until([&] { return ports.ready_count > before; });
    send(2);
    until(settled(2));
    EXPECT_EQ(kind(2), verdict::kind::sent);
}

TEST_F(cimd2_connector, close_inside_a_packet_makes_unsure_and_reconnects) {
    centre.on_packet = [](line& one, const std::string& packet) {
        if (!is_submit(packet) || one.number != 1) return false;
        one.write_octets("\x02" "53:00");
        one.close();
        return true;
    };
    start_and_log_in();
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::unsure);
    until([&] { return out->counters().connects == 2 && out->counters().binds_up == 1; });
    EXPECT_EQ(out->counters().disconnects, 1u);
}

TEST_F(cimd2_connector, refused_login_is_told_and_tried_again) {
    int logins = 0;
    centre.on_packet = [&](line& one, const std::string& packet) {
        if (!scripted_centre::is(packet, "01") || ++logins == 3) return false;
        return one.write("51:001|900:100|901:go away|"), true;
    };
    start_and_log_in();
    EXPECT_EQ(out->counters().bind_failures, 2u);
    EXPECT_NE(log.text.find("error 100, go away"), std::string::npos) << log.text;
}

TEST_F(cimd2_connector, report_before_the_response_is_reported_and_answered_once_kept) {
    ports.hold_receipts = true;
    std::vector<std::string> answers;
    centre.on_packet = [&](line& one, const std::string& packet) {
        if (scripted_centre::is(packet, "73")) answers.push_back(packet);
        if (!is_submit(packet)) return false;
        one.write(report);
        accept(one, packet);
        return true;
    };
    start_and_log_in();
    send(1);
    until(settled(1));
    ASSERT_EQ(ports.log, (std::vector<std::string>{"receipt 261125190923:447700900123", "settled 1"}));
    EXPECT_EQ(ports.verdicts[1].detail, ports.reported[0].remote_id) << "so that they find each other";
    EXPECT_EQ(ports.reported[0].connector, connector_id{7});
    EXPECT_EQ(ports.reported[0].outcome, state::delivered);
    EXPECT_TRUE(answers.empty());  // not on disk yet
    ports.held[0]();
    until([&] { return !answers.empty(); });
    EXPECT_EQ(answers[0], "73:000|");
}

TEST_F(cimd2_connector, what_the_store_cannot_keep_is_not_answered_and_taken_when_it_comes_again) {
    std::vector<std::string> answers;
    centre.on_packet = [&](line&, const std::string& packet) {
        if (scripted_centre::is(packet, "70") || scripted_centre::is(packet, "73")) answers.push_back(packet);
        return false;
    };
    start_and_log_in();
    ports.put_answer = put_result::kind::full;
    centre.lines[0]->write(handset);
    until([&] { return ports.inbound.size() == 1; });
    ports.put_answer = put_result::kind::stored;
    // Until the refusal of the store has come round, what comes again is the same one still.
    until([&] {
        centre.lines[0]->write(handset);
        return ports.inbound.size() >= 2;
    });
    until([&] { return !answers.empty(); });
    EXPECT_EQ(answers[0], "70:000|");
    EXPECT_EQ(ports.inbound[1]->from, "+447700900123");
    EXPECT_EQ(ports.inbound[1]->body, "hello@");
}

TEST_F(cimd2_connector, what_nobody_wants_and_what_names_nothing_is_refused) {
    std::vector<std::string> answers;
    centre.on_packet = [&](line&, const std::string& packet) {
        if (scripted_centre::is(packet, "70") || scripted_centre::is(packet, "73")) answers.push_back(packet);
        return false;
    };
    ports.refuse = true;
    start_and_log_in();
    centre.lines[0]->write(handset);
    centre.lines[0]->write("23:002|021:447700900123|061:4|");
    until([&] { return answers.size() == 2; });
    EXPECT_EQ(answers[0], "70:000|900:9|");
    EXPECT_EQ(answers[1], "73:002|900:2|");
    EXPECT_TRUE(ports.reported.empty());
    EXPECT_EQ(out->counters().pdu_errors, 1u);
}

TEST_F(cimd2_connector, several_logins_share_the_load_and_a_long_message_stays_on_one) {
    options.binds = 3;
    options.session.window = 4;
    std::map<std::size_t, int> submits;  // by connection
    std::set<std::size_t> long_message_lines;
    centre.on_packet = [&](line& one, const std::string& packet) {
        if (!is_submit(packet)) return false;
        ++submits[one.number];
        if (packet.find("032:") != std::string::npos) long_message_lines.insert(one.number);
        accept(one, packet);
        return true;
    };
    start_and_log_in();
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
    EXPECT_EQ(long_message_lines.size(), 1u);
}

TEST_F(cimd2_connector, lost_connection_gives_back_what_waits_and_what_is_out) {
    options.session.window = 2;
    int submits = 0;
    centre.on_packet = [&](line& one, const std::string& packet) {
        return is_submit(packet) && (++submits == 2 ? one.close() : void(), true);
    };
    start_and_log_in();
    for (std::uint64_t token = 1; token <= 5; ++token) out->send({text(1), token, 1, false});
    out->flush();
    until(settled(5));
    EXPECT_EQ(kind(1), verdict::kind::unsure);
    EXPECT_EQ(kind(2), verdict::kind::unsure);
    for (std::uint64_t token = 3; token <= 5; ++token) EXPECT_EQ(kind(token), verdict::kind::unsent);
}

TEST_F(cimd2_connector, stop_drains_the_window_before_it_logs_out) {
    std::vector<std::string> seen;
    std::shared_ptr<line> answer_to;
    std::string submit;
    centre.on_packet = [&](line& one, const std::string& packet) {
        seen.push_back(packet.substr(0, 2));
        if (!is_submit(packet)) return false;
        answer_to = one.shared_from_this();
        submit = packet;
        return true;
    };
    start_and_log_in();
    send(1);
    until([&] { return answer_to != nullptr; });
    bool stopped = false;
    out->stop(5s, [&] { stopped = true; });
    EXPECT_EQ(out->capacity(), 0u);
    accept(*answer_to, submit);
    until([&] { return stopped; });
    EXPECT_EQ(kind(1), verdict::kind::sent);
    EXPECT_EQ(seen, (std::vector<std::string>{"01", "03", "02"}));
    out.reset();
}

TEST_F(cimd2_connector, stop_waits_for_the_store) {
    ports.hold_receipts = true;
    centre.on_packet = [](line& one, const std::string& packet) {
        if (!is_submit(packet)) return false;
        one.write(report);
        accept(one, packet);
        return true;
    };
    start_and_log_in();
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

TEST_F(cimd2_connector, silence_is_asked_about) {
    options.session.alive = 20ms;
    int asked = 0;
    centre.on_packet = [&](line&, const std::string& packet) { return asked += scripted_centre::is(packet, "40"), false; };
    start_and_log_in();
    until([&] { return asked >= 2; });
    EXPECT_TRUE(out->health().usable);
}

TEST_F(cimd2_connector, part_that_cannot_be_said_is_refused_in_words) {
    start_and_log_in();
    auto m = std::make_shared<message>(*text(1));
    m->to = "+4477009001234567890123456789";
    send(1, m);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::refused);
    EXPECT_EQ(ports.verdicts[1].detail, "the recipient's number has more than 20 characters");
}

TEST_F(cimd2_connector, dialect_says_whether_there_are_checksums) {
    options.translation.quirks.no_checksum = true;
    std::string octets;
    centre.on_packet = [&](line& one, const std::string& packet) {
        octets = one.in;
        return is_submit(packet) && (accept(one, packet), true);
    };
    start_and_log_in();
    send(1);
    until(settled(1));
    stop();
    options.translation.quirks = {.checksum_required = true};
    start();  // the scripted centre writes none: its answers are damaged, and are asked for again
    until([&] { return out->counters().pdu_errors >= 1; });
    EXPECT_FALSE(out->health().usable);
}

TEST_F(cimd2_connector, stops_while_nobody_listens) {
    options.port = 1;  // refused
    start();
    until([&] { return log.text.find("connect failed") != std::string::npos; });
    stop();
}

}  // namespace
}  // namespace hermod::connectors::cimd2
