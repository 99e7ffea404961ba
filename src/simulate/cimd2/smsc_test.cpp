// The simulated CIMD2 centre over loopback, spoken to by a bare client.
#include "simulate/cimd2/smsc.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "simulate/cimd2/smsc_client.hpp"

namespace hermod::simulate::cimd2 {
namespace {

TEST_F(simulated_cimd2, answers_and_sends_the_report) {
    client& c = start_logged_in();
    c.write("03:003|021:+447700900123|033:hello|056:14|");
    const auto answer = c.next(), report = c.next();
    EXPECT_TRUE(answer.starts_with("53:003|021:+447700900123|060:")) << answer;
    EXPECT_EQ(client::value(answer, "060").size(), 12u);
    EXPECT_TRUE(report.starts_with("23:000|")) << report;
    EXPECT_EQ(client::value(report, "060"), client::value(answer, "060"));
    EXPECT_EQ(client::value(report, "021"), "+447700900123");
    EXPECT_EQ(client::value(report, "061"), "4");
    EXPECT_TRUE(c.has_checksum);
    c.write("73:000|");
    c.until([&] { return centre->numbers().deliveries_answered == 1; });
}

TEST_F(simulated_cimd2, sends_only_the_reports_that_are_asked_for) {
    how.undelivered_percent = 100;
    client& c = start_logged_in();
    c.write("03:003|021:1|033:x|056:8|");
    c.write("03:005|021:1|033:x|");
    c.write("03:007|021:1|033:x|056:4|");
    for (const char* number : {"003", "005", "007"}) EXPECT_EQ(c.next().substr(0, 6), std::string("53:") + number);
    const auto report = c.next();
    EXPECT_EQ(client::value(report, "061"), "3");
    EXPECT_EQ(client::value(report, "062"), "29");
    EXPECT_EQ(centre->numbers().receipts_sent, 1u);
}

TEST_F(simulated_cimd2, several_destinations_are_several_messages) {
    client& c = start_logged_in();
    c.write("03:003|021:1|021:2|033:x|056:8|");
    const auto answer = c.next();
    EXPECT_NE(answer.find("021:1|060:"), std::string::npos) << answer;
    EXPECT_NE(answer.find("021:2|060:"), std::string::npos) << answer;
    EXPECT_EQ(client::value(c.next(), "021"), "1");
    EXPECT_EQ(client::value(c.next(), "021"), "2");
    EXPECT_EQ(centre->numbers().taken, 2u);
}

TEST_F(simulated_cimd2, report_overtakes_the_response_on_request) {
    how.report_before_answer = true;
    client& c = start_logged_in();
    c.write("03:003|021:1|033:x|056:8|");
    EXPECT_EQ(c.next().substr(0, 6), "23:000");
    EXPECT_EQ(c.next().substr(0, 6), "53:003");
}

TEST_F(simulated_cimd2, unanswered_report_comes_again_with_its_number_and_then_on_the_next_login) {
    how.deliver_retry = 1ms;
    client& c = start_logged_in();
    c.write("03:003|021:1|033:x|056:8|");
    (void)c.next();
    const auto report = c.next();
    EXPECT_EQ(c.next(), report);
    c.socket.close();
    client& again = connect();
    again.log_in();
    EXPECT_EQ(again.next(), report);
}

TEST_F(simulated_cimd2, any_response_ends_a_delivery) {
    client& c = start_logged_in();
    c.write("03:003|021:1|033:x|056:8|");
    (void)c.next(), (void)c.next();
    c.write("73:000|900:9|");
    c.until([&] { return centre->numbers().deliveries_refused == 1; });
}

TEST_F(simulated_cimd2, checks_who_logs_in_and_with_which_window) {
    how.user_identity = "us";
    how.password = "secret";
    how.most_window = 8;
    client& c = start();
    c.write("03:001|021:1|033:x|");
    EXPECT_EQ(c.next(), "98:001|900:1|");
    c.write("01:001|010:us|011:other|");
    EXPECT_EQ(c.next(), "51:001|900:100|901:invalid login|");
    c.write("01:001|010:them|011:secret|");
    EXPECT_EQ(c.next(), "51:001|900:100|901:invalid login|");
    c.write("01:001|010:us|011:secret|019:9|");
    EXPECT_EQ(c.next(), "51:001|900:104|901:invalid window size|");
    c.write("01:001|010:us|011:secret|019:8|");
    EXPECT_EQ(c.next(), "51:001|");
    how.most_window = 0;
    client& none = start();
    none.write("01:001|010:us|011:secret|019:2|");
    EXPECT_EQ(none.next(), "51:001|900:105|901:windowing disabled|");
}

TEST_F(simulated_cimd2, answers_alive_and_logout_and_stays_connected) {
    client& c = start_logged_in();
    c.write("40:003|");
    EXPECT_EQ(c.next(), "90:003|");
    c.write("02:005|");
    EXPECT_EQ(c.next(), "52:005|");
    c.write("40:007|");
    EXPECT_EQ(c.next(), "98:007|900:1|");
    EXPECT_FALSE(c.closed);
}

TEST_F(simulated_cimd2, throttles_every_nth_and_above_its_rate) {
    how.throttle_every = 2;
    client& c = start_logged_in();
    c.write("03:003|021:1|033:x|");
    c.write("03:005|021:1|033:x|");
    EXPECT_EQ(client::value(c.next(), "900"), "");
    EXPECT_EQ(c.next(), "53:005|900:10|");
    how.throttle_every = 0;
    how.rate_limit = 2;
    client& slow = start_logged_in();
    for (int i = 3; i < 13; i += 2) slow.write("03:0" + std::string(i < 10 ? "0" : "") + std::to_string(i) + "|021:1|033:x|");
    for (int i = 0; i < 5; ++i) (void)slow.next();
    EXPECT_GE(centre->numbers().throttled, 2u);
    EXPECT_LE(centre->numbers().throttled, 3u);
}

TEST_F(simulated_cimd2, errors_silence_and_repetition_follow_their_percentages) {
    how.errors = {{300, 100}};
    client& c = start_logged_in();
    c.write("03:003|021:1|033:x|");
    EXPECT_EQ(c.next(), "53:003|900:300|");
    how.errors.clear();
    how.answer_twice_percent = 100;
    client& twice = start_logged_in();
    twice.write("03:003|021:1|033:x|");
    EXPECT_EQ(twice.next(), twice.next());
    how.never_answer_percent = 100;
    client& silent = start_logged_in();
    silent.write("03:003|021:1|033:x|");
    silent.write("40:005|");
    EXPECT_EQ(silent.next(), "90:005|");
    EXPECT_EQ(centre->numbers().never_answered, 1u);
}

TEST_F(simulated_cimd2, disconnects_inside_an_answer) {
    how.disconnect_every = 2;
    how.disconnect_inside_packet = true;
    client& c = start_logged_in();
    c.write("03:003|021:1|033:x|");
    (void)c.next();
    c.write("03:005|021:1|033:x|");
    c.until([&] { return c.closed; });
    EXPECT_TRUE(c.packets.empty());
    EXPECT_FALSE(c.in.empty());
}

TEST_F(simulated_cimd2, delays_answers_and_reports_and_tells_of_them_meanwhile) {
    how.answer_delay = 20ms;
    how.report_delay = 100ms;
    client& c = start_logged_in();
    const auto begin = net::mono_now();
    c.write("03:003|021:+46701|033:x|056:63|");
    const std::string id = client::value(c.next(), "060");
    EXPECT_GE(net::mono_now() - begin, 20ms);
    c.write("04:005|021:46701|060:" + id + "|");
    EXPECT_EQ(c.next(), "54:005|021:46701|060:" + id + "|061:1|");
    c.write("04:007|021:46702|060:" + id + "|");
    EXPECT_EQ(c.next(), "54:007|900:7|");
    c.write("06:009|060:261125190923|021:46701|");
    EXPECT_EQ(c.next(), "56:009|900:601|");
    c.write("06:011|060:" + id + "|021:46701|");
    EXPECT_EQ(c.next(), "56:011|");
    EXPECT_EQ(client::value(c.next(), "061"), "9");
    EXPECT_GE(net::mono_now() - begin, 100ms);
    c.write("06:013|059:2|");
    EXPECT_EQ(c.next(), "56:013|900:7|");
}

TEST_F(simulated_cimd2, messages_from_handsets_come_at_once_or_when_asked_for) {
    client& c = start_logged_in();
    centre->send_inbound("+46701", "88222", "Hej {");
    EXPECT_EQ(c.next().substr(0, 7), "20:000|");
    how.on_request = true;
    client& asks = start_logged_in();
    centre->send_inbound("+46701", "88222", "Привет");
    centre->send_inbound("+46702", "88222", "a");
    asks.write("05:003|068:0|");
    EXPECT_EQ(asks.next(), "55:003|066:2|");
    asks.write("05:005|068:1|");
    EXPECT_EQ(asks.next(), "55:005|");
    const auto first = asks.next();
    EXPECT_EQ(client::value(first, "023"), "+46701");
    EXPECT_EQ(client::value(first, "030"), "8");
    EXPECT_EQ(client::value(first, "034"), "041F04400438043204350442");
    asks.write("05:007|068:2|");
    EXPECT_EQ(asks.next(), "55:007|");
    EXPECT_EQ(client::value(asks.next(), "033"), "a");
}

TEST_F(simulated_cimd2, echo_number_sends_back_what_it_gets) {
    how.echo_number = "+46700";
    client& c = start_logged_in();
    c.write("03:003|021:46700|023:88222|030:8|032:050003010101|034:0041|");
    (void)c.next();
    const auto echo = c.next();
    EXPECT_EQ(client::value(echo, "023"), "46700");
    EXPECT_EQ(client::value(echo, "021"), "88222");
    EXPECT_EQ(client::value(echo, "030"), "8");
    EXPECT_EQ(client::value(echo, "032"), "050003010101");
    EXPECT_EQ(client::value(echo, "034"), "0041");
}

TEST_F(simulated_cimd2, tells_its_time_and_takes_a_new_password) {
    client& c = start_logged_in();
    c.write("09:003|500:501|");
    EXPECT_EQ(client::value(c.next(), "501").size(), 12u);
    c.write("09:005|500:502|");
    EXPECT_EQ(c.next(), "59:005|900:900|");
    c.write("08:007|011:new|");
    EXPECT_EQ(c.next(), "58:007|");
}

TEST_F(simulated_cimd2, damaged_packets_get_a_nack_and_nonsense_a_general_error) {
    client& c = start_logged_in();
    c.write("03:003|021:1|033:x|00");
    EXPECT_EQ(c.next(), "99:003|") << "the number that is expected";
    c.write("03:003|nonsense|");
    EXPECT_EQ(c.next(), "98:003|900:2|");
    c.write("07:005|");
    EXPECT_EQ(c.next(), "98:005|900:1|");
    c.write("03:007|033:x|");
    EXPECT_EQ(c.next(), "53:007|900:300|");
    EXPECT_EQ(centre->numbers().bad_pdus, 3u);
}

TEST_F(simulated_cimd2, keeps_a_ledger_and_leaves_when_all_is_sent) {
    const auto path = std::filesystem::temp_directory_path() / ("cimd2-ledger-" + std::to_string(::getpid()));
    std::filesystem::remove(path);
    how.ledger_path = path;
    how.stop_after = 1;
    bool finished = false;
    client& c = start_logged_in();
    centre->on_finished([&] { finished = true; });
    c.write("03:003|021:46701|023:88222|032:03240101|033:ab|056:8|");
    const std::string id = client::value(c.next(), "060");
    (void)c.next();
    c.until([&] { return finished; });
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    EXPECT_TRUE(line.starts_with(id + ":46701\t")) << line;
    EXPECT_TRUE(line.ends_with("\t032401016162")) << line;
    EXPECT_NE(line.find("\t88222\t46701\t40\t0\t"), std::string::npos) << line;
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace hermod::simulate::cimd2
