// The versions, calls and questions that the simulated centre plays.
#include "simulate/smsc/smsc_client.hpp"
#include "wire/smpp/receipt.hpp"

namespace hermod::simulate {
namespace {

TEST_F(simulated_centre, of_3_3_knows_no_transceiver_and_sends_no_tlvs) {
    options.version = version_3_3;
    client& c = start();
    c.write(1, bind_transceiver{"us", "secret"});
    const header nack = c.next_header();
    EXPECT_EQ(nack.id, command_id::generic_nack);
    EXPECT_EQ(nack.status, command_status::esme_rinvcmdid);
    bind_transmitter old{"us", "secret"};
    old.interface_version = version_3_3;
    c.write(2, old);
    const auto frame = c.next();
    const auto resp = decode_as<bind_transmitter_resp>(frame);
    ASSERT_TRUE(resp);
    EXPECT_TRUE(resp->pdu.tlvs.empty());
}

TEST_F(simulated_centre, tells_its_version_to_binds_of_3_4_and_to_every_transceiver) {
    options.version = version_5_0;
    client& c = start();
    bind_receiver old{"us", "secret"};
    old.interface_version = version_3_3;
    c.write(1, old);
    auto frame = c.next();
    EXPECT_TRUE(decode_as<bind_receiver_resp>(frame)->pdu.tlvs.empty());
    client& other = connect();
    bind_transceiver nought{"us", "secret"};
    nought.interface_version = 0;
    other.write(1, nought);
    frame = other.next();
    EXPECT_EQ(decode_as<bind_transceiver_resp>(frame)->pdu.tlvs.u8(tlv_tag::sc_interface_version), version_5_0);
}

TEST_F(simulated_centre, tells_its_congestion_to_binds_of_5_0) {
    options.version = version_5_0;
    options.congestion = 95;
    options.receipts = false;
    client& c = start();
    bind_transceiver modern{"us", "secret"};
    modern.interface_version = version_5_0;
    c.write(1, modern);
    (void)c.next();
    c.write(2, asking_for_receipt());
    auto frame = c.next();
    EXPECT_EQ(decode_as<submit_sm_resp>(frame)->pdu.tlvs.u8(tlv_tag::congestion_state), 95);
    client& usual = connect();
    usual.bind();
    usual.write(2, asking_for_receipt());
    frame = usual.next();
    EXPECT_TRUE(decode_as<submit_sm_resp>(frame)->pdu.tlvs.empty());
}

TEST_F(simulated_centre, sends_receipts_as_data_sm) {
    options.receipts_as_data_sm = true;
    client& c = start_bound();
    c.write(2, asking_for_receipt());
    EXPECT_EQ(c.next_header().id, command_id::submit_sm_resp);
    const auto frame = c.next();
    const auto receipt = decode_as<data_sm>(frame);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(parse_receipt(receipt->pdu).id, "255");
    EXPECT_EQ(parse_receipt(receipt->pdu).state, message_state::delivered);
    c.write(1, data_sm_resp{});
    c.until([&] { return centre->statistics().deliveries_answered == 1; });
}

TEST_F(simulated_centre, replaced_text_stands_in_the_receipt) {
    options.receipt_delay = 30ms;
    client& c = start_bound();
    c.write(2, asking_for_receipt());
    (void)c.next();
    const std::string other = "other";
    replace_sm pdu;
    pdu.message_id = "255";
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(other.data()), other.size()};
    c.write(3, pdu);
    EXPECT_EQ(c.next_header().status, command_status::esme_rok);
    pdu.message_id = "999";
    c.write(4, pdu);
    EXPECT_EQ(c.next_header().status, command_status::esme_rreplacefail);
    const auto frame = c.next();
    EXPECT_EQ(parse_receipt(decode_as<deliver_sm>(frame)->pdu).text, "other");
}

// Who waits for an outbind: takes connections, reads what comes first.
struct waiting_esme {
    explicit waiting_esme(asio::io_context& io) : acceptor(io, {asio::ip::address_v4::loopback(), 0}), socket(io), in(4096) { accept(); }
    void accept() {
        acceptor.async_accept(socket, [this](const error_code& failed) {
            if (failed) return;
            ++calls;
            read();
        });
    }
    void read() {
        socket.async_read_some(asio::buffer(in.data() + used, in.size() - used), [this](const error_code& failed, std::size_t count) {
            if (failed) return;
            used += count;
            read();
        });
    }
    std::uint16_t port() const { return acceptor.local_endpoint().port(); }
    void hang_up() {
        socket.close();
        used = 0;
        accept();
    }
    asio::ip::tcp::acceptor acceptor;
    asio::ip::tcp::socket socket;
    std::vector<std::uint8_t> in;
    std::size_t used = 0;
    int calls = 0;
};

TEST_F(simulated_centre, calls_with_an_outbind_and_calls_again) {
    waiting_esme esme(io);
    options.outbind_host = "127.0.0.1";
    options.outbind_port = esme.port();
    options.outbind_password = "secret";
    options.deliver_retry = 5ms;
    client& c = start();
    c.until([&] { return esme.used >= 16; });
    const octets first(esme.in.data(), esme.used);
    const auto said = decode_as<outbind>(read_frame(first).frame);
    ASSERT_TRUE(said);
    EXPECT_EQ(said->pdu.system_id, "hermod-smsc");
    EXPECT_EQ(said->pdu.password, "secret");
    std::vector<std::uint8_t> bind;
    ASSERT_TRUE(encode(bind, 1, bind_receiver{"us", "secret"}));
    asio::write(esme.socket, asio::buffer(bind));
    c.until([&] { return centre->statistics().binds == 1; });
    esme.hang_up();
    c.until([&] { return esme.calls == 2; });
    EXPECT_EQ(centre->statistics().calls, 2u);
}

}  // namespace
}  // namespace hermod::simulate
