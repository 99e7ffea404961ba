// Broadcasts at the door: what of them reaches the relay, and what its answers become.
#include "connectors/smpp/door_house.hpp"
#include "connectors/smpp/door_stage.hpp"

namespace hermod::connectors::smpp::in_the_house {
namespace {

using kind = broadcast_answer::kind;

// With the TLVs that a broadcast_sm must have; `raw` holds them.
broadcast_sm a_broadcast(octet_string& raw, std::string_view from = "Shop") {
    tlv_writer out(raw);
    const std::uint8_t area[] = {0, 'S', '1'}, content[] = {0, 0, 0}, interval[] = {9, 0, 5};
    EXPECT_TRUE(out.add(tlv_tag::broadcast_area_identifier, area));
    EXPECT_TRUE(out.add(tlv_tag::broadcast_content_type, content));
    EXPECT_TRUE(out.u16(tlv_tag::broadcast_rep_num, 3));
    EXPECT_TRUE(out.add(tlv_tag::broadcast_frequency_interval, interval));
    broadcast_sm pdu;
    pdu.source_addr_ton = ton::alphanumeric;
    pdu.source_addr = from;
    pdu.tlvs = tlv_view(raw);
    return pdu;
}

// An account that may broadcast, a network that answers as `says`, and what it was asked.
struct broadcasting {
    explicit broadcasting(std::function<void(door_account&)> settle = {})
        : h([settle](door_options&, door_account& a) {
              a.broadcast_by = connector_id{3};
              a.senders = {"Shop", "nobody"};
              if (settle) settle(a);
          }) {
        h.relay = [this](connector_id by, broadcast what, const broadcast_heard& then) {
            broadcast_answer answer;
            {
                const std::lock_guard lock(mutex);
                EXPECT_EQ(by, connector_id{3});
                asked.push_back(std::move(what));
                answer = says;
            }
            then(answer);
        };
        EXPECT_EQ(c.bind(), command_status::esme_rok);
    }
    void answers(broadcast_answer with) {
        const std::lock_guard lock(mutex);
        says = std::move(with);
    }
    std::size_t relayed() {
        const std::lock_guard lock(mutex);
        return asked.size();
    }

    std::mutex mutex;
    std::vector<broadcast> asked;
    broadcast_answer says{kind::answered, 0, "b1"};
    octet_string raw;
    house h;
    client c{h.where};
};

TEST(door_broadcasts, are_relayed_as_they_came_and_answered_as_the_network_does) {
    broadcasting b;
    const broadcast_sm pdu = a_broadcast(b.raw);
    b.c.send(2, pdu);
    const auto sent = decode_as<broadcast_sm_resp>(b.c.read());
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->head.sequence_number, 2u);
    EXPECT_EQ(sent->head.status, command_status::esme_rok);
    EXPECT_EQ(sent->pdu.message_id, "b1");
    ASSERT_EQ(b.relayed(), 1u);
    EXPECT_EQ(b.asked[0].from, "Shop");
    EXPECT_EQ(b.asked[0].tlvs, std::string(b.raw.begin(), b.raw.end()));
    EXPECT_EQ(b.h.in.count(), 0u);  // nothing is stored

    const octet_string state{0x04, 0x27, 0, 1, 2};
    b.answers({kind::answered, 0, "b1", std::string(state.begin(), state.end())});
    b.c.send(3, query_broadcast_sm{"b1", ton::alphanumeric, {}, "Shop", {}});
    const auto seen = decode_as<query_broadcast_sm_resp>(b.c.read());
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->pdu.tlvs.u8(tlv_tag::message_state), 2);
    b.answers({kind::answered, static_cast<std::uint32_t>(command_status::esme_rbcastcancelfail)});
    b.c.send(4, cancel_broadcast_sm{"", "b1", ton::alphanumeric, {}, "Shop", {}});
    const header refused = b.c.answer();
    EXPECT_EQ(refused.id, command_id::cancel_broadcast_sm_resp);
    EXPECT_EQ(refused.status, command_status::esme_rbcastcancelfail);
    EXPECT_EQ(b.asked[2].is, broadcast::kind::cancel);
    EXPECT_EQ(b.asked[2].message_id, "b1");
}

TEST(door_broadcasts, error_keeps_what_the_network_says_of_its_areas) {
    broadcasting b;
    const octet_string error{0x06, 0x07, 0, 4, 0, 0, 1, 9};
    b.answers({kind::answered, static_cast<std::uint32_t>(command_status::esme_rbcastfail), "",
               std::string(error.begin(), error.end())});
    b.c.send(2, a_broadcast(b.raw));
    const auto read = decode_as<broadcast_sm_resp>(b.c.read());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->head.status, command_status::esme_rbcastfail);
    EXPECT_EQ(read->pdu.tlvs.u32(tlv_tag::broadcast_error_status), 0x109u);
}

