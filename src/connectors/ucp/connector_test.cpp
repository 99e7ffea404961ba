// The connector over loopback against a scripted centre.
#include "connectors/ucp/connector.hpp"

#include "connectors/ucp/connector_stage.hpp"
#include "wire/ucp/time.hpp"

namespace hermod::connectors::ucp {
namespace {

class ucp_connector : public connector_stage {};

const std::string reference = "447700900123:231126152730";
const delivery_notification told{.adc = "88222", .oadc = "447700900123", .scts = "231126152730", .dst = "0", .rsn = "000"};
const deliver_message plain{.adc = "88222", .oadc = "447700900999", .scts = "231126152731", .mt = "3", .msg = "4869", .otoa = "1139"};

TEST_F(ucp_connector, sends_and_settles) {
    std::string seen;
    centre.on_frame = [&](line& one, const any_pdu& read) {
        if (!is_submit(read)) return false;
        const auto& pdu = std::get<submit_message>(read.pdu);
        seen = std::string(pdu.adc) + " " + std::string(pdu.oadc) + " " + std::string(pdu.msg) + " " + std::string(pdu.nt);
        accept(one, read, "+" + reference);
        return true;
    };
    start_and_log_in();
    EXPECT_EQ(out->capacity(), 10u);
    EXPECT_EQ(out->window(), 10u);
    EXPECT_GE(ports.ready_count, 1);
    EXPECT_TRUE(out->health().usable);
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::sent);
    EXPECT_EQ(ports.verdicts[1].detail, reference);
    EXPECT_EQ(seen, "447700900123 88222 68656C6C6F 3");
    EXPECT_EQ(out->counters().parts_sent, 1u);
}

TEST_F(ucp_connector, not_logged_in_gives_parts_back_but_not_from_within) {
    centre.on_frame = [](line&, const any_pdu&) { return true; };  // not even the login is answered
    start();
    until([&] { return !centre.lines.empty(); });
    EXPECT_EQ(out->capacity(), 0u);
    send(1);
    EXPECT_TRUE(ports.verdicts.empty());
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::unsent);
}

TEST_F(ucp_connector, refused_login_is_told_and_tried_again) {
    int logins = 0;
    centre.on_frame = [&](line& one, const any_pdu& read) {
        if (read.head.ot != operation_type::session_management || ++logins == 3) return false;
        one.write(read.head.trn, nak{operation_type::session_management, "07", "wrong password"});
        return true;
    };
    start_and_log_in();
    EXPECT_EQ(out->counters().bind_failures, 2u);
    EXPECT_NE(log.text.find("EC 07, authentication failure: wrong password"), std::string::npos) << log.text;
}

TEST_F(ucp_connector, message_that_no_field_takes_is_refused_in_words) {
    start_and_log_in();
    auto what = std::make_shared<message>(*text(1));
    what->from = "a name too long";
    send(1, what);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::refused);
    EXPECT_EQ(ports.verdicts[1].detail, "the sender's name is not of up to 11 characters of the GSM alphabet");
}

TEST_F(ucp_connector, field_of_the_options_that_cannot_be_written_is_named) {
    options.translation.notify_address = "not digits";
    start_and_log_in();
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::refused);
    EXPECT_EQ(ports.verdicts[1].detail.substr(0, 6), "NAdC: ");
    EXPECT_EQ(out->capacity(), 10u);  // nothing is left behind
}

