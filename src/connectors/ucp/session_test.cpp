#include "connectors/ucp/session.hpp"

#include "connectors/ucp/session_script.hpp"

namespace hermod::connectors::ucp {
namespace {

using namespace std::chrono_literals;
using wire_ucp::deliver_message;
using wire_ucp::delivery_notification;

session_options with_window(std::size_t window) {
    session_options out;
    out.window = window;
    return out;
}

std::string text_frame(std::string_view text) {
    return '\x02' + std::string(text) + '\x03';
}

const deliver_message message{.adc = "2371", .oadc = "447700900123", .scts = "231126152730", .mt = "3", .msg = "4869"};
const delivery_notification notification{.adc = "2371", .oadc = "447700900123", .scts = "231126152730", .dst = "0", .rsn = "000"};

// Every dialogue is played whole, then broken at each of its steps.
void play(script& dialogue) {
    dialogue.check();
    dialogue.break_everywhere();
}

TEST(ucp_session, logs_in_sends_and_hears_the_result) {
    play(script().log_in().send(7).writes("51 O 01").submitted(1, "447700900123:231126152730").says("7 sent 447700900123:231126152730"));
}

TEST(ucp_session, the_centres_spelling_of_the_recipient_makes_no_other_id) {
    const char* id = "1 sent 447700900123:231126152730";
    play(script().log_in().send(1).submitted(1, "+447700900123:231126152730").says(id));
    play(script().log_in().send(1).submitted(1, "00447700900123:231126152730").says(id));
    play(script().log_in().send(1).submitted(1, "231126152730").says(id));
    session_options options;
    options.last_digits_only = true;
    play(script(options).log_in().send(1).submitted(1, "07700900123:231126152730").says("1 sent 0900123:231126152730"));
}

TEST(ucp_session, login_says_who_we_are_in_the_words_of_operation_60) {
    session_options options;
    options.user = "07656765";
    options.password = "Password";
    options.oton = "2";
    options.onpi = "1";
    play(script(options).connect().writes("60 O 00").wrote(text_frame("00/00059/O/60/07656765/2/1/1/50617373776F7264//0100//////5F")));
}

TEST(ucp_session, refused_login_closes) {
    play(script().connect().writes("60 O 00").feed(0, nak{ot::session_management, "07", "wrong password"})
             .says("login refused 07 wrong password").says("close: the login was refused"));
}

TEST(ucp_session, unanswered_login_times_out) {
    play(script().connect().writes("60 O 00").wait(9s).wait(1s).says("close: the login was not answered"));
}

TEST(ucp_session, login_that_cannot_be_written_closes_at_once) {
    session_options options;
    options.password = "seventeen letters";
    play(script(options).connect().writes_nothing().says("close: user or password cannot be carried by operation 60"));
}

TEST(ucp_session, needs_no_login_where_the_centre_knows_us_otherwise) {
    session_options options;
    options.login = login_form::none;
    play(script(options).connect().says("ready").room(1).send(1).writes("51 O 00").submitted(0, "a:231126152730").says("1 sent a:231126152730"));
}

TEST(ucp_session, sends_nothing_before_the_login_is_answered) {
    play(script().connect().writes("60 O 00").room(0));
}

TEST(ucp_session, window_of_one_waits_for_each_result) {
    play(script().log_in().room(1).send(1).room(0).send(2).says("no room").says("2 unsent").writes("51 O 01")
             .submitted(1, "").says("1 sent ").room(1));
}

TEST(ucp_session, takes_results_in_any_order_and_any_pieces) {
    script dialogue(with_window(3));
    dialogue.log_in().send(1).send(2).send(3).room(0).writes("51 O 01").writes("51 O 02").writes("51 O 03");
    const std::string both = frame_of(3, ack{ot::submit_message, {}, "c"}) + frame_of(1, ack{ot::submit_message, {}, "a"});
    for (const char octet : both) dialogue.feed_octets({octet});
    play(dialogue.says("3 sent c").says("1 sent a").room(2).submitted(2, "b").says("2 sent b"));
}

TEST(ucp_session, numbers_go_round_and_leave_out_busy_ones) {
    script dialogue(with_window(2));
    dialogue.log_in().send(1000).writes("51 O 01");
    for (unsigned i = 2; i < 100; ++i) {
        dialogue.send(i).writes("51 O " + std::string(wire_ucp::two_digits(i))).submitted(i, "x").says(std::to_string(i) + " sent x");
    }
    dialogue.send(100).writes("51 O 00").submitted(0, "x").says("100 sent x");
    dialogue.send(101).writes("51 O 02").submitted(2, "x").says("101 sent x").submitted(1, "y").says("1000 sent y").check();
}

TEST(ucp_session, window_of_a_hundred_uses_every_number) {
    script dialogue(with_window(1000));
    dialogue.log_in().room(100);
    for (unsigned i = 0; i < 100; ++i) dialogue.send(i);
    dialogue.room(0).submitted(0, "last").says("99 sent last").room(1).check();
}

TEST(ucp_session, an_error_may_mean_the_next_route_or_mean_it_no_more) {
    play(script().log_in().send(1).refused(1, "03").says("1 refused elsewhere operation_not_supported"));
    session_options options;
    options.errors.set(error_code::adc_invalid, error_meaning::elsewhere);
    options.errors.set(error_code::operation_not_supported, error_meaning::refused);
    play(script(options).log_in().send(1).refused(1, "06", "not of ours").says("1 refused elsewhere adc_invalid: not of ours")
             .send(2).refused(2, "03").says("2 refused operation_not_supported"));
}

TEST(ucp_session, an_error_may_mean_that_nobody_knows) {
    session_options options;
    options.errors.set(error_code::system_error, error_meaning::unsure);
    play(script(options).log_in().send(1).refused(1, "55").says("1 unsure"));
}

TEST(ucp_session, error_codes_are_refusals_or_later_and_can_be_set_otherwise) {
    play(script().log_in().send(1).refused(1, "06", "no such number").says("1 refused adc_invalid: no such number"));
    play(script().log_in().send(1).refused(1, "29").says("1 refused unknown_error"));
    play(script().log_in().send(1).refused(1, "55").says("1 later").room(1));
    session_options options;
    options.errors.set(error_code::system_error, error_meaning::refused);
    options.errors.set(error_code::adc_invalid, error_meaning::later);
    play(script(options).log_in().send(1).refused(1, "55").says("1 refused system_error").send(2).refused(2, "06").says("2 later"));
}

TEST(ucp_session, throttling_pauses) {
    session_options options = with_window(2);
    options.errors.set(error_code::operation_not_allowed, error_meaning::throttled);
    play(script(options).log_in().send(1).refused(1, "04", "maximum exceeded").says("1 later throttled")
             .notes(session_note::throttled, 1).room(0).wait(999ms).room(0).wait(1ms).room(2));
}

TEST(ucp_session, result_of_nothing_is_counted_and_harmless) {
    play(script().log_in().submitted(5, "x").notes(session_note::unknown_result, 1).send(1).submitted(1, "a").says("1 sent a")
             .submitted(1, "a").notes(session_note::unknown_result, 2));
    // The number is right, the operation is not.
    play(script().log_in().send(1).feed(1, ack{.ot = ot::alert}).notes(session_note::unknown_result, 1)
             .submitted(1, "a").says("1 sent a"));
}

TEST(ucp_session, silent_centre_makes_unsure_and_the_late_result_settles_nobody_else) {
    session_options options;
    options.keepalive = 0ms;
    script dialogue(options);
    dialogue.log_in().send(1).writes("51 O 01").wait(59s).wait(1s).says("1 unsure").notes(session_note::response_timeout, 1).room(1);
    for (unsigned i = 2; i <= 100; ++i) dialogue.send(i).submitted(i % 100, "x").says(std::to_string(i) + " sent x");
    // 01 would be next, but a result for it may still come.
    play(dialogue.send(200).submitted(1, "late").notes(session_note::unknown_result, 1).submitted(2, "own").says("200 sent own"));
}

TEST(ucp_session, number_given_up_is_free_again_after_as_long) {
    session_options options = with_window(100);
    options.keepalive = 0ms;
    script dialogue(options);
    dialogue.log_in();
    for (unsigned i = 0; i < 100; ++i) dialogue.send(i);
    dialogue.wait(60s);
    for (unsigned i = 0; i < 100; ++i) dialogue.says(std::to_string((99 + i) % 100) + " unsure");
    dialogue.room(0).wait(59s).room(0).wait(1s).room(100).check();
}

TEST(ucp_session, lost_connection_tells_written_from_unwritten) {
    play(script(with_window(2)).log_in().send(1).writes("51 O 01").send(2).disconnect().says("1 unsure").says("2 unsent"));
    play(script().log_in().kernel_is_full().send(1).writes("51 O 01").disconnect().says("1 unsent"));
}

TEST(ucp_session, connection_may_come_again) {
    play(script().log_in().send(1).writes("51 O 01").disconnect().says("1 unsure").log_in().send(2).writes("51 O 01")
             .submitted(1, "b").says("2 sent b"));
}

TEST(ucp_session, messages_and_notifications_are_answered_when_the_owner_says) {
    play(script().log_in().feed(7, message).says("52 from 447700900123").writes_nothing().answer(0)
             .writes("52 A 07 2371:231126152730"));
    play(script().log_in().feed(8, notification).says("53 of 447700900123 0").answer(0).writes("53 A 08 2371:231126152730"));
    play(script().log_in().feed(9, message).says("52 from 447700900123").answer(0, error_code::system_error).writes("52 N 09 55"));
    session_options options;
    options.results = result_form::plain;
    play(script(options).log_in().feed(7, message).says("52 from 447700900123").answer(0).writes("52 A 07"));
}

TEST(ucp_session, answers_go_in_any_order_to_their_own_numbers) {
    play(script().log_in().feed(1, message).feed(2, notification).says("52 from 447700900123").says("53 of 447700900123 0")
             .answer(1).writes("53 A 02 2371:231126152730").answer(0).writes("52 A 01 2371:231126152730").answer(0).writes_nothing());
}

TEST(ucp_session, our_numbers_and_theirs_have_nothing_to_do_with_each_other) {
    play(script().log_in().send(1).writes("51 O 01").feed(1, message).says("52 from 447700900123").submitted(1, "a").says("1 sent a")
             .answer(0).writes("52 A 01 2371:231126152730"));
}

TEST(ucp_session, number_that_comes_again_unanswered_is_answered_once) {
    play(script().log_in().feed(1, message).feed(1, message).says("52 from 447700900123").says("52 from 447700900123")
             .notes(session_note::repeated_number, 1).answer(0).writes_nothing().answer(1).writes("52 A 01 2371:231126152730"));
}

TEST(ucp_session, answer_of_an_earlier_connection_is_passed_over) {
    play(script().log_in().feed(1, message).says("52 from 447700900123").disconnect().log_in().feed(1, notification)
             .says("53 of 447700900123 0").answer(0).writes_nothing().answer(1).writes("53 A 01 2371:231126152730"));
}

TEST(ucp_session, sender_that_no_field_of_ours_takes_is_answered_all_the_same) {
    const std::string frame = "05/00119/O/52/\xFF/447700900123/////////////231126152730////3//4869/////////////";
    const std::string length = std::to_string(100000 + frame.size() + 2).substr(1);
    std::string body = frame;
    body.replace(3, 5, length);
    const unsigned sum = wire_ucp::checksum(body);
    const char hex[] = "0123456789ABCDEF";
    play(script().log_in().feed_octets(text_frame(body + hex[sum >> 4] + hex[sum & 15])).says("52 from 447700900123")
             .notes(session_note::oddity, 1).answer(0).writes("52 A 05"));
}

TEST(ucp_session, alerts_are_answered_at_once) {
    play(script().log_in().feed(3, wire_ucp::alert{.adc = "2371", .pid = "0539"}).writes("31 A 03"));
    play(script().connect().writes("60 O 00").feed(3, wire_ucp::alert{}).writes("31 A 03"));
}

TEST(ucp_session, refuses_what_a_client_does_not_serve) {
    play(script().log_in().feed(3, wire_ucp::submit_message{}).writes("51 N 03 03").notes(session_note::refused_operation, 1));
    play(script().log_in().feed(4, wire_ucp::session_management{}).writes("60 N 04 03"));
    play(script().log_in().feed_octets(text_frame("04/00017/O/32//FB")).writes("32 N 04 03").notes(session_note::frame_error, 1));
    play(script().connect().writes("60 O 00").feed(3, message).writes("52 N 03 04"));
}

TEST(ucp_session, damaged_operation_is_refused_and_a_damaged_result_waited_for) {
    std::string damaged = frame_of(3, message);
    damaged[20] ^= 1;
    play(script().log_in().feed_octets(damaged).writes("52 N 03 01").notes(session_note::frame_error, 1));
    std::string result = frame_of(1, ack{ot::submit_message, {}, "abc"});
    result[18] ^= 1;
    play(script().log_in().send(1).writes("51 O 01").feed_octets(result).writes_nothing().submitted(1, "abc").says("1 sent abc"));
    play(script().log_in().feed_octets(text_frame("02/00034/O/31/0234765439845/0139/9F")).writes("31 N 02 02"));
    play(script().log_in().feed_octets(text_frame("x2/00035/O/31/0234765439845/0139/A0")).writes_nothing().notes(session_note::frame_error, 1));
    play(script().log_in().feed_octets(text_frame("01/00018/O/31/1/29")).writes("31 N 01 02"));
}

TEST(ucp_session, frame_that_lost_its_end_costs_only_itself) {
    play(script().log_in().feed_octets(frame_of(3, message).substr(0, 30)).feed(4, notification).says("53 of 447700900123 0")
             .notes(session_note::frame_error, 1).answer(0).writes("53 A 04 2371:231126152730"));
}

TEST(ucp_session, octets_between_frames_are_passed_over) {
    play(script().log_in().feed_octets(std::string("\r\n\0", 3)).feed(3, wire_ucp::alert{}).writes("31 A 03").notes(session_note::oddity, 0)
             .feed_octets("noise").feed(4, wire_ucp::alert{}).writes("31 A 04").notes(session_note::oddity, 1));
}

TEST(ucp_session, peer_that_speaks_something_else_is_closed) {
    play(script().connect().writes("60 O 00").feed_octets(std::string(16000, 'x')).feed_octets(std::string(384, 'x'))
             .says("close: the peer does not speak UCP"));
    play(script().connect().writes("60 O 00").feed_octets('\x02' + std::string(16384, 'x')).says("close: the peer does not speak UCP"));
    // A good frame in between: noise, but UCP.
    play(script().log_in().feed_octets(std::string(16000, 'x')).feed(1, wire_ucp::alert{}).writes("31 A 01").feed_octets(std::string(16000, 'x')));
}

TEST(ucp_session, keeps_a_silent_link_alive) {
    play(script().log_in().wait(49s).writes_nothing().wait(1s).writes("31 O 01").room(0).feed(1, ack{ot::alert, {}, "0000"}).room(1)
             .wait(49s).writes_nothing().wait(1s).writes("31 O 02").feed(2, nak{ot::alert, "04"}).room(1));
    play(script().log_in().wait(30s).feed(1, wire_ucp::alert{}).writes("31 A 01").wait(49s).writes_nothing().wait(1s).writes("31 O 01"));
}

TEST(ucp_session, unanswered_keep_alive_closes) {
    play(script().log_in().wait(50s).writes("31 O 01").wait(59s).wait(1s).says("close: the keep-alive was not answered"));
    // What is heard shows that the centre lives, though it does not know 31.
    play(script().log_in().wait(50s).writes("31 O 01").wait(1s).feed(3, wire_ucp::alert{}).writes("31 A 03").wait(59s).room(1));
}

TEST(ucp_session, keep_alive_takes_no_place_that_the_window_has_not) {
    session_options options;
    options.response_timeout = 70s;
    play(script(options).log_in().send(1).writes("51 O 01").wait(60s).writes_nothing().wait(10s).says("1 unsure").writes("31 O 02"));
}

TEST(ucp_session, keep_alive_names_the_account_or_what_is_set) {
    session_options options;
    options.alert_adc = "1234";
    options.alert_pid = "0100";
    play(script(options).log_in().wait(50s).writes("31 O 01").wrote(text_frame("01/00026/O/31/1234/0100/B1")));
}

TEST(ucp_session, drains_and_closes) {
    play(script(with_window(2)).log_in().send(1).writes("51 O 01").drain(10s).room(0).submitted(1, "a").says("1 sent a").says("close: we have finished"));
    play(script().log_in().drain(10s).says("close: we have finished"));
    play(script().log_in().send(1).writes("51 O 01").drain(10s).wait(9s).wait(1s).says("close: we have finished").disconnect().says("1 unsure"));
    play(script().connect().writes("60 O 00").drain(10s).says("close: we have finished"));
    play(script().log_in().feed(1, message).says("52 from 447700900123").drain(10s).answer(0).writes("52 A 01 2371:231126152730").wait(1s)
             .says("close: we have finished"));
}

TEST(ucp_session, operation_that_cannot_be_written_leaves_nothing_behind) {
    session_options options;
    options.login = login_form::none;
    stage world(options);
    world.one.connected(world.now);
    const auto done = world.one.send(1, wire_ucp::submit_message{.adc = "+44"}, world.now);
    ASSERT_TRUE(done.has_error());
    EXPECT_STREQ(done.error().field, "AdC");
    EXPECT_EQ(world.next_write(), "");
    EXPECT_EQ(world.one.room(), 1u);
    EXPECT_EQ(world.one.outstanding(), 0u);
}

}  // namespace
}  // namespace hermod::connectors::ucp
