// The simulated centre over loopback, spoken to by a bare client.
#include "simulate/smsc/smsc.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "simulate/smsc/smsc_client.hpp"
#include "wire/smpp/receipt.hpp"

namespace hermod::simulate {
namespace {

TEST_F(simulated_centre, answers_and_sends_the_receipt) {
    client& c = start_bound();
    c.write(2, asking_for_receipt());
    const auto answer = c.next(), delivery = c.next();
    EXPECT_EQ(decode_as<submit_sm_resp>(answer).value().pdu.message_id, "255");
    const auto pdu = decode_as<deliver_sm>(delivery).value();
    EXPECT_EQ(looks_like_receipt(pdu.pdu), receipt_evidence::esm_class);
    const auto receipt = parse_receipt(pdu.pdu);
    EXPECT_EQ(receipt.id, "255");
    EXPECT_EQ(receipt.state, message_state::delivered);
    EXPECT_EQ(receipt.text, "hello");
    EXPECT_EQ(pdu.pdu.source_addr, "447700900123");
    c.write(pdu.head.sequence_number, deliver_sm_resp{});
    c.until([&] { return centre->statistics().deliveries_answered == 1; });
}

TEST_F(simulated_centre, spells_the_id_twice_and_sends_the_receipt_first) {
    options.receipt_before_answer = true;
    options.answer_id = id_spelling::upper_hex;
    options.receipt_id = id_spelling::padded;
    client& c = start_bound();
    c.write(2, asking_for_receipt());
    const auto delivery = c.next(), answer = c.next();
    EXPECT_EQ(parse_receipt(decode_as<deliver_sm>(delivery).value().pdu).id, "0000000255");
    EXPECT_EQ(decode_as<submit_sm_resp>(answer).value().pdu.message_id, "FF");
}

TEST_F(simulated_centre, refused_receipt_comes_again_and_an_unanswered_one_on_the_next_bind) {
    options.deliver_retry = 1ms;
    client& c = start_bound();
    c.write(2, asking_for_receipt());
    (void)c.next();
    c.write(c.next_header().sequence_number, deliver_sm_resp{}, command_status::esme_rx_t_appn);
    EXPECT_EQ(c.next_header().id, command_id::deliver_sm);
    c.socket.close();
    client& again = connect();
    again.bind();
    EXPECT_EQ(again.next_header().id, command_id::deliver_sm);
    EXPECT_EQ(centre->statistics().receipts_sent, 3u);
}

TEST_F(simulated_centre, checks_who_binds) {
    options.system_id = "us";
    options.password = "other";
    client& c = start();
    c.write(1, bind_transceiver{"us", "secret"});
    EXPECT_EQ(c.next_header().status, command_status::esme_rinvpaswd);
    c.write(2, bind_transmitter{"them", "other"});
    EXPECT_EQ(c.next_header().status, command_status::esme_rinvsysid);
    c.write(3, asking_for_receipt());
    EXPECT_EQ(c.next_header().status, command_status::esme_rinvbndsts);
    c.write(4, bind_receiver{"us", "other"});
    EXPECT_EQ(c.next_header().id, command_id::bind_receiver_resp);
}

TEST_F(simulated_centre, throttles_every_nth_and_above_its_rate) {
    options.throttle_every = 2;
    client& c = start_bound();
    for (std::uint32_t i = 2; i < 6; ++i) c.write(i, submit_sm{});
    for (std::uint32_t i = 2; i < 6; ++i)
        EXPECT_EQ(c.next_header().status, i % 2 ? command_status::esme_rthrottled : command_status::esme_rok) << i;
    EXPECT_EQ(centre->statistics().throttled, 2u);
}

TEST_F(simulated_centre, rate_limit_throttles_the_surplus) {
    options.rate_limit = 2;
    client& c = start_bound();
    for (std::uint32_t i = 2; i < 12; ++i) c.write(i, submit_sm{});
    for (std::uint32_t i = 2; i < 12; ++i) (void)c.next();
    EXPECT_GE(centre->statistics().throttled, 6u);
    EXPECT_LE(centre->statistics().throttled, 8u);
}

TEST_F(simulated_centre, errors_silence_and_repetition_follow_their_percentages) {
    options.errors = {{command_status::esme_rinvdstadr, 100}};
    client& c = start_bound();
    c.write(2, submit_sm{});
    EXPECT_EQ(c.next_header().status, command_status::esme_rinvdstadr);
    clients.back()->socket.close();  // the object stays: its read has yet to end
    options.errors.clear();
    options.answer_twice_percent = 100;
    client& twice = start_bound();
    twice.write(2, submit_sm{});
    EXPECT_EQ(twice.next_header().sequence_number, 2u);
    EXPECT_EQ(twice.next_header().sequence_number, 2u);
    clients.back()->socket.close();  // the object stays: its read has yet to end
    options.never_answer_percent = 100;
    client& silent = start_bound();
    silent.write(2, submit_sm{});
    silent.write(3, enquire_link{});
    EXPECT_EQ(silent.next_header().id, command_id::enquire_link_resp);
    EXPECT_EQ(centre->statistics().never_answered, 1u);
}

TEST_F(simulated_centre, disconnects_inside_an_answer) {
    options.disconnect_every = 2;
    options.disconnect_inside_pdu = true;
    client& c = start_bound();
    c.write(2, submit_sm{});
    (void)c.next();
    c.write(3, submit_sm{});
    c.until([&] { return c.closed; });
    EXPECT_TRUE(c.frames.empty());
    EXPECT_GT(c.used, 0u);
}

TEST_F(simulated_centre, delays_answers_and_receipts) {
    options.answer_delay = 20ms;
    options.receipt_delay = 60ms;
    client& c = start_bound();
    const auto begin = net::mono_now();
    c.write(2, asking_for_receipt());
    EXPECT_EQ(c.next_header().id, command_id::submit_sm_resp);
    EXPECT_GE(net::mono_now() - begin, 20ms);
    c.write(3, query_sm{"255"});
    EXPECT_EQ(decode_as<query_sm_resp>(c.next()).value().pdu.message_state, message_state::enroute);
    c.write(4, cancel_sm{{}, "255"});
    EXPECT_EQ(c.next_header().status, command_status::esme_rok);
    c.write(5, replace_sm{"777"});
    EXPECT_EQ(c.next_header().status, command_status::esme_rreplacefail);
    EXPECT_EQ(parse_receipt(decode_as<deliver_sm>(c.next()).value().pdu).state, message_state::deleted);
    EXPECT_GE(net::mono_now() - begin, 60ms);
}

TEST_F(simulated_centre, takes_submit_multi_and_data_sm) {
    client& c = start_bound();
    std::vector<std::uint8_t> raw;
    ASSERT_TRUE(append_item(raw, destination{1, {}, {}, "447700900001", {}}));
    ASSERT_TRUE(append_item(raw, destination{1, {}, {}, "447700900002", {}}));
    ASSERT_TRUE(append_item(raw, destination{2, {}, {}, {}, "everyone"}));
    submit_multi pdu;
    pdu.destinations = {3, raw};
    pdu.registered_delivery = 1;
    c.write(2, pdu);
    const auto answer = c.next();
    EXPECT_EQ(decode_as<submit_multi_resp>(answer).value().pdu.unsuccess.size(), 1u);
    EXPECT_EQ(c.next_header().id, command_id::deliver_sm);
    EXPECT_EQ(c.next_header().id, command_id::deliver_sm);
    c.write(3, data_sm{});
    EXPECT_EQ(c.next_header().id, command_id::data_sm_resp);
    EXPECT_EQ(centre->statistics().taken, 3u);
}

TEST_F(simulated_centre, faults_of_a_submit_multi_are_each_destinations) {
    options.errors = {{command_status::esme_rinvdstadr, 50}};
    options.answer_delay = 20ms;
    client& c = start_bound();
    std::vector<std::uint8_t> raw;
    std::vector<std::string> numbers;
    for (int i = 0; i < 100; ++i) numbers.push_back("447700900" + std::to_string(100 + i));
    for (const auto& number : numbers) ASSERT_TRUE(append_item(raw, destination{1, {}, {}, number, {}}));
    submit_multi pdu;
    pdu.destinations = {numbers.size(), raw};
    const auto begin = net::mono_now();
    c.write(2, pdu);
    const auto answer = c.next();
    EXPECT_GE(net::mono_now() - begin, 20ms);
    const auto read = decode_as<submit_multi_resp>(answer);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->pdu.message_id, "255");
    std::size_t failed = 0;
    for (const unsuccess_sme& one : read->pdu.unsuccess) {
        ++failed;
        EXPECT_EQ(one.error_status_code, command_status::esme_rinvdstadr);
    }
    EXPECT_GT(failed, 20u);
    EXPECT_LT(failed, 80u);
    EXPECT_EQ(centre->statistics().taken, 100 - failed);
    EXPECT_EQ(centre->statistics().submits, 1u);
}

TEST_F(simulated_centre, does_not_know_submit_multi_when_told_so) {
    options.no_submit_multi = true;
    client& c = start_bound();
    std::vector<std::uint8_t> raw;
    ASSERT_TRUE(append_item(raw, destination{1, {}, {}, "447700900001", {}}));
    submit_multi pdu;
    pdu.destinations = {1, raw};
    c.write(2, pdu);
    const header answer = c.next_header();
    EXPECT_EQ(answer.id, command_id::generic_nack);
    EXPECT_EQ(answer.status, command_status::esme_rinvcmdid);
    EXPECT_EQ(answer.sequence_number, 2u);
}

TEST_F(simulated_centre, sends_inbound_on_demand_and_echoes) {
    options.echo_number = "99";
    client& c = start_bound();
    centre->send_inbound("447700900009", "88222", "mo");
    const auto inbound = c.next();
    EXPECT_EQ(decode_as<deliver_sm>(inbound).value().pdu.source_addr, "447700900009");
    auto pdu = asking_for_receipt("99");
    pdu.registered_delivery = 0;
    c.write(2, pdu);
    (void)c.next();
    const auto echo = c.next();
    const auto read = decode_as<deliver_sm>(echo).value().pdu;
    EXPECT_EQ(read.source_addr, "99");
    EXPECT_EQ(read.destination_addr, "88222");
    EXPECT_EQ(read.short_message.size(), 5u);
    EXPECT_EQ(read.esm_class, 0);
}

TEST_F(simulated_centre, streams_inbound_at_a_rate) {
    options.inbound.rate = 200;
    client& c = start_bound();
    for (int i = 0; i < 5; ++i) EXPECT_EQ(c.next_header().id, command_id::deliver_sm);
}

TEST_F(simulated_centre, keeps_a_ledger_and_finishes) {
    const auto path = std::filesystem::temp_directory_path() / ("smsc-ledger-" + std::to_string(::getpid()));
    options.ledger_path = path;
    options.stop_after = 2;
    client& c = start_bound();
    bool finished = false;
    centre->on_finished([&] { finished = true; });
    auto pdu = asking_for_receipt();
    pdu.registered_delivery = 0;
    pdu.source_addr = "a\tb";
    c.write(2, pdu);
    (void)c.next();
    std::ifstream file(path);
    std::string text;
    std::getline(file, text);  // there before its answer
    EXPECT_TRUE(text.starts_with("255\t")) << text;
    EXPECT_NE(text.find("\ta?b\t447700900123\t0\t0\t"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("\t68656c6c6f")) << text;
    EXPECT_FALSE(finished);
    c.write(3, pdu);
    c.until([&] { return finished; });
    std::filesystem::remove(path);
}

TEST(simulated_centre_statistics, are_one_line_of_json) {
    EXPECT_EQ(to_json({}).substr(0, 18), R"({"connections":0,")");
}

}  // namespace
}  // namespace hermod::simulate
