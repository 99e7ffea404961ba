#include <algorithm>

#include "connectors/ucp/door_stage.hpp"

namespace hermod::connectors::ucp::on_stage {
namespace {

const delivery_notification a_receipt{.adc = "88222", .oadc = "447700900123", .scts = "251126223000", .dst = "0"};

TEST(ucp_door_session, logs_in_by_60_and_answers_what_waited_behind_it) {
    stage s;
    s.feed(login_frame(7) + frame_of(8, text_to("447700900123")));
    EXPECT_EQ(s.take(), lines{"login shop with secret"});
    EXPECT_TRUE(s.one.waiting());
    s.one.login_decided(error_code::none, 10, 10, s.now);
    s.go_on();
    EXPECT_EQ(s.take(), (lines{"51 08", "-> 60 A 07"}));
    EXPECT_TRUE(s.one.hears());
    s.one.answer(s.questions[0], "447700900123:251126223000");
    s.writes();
    EXPECT_EQ(s.take(), lines{"-> 51 A 08 447700900123:251126223000"});
}

TEST(ucp_door_session, refuses_a_login_and_closes) {
    stage s;
    s.feed(login_frame());
    s.take();
    s.one.login_decided(error_code::authentication_failure, 1, 1, s.now);
    s.writes();
    EXPECT_EQ(s.take(), (lines{"close: the login was refused", "-> 60 N 00 07"}));
    EXPECT_EQ(s.one.deliver_room(), 0u);
}

TEST(ucp_door_session, parses_nothing_but_60_and_31_before_a_login) {
    stage s;
    s.feed(1, text_to("447700900123"));
    s.feed(2, alert{"shop", "0539"});
    s.feed(
        "\x02"
        "03/00020/O/51/x/y/??\x03");
    s.feed(4, ack{operation_type::deliver_message, {}, {}});
    s.feed(5, list_management{.oadc = "shop"});
    EXPECT_EQ(s.take(), (lines{"-> 51 N 01 04", "-> 31 A 02", "-> 51 N 03 01", "-> 61 N 05 04"}));
    EXPECT_EQ(s.notes[door_note::refused_operation], 2);
    EXPECT_EQ(s.notes[door_note::unknown_result], 1);
    EXPECT_EQ(s.notes[door_note::frame_error], 1);
}

TEST(ucp_door_session, reads_512_octets_before_a_login_and_no_more) {
    stage s;
    s.feed("\x02" + std::string(600, '1'));
    EXPECT_EQ(s.take(), lines{"close: the peer does not speak UCP"});
    stage noisy;
    noisy.feed(std::string(511, 'x'));
    EXPECT_EQ(noisy.take(), lines{});
    noisy.feed("x");
    EXPECT_EQ(noisy.take(), lines{"close: the peer does not speak UCP"});
}

TEST(ucp_door_session, names_what_speaks_another_protocol) {
    stage http, tls;
    http.feed("GET / HTTP/1.1\r\n");
    EXPECT_EQ(http.take(), lines{"close: the peer speaks HTTP, wrong port?"});
    tls.feed("\x16\x03\x01");
    EXPECT_EQ(tls.take(), lines{"close: the peer speaks TLS, wrong port?"});
}

TEST(ucp_door_session, closes_who_does_not_log_in_in_time) {
    stage s;
    s.wait(9s);
    s.feed(1, alert{"shop", "0539"});
    EXPECT_EQ(s.take(), lines{"-> 31 A 01"});
    s.wait(1s);
    EXPECT_EQ(s.take(), lines{"close: no login came in time"});
}

TEST(ucp_door_session, knows_one_subtype_of_login_and_one_of_leaving) {
    stage s;
    for (const auto styp : {"3", "4", "5", "6"}) s.feed(login_frame(1, "shop", styp));
    EXPECT_EQ(s.take(), (lines{"-> 60 N 01 04", "-> 60 N 01 04", "-> 60 N 01 04", "-> 60 N 01 04"}));
    s.log_in();
    s.feed(login_frame(2));
    EXPECT_EQ(s.take(), lines{"-> 60 N 02 04"});
    s.feed(3, text_to("1"));
    s.feed(login_frame(4, "shop", "2"));
    EXPECT_EQ(s.take(), (lines{"51 03", "-> 60 A 04"}));
    s.one.answer(s.questions[0], "1:251126223000");
    s.writes();
    EXPECT_EQ(s.take(), (lines{"close: the application has finished", "-> 51 A 03 1:251126223000"}));
}

TEST(ucp_door_session, takes_a_window_of_operations_and_reads_on_when_one_is_answered) {
    stage s;
    s.log_in(2);
    for (unsigned i = 1; i <= 3; ++i) s.feed(i, text_to("447700900123"));
    EXPECT_EQ(s.take(), (lines{"51 01", "51 02"}));
    s.one.answer(s.questions[1], "x:1");
    s.go_on();
    EXPECT_EQ(s.take(), (lines{"51 03", "-> 51 A 02 x:1"}));
    s.one.refuse(s.questions[0], error_code::adc_invalid, "no number");
    s.writes();
    EXPECT_EQ(s.take(), lines{"-> 51 N 01 06 no number"});
}

TEST(ucp_door_session, stop_and_wait_is_a_window_of_one) {
    stage s;
    s.log_in(1, 1);
    s.feed(frame_of(1, text_to("1")) + frame_of(2, text_to("2")));
    EXPECT_EQ(s.take(), lines{"51 01"});
    EXPECT_TRUE(s.one.deliver(5, a_receipt, s.now));
    EXPECT_EQ(s.one.deliver_room(), 0u);
    s.one.answer(s.questions[0], "1:1");
    s.go_on();
    EXPECT_EQ(s.take(), (lines{"51 02", "-> 53 O 00", "-> 51 A 01 1:1"}));
}

TEST(ucp_door_session, a_frame_that_comes_again_unanswered_is_answered_once) {
    stage s;
    s.log_in(10);
    s.feed(1, text_to("1"));
    s.feed(1, text_to("1"));
    EXPECT_EQ(s.take(), lines{"51 01"});
    EXPECT_EQ(s.notes[door_note::repeated_number], 1);
    s.one.answer(s.questions[0], "1:1");
    s.writes();
    s.feed(1, text_to("1"));  // the number is free again
    EXPECT_EQ(s.take(), (lines{"-> 51 A 01 1:1", "51 01"}));
    s.feed(1, text_to("2"));  // another one under the same number: both are taken, both are answered
    EXPECT_EQ(s.take(), lines{"51 01"});
    EXPECT_EQ(s.one.unanswered(), 2u);
}

TEST(ucp_door_session, answers_what_it_does_not_serve_by_the_table) {
    stage s;
    s.log_in();
    s.feed(1, list_management{.oadc = "shop", .styp = "1"});
    s.feed(2, deliver_message{.adc = "1"});
    s.feed(3, delivery_notification{.adc = "1"});
    s.feed(4, inquiry_response{.adc = "1"});
    s.feed(5, delete_response{.adc = "1"});
    EXPECT_EQ(s.take(), (lines{"-> 61 N 01 03", "-> 52 N 02 04", "-> 53 N 03 04", "-> 57 N 04 04", "-> 58 N 05 04"}));
    EXPECT_EQ(s.notes[door_note::refused_operation], 5);
    std::string strange = frame_of(6, alert{"shop", "0539"});
    strange.replace(strange.find("/31/"), 4, "/99/");
    const std::string body = strange.substr(1, strange.size() - 4);
    static constexpr char hex[] = "0123456789ABCDEF";
    const auto sum = checksum(body);
    s.feed(std::string("\x02") + body + hex[sum >> 4] + hex[sum & 15] + "\x03");
    EXPECT_EQ(s.take(), lines{"-> 99 N 06 03"});
}

TEST(ucp_door_session, a_damaged_operation_is_told_what_is_wrong_and_the_session_lives) {
    stage s;
    s.log_in();
    std::string frame = frame_of(1, text_to("447700900123"));
    frame[frame.size() - 2] = frame[frame.size() - 2] == '0' ? '1' : '0';
    s.feed(frame);
    s.feed(
        "\x02"
        "02/00020/O/51/x");
    s.feed("\r\n");
    s.feed(3, text_to("447700900123"));
    EXPECT_EQ(s.take(), (lines{"-> 51 N 01 01", "51 03"}));
    EXPECT_EQ(s.notes[door_note::frame_error], 2);
    s.feed(std::string(17000, 'x'));
    EXPECT_EQ(s.take(), lines{"close: the peer does not speak UCP"});
}

TEST(ucp_door_session, hears_results_and_what_they_mean) {
    stage s;
    s.log_in(1, 10);
    const std::pair<unsigned, const char*> codes[] = {{0, "heard 10 taken"},       {3, "heard 11 refused 03"},
                                                      {4, "heard 12 later 04"},    {55, "heard 13 later 55"},
                                                      {28, "heard 14 refused 28"}, {99, "heard 15 later 99"}};
    std::uint64_t token = 10;
    for (const auto& [code, wanted] : codes) {
        ASSERT_TRUE(s.one.deliver(token++, a_receipt, s.now));
        s.writes();
        const std::string out = s.take().back();
        const auto trn = static_cast<unsigned>(std::stoi(out.substr(out.size() - 2)));
        if (code == 0)
            s.feed(trn, ack{operation_type::delivery_notification, {}, {}});
        else
            s.feed(trn, nak{operation_type::delivery_notification, ec(error_code{static_cast<std::uint8_t>(code)}), {}});
        EXPECT_EQ(s.take(), lines{wanted});
    }
    s.feed(0, ack{operation_type::delivery_notification, {}, {}});
    s.feed(50, ack{operation_type::deliver_message, {}, {}});
    EXPECT_EQ(s.notes[door_note::unknown_result], 2);
}

TEST(ucp_door_session, what_is_not_answered_is_overdue_and_its_number_rests) {
    stage s;
    s.log_in(1, 1);
    ASSERT_TRUE(s.one.deliver(1, a_receipt, s.now));
    s.writes();
    s.take();
    s.wait(60s);
    EXPECT_EQ(s.take(), lines{"heard 1 overdue"});
    EXPECT_EQ(s.one.deliver_room(), 1u);
    ASSERT_TRUE(s.one.deliver(2, a_receipt, s.now));
    s.writes();
    s.feed(0, ack{operation_type::delivery_notification, {}, {}});
    EXPECT_EQ(s.take(), lines{"-> 53 O 01"});
    EXPECT_EQ(s.notes[door_note::unknown_result], 1);
    s.one.disconnected();
    EXPECT_EQ(s.take(), lines{"heard 2 unanswered"});
}

TEST(ucp_door_session, what_it_informs_of_is_heard_by_nobody) {
    stage s;
    s.log_in(1, 1);
    s.one.inform(inquiry_response{.adc = "447700900123", .dst = "1"}, s.now);
    s.writes();
    s.feed(0, nak{operation_type::inquiry_response, "03", {}});
    EXPECT_EQ(s.take(), lines{"-> 57 O 00"});
    EXPECT_EQ(s.one.deliver_room(), 1u);
    EXPECT_EQ(s.notes[door_note::unknown_result], 0);
}

TEST(ucp_door_session, asks_who_is_silent_and_closes_who_does_not_answer) {
    door_session_options options;
    options.timers.keepalive = 30s;
    stage s(options);
    s.log_in();
    s.wait(30s);
    EXPECT_EQ(s.take(), lines{"-> 31 O 00"});
    s.feed(0, nak{operation_type::alert, "03", {}});
    s.wait(30s);
    EXPECT_EQ(s.take(), lines{"-> 31 O 01"});
    s.wait(60s);
    EXPECT_EQ(s.take(), lines{"close: our alert was not answered"});
}

TEST(ucp_door_session, closes_who_is_silent_for_too_long) {
    door_session_options options;
    options.timers.inactivity = 100s;
    stage s(options);
    s.log_in();
    s.wait(99s);
    s.feed(1, alert{"shop", "0539"});
    s.take();
    s.wait(99s);
    EXPECT_EQ(s.take(), lines{});
    s.wait(1s);
    EXPECT_EQ(s.take(), lines{"close: the application was silent"});
}

TEST(ucp_door_session, who_finishes_answers_what_was_asked_and_nothing_new) {
    stage s;
    s.log_in(5);
    s.feed(1, text_to("1"));
    ASSERT_TRUE(s.one.deliver(9, a_receipt, s.now));
    s.one.start_drain(s.now, s.now + 5s);
    s.feed(2, text_to("2"));
    s.feed(3, alert{"shop", "0539"});
    EXPECT_EQ(s.take(), (lines{"51 01", "-> 53 O 00", "-> 31 A 03"}));
    EXPECT_FALSE(s.one.hears());
    s.feed(0, ack{operation_type::delivery_notification, {}, {}});
    s.one.answer(s.questions[0], "1:1");
    s.writes();
    EXPECT_EQ(s.take(), (lines{"heard 9 taken", "close: we have finished", "-> 51 A 01 1:1"}));
}

TEST(ucp_door_session, who_finishes_waits_no_longer_than_it_was_told) {
    stage s;
    s.log_in();
    s.feed(1, text_to("1"));
    s.one.start_drain(s.now, s.now + 5s);
    s.take();
    s.wait(5s);
    EXPECT_EQ(s.take(), lines{"close: we have finished"});
}

TEST(ucp_door_session, who_does_not_read_is_not_read_from_and_closed_in_the_end) {
    door_session_options options;
    options.max_output = 50;
    stage s(options);
    s.log_in(10);
    s.kernel_takes = false;
    for (unsigned i = 1; i <= 4; ++i) s.feed(i, alert{"shop", "0539"});
    EXPECT_EQ(s.take().size(), 3u);
    EXPECT_TRUE(s.one.waiting());
    EXPECT_EQ(s.one.deliver_room(), 0u);
    s.wait(60s);
    EXPECT_EQ(s.take(), lines{"close: the application does not read"});
}

TEST(ucp_door_session, frames_cut_anywhere_are_the_same_frames) {
    const std::string all = login_frame(0) + frame_of(1, text_to("1")) + "\n" + frame_of(2, alert{"shop", "0539"});
    for (std::size_t at = 0; at <= all.size(); ++at) {
        stage s;
        s.feed(all.substr(0, at));
        s.one.login_decided(error_code::none, 2, 2, s.now);
        s.go_on();
        s.feed(all.substr(at));
        s.one.login_decided(error_code::none, 2, 2, s.now);
        s.go_on();
        lines wanted{"login shop with secret", "51 01", "-> 60 A 00", "-> 31 A 02"}, got = s.take();
        std::sort(wanted.begin(), wanted.end());
        std::sort(got.begin(), got.end());
        EXPECT_EQ(got, wanted) << at;
    }
}

}  // namespace
}  // namespace hermod::connectors::ucp::on_stage
