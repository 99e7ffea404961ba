#include <gmock/gmock.h>

#include "simulate/modem/device_fixture.hpp"

namespace hermod::simulate::modem {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

TEST(simulated_modem, answers_what_a_driver_asks_at_first) {
    desk d;
    EXPECT_EQ(d.type("AT"), "OK");
    EXPECT_EQ(d.type("AT+CMEE=1;+CREG=2"), "OK");
    EXPECT_EQ(d.type("AT+CREG?"), "+CREG: 2,1,\"00C3\",\"1A2B\"|OK");
    EXPECT_EQ(d.type("AT+CPIN?"), "+CPIN: READY|OK");
    EXPECT_EQ(d.type("AT+CSQ"), "+CSQ: 21,99|OK");
    EXPECT_EQ(d.type("AT+CGMI"), "Hermod|OK");
    EXPECT_EQ(d.type("AT+CGSN"), "350000000000014|OK");
    EXPECT_EQ(d.type("AT+CIMI"), "262010000000001|OK");
    EXPECT_EQ(d.type("AT+COPS?"), "+COPS: 0,0,\"Hermod Network\",0|OK");
    EXPECT_EQ(d.type("AT+NONSENSE=1"), "ERROR");
    EXPECT_EQ(d.type("AT+CSQ;+NONSENSE;+CPIN?"), "+CSQ: 21,99|ERROR");
}

TEST(simulated_modem, echoes_until_told_not_to) {
    desk d;
    d.type("ATE1");
    EXPECT_EQ(d.heard("AT+CSQ\r"), "AT+CSQ|+CSQ: 21,99|OK");
    d.type("ATE0");
    EXPECT_EQ(d.heard("\x1B\rnoise AT\r"), "OK");
    EXPECT_EQ(d.heard("hello\r"), "");
}

TEST(simulated_modem, sends_and_reports) {
    desk d;
    EXPECT_EQ(d.type("AT+CNMI=2,1,0,1,0"), "OK");
    EXPECT_THAT(d.send_hello(), StartsWith("+CMGS: 0|OK|+CDS: 25|079194710167000006000B916407281553F8"));
    EXPECT_EQ(d.behind.numbers().taken, 1u);
    EXPECT_EQ(d.behind.numbers().receipts_sent, 1u);
}

TEST(simulated_modem, refuses_a_pdu_of_another_length_and_leaves_the_prompt_at_escape) {
    desk d;
    EXPECT_EQ(d.type("AT+CMGS=21"), "> ");
    EXPECT_EQ(d.heard(std::string(hello_pdu) + '\x1A'), "+CMS ERROR: 304");
    EXPECT_EQ(d.type("AT+CMGS=22"), "> ");
    EXPECT_EQ(d.heard("0021\x1B"), "OK");
    EXPECT_EQ(d.type("AT+CMGS=22"), "> ");
    EXPECT_EQ(d.heard("no hex\x1A"), "+CMS ERROR: 304");
    EXPECT_EQ(d.behind.numbers().submits, 0u);
    EXPECT_EQ(d.behind.numbers().bad_pdus, 2u);
}

TEST(simulated_modem, keeps_the_answer_back_and_the_news_with_it) {
    options how;
    how.answer_delay = 300ms;
    desk d(how);
    d.type("AT+CNMI=2,1,0,0,0");
    EXPECT_EQ(d.send_hello(), "");
    d.behind.deliver(0, "+4477", "Hi");
    EXPECT_EQ(d.type("AT"), "");  // read when the answer has been given
    EXPECT_EQ(d.wait(299ms), "");
    EXPECT_EQ(d.wait(1ms), "+CMGS: 0|OK|OK|+CMTI: \"SM\",1");
}

TEST(simulated_modem, a_report_overtakes_the_answer_when_told_so) {
    options how;
    how.answer_delay = 300ms;
    how.report_before_answer = true;
    desk d(how);
    d.type("AT+CNMI=2,1,0,1,0");
    EXPECT_THAT(d.send_hello(), StartsWith("+CDS: 25|"));
    EXPECT_EQ(d.wait(300ms), "+CMGS: 0|OK");
}

TEST(simulated_modem, throttles_refuses_falls_silent_and_hangs) {
    options how;
    how.throttle_every = 2;
    desk d(how);
    EXPECT_THAT(d.send_hello(), HasSubstr("OK"));
    EXPECT_EQ(d.send_hello(), "+CMS ERROR: 42");
    EXPECT_EQ(d.type("AT+CMEE=2"), "OK");
    EXPECT_THAT(d.send_hello(), HasSubstr("OK"));
    EXPECT_EQ(d.send_hello(), "+CMS ERROR: Congestion");
    EXPECT_EQ(d.behind.numbers().throttled, 2u);

    options refusing;
    refusing.errors = {{38, 100}};
    EXPECT_EQ(desk(refusing).send_hello(), "+CMS ERROR: 38");

    options silent;
    silent.never_answer_percent = 100;
    desk s(silent);
    EXPECT_EQ(s.send_hello(), "");
    EXPECT_EQ(s.wait(1h), "");
    EXPECT_EQ(s.type("AT"), "OK");
    EXPECT_EQ(s.behind.numbers().taken, 1u);

    options half;
    half.no_final_percent = 100;
    EXPECT_EQ(desk(half).send_hello(), "+CMGS: 0");

    options hanging;
    hanging.hang_every = 1;
    desk h(hanging);
    h.send_hello();
    h.wait(1s);
    EXPECT_EQ(h.type("AT"), "");
    h.one.detach();
    h.one.attach(h.now);
    EXPECT_EQ(h.type("AT"), "OK");
}

TEST(simulated_modem, wants_its_pin_and_gives_three_tries) {
    options how;
    how.pin = "1234";
    desk d(how);
    d.type("AT+CMEE=1");
    EXPECT_EQ(d.type("AT+CPIN?"), "+CPIN: SIM PIN|OK");
    EXPECT_EQ(d.type("AT+CMGS=22"), "+CMS ERROR: 311");
    EXPECT_EQ(d.type("AT+CIMI"), "+CME ERROR: 11");
    EXPECT_EQ(d.type("AT+CPIN=9"), "+CME ERROR: 16");
    EXPECT_EQ(d.type("AT+CPIN=1234"), "OK");
    EXPECT_EQ(d.type("AT+CPIN?"), "+CPIN: READY|OK");

    desk locked(how);
    locked.type("AT+CMEE=1");
    for (int i = 0; i < 2; ++i) EXPECT_EQ(locked.type("AT+CPIN=\"0000\""), "+CME ERROR: 16");
    EXPECT_EQ(locked.type("AT+CPIN=\"0000\""), "+CME ERROR: 12");
    EXPECT_EQ(locked.type("AT+CPIN?"), "+CPIN: SIM PUK|OK");
    EXPECT_EQ(locked.type("AT+CMGS=22"), "+CMS ERROR: 316");
    EXPECT_EQ(locked.type("AT+CPIN=\"12345678\",\"4321\""), "OK");
}

TEST(simulated_modem, searches_for_its_network_and_says_when_it_has_found_it) {
    options how;
    how.register_after = 5s;
    how.sim_busy_for = 2s;
    desk d(how);
    d.type("AT+CREG=1");
    EXPECT_EQ(d.type("AT+CREG?"), "+CREG: 1,2|OK");
    EXPECT_EQ(d.type("AT+CPMS?"), "+CMS ERROR: 314");
    d.wait(2s);
    EXPECT_EQ(d.send_hello(), "+CMS ERROR: 331");
    EXPECT_EQ(d.wait(3s), "+CREG: 1");
    EXPECT_EQ(d.type("AT+CFUN=0"), "OK|+CREG: 0");
    EXPECT_EQ(d.type("AT+COPS?"), "+COPS: 0|OK");
}

TEST(simulated_modem, answers_ussd_codes) {
    desk d;
    EXPECT_EQ(d.type("AT+CUSD=1,\"*100#\",15"), "OK|+CUSD: 0,\"Your balance is 12.34 EUR, valid until 2027-12-31\",15");
    EXPECT_EQ(d.type("AT+CUSD=1,\"*123#\",15"), "OK|+CUSD: 1,\"1 Balance|2 Number\",15");
    EXPECT_EQ(d.type("AT+CUSD=1,\"2\",15"), "OK|+CUSD: 0,\"You have chosen 2\",15");
    EXPECT_EQ(d.type("AT+CUSD=1,\"*999#\",15"), "OK|+CUSD: 4");

    options how;
    how.family = family::huawei;
    desk packed(how);
    EXPECT_THAT(packed.type("AT+CUSD=1,\"AA180C3602\",15"), HasSubstr("+CUSD: 0,\"D9775D0E12"));  // *100#
}

}  // namespace hermod::simulate::modem
