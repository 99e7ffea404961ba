// The simulated UCP centre over loopback, spoken to by a bare client.
#include "simulate/ucp/smsc.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "simulate/ucp/smsc_client.hpp"
#include "simulate/ucp/stamps.hpp"
#include "wire/ucp/message_reference.hpp"
#include "wire/ucp/time.hpp"

namespace hermod::simulate::ucp {
namespace {

TEST_F(simulated_ucp, answers_and_sends_the_notification_under_the_same_name) {
    client& c = start_logged_in();
    c.write(1, hello());
    const std::string sm(std::get<ack>(c.next().pdu).sm);
    const auto name = read_reference(sm);
    ASSERT_TRUE(name);
    EXPECT_EQ(name->adc, "447700900123");
    const any_pdu read = c.next();
    const auto& told = std::get<delivery_notification>(read.pdu);
    EXPECT_EQ(told.adc, "88222");
    EXPECT_EQ(told.oadc, "447700900123");
    EXPECT_EQ(told.scts, name->scts);
    EXPECT_EQ(told.dst, "0");
    EXPECT_EQ(told.rsn, "000");
    c.write(read.head.trn, ack{.ot = operation_type::delivery_notification});
    c.until([&] { return centre->numbers().deliveries_answered == 1; });
}

TEST_F(simulated_ucp, two_messages_to_one_number_have_two_names_unless_one_is_asked_for) {
    stamps own(false), plain(true);
    EXPECT_EQ(own.next("1", 100), 100);
    EXPECT_EQ(own.next("1", 100), 101);
    EXPECT_EQ(own.next("2", 100), 100);
    EXPECT_EQ(own.next("1", 101), 102);
    EXPECT_EQ(own.next("1", 200), 200);
    EXPECT_EQ(plain.next("1", 100), 100);
    EXPECT_EQ(plain.next("1", 100), 100);
}

TEST_F(simulated_ucp, takes_30_and_01_too) {
    client& c = start_logged_in();
    c.write(1, sms_transfer{.adc = "1", .nrq = "1", .amsg = "68"});
    EXPECT_EQ(c.next_text(), "30 A 01");
    EXPECT_EQ(c.next_text(), "53 O 00");
    c.write(2, call_input{.adc = "1", .mt = "2", .msg = "123"});
    EXPECT_EQ(c.next_text(), "01 A 02");
    EXPECT_EQ(centre->numbers().taken, 2u);
}

TEST_F(simulated_ucp, answers_keep_alives_and_refuses_what_it_does_not_know) {
    client& c = start_logged_in();
    c.write(1, alert{"us", "0539"});
    EXPECT_EQ(c.next_text(), "31 A 01");
    c.write(2, list_management{.oadc = "us"});
    EXPECT_EQ(c.next_text(), "61 N 02 03");
    c.write(3, delete_message{.adc = "1"});
    EXPECT_EQ(c.next_text(), "56 N 03 27");
    std::string damaged;
    ASSERT_TRUE(encode(damaged, 4, hello()));
    damaged[20] ^= 1;
    c.write(damaged);
    EXPECT_EQ(c.next_text(), "51 N 04 01");
}

TEST_F(simulated_ucp, checks_who_logs_in) {
    how.user = "us";
    how.password = "other";
    client& c = start();
    c.log_in();
    EXPECT_EQ(c.next_text(), "60 N 00 07");
    c.write(1, hello());
    EXPECT_EQ(c.next_text(), "51 N 01 04");
    c.log_in("us", "other");
    EXPECT_EQ(c.next_text(), "60 A 00");
}

TEST_F(simulated_ucp, needs_no_login_where_nobody_is_expected) {
    client& c = start();
    c.write(1, hello());
    EXPECT_EQ(c.next_text(), "51 A 01");
    EXPECT_EQ(c.next_text(), "53 O 00");
}

TEST_F(simulated_ucp, throttles_every_nth_and_above_its_rate) {
    how.throttle_every = 2;
    how.throttle_code = wire::ucp::error_code{90};
    client& c = start_logged_in();
    auto quiet = hello();
    quiet.nrq = "";
    for (unsigned i = 1; i < 5; ++i) c.write(i, quiet);
    EXPECT_EQ(c.next_text(), "51 A 01");
    EXPECT_EQ(c.next_text(), "51 N 02 90");
    EXPECT_EQ(c.next_text(), "51 A 03");
    EXPECT_EQ(c.next_text(), "51 N 04 90");
    EXPECT_EQ(centre->numbers().throttled, 2u);
}

TEST_F(simulated_ucp, errors_silence_and_repetition_follow_their_percentages) {
    how.errors = {{wire::ucp::error_code::adc_invalid, 100}};
    how.receipts = false;
    client& c = start_logged_in();
    c.write(1, hello());
    EXPECT_EQ(c.next_text(), "51 N 01 06");
    c.socket.close();  // the object stays: its read has yet to end
    how.errors.clear();
    how.answer_twice_percent = 100;
    client& twice = start_logged_in();
    twice.write(1, hello());
    EXPECT_EQ(twice.next_text(), "51 A 01");
    EXPECT_EQ(twice.next_text(), "51 A 01");
    twice.socket.close();
    how.answer_twice_percent = 0;
    how.never_answer_percent = 100;
    client& silent = start_logged_in();
    silent.write(1, hello());
    silent.write(2, alert{});
    EXPECT_EQ(silent.next_text(), "31 A 02");
    EXPECT_EQ(centre->numbers().never_answered, 1u);
}

TEST_F(simulated_ucp, disconnects_inside_a_result) {
    how.disconnect_every = 2;
    how.disconnect_inside_frame = true;
    how.receipts = false;
    client& c = start_logged_in();
    c.write(1, hello());
    EXPECT_EQ(c.next_text(), "51 A 01");
    c.write(2, hello());
    c.until([&] { return c.closed; });
    EXPECT_TRUE(c.frames.empty());
    EXPECT_FALSE(c.rest.empty());
}

TEST_F(simulated_ucp, tells_of_buffered_and_undelivered_messages) {
    how.undelivered_percent = how.buffered_percent = 100;
    client& c = start_logged_in();
    auto pdu = hello();
    pdu.nt = "7";
    c.write(1, pdu);
    EXPECT_EQ(c.next_text(), "51 A 01");
    EXPECT_EQ(std::get<delivery_notification>(c.next().pdu).dst, "1");
    const any_pdu last = c.next();
    EXPECT_EQ(std::get<delivery_notification>(last.pdu).dst, "2");
    EXPECT_EQ(std::get<delivery_notification>(last.pdu).rsn, "101");
    pdu.nt = "1";  // no word of a failure
    c.write(2, pdu);
    EXPECT_EQ(c.next_text(), "51 A 02");
    EXPECT_EQ(centre->numbers().receipts_sent, 2u);
}

TEST_F(simulated_ucp, refused_notification_comes_again_and_an_unanswered_one_on_the_next_connection) {
    how.deliver_retry = 1ms;
    client& c = start_logged_in();
    c.write(1, hello());
    (void)c.next();
    c.write(c.next().head.trn, nak{operation_type::delivery_notification, "55", {}});
    EXPECT_EQ(c.next_text(), "53 O 01");
    c.socket.close();
    client& again = connect();
    again.log_in();
    EXPECT_EQ(again.next_text(), "60 A 00");
    EXPECT_EQ(again.next_text(), "53 O 00");
    EXPECT_EQ(centre->numbers().receipts_sent, 3u);
    again.write(0, nak{operation_type::delivery_notification, "06", {}});  // for good
    again.until([&] { return centre->numbers().deliveries_refused == 2; });
}

TEST_F(simulated_ucp, notification_may_overtake_the_result) {
    how.receipt_before_answer = true;
    client& c = start_logged_in();
    c.write(1, hello());
    EXPECT_EQ(c.next_text(), "53 O 00");
    EXPECT_EQ(c.next_text(), "51 A 01");
}

TEST_F(simulated_ucp, its_clock_is_local_and_a_validity_in_the_past_is_refused) {
    how.utc_offset = 120min;
    how.receipts = false;
    client& c = start_logged_in();
    c.write(1, hello());
    const std::string sm(std::get<ack>(c.next().pdu).sm);
    const auto there = parse_seconds(read_reference(sm)->scts)->time_since_epoch();
    const auto ahead = there - net::wall_now().time_since_epoch();
    EXPECT_GT(ahead, 119min);
    EXPECT_LT(ahead, 121min);
    auto pdu = hello();
    const auto vp = *format_minutes(local_seconds(std::chrono::floor<std::chrono::seconds>(there) - 60min));
    pdu.vp = vp;
    c.write(2, pdu);
    EXPECT_EQ(c.next_text(), "51 N 02 22");
}

TEST_F(simulated_ucp, delivers_messages_and_echoes) {
    how.echo_number = "+99";
    client& c = start_logged_in();
    centre->send_inbound("447700900001", "88222", "h\xC3\xA9 \xE2\x82\xAC");
    EXPECT_EQ(std::get<deliver_message>(c.next().pdu).msg, "6805201B65");
    centre->send_inbound("447700900001", "88222", "\xD0\x96");
    const any_pdu unicode = c.next();
    EXPECT_EQ(std::get<deliver_message>(unicode.pdu).xser, "020108");
    EXPECT_EQ(std::get<deliver_message>(unicode.pdu).otoa, "1139");
    auto pdu = hello("99");
    pdu.nrq = "";
    c.write(2, pdu);
    EXPECT_EQ(c.next_text(), "51 A 02");
    const any_pdu echo = c.next();
    EXPECT_EQ(std::get<deliver_message>(echo.pdu).oadc, "99");
    EXPECT_EQ(std::get<deliver_message>(echo.pdu).adc, "88222");
    EXPECT_EQ(std::get<deliver_message>(echo.pdu).msg, "68656C6C6F");
}

TEST_F(simulated_ucp, streams_inbound_at_a_rate) {
    how.inbound.rate = 200;
    client& c = start_logged_in();
    for (int i = 0; i < 5; ++i) EXPECT_EQ(c.next().head.ot, operation_type::deliver_message);
}

TEST_F(simulated_ucp, keeps_a_ledger_and_finishes) {
    const auto path = std::filesystem::temp_directory_path() / ("ucp-ledger-" + std::to_string(::getpid()));
    how.ledger_path = path;
    how.stop_after = 2;
    how.receipts = false;
    client& c = start_logged_in();
    bool finished = false;
    centre->on_finished([&] { finished = true; });
    auto pdu = hello();
    pdu.xser = "0106050003340201";
    c.write(1, pdu);
    (void)c.next();
    std::ifstream file(path);
    std::string text;
    std::getline(file, text);  // there before its result
    EXPECT_TRUE(text.starts_with("447700900123:")) << text;
    EXPECT_NE(text.find("\t88222\t447700900123\t40\t0\t"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("\t05000334020168656c6c6f")) << text;
    EXPECT_FALSE(finished);
    c.write(2, pdu);
    c.until([&] { return finished; });
    std::filesystem::remove(path);
}

TEST(simulated_ucp_statistics, are_one_line_of_json) {
    EXPECT_EQ(to_json({}).substr(0, 18), R"({"connections":0,")");
}

}  // namespace
}  // namespace hermod::simulate::ucp
