#include "connectors/smpp/door_house.hpp"

namespace hermod::connectors::smpp::in_the_house {
namespace {

TEST(door, takes_messages_from_a_bound_application) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    for (std::uint32_t i = 2; i < 12; ++i) c.send(i, text_to("447700900123", 1));
    for (std::uint32_t i = 2; i < 12; ++i) {
        const auto read = decode_as<submit_sm_resp>(c.read());
        ASSERT_TRUE(read);
        EXPECT_EQ(read->head.status, command_status::esme_rok);
        EXPECT_EQ(read->pdu.message_id, to_text(h.in.at(read->head.sequence_number - 2)->id));
    }
    EXPECT_EQ(h.in.at(0)->via, told_by::session);
    EXPECT_EQ(h.in.at(0)->callbacks, std::uint8_t{callback_final});
    EXPECT_EQ(h.made->counters().submits.load(), 10u);
}

TEST(door, tells_version_5_how_full_it_is) {
    house h;
    client c(h.where);
    bind_transceiver pdu;
    pdu.system_id = "shop";
    pdu.password = "secret";
    pdu.interface_version = version_5_0;
    c.send(1, pdu);
    c.read();
    c.send(2, text_to("447700900123"));
    EXPECT_EQ(decode_as<submit_sm_resp>(c.read())->pdu.tlvs.u8(tlv_tag::congestion_state), 42);
}

TEST(door, says_no_to_everybody_else_in_the_same_way) {
    house h;
    client wrong(h.where), unknown(h.where);
    EXPECT_EQ(wrong.bind("shop", "guess"), command_status::esme_rbindfail);
    EXPECT_TRUE(wrong.ended());
    EXPECT_EQ(unknown.bind("nobody", "guess"), command_status::esme_rbindfail);
    EXPECT_TRUE(unknown.ended());
    EXPECT_EQ(h.verifications, 2);
}

TEST(door, stops_verifying_for_who_keeps_failing) {
    house h;
    for (int i = 0; i < 6; ++i) EXPECT_EQ(client(h.where).bind("shop", "guess"), command_status::esme_rbindfail);
    EXPECT_EQ(client(h.where).bind("shop", "secret"), command_status::esme_rbindfail);
    EXPECT_EQ(h.verifications, 6);
    EXPECT_EQ(h.made->counters().binds_not_listened_to.load(), 1u);
}

TEST(door, lets_an_account_have_so_many_binds_and_gives_their_places_back) {
    house h([](door_options&, door_account& a) { a.max_binds = 1; });
    auto first = std::make_unique<client>(h.where);
    ASSERT_EQ(first->bind(), command_status::esme_rok);
    EXPECT_EQ(client(h.where).bind(), command_status::esme_ralybnd);
    first->send(9, unbind{});
    EXPECT_EQ(first->answer().id, command_id::unbind_resp);
    EXPECT_TRUE(first->ended());
    EXPECT_EQ(client(h.where).bind(), command_status::esme_rok);
}

TEST(door, lets_in_from_the_accounts_networks_only) {
    house h([](door_options&, door_account& a) { a.networks = {*net::network::parse("192.0.2.0/24")}; });
    EXPECT_EQ(client(h.where).bind(), command_status::esme_rbindfail);
}

TEST(door, answers_with_what_the_inbox_says) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    c.send(2, text_to("999"));
    EXPECT_EQ(c.answer().status, command_status::esme_rsubmitfail);
    c.send(3, text_to(""));
    EXPECT_EQ(c.answer().status, command_status::esme_rinvdstadr);
    h.in.answer = put_result::kind::full;
    c.send(4, text_to("447700900123"));
    EXPECT_EQ(c.answer().status, command_status::esme_rthrottled);
    h.in.answer = put_result::kind::failed;
    c.send(5, text_to("447700900123"));
    EXPECT_EQ(c.answer().status, command_status::esme_rsyserr);
}

