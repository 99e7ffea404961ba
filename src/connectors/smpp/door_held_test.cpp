// An account that answers nothing of what it is told (gateway/audience.hpp, hold).
#include "connectors/smpp/door_house.hpp"

namespace hermod::connectors::smpp::in_the_house {
namespace {

// One of its binds answers nothing of what it is told: no bind of the account may submit, everything else goes on.
TEST(door, throttles_all_submits_of_an_account_that_is_held) {
    house h({}, true);  // the binds live on two threads
    client hearing(h.where), sending(h.where);
    ASSERT_EQ(hearing.bind(), command_status::esme_rok);
    bind_transmitter silent;
    silent.system_id = "shop";
    silent.password = "secret";
    sending.send(1, silent);
    ASSERT_EQ(sending.answer().status, command_status::esme_rok);
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.size() == 1; }));
    sending.send(2, text_to("447700900123"));
    EXPECT_EQ(sending.answer().status, command_status::esme_rok);
    const std::string taken = to_text(h.in.at(0)->id);
    h.listeners.first()->hold(true);
    h.listeners.first()->hold(true);  // says nothing new
    data_sm data;
    data.destination_addr = "447700900123";
    octet_string list;
    ASSERT_TRUE(append_item(list, destination{destination::sme_address, ton::international, npi::isdn, "447700900123", {}}));
    submit_multi many;
    many.destinations = packed_list<destination>(1, list);
    for (client* const c : {&hearing, &sending}) {
        c->send(3, text_to("447700900123"));
        c->send(4, data);
        c->send(5, many);
        for (const auto id : {submit_sm_resp::id, data_sm_resp::id, submit_multi_resp::id}) {
            const header said = c->answer();
            EXPECT_EQ(said.id, id);
            EXPECT_EQ(said.status, command_status::esme_rthrottled);
        }
        c->send(6, enquire_link{});
        EXPECT_EQ(c->answer().id, command_id::enquire_link_resp);
        query_sm question;
        question.message_id = taken;
        c->send(7, question);
        EXPECT_EQ(c->answer().status, command_status::esme_rok);
    }
    EXPECT_EQ(h.in.count(), 1u);
    EXPECT_EQ(h.made->counters().held.load(), 1);
    EXPECT_EQ(h.made->counters().submits_held.load(), 6u);
    EXPECT_EQ(h.made->counters().submits_throttled.load(), 0u);
    h.listeners.first()->hold(false);
    sending.send(8, text_to("447700900123"));
    EXPECT_EQ(sending.answer().status, command_status::esme_rok);
    EXPECT_EQ(h.made->counters().held.load(), 0);
}

TEST(door, takes_answers_of_an_account_that_is_held) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.size() == 1; }));
    h.listeners.first()->hold(true);
    auto m = std::make_shared<message>();
    m->id = message_id{1};
    m->way = direction::from_handset;
    m->from = "+447700900123";
    m->to = "88222";
    h.listeners.first()->tell({{m, 71, state::accepted, false, 0, {}, {}}});
    const auto read = decode_as<deliver_sm>(c.read());
    ASSERT_TRUE(read);
    c.send(read->head.sequence_number, deliver_sm_resp{});
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.heard.size() == 1; }));
    EXPECT_EQ(h.listeners.heard[0].token, 71u);
    EXPECT_EQ(h.listeners.heard[0].is, told::kind::taken);
}

}  // namespace
}  // namespace hermod::connectors::smpp::in_the_house