TEST(door_broadcasts, network_that_did_not_answer_is_a_system_error_and_one_that_cannot_knows_no_such_command) {
    broadcasting b;
    const broadcast_sm pdu = a_broadcast(b.raw);
    std::uint32_t sequence = 2;
    for (const auto& [is, status] :
         {std::pair(kind::unknown, command_status::esme_rsyserr), std::pair(kind::unsent, command_status::esme_rsyserr),
          std::pair(kind::not_supported, command_status::esme_rinvcmdid)}) {
        b.answers({is});
        b.c.send(sequence++, pdu);
        EXPECT_EQ(b.c.answer().status, status);
    }
}

TEST(door_broadcasts, account_without_a_connector_for_them_is_told_that_there_is_no_such_command) {
    broadcasting b([](door_account& a) { a.broadcast_by = {}; });
    b.c.send(2, a_broadcast(b.raw));
    EXPECT_EQ(b.c.answer().status, command_status::esme_rinvcmdid);
    EXPECT_EQ(b.relayed(), 0u);
}

TEST(door_broadcasts, are_held_to_the_accounts_senders_and_to_whole_fields) {
    broadcasting b;
    b.c.send(2, a_broadcast(b.raw, "Rival"));
    EXPECT_EQ(b.c.answer().status, command_status::esme_rinvsrcadr);
    b.raw.clear();
    b.c.send(3, a_broadcast(b.raw, "nobody"));  // allowed, and no sender by the inbox's rules
    EXPECT_EQ(b.c.answer().status, command_status::esme_rinvsrcadr);
    broadcast_sm bare;
    bare.source_addr = "Shop";
    b.c.send(4, bare);
    EXPECT_EQ(b.c.answer().status, command_status::esme_rmissingtlv);
    b.c.send(5, cancel_broadcast_sm{"", "b1", ton::alphanumeric, {}, "Rival", {}});
    EXPECT_EQ(b.c.answer().status, command_status::esme_rinvsrcadr);
    EXPECT_EQ(b.relayed(), 0u);
    b.raw.clear();
    b.c.send(6, a_broadcast(b.raw, ""));
    EXPECT_EQ(b.c.answer().status, command_status::esme_rok);
    EXPECT_EQ(b.asked.at(0).from, "House");  // the account's own
}

TEST(door_broadcasts, count_against_the_accounts_rate) {
    broadcasting b([](door_account& a) { a.rate = 1; });
    const broadcast_sm pdu = a_broadcast(b.raw);
    int throttled = 0;
    for (std::uint32_t i = 2; i < 7; ++i) b.c.send(i, pdu);
    for (std::uint32_t i = 2; i < 7; ++i) throttled += b.c.answer().status == command_status::esme_rthrottled;
    EXPECT_GE(throttled, 3);
}

// The cells of the table in docs/protocols/smpp.md for an account that may broadcast; for all others see door_states_test.
TEST(door_broadcasts, are_asked_of_who_may_send_and_nobody_else) {
    for (const command_id id : {command_id::broadcast_sm, command_id::query_broadcast_sm, command_id::cancel_broadcast_sm})
        for (const bool may_send : {true, false}) {
            on_stage::stage s;
            if (may_send)
                s.feed(on_stage::pdu_octets(1, bind_transmitter{}));
            else
                s.feed(on_stage::pdu_octets(1, bind_receiver{}));
            s.one.bind_decided(command_status::esme_rok, 10, 10, s.now, true);
            s.go_on();
            s.take();
            s.feed(on_stage::head_octets(id, 5));  // a header alone: it is read, and lacks its fields
            EXPECT_EQ(s.take(), on_stage::lines{"-> " + std::string(name(response_of(id))) + " 5 " +
                                                (may_send ? "ESME_RINVCMDLEN" : "ESME_RINVBNDSTS")});
        }
    on_stage::stage s;
    s.feed(on_stage::pdu_octets(1, bind_transmitter{}));
    s.one.bind_decided(command_status::esme_rok, 10, 10, s.now, true);
    s.go_on();
    s.take();
    s.feed(on_stage::pdu_octets(5, query_broadcast_sm{"b1", {}, {}, "", {}}));
    EXPECT_EQ(s.take(), on_stage::lines{"query_broadcast_sm 5"});
}

}  // namespace
}  // namespace hermod::connectors::smpp::in_the_house
