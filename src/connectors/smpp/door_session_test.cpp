#include "connectors/smpp/door_stage.hpp"

namespace hermod::connectors::smpp::on_stage {
namespace {

TEST(door_session, binds_and_answers_with_its_version) {
    stage s;
    s.feed(pdu_octets(7, a_bind()));
    EXPECT_EQ(s.take(), lines{"bind 7 shop/secret"});
    s.one.bind_decided(command_status::esme_rok, 10, 10, s.now);
    s.go_on();
    EXPECT_EQ(s.take(), lines{"-> bind_transceiver_resp 7"});
    const auto read = decode_as<bind_transceiver_resp>(s.last);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->pdu.system_id, "hermod");
    EXPECT_EQ(read->pdu.tlvs.u8(tlv_tag::sc_interface_version), version_5_0);
    EXPECT_TRUE(s.one.hears());
}

TEST(door_session, sends_no_tlv_to_version_3_3) {
    stage s;
    bind_transceiver old = a_bind();
    old.interface_version = version_3_3;
    s.feed(pdu_octets(1, old));
    s.one.bind_decided(command_status::esme_rok, 10, 10, s.now);
    s.go_on();
    EXPECT_TRUE(decode_as<bind_transceiver_resp>(s.last)->pdu.tlvs.empty());
}

TEST(door_session, refuses_a_bind_and_closes) {
    stage s;
    s.feed(pdu_octets(1, a_bind()));
    s.take();
    s.one.bind_decided(command_status::esme_rbindfail, 1, 1, s.now);
    s.writes();
    EXPECT_EQ(s.take(), (lines{"close: the bind was refused", "-> bind_transceiver_resp 1 ESME_RBINDFAIL"}));
}

TEST(door_session, parses_nothing_else_before_a_bind) {
    stage s;
    s.feed(pdu_octets(1, text_to("447700900123")));
    s.feed(head_octets(command_id::enquire_link, 2));
    s.feed(pdu_octets(3, query_sm{}));
    s.feed(head_octets(command_id{0x4242}, 4));
    EXPECT_EQ(s.take(), (lines{"-> submit_sm_resp 1 ESME_RINVBNDSTS", "-> enquire_link_resp 2",
                               "-> query_sm_resp 3 ESME_RINVBNDSTS", "-> generic_nack 4 ESME_RINVCMDID"}));
    s.feed(head_octets(command_id::unbind, 5));
    EXPECT_EQ(s.take(), (lines{"close: the application unbound", "-> unbind_resp 5"}));
}

TEST(door_session, reads_a_kilobyte_before_a_bind_and_no_more) {
    stage s;
    octet_string large(1025, 0);
    store_u32(large.data(), 1025);
    store_u32(large.data() + 4, static_cast<std::uint32_t>(command_id::bind_transceiver));
    s.feed(large);
    EXPECT_EQ(s.take(), (lines{"close: an impossible command_length", "-> generic_nack 0 ESME_RINVCMDLEN"}));
}

TEST(door_session, waits_with_what_comes_while_the_bind_is_verified) {
    stage s;
    octet_string both = pdu_octets(1, a_bind());
    const octet_string next = pdu_octets(2, text_to("447700900123"));
    both.insert(both.end(), next.begin(), next.end());
    s.feed(both);
    EXPECT_EQ(s.take(), lines{"bind 1 shop/secret"});
    EXPECT_TRUE(s.one.waiting());
    s.one.bind_decided(command_status::esme_rok, 10, 10, s.now);
    s.go_on();
    EXPECT_EQ(s.take(), (lines{"submit_sm 2", "-> bind_transceiver_resp 1"}));
}

TEST(door_session, closes_who_does_not_bind_in_time) {
    stage s;
    s.wait(4s);
    EXPECT_EQ(s.take(), lines{});
    s.wait(1s);
    EXPECT_EQ(s.take(), lines{"close: no bind came in time"});
}

TEST(door_session, takes_a_window_of_requests_and_reads_on_when_one_is_answered) {
    stage s;
    s.bind(2);
    for (std::uint32_t i = 1; i <= 3; ++i) s.feed(pdu_octets(i, text_to("447700900123")));
    EXPECT_EQ(s.take(), (lines{"submit_sm 1", "submit_sm 2"}));
    EXPECT_TRUE(s.one.waiting());
    s.one.answer(2, submit_sm_resp{"m1", {}});
    s.go_on();
    EXPECT_EQ(s.take(), (lines{"submit_sm 3", "-> submit_sm_resp 2"}));
    s.one.refuse(1, command_id::submit_sm, command_status::esme_rinvdstadr);
    s.writes();
    EXPECT_EQ(s.take(), lines{"-> submit_sm_resp 1 ESME_RINVDSTADR"});
}

TEST(door_session, a_receiver_may_not_submit_and_a_transmitter_hears_nothing) {
    stage receiver;
    bind_receiver pdu;
    pdu.system_id = "shop";
    receiver.feed(pdu_octets(1, pdu));
    receiver.one.bind_decided(command_status::esme_rok, 1, 1, receiver.now);
    receiver.go_on();
    receiver.take();
    receiver.feed(pdu_octets(2, text_to("447700900123")));
    EXPECT_EQ(receiver.take(), lines{"-> submit_sm_resp 2 ESME_RINVBNDSTS"});
    EXPECT_TRUE(receiver.one.hears());
    stage transmitter;
    bind_transmitter other;
    other.system_id = "shop";
    transmitter.feed(pdu_octets(1, other));
    transmitter.one.bind_decided(command_status::esme_rok, 1, 1, transmitter.now);
    EXPECT_FALSE(transmitter.one.hears());
    EXPECT_EQ(transmitter.one.deliver_room(), 0u);
}

TEST(door_session, answers_a_field_that_cannot_be_read_with_its_status_and_lives) {
    stage s;
    s.bind();
    octet_string broken = pdu_octets(9, text_to("447700900123"));
    broken[broken.size() - 1] = 200;  // sm_length beyond the body
    s.feed(broken);
    EXPECT_EQ(s.take(), lines{"-> submit_sm_resp 9 ESME_RINVMSGLEN"});
    s.feed(pdu_octets(10, text_to("447700900123")));
    EXPECT_EQ(s.take(), lines{"submit_sm 10"});
    EXPECT_EQ(s.notes[door_note::pdu_error], 1);
}

TEST(door_session, answers_requests_that_it_does_not_serve) {
    stage s;
    s.bind();
    s.feed(pdu_octets(2, a_bind()));
    s.feed(pdu_octets(3, deliver_sm{}));
    s.feed(head_octets(command_id::broadcast_sm, 4));
    s.feed(head_octets(command_id::outbind, 5));
    EXPECT_EQ(s.take(), (lines{"-> bind_transceiver_resp 2 ESME_RALYBND", "-> deliver_sm_resp 3 ESME_RINVBNDSTS",
                               "-> broadcast_sm_resp 4 ESME_RINVCMDID"}));
    EXPECT_EQ(s.notes[door_note::oddity], 1);
}

TEST(door_session, data_sm_is_delivered_and_answered_likewise) {
    stage s;
    s.bind();
    ASSERT_TRUE(s.one.deliver(7, data_sm{}, s.now));
    s.writes();
    EXPECT_EQ(s.take(), lines{"-> data_sm 1"});
    s.feed(pdu_octets(1, data_sm_resp{}));
    EXPECT_EQ(s.take(), lines{"heard 7 taken"});
}

TEST(door_session, delivers_within_its_window_and_hears_what_became_of_it) {
    stage s;
    s.bind(2, 2);
    EXPECT_EQ(s.one.deliver_room(), 2u);
    ASSERT_TRUE(s.one.deliver(71, deliver_sm{}, s.now));
    ASSERT_TRUE(s.one.deliver(72, deliver_sm{}, s.now));
    EXPECT_EQ(s.one.deliver_room(), 0u);
    s.writes();
    EXPECT_EQ(s.take(), (lines{"-> deliver_sm 1", "-> deliver_sm 2"}));
    s.feed(pdu_octets(2, deliver_sm_resp{}));
    s.feed(head_octets(command_id::deliver_sm_resp, 1, command_status::esme_rx_t_appn));
    s.feed(pdu_octets(1, deliver_sm_resp{}));
    EXPECT_EQ(s.take(), (lines{"heard 72 taken", "heard 71 later ESME_RX_T_APPN"}));
    EXPECT_EQ(s.notes[door_note::unknown_response], 1);
    EXPECT_EQ(s.one.deliver_room(), 2u);
}

TEST(door_session, only_the_words_for_never_are_final) {
    for (const auto& [status, word] :
         {std::pair{command_status::esme_rx_p_appn, "refused"}, std::pair{command_status::esme_rx_r_appn, "refused"},
          std::pair{command_status::esme_runknownerr, "later"}, std::pair{command_status{0x4FF}, "later"},
          std::pair{command_status::esme_rthrottled, "throttled"}}) {
        stage s;
        s.bind();
        ASSERT_TRUE(s.one.deliver(7, deliver_sm{}, s.now));
        s.writes();
        s.take();
        s.feed(head_octets(command_id::deliver_sm_resp, 1, status));
        EXPECT_EQ(s.take(), lines{"heard 7 " + std::string(word) + " " + std::string(name(status))});
    }
}

TEST(door_session, a_nack_to_a_delivery_refuses_it) {
    stage s;
    s.bind();
    ASSERT_TRUE(s.one.deliver(7, deliver_sm{}, s.now));
    s.writes();
    s.take();
    s.feed(head_octets(command_id::generic_nack, 1, command_status::esme_rinvcmdid));
    EXPECT_EQ(s.take(), lines{"heard 7 refused ESME_RINVCMDID"});
}

TEST(door_session, gives_back_what_was_not_answered_when_the_connection_ends) {
    stage s;
    s.bind();
    ASSERT_TRUE(s.one.deliver(7, deliver_sm{}, s.now));
    s.one.disconnected();
    EXPECT_EQ(s.take(), lines{"heard 7 unanswered"});
}

TEST(door_session, a_delivery_without_an_answer_is_told_again_later) {
    stage s;
    s.bind();
    ASSERT_TRUE(s.one.deliver(7, deliver_sm{}, s.now));
    s.writes();
    s.take();
    for (int i = 0; i < 4; ++i) {
        s.wait(15s);
        s.feed(head_octets(command_id::enquire_link, 100));
    }
    const lines said = s.take();
    EXPECT_EQ(said.front().substr(0, 5), "-> en");
    EXPECT_NE(std::find(said.begin(), said.end(), "heard 7 overdue"), said.end());
    EXPECT_EQ(s.notes[door_note::response_timeout], 1);
    EXPECT_EQ(s.one.deliver_room(), 2u);
}

TEST(door_session, asks_a_silent_application_and_closes_when_it_stays_silent) {
    stage s;
    s.bind();
    s.wait(30s);
    EXPECT_EQ(s.take(), lines{"-> enquire_link 1"});
    s.feed(head_octets(command_id::enquire_link_resp, 1));
    s.wait(29s);
    EXPECT_EQ(s.take(), lines{});
    s.wait(1s);
    EXPECT_EQ(s.take(), lines{"-> enquire_link 2"});
    s.wait(60s);
    EXPECT_EQ(s.take(), lines{"close: enquire_link was not answered"});
}

TEST(door_session, unbinds_an_inactive_application) {
    door_session_options options;
    options.timers.inactivity = 60s;
    options.timers.enquire_link = 0s;
    stage s(options);
    s.bind();
    s.wait(60s);
    EXPECT_EQ(s.take(), lines{"-> unbind 1"});
    s.feed(head_octets(command_id::unbind_resp, 1));
    EXPECT_EQ(s.take(), lines{"close: we unbound"});
}

TEST(door_session, closes_an_application_that_does_not_read) {
    stage s;
    s.bind();
    s.kernel_takes = false;
    ASSERT_TRUE(s.one.deliver(7, deliver_sm{}, s.now));
    s.writes();
    s.take();
    s.wait(59s);
    EXPECT_EQ(s.take(), (lines{"-> enquire_link 2"}));
    s.wait(1s);
    EXPECT_EQ(s.take(), lines{"close: the application does not read"});
}

TEST(door_session, reads_nothing_more_from_a_peer_that_does_not_read) {
    door_session_options options;
    options.max_output = 100;
    stage s(options);
    s.bind(1000);
    s.kernel_takes = false;
    for (std::uint32_t i = 1; i < 20; ++i) s.feed(head_octets(command_id::enquire_link, i));
    EXPECT_EQ(s.take().size(), 7u);  // sixteen octets each
    EXPECT_TRUE(s.one.waiting());
}

TEST(door_session, answers_what_it_owes_before_it_answers_an_unbind) {
    stage s;
    s.bind();
    s.feed(pdu_octets(5, text_to("447700900123")));
    s.feed(head_octets(command_id::unbind, 6));
    EXPECT_EQ(s.take(), lines{"submit_sm 5"});
    s.feed(pdu_octets(7, text_to("447700900123")));
    EXPECT_EQ(s.take(), lines{"-> submit_sm_resp 7 ESME_RINVBNDSTS"});
    s.one.answer(5, submit_sm_resp{"m1", {}});
    s.wait(500ms);
    EXPECT_EQ(s.take(), (lines{"close: the application unbound", "-> submit_sm_resp 5", "-> unbind_resp 6"}));
}

TEST(door_session, unbinds_when_all_is_answered_or_the_time_is_over) {
    stage s;
    s.bind();
    ASSERT_TRUE(s.one.deliver(7, deliver_sm{}, s.now));
    s.one.start_drain(s.now, s.now + 2s);
    s.writes();
    EXPECT_EQ(s.take(), lines{"-> deliver_sm 1"});
    EXPECT_FALSE(s.one.hears());
    s.feed(pdu_octets(1, deliver_sm_resp{}));
    EXPECT_EQ(s.take(), (lines{"heard 7 taken", "-> unbind 2"}));
    stage late;
    late.bind();
    ASSERT_TRUE(late.one.deliver(7, deliver_sm{}, late.now));
    late.one.start_drain(late.now, late.now + 2s);
    late.wait(2s);
    EXPECT_EQ(late.take(), (lines{"-> deliver_sm 1", "-> unbind 2"}));
    late.wait(5s);
    EXPECT_EQ(late.take(), lines{"close: our unbind was not answered"});
}

TEST(door_session, tells_a_peer_of_another_protocol_nothing) {
    stage web, tls;
    const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    web.feed(octet_string(get.begin(), get.end()));
    EXPECT_EQ(web.take(), lines{"close: the peer speaks HTTP, wrong port?"});
    tls.feed({0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03, 0, 0, 0, 0, 0, 0, 0});
    EXPECT_EQ(tls.take(), lines{"close: the peer speaks TLS, wrong port?"});
}

// Whatever is fed in whatever pieces: each token comes back once, and the session says the same.
TEST(door_session, says_the_same_however_the_octets_are_cut) {
    octet_string all = pdu_octets(1, a_bind());
    const auto add = [&](const octet_string& more) { all.insert(all.end(), more.begin(), more.end()); };
    for (std::uint32_t i = 2; i < 6; ++i) add(pdu_octets(i, text_to("447700900123")));
    add(head_octets(command_id::enquire_link, 6));
    add(head_octets(command_id::unbind, 7));
    lines whole;
    for (std::size_t piece = 1; piece <= all.size(); ++piece) {
        stage s;
        for (std::size_t at = 0; at < all.size(); at += piece) {
            s.feed({all.begin() + static_cast<std::ptrdiff_t>(at),
                    all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), at + piece))});
            if (s.one.now_state() == door_session::state::binding)
                s.one.bind_decided(command_status::esme_rok, 100, 1, s.now), s.go_on();
        }
        lines heard;
        for (const auto& line : s.take())
            if (!line.starts_with("->")) heard.push_back(line);
        if (whole.empty()) whole = heard;
        EXPECT_EQ(heard, whole) << piece;
    }
    EXPECT_EQ(whole.size(), 5u);
}

}  // namespace
}  // namespace hermod::connectors::smpp::on_stage
