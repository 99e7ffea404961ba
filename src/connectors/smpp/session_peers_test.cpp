// What peers tell besides: versions, congestion, odd responses, answers to questions, outbind, alerts.
#include "connectors/smpp/session.hpp"
#include "connectors/smpp/session_script.hpp"

namespace hermod::connectors::smpp::session_peers_test {
namespace {

using namespace std::chrono_literals;
using wire_smpp::tlv_tag;

session_options with_window(std::size_t window) {
    session_options out;
    out.window = window;
    return out;
}

void play(script& dialogue) {
    dialogue.check();
    dialogue.break_everywhere();
}

// A PDU with one TLV of one octet.
template <class Pdu>
octet_string with_tlv(std::uint32_t sequence, Pdu pdu, tlv_tag tag, std::uint8_t value,
                      command_status status = command_status::esme_rok) {
    std::vector<std::uint8_t> raw;
    wire_smpp::tlv_writer tlvs(raw);
    EXPECT_TRUE(tlvs.u8(tag, value));
    pdu.tlvs = tlvs.view();
    return pdu_octets(sequence, pdu, status);
}

octet_string congested_resp(std::uint32_t sequence, std::uint8_t congestion) {
    return with_tlv(sequence, wire_smpp::submit_sm_resp{"x", {}}, tlv_tag::congestion_state, congestion);
}

wire_smpp::data_sm data_to(std::string_view to) {
    wire_smpp::data_sm out;
    out.destination_addr = to;
    return out;
}

TEST(smpp_session_version, response_tells_the_peers) {
    stage world({});
    world.one.connected(world.now);
    EXPECT_EQ(world.one.peer_version(), std::nullopt);
    world.feed(with_tlv(1, wire_smpp::bind_transceiver_resp{"centre", {}}, tlv_tag::sc_interface_version, 0x50));
    EXPECT_EQ(world.one.peer_version(), wire_smpp::version_5_0);
    world.one.connected(world.now);
    world.feed(pdu_octets(1, wire_smpp::bind_transceiver_resp{"centre", {}}));
    EXPECT_EQ(world.one.peer_version(), std::nullopt);
    world.one.disconnected();
}

TEST(smpp_session_version, every_version_is_bound_as_it_is_set) {
    for (const std::uint8_t version : {wire_smpp::version_3_3, wire_smpp::version_3_4, wire_smpp::version_5_0}) {
        session_options options;
        options.interface_version = version;
        options.mode = bind_mode::transmitter;
        stage world(options);
        world.one.connected(world.now);
        world.take_writes();
        const auto bind = wire_smpp::decode_as<wire_smpp::bind_transmitter>(world.written);
        ASSERT_TRUE(bind);
        EXPECT_EQ(bind->pdu.interface_version, version);
        world.one.disconnected();
    }
}

TEST(smpp_session_version, bind_response_whose_body_cannot_be_read_binds_all_the_same) {
    octet_string resp = head_octets(command_id::bind_transceiver_resp, 1);
    resp.insert(resp.end(), 5, 'x');  // no NUL
    resp[3] = 21;
    play(script().connect().writes("bind_transceiver 1").feed(resp).says("bound").notes(session_note::oddity, 1));
}

TEST(smpp_session_congestion, above_the_optimum_halves_the_window_once_without_a_pause) {
    play(script(with_window(8)).bind().send(1).send(2).send(3)
             .feed(congested_resp(2, 95)).says("1 sent x").feed(congested_resp(3, 100)).says("2 sent x")
             .room(3).notes(session_note::congested, 1)  // half of 8, one still out
             .wait(1ms).send(4).feed(congested_resp(5, 91)).says("4 sent x").room(1).notes(session_note::congested, 2));
}

TEST(smpp_session_congestion, within_the_optimum_the_window_stays_and_below_it_grows) {
    script held(with_window(4)), grown(with_window(4));
    held.bind().send(1).feed(congested_resp(2, 99)).says("1 sent x").room(2);
    grown.bind().send(1).feed(congested_resp(2, 99)).says("1 sent x").room(2);
    for (std::uint32_t i = 3; i < 20; ++i) {
        held.send(i).feed(congested_resp(i, i % 2 != 0 ? 80 : 90)).says(std::to_string(i) + " sent x").room(2);
        grown.send(i).feed(congested_resp(i, 79)).says(std::to_string(i) + " sent x");
    }
    play(held);
    play(grown.room(4));
}

TEST(smpp_session_congestion, other_responses_tell_of_it_too) {
    play(script(with_window(8)).bind().wait(30s).writes("enquire_link 2")
             .feed(with_tlv(2, wire_smpp::enquire_link_resp{}, tlv_tag::congestion_state, 92)).room(4));
    stage world(with_window(8));
    world.one.connected(world.now);
    world.feed(with_tlv(1, wire_smpp::bind_transceiver_resp{"centre", {}}, tlv_tag::congestion_state, 85));
    EXPECT_EQ(world.one.congestion(), 85);
    EXPECT_EQ(world.one.room(), 8u);
    world.one.disconnected();
}

TEST(smpp_session_odd, enquire_link_resp_with_a_body_is_an_answer) {
    octet_string resp = head_octets(command_id::enquire_link_resp, 2);
    resp.insert(resp.end(), 7, 'x');
    resp[3] = 23;
    play(script().bind().wait(30s).writes("enquire_link 2").feed(resp).notes(session_note::oddity, 1).wait(30s).writes("enquire_link 3"));
}

TEST(smpp_session_odd, submit_answered_by_another_response_of_its_number_is_answered) {
    play(script().bind().send(1).send(2).send(3).send(4)
             .feed(2, wire_smpp::data_sm_resp{"a", {}}).says("1 sent a")
             .feed(3, wire_smpp::deliver_sm_resp{"b", {}}).says("2 sent b")
             .feed(4, wire_smpp::submit_multi_resp{"c", {}, {}}).says("3 sent ")
             .feed(head_octets(command_id{0x80010200}, 5, command_status::esme_rinvdstadr)).says("4 refused ESME_RINVDSTADR")
             .notes(session_note::oddity, 4));
}

TEST(smpp_session_odd, strange_number_of_a_link_response_settles_no_submit) {
    play(script().bind().send(1).feed(head_octets(command_id::enquire_link_resp, 2)).feed(head_octets(command_id::unbind_resp, 2))
             .feed(2, wire_smpp::bind_transceiver_resp{"again", {}}).notes(session_note::unknown_response, 3)
             .submitted(2, "a").says("1 sent a"));
}

TEST(smpp_session_odd, answers_without_numbers_are_taken_in_order_where_the_dialect_says_so) {
    session_options options;
    options.answers_in_order = true;
    play(script(options).bind().send(1).send(2).submitted(0, "a").says("1 sent a").submitted(3, "b").says("2 sent b")
             .submitted(0, "c").notes(session_note::unknown_response, 1).notes(session_note::oddity, 1));
    play(script().bind().send(1).submitted(0, "a").notes(session_note::unknown_response, 1));
}

TEST(smpp_session_odd, sm_length_that_leaves_out_a_nul_is_read) {
    wire_smpp::deliver_sm pdu;
    pdu.source_addr = "4477";
    octet_string frame = pdu_octets(5, pdu);
    frame.push_back(0);
    frame[3] = static_cast<std::uint8_t>(frame.size());
    play(script().bind().feed(frame).says("deliver_sm 5 from 4477").notes(session_note::oddity, 1));
}

TEST(smpp_session_data_sm, is_sent_and_answered_as_a_submit) {
    stage world({});
    world.one.connected(world.now);
    world.feed(pdu_octets(1, wire_smpp::bind_transceiver_resp{"centre", {}}));
    EXPECT_EQ(world.next_write(), "bind_transceiver 1");
    ASSERT_TRUE(world.one.send(7, data_to("4477"), world.now));
    EXPECT_EQ(world.next_write(), "data_sm 2");
    world.feed(pdu_octets(2, wire_smpp::data_sm_resp{"id", {}}));
    EXPECT_EQ(world.events.back(), "7 sent id");
    EXPECT_EQ(world.notes[session_note::oddity], 0);
    ASSERT_TRUE(world.one.send(8, data_to("4477"), world.now));
    world.feed(pdu_octets(3, wire_smpp::submit_sm_resp{"id", {}}));  // the wrong one, but meant for it
    EXPECT_EQ(world.notes[session_note::oddity], 1);
    world.one.disconnected();
}

TEST(smpp_session_questions, are_answered_by_number) {
    wire_smpp::query_sm_resp state;
    state.message_id = "a";
    state.message_state = wire_smpp::message_state::undeliverable;
    state.error_code = 12;
    play(script().bind().ask(1, wire_smpp::query_sm{}).writes("query_sm 2").ask(2, wire_smpp::cancel_sm{}).writes("cancel_sm 3")
             .ask(3, wire_smpp::replace_sm{}).writes("replace_sm 4").room(10)
             .feed(head_octets(command_id::replace_sm_resp, 4)).says("3 answered")
             .feed(2, state).says("1 answered UNDELIVERABLE 12")
             .feed(head_octets(command_id::cancel_sm_resp, 3, command_status::esme_rcancelfail)).says("2 answered ESME_RCANCELFAIL")
             .feed(2, state).notes(session_note::unknown_response, 1));
}

TEST(smpp_session_questions, nack_is_an_answer_and_silence_is_none) {
    session_options options;
    options.enquire_link = 0ms;
    play(script(options).bind().ask(1, wire_smpp::query_sm{}).writes("query_sm 2").ask(2, wire_smpp::query_sm{}).writes("query_sm 3")
             .feed(head_octets(command_id::generic_nack, 2, command_status::esme_rinvcmdid)).says("1 answered ESME_RINVCMDID")
             .wait(59s).wait(1s).says("2 unknown"));
    play(script().bind().ask(1, wire_smpp::query_sm{}).feed(head_octets(command_id::generic_nack, 2)).says("1 answered ESME_RINVCMDID"));
}

TEST(smpp_session_questions, state_that_cannot_be_read_is_told) {
    octet_string broken = head_octets(command_id::query_sm_resp, 2);
    broken.insert(broken.end(), {'a', 'b'});
    broken[3] = 18;
    play(script().bind().ask(1, wire_smpp::query_sm{}).feed(broken).says("1 answered unreadable").notes(session_note::pdu_error, 1)
             .ask(2, wire_smpp::query_sm{}).feed(head_octets(command_id::query_sm_resp, 3)).says("2 answered unreadable"));
}

TEST(smpp_session_questions, lost_connection_tells_written_from_unwritten) {
    play(script().bind().ask(1, wire_smpp::query_sm{}).writes("query_sm 2").ask(2, wire_smpp::query_sm{}).disconnect()
             .says("1 unknown").says("2 unasked"));
}

TEST(smpp_session_questions, are_bounded_and_hold_up_an_unbind) {
    play(script(with_window(1)).bind().ask(1, wire_smpp::query_sm{}).writes("query_sm 2").ask(2, wire_smpp::query_sm{})
             .says("2 may not be asked").room(1).unbind(10s).writes_nothing()
             .feed(head_octets(command_id::query_sm_resp, 2, command_status::esme_rqueryfail)).says("1 answered ESME_RQUERYFAIL")
             .writes("unbind 3"));
    session_options options;
    options.mode = bind_mode::receiver;
    play(script(options).connect().feed(1, wire_smpp::bind_receiver_resp{}).says("bound").ask(1, wire_smpp::query_sm{})
             .says("1 may not be asked"));
}

TEST(smpp_session_broadcasts, are_asked_and_answered_as_questions_are) {
    session_options options;
    options.interface_version = wire_smpp::version_5_0;
    play(script(options).bind().ask(1, wire_smpp::broadcast_sm{}).writes("broadcast_sm 2").ask(2, wire_smpp::query_broadcast_sm{})
             .writes("query_broadcast_sm 3").ask(3, wire_smpp::cancel_broadcast_sm{}).writes("cancel_broadcast_sm 4").room(10)
             .feed(4, wire_smpp::cancel_broadcast_sm_resp{}).says("3 answered")
             .feed(2, wire_smpp::broadcast_sm_resp{"b1", {}}).says("1 answered")
             .feed(head_octets(command_id::query_broadcast_sm_resp, 3, command_status::esme_rbcastqueryfail))
             .says("2 answered ESME_RBCASTQUERYFAIL").feed(2, wire_smpp::broadcast_sm_resp{"b1", {}})
             .notes(session_note::unknown_response, 1));
    options.enquire_link = 0ms;
    play(script(options).bind().ask(1, wire_smpp::broadcast_sm{}).writes("broadcast_sm 2").wait(60s).says("1 unknown"));
}

session_options called() {
    session_options out;
    out.await_outbind = true;
    out.mode = bind_mode::receiver;
    out.outbind_system_id = "centre";
    out.outbind_password = "secret";
    return out;
}

TEST(smpp_session_outbind, is_answered_with_a_bind) {
    play(script(called()).connect().writes_nothing().feed(head_octets(command_id::enquire_link, 8)).writes("enquire_link_resp 8")
             .feed(1, wire_smpp::deliver_sm{}).writes("deliver_sm_resp 1 ESME_RINVBNDSTS")
             .feed(1, wire_smpp::outbind{"centre", "secret", {}}).writes("bind_receiver 1")
             .feed(1, wire_smpp::bind_receiver_resp{"centre", {}}).says("bound")
             .feed(2, wire_smpp::outbind{"centre", "secret", {}}).writes_nothing().notes(session_note::oddity, 1)
             .feed(3, wire_smpp::deliver_sm{}).says("deliver_sm 3 from ").answer(3).writes("deliver_sm_resp 3"));
}

TEST(smpp_session_outbind, of_a_stranger_or_none_at_all_closes) {
    play(script(called()).connect().feed(1, wire_smpp::outbind{"centre", "guess", {}}).says("close: an outbind that we do not know").writes_nothing());
    play(script(called()).connect().feed(1, wire_smpp::outbind{"other", "secret", {}}).says("close: an outbind that we do not know").writes_nothing());
    play(script(called()).connect().wait(9s).wait(1s).says("close: the peer connected and sent no outbind"));
    session_options anyone = called();
    anyone.outbind_system_id = anyone.outbind_password = "";
    play(script(anyone).connect().feed(1, wire_smpp::outbind{"x", "y", {}}).writes("bind_receiver 1"));
}

TEST(smpp_session_outbind, on_a_connection_of_ours_is_passed_over) {
    play(script().bind().feed(1, wire_smpp::outbind{"centre", "secret", {}}).writes_nothing().notes(session_note::oddity, 1));
}

TEST(smpp_session_alert, is_told_and_never_answered) {
    wire_smpp::alert_notification alert;
    alert.source_addr = "447700900123";
    octet_string broken = head_octets(command_id::alert_notification, 4);
    broken.insert(broken.end(), {1, 1, 'x'});
    broken[3] = 19;
    play(script().bind().feed(3, alert).says("alert of 447700900123").writes_nothing().feed(broken).writes_nothing()
             .notes(session_note::pdu_error, 1));
}

}  // namespace
}  // namespace hermod::connectors::smpp::session_peers_test