TEST(door, keeps_to_the_accounts_rate) {
    house h([](door_options&, door_account& a) { a.rate = 10; });
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    int good = 0;
    for (std::uint32_t i = 2; i < 22; ++i) c.send(i, text_to("447700900123"));
    for (std::uint32_t i = 2; i < 22; ++i) good += c.answer().status == command_status::esme_rok;
    EXPECT_GE(good, 1);
    EXPECT_LE(good, 10);
}

TEST(door, tells_receipts_and_hears_what_became_of_them) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.size() == 1; }));
    auto m = std::make_shared<message>();
    m->id = *parse_message_id("m06HZ3V0CG0001");
    m->from = "88222";
    m->to = "+447700900123";
    telling one;
    one.what = m;
    one.token = 5;
    one.now = state::delivered;
    std::shared_ptr<listener> to;
    {
        const std::lock_guard lock(h.listeners.mutex);
        to = h.listeners.listeners.front();
    }
    to->tell({one});
    const auto read = decode_as<deliver_sm>(c.read());
    ASSERT_TRUE(read);
    EXPECT_EQ(parse_receipt(read->pdu).id, "m06HZ3V0CG0001");
    c.send(read->head.sequence_number, deliver_sm_resp{});
    ASSERT_TRUE(h.listeners.wait([&] { return !h.listeners.heard.empty(); }));
    EXPECT_EQ(h.listeners.heard.front().token, 5u);
    EXPECT_EQ(h.listeners.heard.front().is, told::kind::taken);
    to->tell({one});
    EXPECT_EQ(c.answer().id, command_id::deliver_sm);
    c.hang_up();
    EXPECT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.empty(); }));
}

TEST(door, queries_cancels_and_replaces) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    c.send(2, text_to("447700900123"));
    const std::string id(decode_as<submit_sm_resp>(c.read())->pdu.message_id);
    query_sm ask;
    ask.message_id = id;
    c.send(3, ask);
    const auto state = decode_as<query_sm_resp>(c.read());
    EXPECT_EQ(state->pdu.message_id, id);
    EXPECT_EQ(state->pdu.message_state, message_state::enroute);
    ask.message_id = "m06HZ3V0CG0001";
    c.send(4, ask);
    EXPECT_EQ(c.answer().status, command_status::esme_rqueryfail);
    ask.message_id = "4711";
    c.send(5, ask);
    EXPECT_EQ(c.answer().status, command_status::esme_rinvmsgid);
    replace_sm other;
    other.message_id = id;
    const std::string text = "Another";
    other.short_message = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    c.send(6, other);
    EXPECT_EQ(c.answer().status, command_status::esme_rok);
    EXPECT_EQ(h.in.at(0)->body, "Another");
    EXPECT_EQ(to_text(h.in.at(0)->id), id);
    cancel_sm stop;
    stop.message_id = id;
    c.send(7, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rok);
    c.send(8, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rcancelfail);
}

TEST(door, asks_further_about_what_is_on_its_way_and_answers_with_the_networks_state) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    c.send(2, text_to("447700900123"));
    const std::string id(decode_as<submit_sm_resp>(c.read())->pdu.message_id);
    query_sm ask;
    ask.message_id = id;
    c.send(3, ask);
    EXPECT_EQ(decode_as<query_sm_resp>(c.read())->pdu.message_state, message_state::enroute);
    EXPECT_EQ(h.asked.network_queries, 0);  // it is still here
    h.asked.in_network = true;
    ask.source_addr = "somebody else";
    c.send(4, ask);
    EXPECT_EQ(c.answer().status, command_status::esme_rqueryfail);
    EXPECT_EQ(h.asked.network_queries, 0);
    ask.source_addr = {};
    c.send(5, ask);
    const auto said = decode_as<query_sm_resp>(c.read());
    EXPECT_EQ(said->head.sequence_number, 5u);
    EXPECT_EQ(said->pdu.message_id, id);
    EXPECT_EQ(said->pdu.message_state, message_state::deleted);
    EXPECT_EQ(said->pdu.error_code, 9);
    EXPECT_EQ(said->pdu.final_date.size(), 16u);
    EXPECT_EQ(h.asked.network_queries, 1);
}

