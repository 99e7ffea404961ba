// Questions about messages that the centre has: 54 to 56, and the 57 and 58 that answer them.
#include "connectors/ucp/session_script.hpp"

namespace hermod::connectors::ucp::session_questions_test {
namespace {

using namespace std::chrono_literals;
using wire_ucp::delete_message;
using wire_ucp::delete_response;
using wire_ucp::inquiry_message;
using wire_ucp::inquiry_response;
using wire_ucp::modify_message;

const inquiry_message inquiry{.adc = "447700900123", .oadc = "88222", .scts = "231126152730"};
const delete_message deletion{.adc = "447700900123", .oadc = "88222", .scts = "231126152730"};
const modify_message change{.adc = "447700900123", .scts = "231126152730", .mt = "3", .msg = "4869"};
const inquiry_response told{.adc = "88222", .oadc = "447700900123", .scts = "231126152730", .dst = "1", .rsn = "107"};
const delete_response gone{.adc = "447700900123", .oadc = "88222", .scts = "231126152730", .dst = "2", .rsn = "000"};

script with(std::size_t window) {
    session_options options;
    options.window = window;
    return script(options);
}

TEST(ucp_questions, inquiry_is_answered_by_its_57_not_by_its_result) {
    auto s = with(10);
    s.log_in().ask(1, inquiry).writes("55 O 01");
    s.feed(1, ack{.ot = ot::inquiry_message}).writes_nothing();
    s.feed(40, told).writes("57 A 40 88222:231126152730").says("1 answered stated 1 107 (accepted)");
    s.check();
    s.break_everywhere();
}

TEST(ucp_questions, deletion_is_answered_by_its_58_which_may_overtake_the_result) {
    auto s = with(10);
    s.log_in().ask(1, deletion).writes("56 O 01");
    s.feed(0, gone).writes("58 A 00 447700900123:231126152730").says("1 answered stated 2 0");
    s.feed(1, ack{.ot = ot::delete_message}).writes_nothing();
    s.notes(session_note::unknown_result, 0).check();
    s.break_everywhere();
}

TEST(ucp_questions, negative_result_is_the_answer) {
    auto s = with(10);
    s.log_in().ask(1, deletion).ask(2, change).writes("56 O 01").writes("54 O 02");
    s.feed(1, nak{ot::delete_message, "27", "not here"}).says("1 answered 27 not here");
    s.feed(2, nak{ot::modify_message, "03", ""}).says("2 answered 03 ");
    s.check();
    s.break_everywhere();
}

TEST(ucp_questions, change_is_answered_by_its_result) {
    auto s = with(10);
    s.log_in().ask(1, change).writes("54 O 01").feed(1, ack{.ot = ot::modify_message}).says("1 answered (accepted)").check();
}

TEST(ucp_questions, centre_that_says_all_in_the_result) {
    session_options options;
    options.window = 10;
    options.answers_in_result = true;
    script s(options);
    s.log_in().ask(1, inquiry).ask(2, deletion).writes("55 O 01").writes("56 O 02");
    s.feed(1, ack{.ot = ot::inquiry_message, .sm = "buffered"}).says("1 answered (accepted)");
    s.feed(2, ack{.ot = ot::delete_message}).says("2 answered (accepted)").check();
}

TEST(ucp_questions, statement_for_another_message_or_nobody_is_taken_and_answers_nothing) {
    auto s = with(10);
    s.log_in().ask(1, inquiry).writes("55 O 01").feed(1, ack{.ot = ot::inquiry_message});
    inquiry_response other = told;
    other.scts = "231126152731";
    s.feed(7, other).writes("57 A 07 88222:231126152731").writes_nothing();
    s.feed(8, gone).writes("58 A 08 447700900123:231126152730").writes_nothing();  // nobody asked for a deletion
    s.notes(session_note::unknown_result, 2)
        .feed(9, told)
        .writes("57 A 09 88222:231126152730")
        .says("1 answered stated 1 107 (accepted)");
    s.check();
}

TEST(ucp_questions, statement_before_the_login_is_answered_is_refused) {
    script().connect().writes("60 O 00").feed(3, told).writes("57 N 03 04").check();
}

TEST(ucp_questions, full_window_is_waited_for_and_questions_go_first) {
    auto s = with(1);
    s.log_in().send(7).writes("51 O 01").ask(1, deletion).writes_nothing().room(0);
    s.submitted(1, "447700900123:231126152730").writes("56 O 02").says("7 sent 447700900123:231126152730").room(0);
    s.feed(2, nak{ot::delete_message, "27", ""}).says("1 answered 27 ").room(1);
    s.check();
    s.break_everywhere();
}

TEST(ucp_questions, silence_is_told_and_the_number_stays_blocked) {
    session_options options;
    options.window = 10;
    options.response_timeout = 100ms;
    options.keepalive = 0ms;
    script s(options);
    s.log_in().ask(1, inquiry).ask(2, deletion).writes("55 O 01").writes("56 O 02").feed(2, ack{.ot = ot::delete_message});
    s.wait(100ms).says("1 unanswered").says("2 unanswered (accepted)").notes(session_note::response_timeout, 2);
    s.feed(1, ack{.ot = ot::inquiry_message}).notes(session_note::unknown_result, 1);
    s.check();
}

TEST(ucp_questions, one_that_gets_no_place_in_time_was_never_written) {
    session_options options;
    options.window = 1;
    options.response_timeout = 100ms;
    script s(options);
    s.log_in()
        .wait(10ms)
        .send(7)
        .writes("51 O 01")
        .ask(1, deletion)
        .wait(60ms)
        .submitted(1, "x")
        .writes("56 O 02")
        .says("7 sent x");
    s.ask(2, inquiry).wait(100ms).says("1 unanswered").says("2 unwritten").check();
}

TEST(ucp_questions, broken_connection_says_which_may_have_arrived) {
    auto s = with(1);
    s.log_in().ask(1, inquiry).ask(2, deletion).writes("55 O 01").disconnect().says("1 unanswered").says("2 unwritten").check();
    auto full = with(1);
    full.log_in().kernel_is_full().ask(1, inquiry).writes("55 O 01").disconnect().says("1 unwritten").check();
}

TEST(ucp_questions, drain_waits_for_them) {
    auto s = with(10);
    s.log_in().ask(1, deletion).writes("56 O 01").drain(5s).feed(1, nak{ot::delete_message, "27", ""}).says("1 answered 27 ");
    s.says("close: we have finished").check();
}

TEST(ucp_questions, nothing_is_asked_before_the_login_or_beyond_a_hundred) {
    script().connect().writes("60 O 00").ask(1, inquiry).says("may not ask").check();
    session_options options;
    options.window = 1;
    script s(options);
    s.log_in();
    for (std::uint64_t token = 1; token <= 100; ++token) s.ask(token, inquiry);
    s.writes("55 O 01").ask(101, inquiry).says("may not ask").check();
}

}  // namespace
}  // namespace hermod::connectors::ucp::session_questions_test
