#include <algorithm>

#include "connectors/ucp/door_house.hpp"
#include "wire/ucp/message_reference.hpp"

namespace hermod::connectors::ucp::in_the_house {
namespace {

submit_message hello(std::string_view to = "447700900123") {
    return {.adc = to, .oadc = "88222", .nrq = "1", .nt = "3", .mt = "3", .msg = "48656C6C6F"};
}
// SM of a positive result.
std::string name_in(const std::string& line) {
    return line.substr(line.rfind(' ') + 1);
}

TEST(ucp_door, a_submission_is_stored_and_answered_with_its_name) {
    house h;
    client c(h.where);
    EXPECT_EQ(c.log_in(), "60 A 00");
    c.send(1, hello());
    const std::string name = name_in(c.line());
    ASSERT_TRUE(read_reference(name)) << name;
    const auto m = h.in.at(0);
    EXPECT_EQ(m->client_ref, name);
    EXPECT_EQ(m->to, "+447700900123");
    EXPECT_EQ(m->from, "88222");
    EXPECT_EQ(m->body, "Hello");
    EXPECT_EQ(m->account, account_id{7});
    EXPECT_EQ(m->callbacks, callback_final);
    c.send(2, hello());
    EXPECT_NE(name_in(c.line()), name);
    EXPECT_EQ(h.made->counters().submits, 2u);
}

TEST(ucp_door, who_is_not_known_is_refused_alike) {
    house h;
    client wrong(h.where), stranger(h.where);
    wrong.write(frame_of(5, session_management{.oadc = "shop", .styp = "1", .pwd = "00", .vers = "0100"}));
    EXPECT_EQ(wrong.line(), "60 N 05 07");
    EXPECT_EQ(wrong.line(), "ended");
    EXPECT_EQ(stranger.log_in("nobody"), "60 N 00 07");
    EXPECT_EQ(h.made->counters().bind_failures, 2u);
}

TEST(ucp_door, an_account_has_its_sessions_and_no_more) {
    house h([](door_options&, door_account& shop) { shop.max_binds = 1; });
    client first(h.where), second(h.where);
    EXPECT_EQ(first.log_in(), "60 A 00");
    EXPECT_EQ(second.log_in(), "60 N 00 04");
}

TEST(ucp_door, refuses_with_the_code_and_a_sentence) {
    house h([](door_options&, door_account& shop) { shop.senders = {"88222"}; });
    client c(h.where);
    c.log_in();
    c.send(1, hello("999"));
    EXPECT_EQ(c.line(), "51 N 01 06 nowhere");
    c.send(2, submit_message{.adc = "447700900123", .oadc = "1", .mt = "3", .msg = "48"});
    EXPECT_EQ(c.line(), "51 N 02 04 the account may not send as this OAdC");
    c.send(3, submit_message{.adc = "447700900123", .oadc = "88222", .mt = "3", .msg = "FF"});
    EXPECT_EQ(c.line(), "51 N 03 28 the text is not in the alphabet");
    EXPECT_EQ(h.made->counters().submits_refused, 3u);
    EXPECT_EQ(h.in.count(), 0u);
}

TEST(ucp_door, what_is_too_fast_or_finds_no_room_gets_the_configured_code) {
    house h([](door_options& options, door_account& shop) {
        shop.rate = 1;
        options.throttled = error_code{90};
    });
    client c(h.where);
    c.log_in();
    c.send(1, hello());
    c.send(2, hello());
    EXPECT_TRUE(c.line().starts_with("51 A 01"));
    EXPECT_EQ(c.line(), "51 N 02 90 too fast");
    house full;
    full.in.answer = put_result::kind::full;
    client d(full.where);
    d.log_in();
    d.send(1, hello());
    EXPECT_EQ(d.line(), "51 N 01 04 the store is full");
    full.in.answer = put_result::kind::failed;
    d.send(2, hello());
    EXPECT_EQ(d.line(), "51 N 02 55");
}

TEST(ucp_door, the_older_operations_submit_too) {
    house h;
    client c(h.where);
    c.log_in();
    c.send(1, sms_transfer{.adc = "447700900123", .oadc = "88222", .amsg = "4869"});
    EXPECT_TRUE(c.line().starts_with("30 A 01 447700900123:"));
    c.send(2, call_input{.adc = "447700900123", .oadc = "88222", .mt = "2", .msg = "42"});
    EXPECT_TRUE(c.line().starts_with("01 A 02 447700900123:"));
    c.send(3,
           multiple_call_input{.adc = address_list(2, "447700900123/447700900124"), .oadc = "88222", .mt = "3", .msg = "4869"});
    EXPECT_EQ(c.line().substr(0, 22), "02 A 03 447700900123:2");
    c.send(4, multiple_call_input{.adc = address_list(2, "447700900125/999"), .oadc = "88222", .mt = "3", .msg = "4869"});
    EXPECT_EQ(c.line(), "02 N 04 53 999");
    c.send(5, multiple_call_input{.adc = address_list(1, "999"), .oadc = "88222", .mt = "3", .msg = "4869"});
    EXPECT_EQ(c.line(), "02 N 05 06 nowhere");
    c.send(6, supplementary_call_input{.adc = "447700900123", .oadc = "88222", .rp = "1", .mt = "3", .msg = "4869"});
    EXPECT_EQ(c.line(), "03 N 06 10");
    c.send(7, supplementary_call_input{.adc = "447700900123", .oadc = "88222", .mt = "3", .msg = "4869"});
    EXPECT_TRUE(c.line().starts_with("03 A 07"));
    EXPECT_EQ(h.in.count(), 6u);
}

TEST(ucp_door, an_inquiry_is_answered_and_told_by_57) {
    house h;
    client c(h.where);
    c.log_in();
    c.send(1, hello());
    const std::string name = name_in(c.line());
    const auto reference = *read_reference(name);
    c.send(2, inquiry_message{.adc = reference.adc, .oadc = "88222", .scts = reference.scts});
    EXPECT_EQ(c.line(), "55 A 02 " + name);
    EXPECT_EQ(c.line(), "57 O 00");
    EXPECT_EQ(c.pdu<inquiry_response>().scts, reference.scts);
    EXPECT_EQ(c.pdu<inquiry_response>().dst, "1");
    c.send(0, ack{operation_type::inquiry_response, {}, {}});
    h.asked.in_network = true;  // ... the network knows more
    c.send(3, inquiry_message{.adc = "00447700900123", .scts = reference.scts});
    EXPECT_EQ(c.line(), "55 A 03 " + name);
    c.send(4, inquiry_message{.adc = reference.adc, .oadc = "88223", .scts = reference.scts});
    c.send(5, inquiry_message{.adc = reference.adc, .scts = "010100000000"});
    c.send(6, inquiry_message{.adc = reference.adc});
    lines all;
    for (int i = 0; i < 4; ++i) all.push_back(c.line());
    std::sort(all.begin(), all.end());  // what is looked up is answered when it is known
    EXPECT_EQ(all, (lines{"55 N 04 27", "55 N 05 27", "55 N 06 02 neither SCTS nor OAdC says which message", "57 O 01"}));
}

TEST(ucp_door, a_deletion_is_answered_and_told_by_58) {
    house h;
    client c(h.where);
    c.log_in();
    c.send(1, hello());
    const std::string name = name_in(c.line());
    const auto reference = *read_reference(name);
    c.send(2, delete_message{.adc = reference.adc, .scts = reference.scts});
    EXPECT_EQ(c.line(), "56 A 02 " + name);
    EXPECT_EQ(c.line(), "58 O 00");
    EXPECT_EQ(c.pdu<delete_response>().dst, "2");
    EXPECT_EQ(h.in.count(), 0u);
    c.send(3, delete_message{.adc = reference.adc, .scts = reference.scts});
    EXPECT_EQ(c.line(), "56 N 03 27");
    for (unsigned i = 4; i < 6; ++i) {
        c.send(i, hello());
        EXPECT_EQ(c.line().substr(0, 7), "51 A 0" + std::to_string(i));
    }
    c.send(6, delete_message{.adc = reference.adc, .oadc = "88222"});  // all between the two
    EXPECT_TRUE(c.line().starts_with("56 A 06"));
    EXPECT_EQ(h.in.count(), 0u);
}

TEST(ucp_door, a_modification_takes_the_messages_place) {
    house h;
    client c(h.where);
    c.log_in();
    c.send(1, hello());
    const std::string name = name_in(c.line());
    const auto reference = *read_reference(name);
    const auto old = h.in.at(0);
    c.send(2, modify_message{.adc = reference.adc, .oadc = "88222", .scts = reference.scts, .mt = "3", .msg = "596F"});
    EXPECT_EQ(c.line(), "54 A 02 " + name);
    const auto now = h.in.at(0);
    EXPECT_EQ(now->id, old->id);
    EXPECT_EQ(now->body, "Yo");
    EXPECT_EQ(now->client_ref, name);
    EXPECT_EQ(now->callbacks, callback_final);
    c.send(3, modify_message{.adc = reference.adc, .scts = reference.scts, .mt = "3", .msg = "FF"});
    EXPECT_EQ(c.line(), "54 N 03 28 the text is not in the alphabet");
}

TEST(ucp_door, tells_receipts_and_messages_and_hears_the_answers) {
    house h;
    client c(h.where);
    c.log_in();
    ASSERT_TRUE(h.listeners.wait([&] { return !h.listeners.listeners.empty(); }));
    c.send(1, hello());
    const std::string name = name_in(c.line());
    telling receipt;
    receipt.what = h.in.at(0);
    receipt.token = 11;
    receipt.now = state::delivered;
    auto inbound = std::make_shared<message>();
    inbound->way = direction::from_handset;
    inbound->from = "+447700900123";
    inbound->to = "88222";
    inbound->body = std::string(200, 'a');
    telling long_one;
    long_one.what = inbound;
    long_one.token = 12;
    h.listeners.first()->tell({receipt, long_one});
    EXPECT_EQ(c.line(), "53 O 00");
    EXPECT_EQ(std::string(c.pdu<delivery_notification>().oadc) + ":" + std::string(c.pdu<delivery_notification>().scts), name);
    EXPECT_EQ(c.line(), "52 O 01");
    EXPECT_EQ(c.line(), "52 O 02");
    c.send(1, ack{operation_type::deliver_message, {}, {}});
    c.send(2, nak{operation_type::deliver_message, "55", {}});
    c.send(0, ack{operation_type::delivery_notification, {}, {}});
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.heard.size() == 2; }));
    const std::lock_guard lock(h.listeners.mutex);
    for (const told& one : h.listeners.heard) {
        EXPECT_EQ(one.is, one.token == 11 ? told::kind::taken : told::kind::later);
        if (one.token == 12) {
            EXPECT_EQ(one.detail, "system_error");
        }
    }
}