TEST(door, cancels_all_between_two_addresses) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    for (std::uint32_t i = 2; i < 5; ++i) c.send(i, text_to("447700900123"));
    c.send(5, text_to("447700900124"));
    for (int i = 0; i < 4; ++i) EXPECT_EQ(c.answer().status, command_status::esme_rok);
    cancel_sm stop;
    stop.source_addr = "88222";
    stop.dest_addr_ton = ton::international;
    stop.destination_addr = "447700900123";
    c.send(6, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rok);
    EXPECT_EQ(h.in.count(), 1u);
    c.send(7, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rcancelfail);
}

TEST(door, replaces_what_waits_when_asked_to) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    submit_sm pdu = text_to("447700900123");
    pdu.replace_if_present_flag = 1;
    c.send(2, pdu);
    const std::string first(decode_as<submit_sm_resp>(c.read())->pdu.message_id);
    c.send(3, pdu);
    EXPECT_EQ(decode_as<submit_sm_resp>(c.read())->pdu.message_id, first);
    EXPECT_EQ(h.in.count(), 1u);
}

TEST(door, submits_to_many_and_names_those_it_could_not) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    octet_string list;
    for (const char* to : {"447700900123", "999", "447700900124"})
        ASSERT_TRUE(append_item(list, destination{destination::sme_address, ton::international, npi::isdn, to, {}}));
    ASSERT_TRUE(append_item(list, destination{destination::distribution_list, {}, {}, {}, "friends"}));
    submit_multi pdu;
    pdu.source_addr = "88222";
    pdu.destinations = packed_list<destination>(4, list);
    const std::string text = "Hello";
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    c.send(2, pdu);
    const auto read = decode_as<submit_multi_resp>(c.read());
    ASSERT_TRUE(read);
    ASSERT_EQ(h.in.count(), 2u);
    EXPECT_EQ(read->pdu.message_id, to_text(h.in.at(0)->id));
    EXPECT_EQ(h.in.at(1)->more().group, h.in.at(0)->id);
    std::vector<command_status> why;
    for (const auto& one : read->pdu.unsuccess) why.push_back(one.error_status_code);
    EXPECT_EQ(why, (std::vector{command_status::esme_rsubmitfail, command_status::esme_rinvdlname}));
}

TEST(door, a_submit_to_many_replaces_what_waits_when_asked_to) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    c.send(2, text_to("447700900123"));
    const std::string first(decode_as<submit_sm_resp>(c.read())->pdu.message_id);
    octet_string list;
    for (const char* to : {"447700900123", "447700900124"})
        ASSERT_TRUE(append_item(list, destination{destination::sme_address, ton::international, npi::isdn, to, {}}));
    submit_multi pdu;
    pdu.source_addr = "88222";
    pdu.replace_if_present_flag = 1;
    pdu.destinations = packed_list<destination>(2, list);
    const std::string text = "Later";
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    for (std::uint32_t sequence : {3u, 4u}) {  // the second time both are there
        c.send(sequence, pdu);
        EXPECT_EQ(decode_as<submit_multi_resp>(c.read())->pdu.message_id, first);
        ASSERT_EQ(h.in.count(), 2u);
        EXPECT_EQ(h.in.at(0)->body, "Later");
        EXPECT_EQ(to_text(h.in.at(0)->id), first);
        EXPECT_EQ(to_text(h.in.at(1)->more().group), first);
    }
}

TEST(door, keeps_a_crowd_that_does_not_bind_small) {
    house h([](door_options& o, door_account&) { o.most_unbound = 3; });
    std::vector<std::unique_ptr<client>> crowd;
    for (int i = 0; i < 3; ++i) crowd.push_back(std::make_unique<client>(h.where));
    client one_more(h.where);
    EXPECT_TRUE(one_more.ended());
    EXPECT_EQ(h.made->counters().refused_connections.load(), 1u);
    EXPECT_EQ(crowd.front()->bind(), command_status::esme_rok);
}

