// An application's broadcasts through both halves: our door, the relay, our client, and a scripted centre of version 5.0.
#include "app/gateway/networks.hpp"
#include "connectors/smpp/connector_stage.hpp"
#include "connectors/smpp/door_house.hpp"

namespace hermod::connectors::smpp {
namespace {

namespace home = in_the_house;

class door_and_client : public connector_stage {
protected:
    door_and_client() {
        options.session.interface_version = wire::smpp::version_5_0;
        options.session.response_timeout = 300ms;
        house.relay = [this](connector_id by, broadcast what, broadcast_heard then) {
            networks.relay(by, std::move(what), std::move(then));
        };
    }
    ~door_and_client() override {
        if (application.joinable()) application.join();
        if (out) stop();
    }
    void open() {
        start_and_bind();
        networks.add(options.id, io.get_executor(), *out);
    }
    // An application's side, which blocks, while the centre and the client run here.
    void play(std::function<void(home::client&)> what) {
        std::atomic<bool> ended{false};
        application = std::thread([&] {
            home::client c(house.where);
            if (c.bind() == command_status::esme_rok) what(c);
            ended = true;
        });
        until([&] { return ended.load(); });
        application.join();
    }

    app::networks networks;
    home::house house{[this](door_options&, door_account& a) { a.broadcast_by = options.id; }};
    std::thread application;
};

TEST_F(door_and_client, broadcast_reaches_the_centre_whole_and_its_id_and_state_come_back) {
    std::vector<std::uint8_t> raw, state, received;
    wire::smpp::tlv_writer tlvs(raw), told(state);
    const std::uint8_t area[] = {0, 'S', '1'}, content[] = {0, 0, 0}, interval[] = {9, 0, 5}, text[] = {'H', 'i'};
    ASSERT_TRUE(tlvs.add(wire::smpp::tlv_tag::broadcast_area_identifier, area));
    ASSERT_TRUE(tlvs.add(wire::smpp::tlv_tag::broadcast_content_type, content));
    ASSERT_TRUE(tlvs.u16(wire::smpp::tlv_tag::broadcast_rep_num, 3));
    ASSERT_TRUE(tlvs.add(wire::smpp::tlv_tag::broadcast_frequency_interval, interval));
    ASSERT_TRUE(tlvs.add(wire::smpp::tlv_tag::message_payload, text));
    ASSERT_TRUE(told.u8(wire::smpp::tlv_tag::message_state, 2));
    std::vector<std::string> asked;
    centre.on_pdu = [&](line& one, const header& head, octets frame) {
        if (head.id == command_id::broadcast_sm) {
            const auto pdu = wire::smpp::decode_as<wire::smpp::broadcast_sm>(frame).value().pdu;
            asked.push_back("broadcast " + std::string(pdu.source_addr));
            received.assign(frame.end() - static_cast<std::ptrdiff_t>(raw.size()), frame.end());
            one.write(head.sequence_number, wire::smpp::broadcast_sm_resp{"net-1", {}});
        } else if (head.id == command_id::query_broadcast_sm) {
            asked.push_back("query " + std::string(wire::smpp::decode_as<wire::smpp::query_broadcast_sm>(frame).value().pdu.message_id));
            one.write(head.sequence_number, wire::smpp::query_broadcast_sm_resp{"net-1", wire::smpp::tlv_view(state)});
        } else if (head.id == command_id::cancel_broadcast_sm) {
            asked.push_back("cancel " + std::string(wire::smpp::decode_as<wire::smpp::cancel_broadcast_sm>(frame).value().pdu.message_id));
            one.head(command_id::cancel_broadcast_sm_resp, head.sequence_number, command_status::esme_rbcastcancelfail);
        } else {
            return false;
        }
        return true;
    };
    open();
    play([&](home::client& c) {
        wire::smpp::broadcast_sm pdu;
        pdu.source_addr_ton = wire::smpp::ton::alphanumeric;
        pdu.source_addr = "Shop";
        pdu.tlvs = wire::smpp::tlv_view(raw);
        c.send(2, pdu);
        const auto sent = wire::smpp::decode_as<wire::smpp::broadcast_sm_resp>(c.read());
        ASSERT_TRUE(sent);
        EXPECT_EQ(sent->head.status, command_status::esme_rok);
        const std::string id(sent->pdu.message_id);
        EXPECT_EQ(id, "net-1");
        c.send(3, wire::smpp::query_broadcast_sm{id, wire::smpp::ton::alphanumeric, {}, "Shop", {}});
        EXPECT_EQ(wire::smpp::decode_as<wire::smpp::query_broadcast_sm_resp>(c.read())->pdu.tlvs.u8(wire::smpp::tlv_tag::message_state), 2);
        c.send(4, wire::smpp::cancel_broadcast_sm{"", id, wire::smpp::ton::alphanumeric, {}, "Shop", {}});
        EXPECT_EQ(c.answer().status, command_status::esme_rbcastcancelfail);
    });
    EXPECT_EQ(asked, (std::vector<std::string>{"broadcast Shop", "query net-1", "cancel net-1"}));
    EXPECT_EQ(received, raw);
}

TEST_F(door_and_client, silent_centre_is_a_system_error_when_the_time_is_over) {
    centre.on_pdu = [](line&, const header& head, octets) { return head.id == command_id::cancel_broadcast_sm; };
    open();
    play([](home::client& c) {
        c.send(2, wire::smpp::cancel_broadcast_sm{"", "net-1", wire::smpp::ton::alphanumeric, {}, "Shop", {}});
        EXPECT_EQ(c.answer().status, command_status::esme_rsyserr);
    });
}

}  // namespace
}  // namespace hermod::connectors::smpp
