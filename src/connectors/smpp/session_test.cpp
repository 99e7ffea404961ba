#include "connectors/smpp/session.hpp"

#include "connectors/smpp/session_script.hpp"

namespace hermod::connectors::smpp::session_test {
namespace {

using namespace std::chrono_literals;

session_options with_window(std::size_t window) {
    session_options out;
    out.window = window;
    return out;
}

octet_string text_octets(std::string_view text) { return {text.begin(), text.end()}; }

wire_smpp::deliver_sm message_from(std::string_view source) {
    wire_smpp::deliver_sm pdu;
    pdu.source_addr = source;
    return pdu;
}

// Every dialogue is played whole, then broken at each of its steps.
void play(script& dialogue) {
    dialogue.check();
    dialogue.break_everywhere();
}

TEST(smpp_session, binds_sends_and_hears_the_answer) {
    play(script().bind().send(7).writes("submit_sm 2").submitted(2, "a1").says("7 sent a1"));
}

TEST(smpp_session, takes_answers_in_any_order_and_any_pieces) {
    octet_string both = pdu_octets(3, wire_smpp::submit_sm_resp{"b", {}});
    const octet_string second = pdu_octets(2, wire_smpp::submit_sm_resp{"a", {}});
    both.insert(both.end(), second.begin(), second.end());
    script dialogue;
    dialogue.bind().send(1).send(2).writes("submit_sm 2").writes("submit_sm 3");
    for (const std::uint8_t octet : both) dialogue.feed({octet});
    play(dialogue.says("2 sent b").says("1 sent a"));
}

TEST(smpp_session, refused_bind_closes) {
    play(script().connect().writes("bind_transceiver 1").feed(1, wire_smpp::bind_transceiver_resp{}, command_status::esme_rinvpaswd)
             .says("bind refused ESME_RINVPASWD").says("close: the bind was refused"));
}

TEST(smpp_session, bind_answered_by_nack_or_by_the_wrong_response_is_refused) {
    play(script().connect().writes("bind_transceiver 1").feed(head_octets(command_id::generic_nack, 1, command_status::esme_rinvcmdid))
             .says("bind refused ESME_RINVCMDID").says("close: the bind was refused"));
    play(script().connect().writes("bind_transceiver 1").feed(1, wire_smpp::bind_transmitter_resp{})
             .says("bind refused ESME_RINVCMDID").says("close: the bind was refused"));
}

TEST(smpp_session, unanswered_bind_times_out) {
    play(script().connect().writes("bind_transceiver 1").wait(9s).wait(1s).says("close: the bind was not answered"));
}

TEST(smpp_session, binds_as_transmitter_and_receiver) {
    session_options options;
    options.mode = bind_mode::transmitter;
    play(script(options).connect().writes("bind_transmitter 1").feed(1, wire_smpp::bind_transmitter_resp{}).says("bound").room(10));
    options.mode = bind_mode::receiver;
    play(script(options).connect().writes("bind_receiver 1").feed(1, wire_smpp::bind_receiver_resp{}).says("bound").room(0));
}

TEST(smpp_session, full_window_has_no_room_until_an_answer) {
    play(script(with_window(2)).bind().room(2).send(1).send(2).room(0).send(3).says("no room").says("3 unsent")
             .submitted(2, "x").says("1 sent x").room(1));
}

TEST(smpp_session, answer_without_body_and_error_with_body_both_settle) {
    play(script().bind().send(1).send(2).send(3)
             .feed(head_octets(command_id::submit_sm_resp, 2, command_status::esme_rinvdstadr)).says("1 refused ESME_RINVDSTADR")
             .submitted(3, "junk", command_status::esme_rinvsrcadr).says("2 refused elsewhere ESME_RINVSRCADR")
             .feed(head_octets(command_id::submit_sm_resp, 4)).says("3 sent "));
}

TEST(smpp_session, unreadable_id_of_a_success_is_still_a_success) {
    octet_string resp = head_octets(command_id::submit_sm_resp, 2);
    resp.insert(resp.end(), 20, 'x');  // no NUL
    resp[3] = 36;
    play(script().bind().send(1).feed(resp).says("1 sent ").notes(session_note::pdu_error, 1));
}

TEST(smpp_session, second_answer_is_counted_and_harmless) {
    play(script().bind().send(1).submitted(2, "a").says("1 sent a").submitted(2, "a").submitted(99, "b")
             .notes(session_note::unknown_response, 2));
}

TEST(smpp_session, silent_answer_makes_unsure_and_late_one_is_counted) {
    session_options options;
    options.enquire_link = 0ms;
    play(script(options).bind().send(1).writes("submit_sm 2").wait(59s).wait(1s).says("1 unsure")
             .notes(session_note::response_timeout, 1).submitted(2, "a").notes(session_note::unknown_response, 1).room(1));
}

TEST(smpp_session, responses_of_broadcasts_are_passed_over) {
    for (const command_id id : {command_id::broadcast_sm_resp, command_id::query_broadcast_sm_resp, command_id::cancel_broadcast_sm_resp})
        play(script().bind().feed(head_octets(id, 99)).notes(session_note::unknown_response, 1).writes_nothing());
    // With a submit's own number it is taken for its answer: the network has the message, under no id that we could know.
    play(script().bind().send(1).writes("submit_sm 2").feed(head_octets(command_id::broadcast_sm_resp, 2)).says("1 sent "));
}

TEST(smpp_session, after_unanswered_submits_the_window_begins_small) {
    play(script(with_window(8)).bind().send(1).writes("submit_sm 2").disconnect().says("1 unsure")
             .bind().room(1).send(2).writes("submit_sm 2").submitted(2, "a").says("2 sent a").room(2)
             .send(3).send(4).writes("submit_sm 3").writes("submit_sm 4").submitted(3, "b").submitted(4, "c").says("3 sent b").says("4 sent c").room(4));
    // Nothing was left: the whole window at once.
    play(script(with_window(8)).bind().send(1).writes("submit_sm 2").submitted(2, "a").says("1 sent a").disconnect().bind().room(8));
}

TEST(smpp_session, lost_connection_tells_written_from_unwritten) {
    play(script().bind().send(1).writes("submit_sm 2").send(2).disconnect().says("1 unsure").says("2 unsent"));
}

TEST(smpp_session, what_the_kernel_has_not_taken_is_unsent) {
    play(script().bind().kernel_is_full().send(1).writes("submit_sm 2").disconnect().says("1 unsent"));
}

TEST(smpp_session, throttling_halves_the_window_once_a_burst_and_pauses) {
    play(script(with_window(8)).bind().send(1).send(2).send(3)
             .submitted(2, "", command_status::esme_rthrottled).says("1 later throttled")
             .submitted(3, "", command_status::esme_rmsgqful).says("2 later throttled")
             .room(0).wait(249ms).room(0).wait(1ms).room(3)  // half of 8, one still out
             .submitted(4, "a").says("3 sent a").room(4));
}

TEST(smpp_session, system_error_is_later_and_overrides_are_heeded) {
    play(script().bind().send(1).submitted(2, "", command_status::esme_rsyserr).says("1 later"));
    session_options options;
    options.errors.set(command_status::esme_rsubmitfail, error_meaning::later);
    options.errors.set(command_status::esme_rsyserr, error_meaning::refused);
    play(script(options).bind().send(1).send(2).submitted(2, "", command_status::esme_rsubmitfail).says("1 later")
             .submitted(3, "", command_status::esme_rsyserr).says("2 refused ESME_RSYSERR"));
}

TEST(smpp_session, an_error_may_mean_the_next_route_or_mean_it_no_more) {
    session_options options;
    options.errors.set(command_status::esme_rinvdstadr, error_meaning::elsewhere);
    options.errors.set(command_status::esme_rsubmitfail, error_meaning::refused);
    play(script(options).bind().send(1).send(2).submitted(2, "", command_status::esme_rinvdstadr).says("1 refused elsewhere ESME_RINVDSTADR")
             .submitted(3, "", command_status::esme_rsubmitfail).says("2 refused ESME_RSUBMITFAIL"));
}

TEST(smpp_session, an_error_may_mean_that_nobody_knows) {
    session_options options;
    options.errors.set(command_status::esme_rsyserr, error_meaning::unsure);
    play(script(options).bind().send(1).submitted(2, "", command_status::esme_rsyserr).says("1 unsure"));
}

TEST(smpp_session, nack_settles_its_submit) {
    play(script().bind().send(1).feed(head_octets(command_id::generic_nack, 2, command_status::esme_rinvcmdid))
             .says("1 refused ESME_RINVCMDID").feed(head_octets(command_id::generic_nack, 0)).notes(session_note::unknown_response, 1));
}

TEST(smpp_session, enquire_link_is_answered_in_every_state) {
    const octet_string ask = head_octets(command_id::enquire_link, 77);
    play(script().connect().writes("bind_transceiver 1").feed(ask).writes("enquire_link_resp 77").answer_bind().says("bound")
             .feed(ask).writes("enquire_link_resp 77").unbind(1s).writes("unbind 2").feed(ask).writes("enquire_link_resp 77"));
}

TEST(smpp_session, silence_is_asked_about_and_then_ended) {
    play(script().bind().wait(29s).writes_nothing().wait(1s).writes("enquire_link 2")
             .feed(head_octets(command_id::enquire_link_resp, 2)).wait(30s).writes("enquire_link 3")
             .wait(59s).wait(1s).says("close: enquire_link was not answered"));
}

TEST(smpp_session, any_octet_after_the_question_shows_life) {
    play(script().bind().wait(30s).writes("enquire_link 2").wait(10s).feed(head_octets(command_id::enquire_link, 5))
             .writes("enquire_link_resp 5").wait(29s).writes_nothing().wait(1s).writes("enquire_link 3"));
}

TEST(smpp_session, inactive_bind_unbinds) {
    session_options options;
    options.inactivity = 10s;
    play(script(options).bind().wait(9s).writes_nothing().wait(1s).writes("unbind 2").feed(head_octets(command_id::unbind_resp, 2))
             .says("close: we unbound"));
}

TEST(smpp_session, message_is_answered_when_told_to) {
    play(script().bind().feed(5, message_from("4477")).says("deliver_sm 5 from 4477").writes_nothing().answer(5).writes("deliver_sm_resp 5")
             .feed(0, message_from("1")).says("deliver_sm 0 from 1").answer(0, command_status::esme_rx_t_appn)
             .writes("deliver_sm_resp 0 ESME_RX_T_APPN")
             .feed(6, wire_smpp::data_sm{}).says("data_sm 6").answer(6, command_status::esme_rok, command_id::data_sm).writes("data_sm_resp 6"));
}

TEST(smpp_session, backlog_of_messages_is_bounded) {
    session_options options;
    options.most_unanswered = 1;
    play(script(options).bind().feed(5, message_from("1")).says("deliver_sm 5 from 1").feed(6, message_from("2"))
             .writes("deliver_sm_resp 6 ESME_RX_T_APPN").answer(5).writes("deliver_sm_resp 5").feed(7, message_from("3"))
             .says("deliver_sm 7 from 3"));
}

TEST(smpp_session, bad_field_gets_its_status_and_the_bind_lives_on) {
    octet_string broken = head_octets(command_id::deliver_sm, 9);
    broken.insert(broken.end(), {0, 1, 1, 'x', 'y'});  // source_addr without its NUL
    broken[3] = static_cast<std::uint8_t>(broken.size());
    play(script().bind().feed(broken).writes("deliver_sm_resp 9 ESME_RINVSRCADR").notes(session_note::pdu_error, 1)
             .feed(head_octets(command_id::enquire_link, 10)).writes("enquire_link_resp 10"));
}

TEST(smpp_session, message_before_the_bind_is_refused) {
    play(script().connect().writes("bind_transceiver 1").feed(3, message_from("1")).writes("deliver_sm_resp 3 ESME_RINVBNDSTS"));
}

TEST(smpp_session, unknown_and_foreign_commands_are_told) {
    play(script().bind().feed(head_octets(command_id{0x00010203}, 4)).writes("generic_nack 4 ESME_RINVCMDID")
             .feed(4, wire_smpp::query_sm{}).writes("query_sm_resp 4 ESME_RINVBNDSTS")
             .feed(head_octets(command_id{0x80010203}, 4)).writes_nothing());
}

TEST(smpp_session, impossible_length_is_nacked_and_closed) {
    octet_string bad = head_octets(command_id::deliver_sm, 6);
    bad[0] = 0x7F;
    play(script().bind().send(1).writes("submit_sm 2").feed(bad).says("close: an impossible command_length")
             .writes("generic_nack 6 ESME_RINVCMDLEN").disconnect().says("1 unsure"));
    play(script().bind().feed({0, 0, 0, 15}).says("close: an impossible command_length").writes("generic_nack 0 ESME_RINVCMDLEN"));
}

TEST(smpp_session, http_and_tls_are_recognised) {
    play(script().connect().writes("bind_transceiver 1").feed(text_octets("HTTP/1.1 400 Bad Request\r\n"))
             .says("close: the peer speaks HTTP, wrong port?").writes_nothing());
    play(script().connect().writes("bind_transceiver 1").feed({0x15, 3, 1, 0, 2, 2, 40})
             .says("close: the peer speaks TLS, wrong port or tls not set?").writes_nothing());
}

TEST(smpp_session, unbind_drains_the_window_first) {
    play(script().bind().send(1).writes("submit_sm 2").unbind(10s).writes_nothing().room(0).submitted(2, "a").says("1 sent a")
             .writes("unbind 3").feed(head_octets(command_id::unbind_resp, 3)).says("close: we unbound"));
}

TEST(smpp_session, unbind_waits_neither_for_answers_nor_for_its_own_for_ever) {
    play(script().bind().send(1).writes("submit_sm 2").unbind(1s).wait(1s).writes("unbind 3").wait(5s)
             .says("close: our unbind was not answered").disconnect().says("1 unsure"));
}

TEST(smpp_session, peers_unbind_is_answered_after_its_messages) {
    play(script().bind().feed(8, message_from("1")).says("deliver_sm 8 from 1").feed(head_octets(command_id::unbind, 9)).writes_nothing()
             .answer(8).writes("deliver_sm_resp 8").wait(1ms).writes("unbind_resp 9").says("close: the peer unbound"));
}

TEST(smpp_session, stragglers_place_is_skipped_by_the_sequence) {
    script dialogue(with_window(2));  // four places: 2 and 6 share one
    dialogue.bind().send(1).writes("submit_sm 2");
    for (std::uint32_t sequence = 3; sequence <= 5; ++sequence)
        dialogue.send(sequence).writes("submit_sm " + std::to_string(sequence)).submitted(sequence, "x").says(std::to_string(sequence) + " sent x");
    play(dialogue.send(9).writes("submit_sm 7").submitted(2, "a").says("1 sent a"));
}

TEST(smpp_outstanding, sequence_numbers_wrap_to_one) {
    outstanding_submits ring(4);
    std::uint32_t next = last_sequence_number;
    EXPECT_EQ(ring.add(next).sequence, last_sequence_number);
    EXPECT_EQ(ring.add(next).sequence, 1u);
    EXPECT_NE(ring.find(last_sequence_number), nullptr);
    EXPECT_EQ(ring.find(0), nullptr);
}

TEST(smpp_pacing, window_recovers_one_a_round) {
    window_pace pace(10, 100ms, 1s);
    mono_time now{std::chrono::hours(1)};
    (void)pace.throttled(now, now);
    EXPECT_EQ(pace.limit(), 5u);
    for (int i = 0; i < 12; ++i) pace.answered();
    EXPECT_EQ(pace.limit(), 7u);
    for (int i = 0; i < 100; ++i) pace.answered();
    EXPECT_EQ(pace.limit(), 10u);
}

}  // namespace
}  // namespace hermod::connectors::smpp::session_test