TEST(door, says_outbind_to_who_does_not_hear_and_takes_the_bind_on_that_connection) {
    asio::io_context context;
    tcp::acceptor waiting(context, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
    house h([&](door_options& o, door_account& a) {
        o.outbind_every = 20ms;
        a.outbind_host = "127.0.0.1";
        a.outbind_port = waiting.local_endpoint().port();
        a.outbind_password = "ours";
    });
    client c(waiting.accept());
    const auto said = decode_as<outbind>(c.read());
    ASSERT_TRUE(said);
    EXPECT_EQ(said->pdu.system_id, "hermod");
    EXPECT_EQ(said->pdu.password, "ours");
    EXPECT_EQ(c.bind(), command_status::esme_rok);
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.size() == 1; }));
}

TEST(door, passes_alerts_on_to_the_sessions_of_their_account) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    h.made->notify(account_id{8}, {"+447700900999", "88222", {}});
    h.made->notify(account_id{7}, {"+447700900123", "88222", std::uint8_t{0}});
    const auto read = decode_as<alert_notification>(c.read());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->pdu.source_addr, "447700900123");
    EXPECT_EQ(read->pdu.esme_addr, "88222");
    EXPECT_EQ(read->pdu.tlvs.u8(tlv_tag::ms_availability_status), 0);
}

// The answer to an enquiry finds its application gone.
TEST(door, survives_an_application_that_leaves_while_it_asks) {
    house h;
    h.asked.hold = true;
    for (int i = 0; i < 3; ++i) {
        client c(h.where);
        ASSERT_EQ(c.bind(), command_status::esme_rok);
        submit_sm pdu = text_to("447700900123");
        if (i == 0) {
            c.send(2, pdu);
            EXPECT_EQ(c.answer().status, command_status::esme_rok);
        }
        pdu.replace_if_present_flag = 1;
        c.send(3, pdu);
        const std::string id = to_text(h.in.at(0)->id);
        query_sm ask;
        ask.message_id = id;
        c.send(4, ask);
        replace_sm other;
        other.message_id = id;
        c.send(5, other);
        cancel_sm stop;
        stop.source_addr = "88222";
        stop.dest_addr_ton = ton::international;
        stop.destination_addr = "447700900123";
        c.send(6, stop);
        ASSERT_TRUE(h.asked.wait_for(4));
        c.reset();
        ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.empty(); }));
        h.asked.release();
    }
    h.asked.hold = false;
    client c(h.where);
    EXPECT_EQ(c.bind(), command_status::esme_rok);
}

TEST(door, cancels_nothing_for_an_address_that_is_none) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    c.send(2, text_to("447700900123"));
    EXPECT_EQ(c.answer().status, command_status::esme_rok);
    cancel_sm stop;
    stop.source_addr = "88222";
    stop.destination_addr = "abc";
    c.send(3, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rinvdstadr);
    stop.destination_addr = "447700900123";
    stop.source_addr = "";
    c.send(4, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rinvsrcadr);
    EXPECT_EQ(h.in.count(), 1u);
    // By id, for who names another source.
    const std::string id = to_text(h.in.at(0)->id);
    stop = cancel_sm{};
    stop.message_id = id;
    stop.source_addr = "99999";
    c.send(5, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rcancelfail);
    EXPECT_EQ(h.in.count(), 1u);
}

