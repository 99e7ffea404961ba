#include "connectors/cimd2/door_stage.hpp"

namespace hermod::connectors::cimd2::at_door {
namespace {

TEST(cimd2_door_session, asks_who_may_log_in_and_answers) {
    stage s;
    s.feed("01:001|010:shop|011:secret|012:7|");
    EXPECT_EQ(s.take(), lines{"login shop/secret/7"});
    EXPECT_TRUE(s.one.waiting());
    s.one.login_decided({}, s.now);
    s.go_on();
    EXPECT_EQ(s.take(), lines{"-> 51:001|"});
    EXPECT_TRUE(s.one.hears());
}

TEST(cimd2_door_session, refuses_a_login_with_the_specifications_code_and_closes) {
    stage s;
    s.feed("01:001|010:shop|011:wrong|");
    s.take();
    s.one.login_decided({.error_code = 100}, s.now);
    s.writes();
    EXPECT_EQ(s.take(), (lines{"close: the login was refused", "-> 51:001|900:100|901:invalid login|"}));
}

TEST(cimd2_door_session, parses_nothing_else_before_a_login) {
    stage s;
    s.feed("03:001|021:467|033:Hi|");
    s.feed("40:003|");
    s.feed("98:000|900:1|");
    s.feed("20:005|");
    EXPECT_EQ(s.take(), (lines{"-> 98:001|900:1|901:unexpected operation|", "-> 98:003|900:1|901:unexpected operation|",
                               "-> 98:005|900:1|901:unexpected operation|"}));
    EXPECT_EQ(s.notes[door_note::packet_error], 4);
}

TEST(cimd2_door_session, reads_half_a_kilobyte_before_a_login_and_no_more) {
    stage s;
    s.feed_octets(std::string("\x02") + "01:001\t010:" + std::string(501, 'x'));
    EXPECT_EQ(s.take(), (lines{"close: a packet without an end", "-> 98:001|900:2|901:syntax error|"}));
}

TEST(cimd2_door_session, refuses_a_window_that_there_is_not_and_lets_try_again) {
    stage s;
    s.feed("01:001|010:shop|011:secret|019:129|");
    s.feed("01:003|010:shop|011:secret|019:0|");
    EXPECT_EQ(s.take(), (lines{"-> 51:001|900:104|901:invalid window size|", "-> 51:003|900:104|901:invalid window size|"}));
    s.feed("01:005|010:shop|011:secret|");
    EXPECT_EQ(s.take(), lines{"login shop/secret/"});
}

TEST(cimd2_door_session, waits_with_what_comes_while_the_login_is_verified) {
    stage s;
    s.feed_octets(packet_of("01:001|010:shop|011:secret|") + packet_of("03:003|021:467|033:Hi|"));
    EXPECT_EQ(s.take(), lines{"login shop/secret/"});
    s.one.login_decided({}, s.now);
    s.go_on();
    EXPECT_EQ(s.take(), (lines{"submit_message 3", "-> 51:001|"}));
}

TEST(cimd2_door_session, closes_who_does_not_log_in_in_time) {
    stage s;
    s.wait(4s);
    EXPECT_EQ(s.take(), lines{});
    s.wait(1s);
    EXPECT_EQ(s.take(), lines{"close: no login came in time"});
}

TEST(cimd2_door_session, takes_a_window_of_requests_and_reads_on_when_one_is_answered) {
    stage s;
    s.log_in(10, {.window = 2});
    for (const char* number : {"003", "005", "007"}) s.feed(std::string("03:") + number + "|021:467|033:Hi|");
    EXPECT_EQ(s.take(), (lines{"submit_message 3", "submit_message 5"}));
    EXPECT_TRUE(s.one.waiting());
    s.stored(5);
    s.go_on();
    EXPECT_EQ(s.take(), (lines{"-> 53:005|021:467|060:261125190923|", "submit_message 7"}));
    s.one.refuse(3, operation::submit_message, 300);
    s.writes();
    EXPECT_EQ(s.take(), lines{"-> 53:003|900:300|901:incorrect destination address|"});
}

TEST(cimd2_door_session, each_request_is_refused_in_its_own_response) {
    stage s;
    s.log_in(10);
    for (const auto& [request, wanted] :
         {std::pair{"04:003|021:467|060:261125190923|", "-> 54:003|900:9|901:requested operation failed|"},
          std::pair{"05:005|068:0|", "-> 55:005|900:9|901:requested operation failed|"},
          std::pair{"06:007|059:0|", "-> 56:007|900:9|901:requested operation failed|"},
          std::pair{"09:009|500:501|", "-> 59:009|900:9|901:requested operation failed|"}}) {
        s.feed(request);
        s.take();
        const auto head = read_header(packet_of(request));
        s.one.refuse(head->number, head->code, 9);
        s.writes();
        EXPECT_EQ(s.take(), lines{wanted});
    }
}

TEST(cimd2_door_session, answers_alive_and_keeps_passwords_as_they_are) {
    stage s;
    s.log_in();
    s.feed("40:003|");
    s.feed("08:005|011:other|");
    EXPECT_EQ(s.take(), (lines{"-> 90:003|", "-> 58:005|900:801|901:changing the password is not allowed|"}));
}

TEST(cimd2_door_session, refuses_what_only_a_centre_may_ask_and_what_nobody_may) {
    stage s;
    s.log_in();
    s.feed("20:003|");
    s.feed("33:005|");
    s.feed("01:007|010:shop|011:secret|");
    EXPECT_EQ(s.take(), (lines{"-> 98:003|900:1|901:unexpected operation|", "-> 98:005|900:1|901:unexpected operation|",
                               "-> 51:007|900:1|901:unexpected operation|"}));
    EXPECT_EQ(s.notes[door_note::packet_error], 3);
}

TEST(cimd2_door_session, answers_a_parameter_that_cannot_be_read_with_its_code_and_lives) {
    stage s;
    s.log_in();
    s.feed("03:003|021:467|033:Hi|030:x|");
    s.feed("03:005|021:467|033:Hi|");
    EXPECT_EQ(s.take(), (lines{"-> 53:003|900:8|901:parameter formatting error|", "submit_message 5"}));
    EXPECT_EQ(s.notes[door_note::packet_error], 1);
}

TEST(cimd2_door_session, answers_what_is_no_packet_with_a_general_error_and_lives) {
    stage s;
    s.log_in();
    s.feed("03:003|021467|");
    s.feed("xx");
    EXPECT_EQ(s.take(), (lines{"-> 98:003|900:2|901:syntax error|", "-> 98:003|900:2|901:syntax error|"}));
    s.feed_octets("between packets stands anything");
    s.feed("40:003|");
    EXPECT_EQ(s.take(), lines{"-> 90:003|"});
    EXPECT_EQ(s.notes[door_note::packet_error], 2);
    EXPECT_EQ(s.notes[door_note::oddity], 1);
}

TEST(cimd2_door_session, asks_again_for_a_damaged_packet_by_the_number_that_it_expects) {
    stage s;
    s.log_in(10);
    s.feed("03:003|021:467|033:Hi|00");
    s.feed("03:005|021:467|033:Ho|");
    EXPECT_EQ(s.take(), (lines{"-> 99:003|", "submit_message 5"}));
    // The application goes back to it, and repeats what it had sent behind it.
    s.feed("03:003|021:467|033:Hi|");
    s.feed("03:005|021:467|033:Ho|");
    EXPECT_EQ(s.take(), lines{"submit_message 3"});
    s.feed("40:007|00");
    EXPECT_EQ(s.take(), lines{"-> 99:007|"});
}

TEST(cimd2_door_session, a_request_that_comes_again_is_answered_again_and_told_once) {
    stage s;
    s.log_in(1);
    s.feed("03:003|021:467|033:Hi|");
    s.feed("03:003|021:467|033:Hi|");
    EXPECT_EQ(s.take(), lines{"submit_message 3"});
    s.stored(3);
    EXPECT_EQ(s.take(), lines{"-> 53:003|021:467|060:261125190923|"});
    s.feed("03:003|021:467|033:Hi|");
    EXPECT_EQ(s.take(), lines{"-> 53:003|021:467|060:261125190923|"});
    EXPECT_EQ(s.notes[door_note::retransmission], 2);
    s.feed("03:003|021:467|033:other|");
    EXPECT_EQ(s.take(), lines{"submit_message 3"});
}

TEST(cimd2_door_session, a_number_that_comes_round_is_another_request) {
    stage s;
    s.log_in(128, {.window = 128});
    for (int round = 0; round < 2; ++round) {
        for (int number = 1; number < 256; number += 2) {
            const std::string digits = std::to_string(1000 + number).substr(1);
            s.feed("03:" + digits + "|021:467|033:Hi|");
            EXPECT_EQ(s.take(), lines{"submit_message " + std::to_string(number)});
            s.stored(static_cast<std::uint8_t>(number));
            s.take();
        }
    }
    EXPECT_EQ(s.notes[door_note::retransmission], 0);
}

TEST(cimd2_door_session, takes_numbers_as_they_come_unless_the_account_wants_them_in_order) {
    stage free, strict;
    free.log_in();
    free.feed("03:009|021:467|033:Hi|");
    free.feed("03:004|021:467|033:Hi|");
    EXPECT_EQ(free.take(), (lines{"submit_message 9", "submit_message 4"}));
    strict.log_in(2, {.numbers_in_order = true});
    strict.feed("03:009|021:467|033:Hi|");
    EXPECT_EQ(strict.take(), lines{"-> 99:003|"});
    strict.feed("03:003|021:467|033:Hi|");
    strict.feed("40:005|");
    EXPECT_EQ(strict.take(), (lines{"submit_message 3", "-> 90:005|"}));
}

TEST(cimd2_door_session, checksums_are_the_accounts_matter) {
    stage s;
    s.log_in(2, {.write_checksum = false, .checksum = checksum_rule::required});
    s.feed("40:003|");
    EXPECT_EQ(s.take(), lines{"-> 99:003|"});
    std::string summed;
    ASSERT_TRUE(encode(summed, 3, alive{}));
    s.feed_octets(summed);
    EXPECT_EQ(s.take(), lines{"-> 90:003|"});
}

TEST(cimd2_door_session, an_answer_that_cannot_be_written_is_an_error_all_the_same) {
    stage s;
    s.log_in();
    s.feed("03:003|021:467|033:Hi|");
    s.take();
    s.stored(3, "nobody");
    EXPECT_EQ(s.take(), lines{"-> 98:003|900:6|"});
}

TEST(cimd2_door_session, delivers_within_its_window_and_hears_what_became_of_it) {
    stage s;
    s.log_in(2);
    EXPECT_EQ(s.one.deliver_room(), 2u);
    s.tell(71);
    s.tell(72);
    EXPECT_EQ(s.one.deliver_room(), 0u);
    EXPECT_EQ(s.take(), (lines{stage::told_as(0), stage::told_as(2)}));
    s.feed("70:002|");
    s.feed("70:000|900:9|");
    s.feed("70:000|");
    EXPECT_EQ(s.take(), (lines{"heard 72 taken", "heard 71 later 9"}));
    EXPECT_EQ(s.notes[door_note::unknown_response], 1);
    EXPECT_EQ(s.one.deliver_room(), 2u);
}

TEST(cimd2_door_session, an_application_without_a_window_hears_one_at_a_time) {
    stage s;
    s.log_in(0);
    EXPECT_EQ(s.one.deliver_room(), 1u);
    stage all;
    all.log_in(128, {.deliver_window = 1000});
    EXPECT_EQ(all.one.deliver_room(), 127u);  // one number stays for alive
}

TEST(cimd2_door_session, only_who_does_not_know_the_operation_never_hears_of_it_again) {
    for (const auto& [answer, word] :
         {std::pair{"70:000|900:1|", "refused 1"}, std::pair{"98:000|900:1|", "refused 1"}, std::pair{"98:000|", "refused 1"},
          std::pair{"70:000|900:10|", "throttled 10"}, std::pair{"70:000|900:2|", "later 2"},
          std::pair{"70:000|900:x|", "later 6"}, std::pair{"70:000|900:777|", "later 777"}, std::pair{"70:000|junk|", "later 2"},
          std::pair{"70:000|900:0|", "taken"}}) {
        stage s;
        s.log_in();
        s.tell(7);
        s.take();
        s.feed(answer);
        EXPECT_EQ(s.take(), lines{"heard 7 " + std::string(word)}) << answer;
    }
}

TEST(cimd2_door_session, gives_back_what_was_not_answered_when_the_connection_ends) {
    stage s;
    s.log_in();
    s.tell(7);
    s.take();
    s.one.disconnected();
    EXPECT_EQ(s.take(), lines{"heard 7 unanswered"});
}

TEST(cimd2_door_session, a_delivery_without_an_answer_is_told_again_later_and_keeps_its_number) {
    stage s;
    s.log_in(3);
    s.tell(7);
    s.take();
    for (int i = 0; i < 4; ++i) {
        s.wait(15s);
        s.feed("40:003|");
    }
    const lines said = s.take();
    EXPECT_NE(std::find(said.begin(), said.end(), "heard 7 overdue"), said.end());
    EXPECT_EQ(s.notes[door_note::response_timeout], 1);
    EXPECT_EQ(s.one.deliver_room(), 2u);
    s.feed("70:000|");
    EXPECT_EQ(s.take(), lines{});
    EXPECT_EQ(s.one.deliver_room(), 3u);
}

TEST(cimd2_door_session, a_late_answer_that_cannot_be_read_is_no_second_one) {
    stage s;
    s.log_in(3);
    s.tell(7);
    for (int i = 0; i < 4; ++i) {
        s.wait(15s);
        s.feed("40:003|");
    }
    s.take();
    s.feed("70:000|junk|");
    EXPECT_EQ(s.take(), lines{});
    EXPECT_EQ(s.notes[door_note::unknown_response], 1);
    EXPECT_EQ(s.one.deliver_room(), 3u);
}

TEST(cimd2_door_session, leaves_an_application_that_answers_nothing_of_a_whole_window) {
    stage s;
    s.log_in(1);
    s.tell(7);
    s.take();
    s.wait(30s);
    s.feed("40:003|");
    s.take();
    s.wait(30s);
    EXPECT_EQ(s.take(), (lines{"heard 7 overdue", "close: a whole window of deliveries was never answered"}));
}

TEST(cimd2_door_session, sends_again_what_a_nack_asks_for_and_all_behind_it) {
    stage s;
    s.log_in(3);
    for (std::uint64_t token : {7u, 8u, 9u}) s.tell(token);
    s.take();
    s.feed("99:002|");
    EXPECT_EQ(s.take(), (lines{stage::told_as(2), stage::told_as(4)}));
    s.feed("70:000|");
    s.feed("70:002|");
    s.feed("70:004|");
    EXPECT_EQ(s.take(), (lines{"heard 7 taken", "heard 8 taken", "heard 9 taken"}));
}

TEST(cimd2_door_session, gives_the_only_delivery_under_way_the_number_that_a_nack_wants) {
    stage s;
    s.log_in();
    s.tell(7);
    s.take();
    s.feed("99:010|");
    EXPECT_EQ(s.take(), lines{stage::told_as(10)});
    s.feed("70:010|");
    s.tell(8);
    EXPECT_EQ(s.take(), (lines{"heard 7 taken", stage::told_as(12)}));
}

TEST(cimd2_door_session, closes_when_no_resending_mends_a_nack) {
    stage s;
    s.log_in();
    s.tell(7);
    s.take();
    for (int i = 0; i < 2; ++i) {
        s.feed("99:000|");
        EXPECT_EQ(s.take(), lines{stage::told_as(0)});
    }
    s.feed("99:000|");
    EXPECT_EQ(s.take(), lines{"close: the application expects another packet number"});
    s.one.disconnected();
    EXPECT_EQ(s.take(), lines{"heard 7 unanswered"});
    stage idle;
    idle.log_in();
    idle.feed("99:000|");
    EXPECT_EQ(idle.take(), lines{});
}

TEST(cimd2_door_session, asks_a_silent_application_and_closes_when_it_stays_silent) {
    stage s;
    s.log_in();
    s.wait(60s);
    EXPECT_EQ(s.take(), lines{"-> 40:000|"});
    s.feed("90:000|");
    s.wait(59s);
    EXPECT_EQ(s.take(), lines{});
    s.wait(1s);
    EXPECT_EQ(s.take(), lines{"-> 40:002|"});
    s.feed("98:002|900:1|");  // it does not know it, but it lives
    s.wait(60s);
    EXPECT_EQ(s.take(), lines{"-> 40:004|"});
    s.wait(60s);
    EXPECT_EQ(s.take(), lines{"close: alive was not answered"});
}

TEST(cimd2_door_session, closes_an_inactive_application) {
    door_session_options options;
    options.timers.inactivity = 60s;
    options.timers.alive = 0s;
    stage s(options);
    s.log_in();
    s.wait(59s);
    EXPECT_EQ(s.take(), lines{});
    s.wait(1s);
    EXPECT_EQ(s.take(), lines{"close: no message for too long"});
}

TEST(cimd2_door_session, closes_an_application_that_does_not_read) {
    stage s;
    s.log_in();
    s.kernel_takes = false;
    s.tell(7);
    s.take();
    s.wait(59s);
    EXPECT_EQ(s.take(), lines{});
    s.wait(1s);
    EXPECT_EQ(s.take(), lines{"close: the application does not read"});
}

TEST(cimd2_door_session, reads_nothing_more_from_a_peer_that_does_not_read) {
    door_session_options options;
    options.max_output = 50;
    stage s(options);
    s.log_in();
    s.kernel_takes = false;
    for (int i = 0; i < 20; ++i) s.feed("40:003|");
    EXPECT_EQ(s.take().size(), 5u);  // eleven octets each
    EXPECT_TRUE(s.one.waiting());
}

TEST(cimd2_door_session, answers_what_it_owes_before_it_answers_a_logout) {
    stage s;
    s.log_in(10);
    s.feed("03:003|021:467|033:Hi|");
    s.feed("02:005|");
    s.feed("03:007|021:467|033:Hi|");
    EXPECT_EQ(s.take(), (lines{"submit_message 3", "-> 53:007|900:10|901:temporary congestion|"}));
    s.stored(3);
    s.wait(500ms);
    EXPECT_EQ(s.take(), (lines{"-> 53:003|021:467|060:261125190923|", "close: the application logged out", "-> 52:005|"}));
}

TEST(cimd2_door_session, answers_a_logout_in_the_end_whatever_is_owed) {
    stage s;
    s.log_in();
    s.feed("03:003|021:467|033:Hi|");
    s.feed("02:005|");
    s.take();
    s.wait(5s);
    EXPECT_EQ(s.take(), (lines{"close: the application logged out", "-> 52:005|"}));
}

TEST(cimd2_door_session, leaves_when_all_is_answered_or_the_time_is_over) {
    stage s;
    s.log_in();
    s.tell(7);
    s.one.start_drain(s.now, s.now + 2s);
    EXPECT_FALSE(s.one.hears());
    s.take();
    s.feed("70:000|");
    EXPECT_EQ(s.take(), (lines{"heard 7 taken", "close: we closed"}));
    stage late;
    late.log_in();
    late.tell(7);
    late.take();
    late.one.start_drain(late.now, late.now + 2s);
    late.wait(2s);
    EXPECT_EQ(late.take(), lines{"close: we closed"});
    stage open;
    open.one.start_drain(open.now, open.now + 2s);
    EXPECT_EQ(open.take(), lines{"close: we closed"});
}

TEST(cimd2_door_session, tells_a_peer_of_another_protocol_nothing) {
    stage web, tls;
    web.feed_octets("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(web.take(), lines{"close: the peer speaks HTTP, wrong port?"});
    tls.feed_octets(std::string_view("\x16\x03\x01\x02\x00\x01\x00\x01", 8));
    EXPECT_EQ(tls.take(), lines{"close: the peer speaks TLS, wrong port?"});
}

TEST(cimd2_door_session, says_the_same_however_the_octets_are_cut) {
    std::string all = packet_of("01:001|010:shop|011:secret|019:9|") + "noise";
    for (const char* packet : {"03:003|021:467|033:Hi|", "03:005|021:467|033:Ho|", "xx", "40:007|", "20:009|", "02:011|"})
        all += packet_of(packet);
    lines whole;
    for (std::size_t piece = 1; piece <= all.size(); ++piece) {
        stage s;
        for (std::size_t at = 0; at < all.size(); at += piece) {
            s.feed_octets(std::string_view(all).substr(at, piece));
            if (s.one.now_state() != door_session::state::verifying) continue;
            s.one.login_decided({}, s.now);
            s.go_on();
        }
        lines said = s.take();
        std::sort(said.begin(), said.end());
        if (whole.empty()) whole = said;
        EXPECT_EQ(said, whole) << piece;
    }
    EXPECT_EQ(whole.size(), 7u);
}

}  // namespace
}  // namespace hermod::connectors::cimd2::at_door