TEST(ucp_door, who_hangs_up_gives_back_what_it_was_told) {
    house h;
    {
        client c(h.where);
        c.log_in();
        ASSERT_TRUE(h.listeners.wait([&] { return !h.listeners.listeners.empty(); }));
        telling one;
        one.what = std::make_shared<message>();
        h.listeners.first()->tell({one});
        EXPECT_EQ(c.line(), "53 O 00");
    }
    EXPECT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.empty(); }));
}

TEST(ucp_door, who_has_said_all_still_gets_its_answers) {
    house h;
    client c(h.where);
    c.log_in();
    c.send(1, hello());
    c.end_of_output();
    EXPECT_TRUE(c.line().starts_with("51 A 01"));
    EXPECT_EQ(c.line(), "ended");
}

TEST(ucp_door, a_held_account_submits_nothing_until_it_answers) {
    house h;
    client c(h.where);
    c.log_in();
    ASSERT_TRUE(h.listeners.wait([&] { return !h.listeners.listeners.empty(); }));
    h.listeners.first()->hold(true);
    c.send(1, hello());
    EXPECT_EQ(c.line(), "51 N 01 04");
    h.listeners.first()->hold(false);
    c.send(2, hello());
    EXPECT_TRUE(c.line().starts_with("51 A 02"));
    EXPECT_EQ(h.made->counters().submits_held, 1u);
}

}  // namespace
}  // namespace hermod::connectors::ucp::in_the_house