// An 11-part text for each of many: more PDUs than the window, in version 3.3, which has no message_payload.
TEST(door, tells_long_texts_in_parts_within_the_window) {
    house h([](door_options&, door_account& a) { a.deliver_window = 10; });
    client c(h.where);
    bind_receiver old;
    old.system_id = "shop";
    old.password = "secret";
    old.interface_version = version_3_3;
    c.send(1, old);
    ASSERT_EQ(c.answer().status, command_status::esme_rok);
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.size() == 1; }));
    std::vector<telling> all;
    for (std::uint64_t i = 0; i < 10; ++i) {
        auto m = std::make_shared<message>();
        m->id = message_id{static_cast<std::int64_t>(i) + 1};
        m->way = direction::from_handset;
        m->from = "+44770090012" + std::to_string(i);
        m->to = "88222";
        m->body.assign(1600, 'x');
        all.push_back({m, i, state::accepted, false, 0, {}, {}});
    }
    h.listeners.first()->tell(all);
    int parts = 0;
    while (parts < 110) {
        const auto read = decode_as<deliver_sm>(c.read());
        ASSERT_TRUE(read);
        ++parts;
        c.send(read->head.sequence_number, deliver_sm_resp{});
    }
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.heard.size() == 10; }));
    for (const told& one : h.listeners.heard) EXPECT_EQ(one.is, told::kind::taken);
}

TEST(door, answers_who_has_closed_its_sending_side) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    c.send(2, text_to("447700900123"));
    c.end_of_output();
    EXPECT_EQ(c.answer().id, command_id::submit_sm_resp);
    bool ended = false;
    for (int i = 0; i < 3 && !ended; ++i) ended = c.read().empty();  // perhaps an unbind before
    EXPECT_TRUE(ended);
}

TEST(door, closes_strangers_unread_while_a_flood_of_wrong_binds_lasts) {
    house h([](door_options& o, door_account&) { o.flood = 3; });
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(client(h.where).bind("nobody" + std::to_string(i), "guess"), command_status::esme_rbindfail);
    client stranger(h.where);
    EXPECT_TRUE(stranger.ended());
    EXPECT_EQ(h.made->counters().refused_connections.load(), 1u);
    house known([](door_options& o, door_account&) { o.flood = 3; });
    client good(known.where);
    ASSERT_EQ(good.bind(), command_status::esme_rok);
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(client(known.where).bind("nobody" + std::to_string(i), "guess"), command_status::esme_rbindfail);
    EXPECT_EQ(client(known.where).bind(), command_status::esme_rok);
}

TEST(door, has_so_many_binds_and_no_more) {
    house h([](door_options& o, door_account&) { o.most_binds = 1; });
    client first(h.where);
    ASSERT_EQ(first.bind(), command_status::esme_rok);
    EXPECT_EQ(client(h.where).bind(), command_status::esme_rsyserr);
}

TEST(door, a_bind_without_the_certificate_takes_no_seat) {
    house h([](door_options&, door_account& a) {
        a.password.clear();
        a.certificate_name = "shop.example";
    });
    for (int i = 0; i < 6; ++i) EXPECT_EQ(client(h.where).bind(), command_status::esme_rbindfail);
    EXPECT_EQ(h.made->counters().bound.load(), 0);
    EXPECT_EQ(client(h.where).bind(), command_status::esme_rbindfail);
    EXPECT_EQ(h.made->counters().binds_not_listened_to.load(), 1u);
}

TEST(door, spreads_sessions_over_threads) {
    house h({}, true);
    std::vector<std::thread> applications;
    std::atomic<int> good{0};
    for (int n = 0; n < 4; ++n)
        applications.emplace_back([&] {
            client c(h.where);
            if (c.bind() != command_status::esme_rok) return;
            for (std::uint32_t i = 2; i < 202; ++i) c.send(i, text_to("447700900123", 1));
            for (std::uint32_t i = 2; i < 202; ++i) good += c.answer().status == command_status::esme_rok;
            c.send(300, unbind{});
            c.answer();
        });
    for (auto& one : applications) one.join();
    EXPECT_EQ(good, 800);
    EXPECT_EQ(h.in.count(), 800u);
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.empty(); }));
}

TEST(door, unbinds_everybody_when_it_stops) {
    auto h = std::make_unique<house>();
    client c(h->where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    std::thread ending([&] { h.reset(); });
    const header last = c.answer();
    EXPECT_EQ(last.id, command_id::unbind);
    c.send(last.sequence_number, unbind_resp{});
    EXPECT_TRUE(c.ended());
    ending.join();
}

}  // namespace
}  // namespace hermod::connectors::smpp::in_the_house
