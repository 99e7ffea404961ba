// Questions about messages that the centre has (04, 06), and for those that it holds (05).
#include "connectors/cimd2/session_script.hpp"

namespace hermod::connectors::cimd2 {
namespace {

using namespace std::chrono_literals;

const std::string asked = "021:467|060:261125190923|", cancelled = "059:2|060:261125190923|021:467|";

// In a window of its own, unlike the usual beginning.
script in_window(std::size_t window) {
    session_options options = usual_options();
    options.window = window;
    script s(options);
    s.connect().writes("01:001|010:u|011:p|019:" + std::to_string(window) + "|").feed("51:001|").says("logged in");
    return s;
}

TEST(cimd2_questions, enquiry_is_answered_with_a_state) {
    script s;
    s.log_in().enquire(1).writes("04:003|" + asked);
    s.feed("54:003|021:467|060:261125190923|061:1|").says("1 answered state 1");
    s.check();
    s.break_everywhere();
}

TEST(cimd2_questions, cancel_is_answered_or_refused) {
    script s;
    s.log_in().cancel(1).writes("06:003|" + cancelled).feed("56:003|").says("1 answered");
    s.cancel(2).writes("06:005|" + cancelled).feed("56:005|900:601|901:not here|").says("2 answered 601 not here");
    s.cancel(3).writes("06:007|" + cancelled).feed("98:007|900:1|").says("3 answered 1 ");
    s.check();
    s.break_everywhere();
}

TEST(cimd2_questions, unreadable_answers_are_answers) {
    script s;
    s.log_in().enquire(1).writes("04:003|" + asked).feed("54:003|061:x|").says("1 answered unreadable");
    s.notes(session_note::packet_error, 1);
    s.cancel(2).writes("06:005|" + cancelled).feed("56:005|no parameter|").says("2 answered unreadable");
    s.check();
}

TEST(cimd2_questions, full_window_is_waited_for_and_questions_go_first) {
    script s;
    s.log_in().send(7).writes("03:003|021:467|033:Hi|").cancel(1).writes_nothing().room(0);
    s.feed("53:003|021:467|060:261125190923|").writes("06:005|" + cancelled).says("7 sent 261125190923:467").room(0);
    s.feed("56:005|").says("1 answered").room(1).check();
    s.break_everywhere();
}

TEST(cimd2_questions, share_the_window_with_submits) {
    auto s = in_window(3);
    s.cancel(1).writes("06:003|" + cancelled).room(2).send(7).writes("03:005|021:467|033:Hi|").room(1);
    s.enquire(2).writes("04:007|" + asked).room(0).feed("56:003|").says("1 answered").room(1);
    s.feed("54:007|021:467|060:261125190923|061:4|").says("2 answered state 4").room(2);
    s.feed("53:005|021:467|060:261125190923|").says("7 sent 261125190923:467").check();
}

TEST(cimd2_questions, nack_has_them_sent_again) {
    script s;
    s.log_in()
        .cancel(1)
        .writes("06:003|" + cancelled)
        .feed("99:009|")
        .writes("06:009|" + cancelled)
        .feed("56:009|")
        .says("1 answered")
        .check();
}

TEST(cimd2_questions, silence_is_told_and_the_line_stays) {
    session_options options = usual_options();
    options.response_timeout = 100ms;
    options.alive = 0ms;
    script s(options);
    s.log_in().enquire(1).writes("04:003|" + asked).wait(50ms).cancel(2).writes_nothing();
    s.wait(50ms).says("1 unanswered").writes("06:005|" + cancelled).notes(session_note::response_timeout, 1);
    s.feed("56:005|").says("2 answered").feed("54:003|061:1|").notes(session_note::unknown_response, 1).room(1).check();
}

TEST(cimd2_questions, broken_connection_says_which_may_have_arrived) {
    script s;
    s.log_in().enquire(1).cancel(2).writes("04:003|" + asked).disconnect().says("1 unanswered").says("2 unwritten").check();
    script full;
    full.log_in().kernel_is_full().enquire(1).writes("04:003|" + asked).disconnect().says("1 unwritten").check();
}

TEST(cimd2_questions, logout_waits_for_them) {
    script s;
    s.log_in()
        .cancel(1)
        .writes("06:003|" + cancelled)
        .log_out(5s)
        .writes_nothing()
        .feed("56:003|")
        .says("1 answered")
        .writes("02:005|");
    s.feed("52:005|").says("close: we logged out").check();
}

TEST(cimd2_questions, nothing_is_asked_before_the_login_or_beyond_a_hundred) {
    script early;
    early.connect().writes("01:001|010:u|011:p|").enquire(1).says("may not ask").check();
    script s;
    s.log_in();
    for (std::uint64_t token = 1; token <= 100; ++token) s.enquire(token);
    s.writes("04:003|" + asked).enquire(101).says("may not ask").disconnect();
    s.says("1 unanswered");
    for (std::uint64_t token = 2; token <= 100; ++token) s.says(std::to_string(token) + " unwritten");
    s.check();
}

session_options polling() {
    session_options options = usual_options();
    options.poll = 10s;
    options.alive = 0ms;
    return options;
}

TEST(cimd2_questions, held_messages_are_asked_for_after_the_login_and_again) {
    script s(polling());
    s.log_in().wait(1ms).writes("05:003|068:2|").room(0).feed("55:003|").room(1);
    s.feed("20:000|021:88222|023:467|060:261125190923|033:Hi|")
        .says("message 0 from 467")
        .answer(0, operation::deliver_message)
        .writes("70:000|");
    s.wait(9s)
        .writes_nothing()
        .wait(2s)
        .writes("05:005|068:2|")
        .feed("55:005|900:500|901:no|")
        .notes(session_note::poll_refused, 1);
    s.wait(10s).writes("05:007|068:2|").check();
    s.break_everywhere();
}

TEST(cimd2_questions, centre_that_answers_no_poll_is_not_polled_again_on_this_line) {
    session_options options = polling();
    options.response_timeout = 100ms;
    script s(options);
    s.log_in()
        .wait(1ms)
        .writes("05:003|068:2|")
        .wait(100ms)
        .notes(session_note::response_timeout, 1)
        .room(1)
        .wait(20s)
        .writes_nothing()
        .check();
}

TEST(cimd2_questions, nobody_polls_unasked) {
    session_options options = usual_options();
    options.alive = 0ms;
    script s(options);
    s.log_in().wait(24h).writes_nothing().check();
}

}  // namespace
}  // namespace hermod::connectors::cimd2