TEST_F(ucp_connector, error_codes_are_verdicts) {
    options.session.errors.set(wire::ucp::error_code::operation_not_allowed, error_meaning::throttled);
    options.session.throttle_pause = 1ms;
    std::vector<std::string_view> codes{"06", "55", "04"};
    centre.on_frame = [&](line& one, const any_pdu& read) {
        if (!is_submit(read)) return false;
        one.write(read.head.trn, nak{operation_type::submit_message, codes.front(), {}});
        codes.erase(codes.begin());
        return true;
    };
    start_and_log_in();
    for (std::uint64_t token : {1, 2, 3}) send(token);
    until(settled(3));
    EXPECT_EQ(kind(1), verdict::kind::refused);
    EXPECT_EQ(ports.verdicts[1].code, 6u);
    EXPECT_EQ(ports.verdicts[1].detail, "adc_invalid");
    EXPECT_EQ(kind(2), verdict::kind::later);
    EXPECT_FALSE(ports.verdicts[2].throttled);
    EXPECT_EQ(kind(3), verdict::kind::later);
    EXPECT_TRUE(ports.verdicts[3].throttled);
    EXPECT_EQ(out->counters().throttled, 1u);
    const int ready = ports.ready_count;
    until([&] { return ports.ready_count > ready; });  // after the pause
}

TEST_F(ucp_connector, centre_that_never_answers_makes_unsure) {
    options.session.response_timeout = 60ms;
    start_and_log_in();
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::unsure);
    EXPECT_EQ(out->counters().response_timeouts, 1u);
}

