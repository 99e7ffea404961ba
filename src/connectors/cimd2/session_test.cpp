#include "connectors/cimd2/session.hpp"

#include "connectors/cimd2/session_script.hpp"

namespace hermod::connectors::cimd2::session_test {
namespace {

using namespace std::chrono_literals;

session_options with_window(std::size_t window) {
    session_options out = usual_options();
    out.window = window;
    return out;
}

// The usual beginning with a window.
script windowed(std::size_t window) {
    script out(with_window(window));
    out.connect().writes("01:001|010:u|011:p|019:" + std::to_string(window) + "|").feed("51:001|").says("logged in");
    return out;
}

// Every dialogue is played whole, then broken at each of its steps.
void play(script& dialogue) {
    dialogue.check();
    dialogue.break_everywhere();
}

const std::string report = "23:000|021:467|060:261125190923|061:4|062:0|063:261125190930|";
const std::string message = "20:002|021:12345|023:468|060:261125190923|033:Hi|";

}  // namespace

TEST(cimd2_session, logs_in_sends_and_hears_the_answer) {
    play(script().log_in().room(1).send(7).writes("03:003|021:467|033:Hi|").room(0)
             .feed("53:003|021:467|060:261125190923|").says("7 sent 261125190923:467").room(1));
}

TEST(cimd2_session, says_subaddress_and_window_when_they_are_set) {
    session_options options = with_window(8);
    options.subaddress = "2";
    play(script(options).connect().writes("01:001|010:u|011:p|012:2|019:8|").feed("51:001|").says("logged in").room(8));
}

TEST(cimd2_session, takes_an_answer_in_any_pieces_and_between_garbage) {
    script dialogue;
    dialogue.log_in().send(7).writes("03:003|021:467|033:Hi|");
    for (const char octet : std::string("\r\n") + packet_of("53:003|021:467|060:261125190923|") + std::string(2, '\0'))
        dialogue.feed_octets(std::string(1, octet));
    play(dialogue.says("7 sent 261125190923:467").notes(session_note::garbage, 4));
}

TEST(cimd2_session, refused_login_closes) {
    play(script().connect().writes("01:001|010:u|011:p|").feed("51:001|900:100|901:go away|")
             .says("login refused 100 go away").says("close: the login was refused"));
    play(script().connect().writes("01:001|010:u|011:p|").feed("51:001|900:103|")
             .says("login refused 103 login refused by the message centre").says("close: the login was refused"));
}

TEST(cimd2_session, login_answered_by_a_general_error_or_a_nack_closes) {
    play(script().connect().writes("01:001|010:u|011:p|").feed("98:001|900:100|")
             .says("login refused 100 invalid login").says("close: the login was refused"));
    play(script().connect().writes("01:001|010:u|011:p|").feed("99:005|").says("close: the centre expects other packet numbers"));
}

TEST(cimd2_session, login_with_an_error_code_of_nought_is_a_success) {
    play(script().connect().writes("01:001|010:u|011:p|").feed("51:001|900:0|").says("logged in"));
}

TEST(cimd2_session, unanswered_login_times_out) {
    play(script().connect().writes("01:001|010:u|011:p|").wait(9s).wait(1s).says("close: the login was not answered"));
}

TEST(cimd2_session, logs_in_again_without_a_window_where_there_is_none) {
    for (const std::string code : {"104", "105"}) {
        play(script(with_window(8)).connect().writes("01:001|010:u|011:p|019:8|").feed("51:001|900:" + code + "|")
                 .writes("01:001|010:u|011:p|").notes(session_note::windowing_disabled, 1).feed("51:001|").says("logged in").room(1));
    }
    play(script().connect().writes("01:001|010:u|011:p|").feed("51:001|900:105|").says("login refused 105 windowing disabled")
             .says("close: the login was refused"));
}

TEST(cimd2_session, counts_odd_numbers_and_takes_answers_in_any_order) {
    play(windowed(3).send(1).send(2).send(3).room(0).writes("03:003|021:467|033:Hi|").writes("03:005|021:467|033:Hi|")
             .writes("03:007|021:467|033:Hi|").feed("53:007|060:261125190925|").says("3 sent 261125190925:467").room(1)
             .feed("53:003|060:261125190923|").says("1 sent 261125190923:467").feed("53:005|060:261125190924|")
             .says("2 sent 261125190924:467").room(3));
}

TEST(cimd2_session, the_error_table_decides_what_a_refusal_means) {
    session_options options = usual_options();
    options.errors.set(9, error_meaning::later);
    options.errors.set(300, error_meaning::throttled);
    options.errors.set(10, error_meaning::refused);
    play(script(options).log_in().send(1).writes("03:003|021:467|033:Hi|").feed("53:003|900:9|").says("1 later 9 requested operation failed")
             .send(2).writes("03:005|021:467|033:Hi|").feed("53:005|900:10|").says("2 refused 10 temporary congestion")
             .send(3).writes("03:007|021:467|033:Hi|").feed("53:007|900:300|").says("3 later throttled 300 incorrect destination address").room(0));
}

TEST(cimd2_session, an_error_may_mean_that_nobody_knows) {
    session_options options = usual_options();
    options.errors.set(5, error_meaning::unsure);
    play(script(options).log_in().send(1).writes("03:003|021:467|033:Hi|").feed("53:003|900:5|").says("1 unsure 5 no response from the message centre"));
}

TEST(cimd2_session, an_error_may_mean_the_next_route_or_mean_it_no_more) {
    play(script().log_in().send(1).writes("03:003|021:467|033:Hi|").feed("53:003|900:321|").says("1 refused elsewhere 321 incorrect alphanumeric originator"));
    session_options options = usual_options();
    options.errors.set(300, error_meaning::elsewhere);
    options.errors.set(321, error_meaning::refused);
    play(script(options).log_in().send(1).writes("03:003|021:467|033:Hi|").feed("53:003|900:300|")
             .says("1 refused elsewhere 300 incorrect destination address")
             .send(2).writes("03:005|021:467|033:Hi|").feed("53:005|900:321|").says("2 refused 321 incorrect alphanumeric originator"));
}

TEST(cimd2_session, a_declined_delivery_is_not_answered_and_told_again_when_it_comes_again) {
    const std::string report = "23:000|021:467|060:261125190923|061:4|";
    play(script().log_in().feed(report).says("report 0 of 261125190923:467 4").feed(report).writes_nothing()
             .notes(session_note::retransmission, 1).decline(0, operation::deliver_status_report).writes_nothing()
             .feed(report).says("report 0 of 261125190923:467 4").answer(0, operation::deliver_status_report).writes("73:000|")
             .feed(report).writes("73:000|").notes(session_note::retransmission, 2));
}

TEST(cimd2_session, takes_as_many_deliveries_at_once_as_the_centre_has_numbers) {
    script dialogue;
    dialogue.log_in();
    for (int number = 0; number < 256; number += 2)
        dialogue.feed("23:" + std::to_string(1000 + number).substr(1) + "|021:467|060:261125190923|061:4|")
            .says("report " + std::to_string(number) + " of 261125190923:467 4");
    play(dialogue.notes(session_note::backlog_refused, 0));
}

TEST(cimd2_session, numbers_begin_anew_after_the_last_and_pass_over_those_under_way) {
    script dialogue = windowed(2);
    dialogue.send(1000, "468").writes("03:003|021:468|033:Hi|");
    int number = 5;
    for (std::uint64_t token = 1; token <= 130; ++token) {
        const std::string digits = std::to_string(1000 + number).substr(1);
        dialogue.send(token).writes("03:" + digits + "|021:467|033:Hi|").feed("53:" + digits + "|060:261125190923|")
            .says(std::to_string(token) + " sent 261125190923:467");
        number = number == 255 ? 1 : number + 2;
        if (number == 3) number = 5;
    }
    dialogue.feed("53:003|060:261125190923|").says("1000 sent 261125190923:468").check();
}

TEST(cimd2_session, names_a_message_by_timestamp_and_destination_however_the_plus_is_written) {
    play(script().log_in().send(7, "+467").writes("03:003|021:+467|033:Hi|").feed("53:003|060:261125190923|")
             .says("7 sent 261125190923:467"));
    play(script().log_in().send(7, "467").writes("03:003|021:467|033:Hi|").feed("53:003|021:+00467|060:261125190923|")
             .says("7 sent 261125190923:00467"));
    EXPECT_EQ(message_id("261125190923", "+467"), message_id("261125190923", "467"));
}

TEST(cimd2_session, takes_a_success_without_a_timestamp_as_sent_without_a_name) {
    play(script().log_in().send(7).writes("03:003|021:467|033:Hi|").feed("53:003|").says("7 sent").notes(session_note::oddity, 1));
}

TEST(cimd2_session, refuses_for_good_or_for_now_as_the_code_says) {
    play(script().log_in().send(1).writes("03:003|021:467|033:Hi|").feed("53:003|021:467|900:300|901:no such|")
             .says("1 refused 300 no such"));
    play(script().log_in().send(1).writes("03:003|021:467|033:Hi|").feed("53:003|900:6|").says("1 later 6 general system error").room(1));
}

TEST(cimd2_session, pauses_while_the_centre_is_congested) {
    play(script().log_in().send(1).writes("03:003|021:467|033:Hi|").feed("53:003|900:10|")
             .says("1 later throttled 10 temporary congestion").room(0).wait(249ms).room(0).wait(1ms).room(1)
             .send(2).writes("03:005|021:467|033:Hi|").feed("53:005|900:10|").says("2 later throttled 10 temporary congestion")
             .wait(499ms).room(0).wait(1ms).room(1)
             .send(3).writes("03:007|021:467|033:Hi|").feed("53:007|060:261125190923|").says("3 sent 261125190923:467")
             .send(4).writes("03:009|021:467|033:Hi|").feed("53:009|900:10|").says("4 later throttled 10 temporary congestion")
             .wait(250ms).room(1).notes(session_note::throttled, 3));
}

TEST(cimd2_session, an_answer_that_cannot_be_read_leaves_the_submit_unsure) {
    for (const std::string broken : {"53:003|900:x|", "53:003|nonsense|", "53:003|060:261125190923"}) {
        play(script().log_in().send(1).writes("03:003|021:467|033:Hi|").feed(broken).says("1 unsure the answer cannot be read")
                 .notes(session_note::packet_error, 1).room(1));
    }
}

TEST(cimd2_session, answers_to_nothing_are_counted_and_never_answered) {
    play(script().log_in().send(1).writes("03:003|021:467|033:Hi|").feed("53:005|060:261125190923|").feed("54:003|061:1|")
             .feed("90:001|").feed("51:001|").notes(session_note::unknown_response, 4).feed("53:oops|").feed("98:009|900:2|")
             .feed("99:003x|").writes("98:000|900:2|").writes("98:000|900:2|").writes_nothing()
             .feed("53:003|060:261125190923|").says("1 sent 261125190923:467"));
}

TEST(cimd2_session, tells_messages_and_reports_and_answers_them_when_it_is_told_to) {
    play(script().log_in().feed(report).says("report 0 of 261125190923:467 4").writes_nothing()
             .answer(0, operation::deliver_status_report).writes("73:000|")
             .feed(message).says("message 2 from 468").answer(2, operation::deliver_message).writes("70:002|"));
}

TEST(cimd2_session, answers_with_an_error_when_it_is_told_to) {
    play(script().log_in().feed(message).says("message 2 from 468").answer(2, operation::deliver_message, 9).writes("70:002|900:9|"));
}

TEST(cimd2_session, answers_several_in_any_order) {
    play(script().log_in().feed(report).feed(message).says("report 0 of 261125190923:467 4").says("message 2 from 468")
             .answer(2, operation::deliver_message).writes("70:002|").answer(0, operation::deliver_status_report).writes("73:000|"));
}

TEST(cimd2_session, a_report_may_come_before_the_answer_to_its_submit) {
    play(script().log_in().send(7).writes("03:003|021:467|033:Hi|").feed(report).says("report 0 of 261125190923:467 4")
             .feed("53:003|021:467|060:261125190923|").says("7 sent 261125190923:467"));
}

TEST(cimd2_session, a_delivery_that_is_sent_again_is_answered_again_and_told_once) {
    play(script().log_in().feed(message).says("message 2 from 468").feed(message).writes_nothing()
             .answer(2, operation::deliver_message).writes("70:002|").feed(message).writes("70:002|")
             .notes(session_note::retransmission, 2));
}

TEST(cimd2_session, another_delivery_with_the_same_number_is_told) {
    play(script().log_in().feed(message).says("message 2 from 468").answer(2, operation::deliver_message).writes("70:002|")
             .feed("20:002|021:12345|023:469|060:261125190923|033:Hi|").says("message 2 from 469")
             .notes(session_note::retransmission, 0));
}

TEST(cimd2_session, a_delivery_with_invalid_octets_is_told_all_the_same) {
    play(script().log_in().feed("20:000|021:|023:|060:261125190923|033:\x01\r\n\x1B\xFF_" + std::string(1, '\0') + "Q|")
             .says("message 0 from ").notes(session_note::oddity, 1));
}

TEST(cimd2_session, a_delivery_that_cannot_be_read_is_refused_in_its_own_response) {
    play(script().log_in().feed("20:000|021:1|023:2|060:261125190923|030:x|033:a|").writes("70:000|900:8|")
             .feed("23:002|021:1|060:261125190923|061:?|").writes("73:002|900:8|").notes(session_note::packet_error, 2));
}

TEST(cimd2_session, passes_over_what_exceeds_the_backlog) {
    session_options options = usual_options();
    options.most_unanswered = 1;
    play(script(options).log_in().feed(report).says("report 0 of 261125190923:467 4").feed(message).writes_nothing()
             .notes(session_note::backlog_refused, 1).answer(0, operation::deliver_status_report).writes("73:000|")
             .feed(message).says("message 2 from 468"));
}

TEST(cimd2_session, a_damaged_packet_is_asked_for_again_with_the_number_that_it_must_have) {
    play(script().log_in().feed("20:000|021:1|023:2|060:261125190923|033:a|00").writes("99:000|")
             .feed(report).says("report 0 of 261125190923:467 4").answer(0, operation::deliver_status_report).writes("73:000|")
             .feed("20:002|021:1|023:2|060:261125190923|033:a|00").writes("99:002|").notes(session_note::packet_error, 2));
}

TEST(cimd2_session, demands_checksums_where_the_account_has_them) {
    session_options options = usual_options();
    options.checksum = wire::cimd2::checksum_rule::required;
    play(script(options).connect().writes("01:001|010:u|011:p|").feed("51:001|3C").says("logged in")
             .feed("40:000|").writes("99:000|").feed("40:000|39").writes("90:000|"));
}

TEST(cimd2_session, says_what_is_no_operation_of_its_and_what_is_none_at_all) {
    play(script().log_in().feed("01:000|010:x|011:y|").writes("98:000|900:1|").feed("41:002|").writes("98:002|900:1|")
             .feed("20:004|x|").writes("98:004|900:2|").feed("nonsense").writes("98:000|900:2|").notes(session_note::packet_error, 4));
}

// Kannel's fake centre does this.
TEST(cimd2_session, takes_a_delivery_before_the_login_is_answered) {
    play(script().connect().writes("01:001|010:u|011:p|").feed(report).says("report 0 of 261125190923:467 4")
             .answer(0, operation::deliver_status_report).writes("73:000|").feed("51:001|").says("logged in")
             .notes(session_note::oddity, 1));
}

TEST(cimd2_session, answers_alive_and_asks_when_nothing_is_heard) {
    play(script().log_in().feed("40:000|").writes("90:000|").wait(49s).writes_nothing().wait(1s).writes("40:003|").wait(50s)
             .writes_nothing().feed("90:003|").wait(50s).writes("40:005|"));
}

TEST(cimd2_session, closes_when_alive_is_not_answered) {
    play(script().log_in().wait(50s).writes("40:003|").wait(59s).wait(1s).says("close: alive was not answered"));
}

TEST(cimd2_session, any_octet_shows_that_the_peer_lives) {
    play(script().log_in().wait(50s).writes("40:003|").wait(30s).feed_octets("\r").wait(30s).writes_nothing().wait(20s)
             .writes("40:005|"));
}

TEST(cimd2_session, a_submit_without_an_answer_is_unsure_and_its_number_stays_taken) {
    play(windowed(2).send(1).writes("03:003|021:467|033:Hi|").wait(30s).feed("40:000|").writes("90:000|").wait(30s)
             .says("1 unsure no answer in time").notes(session_note::response_timeout, 1).room(1)
             .feed("53:003|060:261125190923|").notes(session_note::unknown_response, 1).room(2));
}

TEST(cimd2_session, closes_when_as_many_answers_are_missing_as_the_window_has_places) {
    play(script().log_in().send(1).writes("03:003|021:467|033:Hi|").wait(30s).feed("40:000|").writes("90:000|").wait(30s)
             .says("1 unsure no answer in time").says("close: submits were not answered"));
}

TEST(cimd2_session, sends_again_with_the_number_that_a_nack_expects) {
    play(script().log_in().send(7).writes("03:003|021:467|033:Hi|").feed("99:009|").writes("03:009|021:467|033:Hi|").room(0)
             .feed("53:009|060:261125190923|").says("7 sent 261125190923:467").send(8).writes("03:011|021:467|033:Hi|")
             .notes(session_note::nack, 1));
}

TEST(cimd2_session, gives_up_after_three_tries_or_when_it_is_not_clear_what_a_nack_refuses) {
    play(script().log_in().send(7).writes("03:003|021:467|033:Hi|").feed("99:003|").writes("03:003|021:467|033:Hi|").feed("99:003|")
             .writes("03:003|021:467|033:Hi|").feed("99:003|").says("close: the centre expects other packet numbers"));
    play(script().log_in().send(7).writes("03:003|021:467|033:Hi|").feed("99:004|").says("close: the centre expects other packet numbers"));
    play(windowed(2).send(7).send(8).writes("03:003|021:467|033:Hi|").writes("03:005|021:467|033:Hi|").feed("99:009|")
             .says("close: the centre expects other packet numbers"));
    play(script().log_in().feed("99:009|").notes(session_note::nack, 1).room(1));
}

TEST(cimd2_session, a_general_error_refuses_the_request_that_has_its_number) {
    play(script().log_in().send(7).writes("03:003|021:467|033:Hi|").feed("98:003|900:2|").says("7 refused 2 syntax error").room(1)
             .feed("98:009|900:2|").notes(session_note::general_error, 2));
}

TEST(cimd2_session, what_the_kernel_has_taken_is_unsure_and_the_rest_unsent_when_the_connection_breaks) {
    windowed(2).send(1).writes("03:003|021:467|033:Hi|").kernel_is_full().send(2).writes("03:005|021:467|033:Hi|").disconnect()
        .says("1 unsure the connection was lost").says("2 unsent the connection was lost").check();
}

TEST(cimd2_session, a_new_connection_begins_anew) {
    script().log_in().send(1).writes("03:003|021:467|033:Hi|").disconnect().says("1 unsure the connection was lost").log_in()
        .send(2).writes("03:003|021:467|033:Hi|").feed("53:003|060:261125190923|").says("2 sent 261125190923:467").check();
}

TEST(cimd2_session, logs_out_when_everything_is_answered) {
    play(script().log_in().send(1).writes("03:003|021:467|033:Hi|").feed(report).says("report 0 of 261125190923:467 4")
             .log_out(5s).writes_nothing().room(0).feed("53:003|060:261125190923|").says("1 sent 261125190923:467").writes_nothing()
             .answer(0, operation::deliver_status_report).writes("73:000|").wait(1ms).writes("02:005|").feed("52:005|")
             .says("close: we logged out"));
}

TEST(cimd2_session, logs_out_at_the_deadline_and_waits_no_longer_than_it_must) {
    play(script().log_in().send(1).writes("03:003|021:467|033:Hi|").log_out(5s).wait(4s).writes_nothing().wait(1s).writes("02:005|")
             .wait(4s).wait(1s).says("close: our logout was not answered"));
    play(script().connect().writes("01:001|010:u|011:p|").log_out(5s).says("close: we logged out"));
}

TEST(cimd2_session, closes_at_a_packet_without_an_end) {
    play(script().log_in().feed_octets("\2" + std::string(9000, 'x')).says("close: a packet without an end"));
}

TEST(cimd2_session, refuses_what_cannot_be_encoded_and_keeps_nothing_of_it) {
    stage world(usual_options());
    world.one.connected(world.now);
    world.feed(packet_of("51:001|"));
    (void)world.next_write();
    const auto done = world.one.send(1, {.destinations = wire_cimd2::golden::to({"46x"})}, world.now);
    ASSERT_TRUE(done.has_error());
    EXPECT_EQ(done.error(), (wire_cimd2::codec_error{wire_cimd2::errc::not_an_address, "destination_address", 2}));
    EXPECT_EQ(world.next_write(), "");
    EXPECT_EQ(world.one.room(), 1u);
    EXPECT_EQ(world.one.outstanding(), 0u);
}

TEST(cimd2_session, each_reason_has_its_words) {
    for (int reason = 0; reason <= static_cast<int>(close_reason::bad_framing); ++reason)
        EXPECT_NE(words(static_cast<close_reason>(reason)), "?");
}

}  // namespace hermod::connectors::cimd2::session_test