TEST_F(ucp_connector, close_inside_a_frame_makes_unsure_and_reconnects) {
    centre.on_frame = [](line& one, const any_pdu& read) {
        if (!is_submit(read) || one.number != 1) return false;
        one.write("\x02" "01/00019/R/51");  // a part of an answer
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

TEST_F(ucp_connector, notification_before_the_result_is_reported_and_answered_once_kept) {
    ports.hold_receipts = true;
    std::vector<std::string> answers;
    centre.on_frame = [&](line& one, const any_pdu& read) {
        if (const auto* done = std::get_if<ack>(&read.pdu)) answers.emplace_back(done->sm);
        if (!is_submit(read)) return false;
        one.write(41, told);
        accept(one, read, "0044" + reference.substr(2));
        return true;
    };
    start_and_log_in();
    send(1);
    until(settled(1));
    ASSERT_EQ(ports.log, (std::vector<std::string>{"receipt " + reference, "settled 1"}));
    EXPECT_EQ(ports.verdicts[1].detail, reference);  // the same name, though spelled otherwise
    EXPECT_EQ(ports.reported[0].connector, connector_id{7});
    EXPECT_EQ(ports.reported[0].outcome, state::delivered);
    EXPECT_EQ(out->counters().receipts_in, 1u);
    EXPECT_TRUE(answers.empty());  // not on disk yet
    ports.held[0]();
    until([&] { return !answers.empty(); });
    EXPECT_EQ(answers[0], "88222:231126152730");
}

TEST_F(ucp_connector, receipt_that_cannot_be_kept_is_refused_so_that_it_comes_again) {
    ports.match = receipt_match::failed;
    std::string refused;
    centre.on_frame = [&](line&, const any_pdu& read) {
        if (const auto* no = std::get_if<nak>(&read.pdu)) refused = no->ec;
        return false;
    };
    start_and_log_in();
    centre.lines[0]->write(7, told);
    until([&] { return !refused.empty(); });
    EXPECT_EQ(refused, "55");
}

TEST_F(ucp_connector, notification_that_names_no_message_is_refused) {
    std::string refused;
    centre.on_frame = [&](line&, const any_pdu& read) {
        if (const auto* no = std::get_if<nak>(&read.pdu)) refused = no->ec;
        return false;
    };
    start_and_log_in();
    delivery_notification nameless = told;
    nameless.scts = "";
    centre.lines[0]->write(7, nameless);
    until([&] { return !refused.empty(); });
    EXPECT_EQ(refused, "02");
    EXPECT_TRUE(ports.reported.empty());
    EXPECT_EQ(out->counters().pdu_errors, 1u);
}

TEST_F(ucp_connector, message_from_a_handset_is_put_and_answered) {
    std::vector<std::string> answers;
    centre.on_frame = [&](line&, const any_pdu& read) {
        if (const auto* done = std::get_if<ack>(&read.pdu)) answers.push_back("A " + std::string(done->sm));
        if (const auto* no = std::get_if<nak>(&read.pdu)) answers.push_back("N " + std::string(no->ec));
        return false;
    };
    start_and_log_in();
    centre.lines[0]->write(7, plain);
    until([&] { return answers.size() == 1; });
    ASSERT_EQ(ports.inbound.size(), 1u);
    EXPECT_EQ(ports.inbound[0]->from, "+447700900999");
    EXPECT_EQ(ports.inbound[0]->body, "Hi");
    EXPECT_EQ(answers[0], "A 88222:231126152731");
    ports.refuse = true;
    centre.lines[0]->write(8, plain);
    until([&] { return answers.size() == 2; });
    EXPECT_EQ(answers[1], "N 06");
    ports.refuse = false;
    ports.put_answer = put_result::kind::full;
    centre.lines[0]->write(9, plain);
    until([&] { return answers.size() == 3; });
    EXPECT_EQ(answers[2], "N 55");
}

TEST_F(ucp_connector, parts_of_a_long_message_keep_to_one_connection_in_order) {
    options.binds = 2;
    std::vector<std::pair<std::size_t, std::string>> seen;
    centre.on_frame = [&](line& one, const any_pdu& read) {
        if (!is_submit(read)) return false;
        seen.emplace_back(one.number, std::get<submit_message>(read.pdu).xser);
        accept(one, read, reference);
        return true;
    };
    start_and_log_in();
    const message_ptr what = text(5, 3);
    for (std::uint8_t part = 1; part <= 3; ++part) send(part, what, part);
    until(settled(3));
    ASSERT_EQ(seen.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(seen[i].first, seen[0].first);
        EXPECT_EQ(seen[i].second, "01060500030003" + std::string("0") + std::to_string(i + 1));
    }
}

TEST_F(ucp_connector, validity_is_said_once_the_centres_clock_is_known) {
    std::vector<std::string> vps;
    centre.on_frame = [&](line& one, const any_pdu& read) {
        if (!is_submit(read)) return false;
        vps.emplace_back(std::get<submit_message>(read.pdu).vp);
        const auto there = wire::ucp::format_seconds(wire::ucp::local_seconds(
            std::chrono::floor<std::chrono::seconds>(net::wall_now().time_since_epoch()) + 2h));
        accept(one, read, "447700900123:" + std::string(*there));
        return true;
    };
    start_and_log_in();
    auto what = std::make_shared<message>(*text(1));
    what->expires_at = net::wall_now() + 5h;
    send(1, what);
    until(settled(1));
    send(2, what);
    until(settled(2));
    const auto there = wire::ucp::format_minutes(wire::ucp::local_seconds(
        std::chrono::floor<std::chrono::seconds>(what->expires_at.time_since_epoch()) + 2h));
    EXPECT_EQ(vps, (std::vector<std::string>{"", std::string(*there)}));
}

TEST_F(ucp_connector, stopping_waits_for_what_is_in_flight_and_takes_nothing_more) {
    std::vector<std::function<void()>> results;
    centre.on_frame = [&](line& one, const any_pdu& read) {
        if (!is_submit(read)) return false;
        results.push_back([&one, trn = read.head.trn] { one.write(trn, ack{.ot = operation_type::submit_message, .sm = reference}); });
        return true;
    };
    start_and_log_in();
    send(1);
    until([&] { return results.size() == 1; });
    bool stopped = false;
    out->stop(10s, [&] { stopped = true; });
    send(2);
    until(settled(1));
    EXPECT_EQ(kind(2), verdict::kind::unsent);
    EXPECT_FALSE(stopped);
    results[0]();
    until([&] { return stopped; });
    EXPECT_EQ(kind(1), verdict::kind::sent);
    out.reset();
}

TEST_F(ucp_connector, rate_limits_what_leaves) {
    options.rate = 20;
    take_all(reference);
    start_and_log_in();
    EXPECT_EQ(out->capacity(), 2u);
    send(1);
    send(2);
    EXPECT_EQ(out->capacity(), 0u);
    until(settled(2));
    until([&] { return out->capacity() != 0; });
}

}  // namespace
}  // namespace hermod::connectors::ucp
