#include "connectors/modem/session.hpp"

#include "connectors/modem/session_script.hpp"

namespace hermod::connectors::modem {
namespace {

using namespace std::chrono_literals;

TEST(modem_session, begins_with_settings_and_is_usable_when_registered) {
    play(script().start().usable().sees([](stage& s) {
        EXPECT_EQ(s.asked.front(), "AT");
        for (const char* wanted :
             {"ATE0", "AT+CMEE=1", "AT+CGMI", "AT+CPIN?", "AT+CMGF=0", "AT+CSMS=1", "AT+CNMI=2,1,0,1,0", "AT+CMGL=4"})
            EXPECT_TRUE(asked(s, wanted)) << wanted;
        const modem_status& facts = s.one.facts();
        EXPECT_EQ(facts.manufacturer + facts.model, "AcmeA1");
        EXPECT_EQ(facts.imei, "353456789012345");
        EXPECT_EQ(facts.imsi, "234150123456789");
        EXPECT_EQ(facts.number, "+447700900999");
        EXPECT_EQ(facts.smsc, "+447785016005");
        EXPECT_EQ(facts.sim, "ready");
        EXPECT_EQ(facts.operator_name, "Acme Mobile");
        EXPECT_EQ(facts.registration, "home network");
        EXPECT_EQ(facts.signal_dbm, -73);
        EXPECT_EQ(facts.storage_size, 30u);
    }));
}

TEST(modem_session, sends_behind_the_prompt_and_hears_the_reference) {
    play(script()
             .start()
             .send(7)
             .expect_write("AT+CMGS=6")
             .feed("\r\n> ")
             .expect_write("0011000B914477")
             .feed("\r\n+CMGS: 42\r\n\r\nOK\r\n")
             .says("7 sent 42"));
}

TEST(modem_session, prompt_without_its_blank_and_news_before_it_are_read) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("AT+CMGS=6\r\r\n^RSSI:20\r\n\r\n>\r\n")
             .expect_write("0011000B914477")
             .feed("0011000B914477\x1A\r\n+CMGS: 3\r\n\r\nOK\r\n")
             .says("1 sent 3"));
}

TEST(modem_session, takes_one_message_at_a_time) {
    play(script()
             .start()
             .send(1)
             .send(2)
             .says("2 unsent")
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("+CMGS: 1\r\nOK\r\n")
             .says("1 sent 1")
             .send(3)
             .expect_write("AT+CMGS=6")
             .feed("\r\n+CMS ERROR: 1\r\n")
             .says("3 refused +CMS ERROR 1: "
                   "Unassigned (unallocated) number"));
}

TEST(modem_session, errors_are_final_or_for_later_as_the_standard_says) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("+CMS ERROR: 38\r\n")
             .says("1 later +CMS ERROR 38: Network out of order")
             .usable());
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("+CMS ERROR: 500\r\n")
             .says("1 later +CMS ERROR 500: unknown error")
             .usable());
}

TEST(modem_session, a_rule_of_the_configuration_overrides_an_error) {
    modem_options options;
    options.errors.set(38, error_meaning::refused);
    play(script(options)
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("+CMS ERROR: 38\r\n")
             .says("1 refused +CMS ERROR 38: Network out of order"));
}

TEST(modem_session, an_error_may_mean_the_next_route) {
    modem_options options;
    options.errors.set(38, error_meaning::elsewhere);
    play(script(options)
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("+CMS ERROR: 38\r\n")
             .says("1 refused elsewhere +CMS ERROR 38: Network out of order"));
}

TEST(modem_session, an_error_may_mean_that_nobody_knows) {
    modem_options options;
    options.errors.set(38, error_meaning::unsure);
    play(script(options)
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("+CMS ERROR: 38\r\n")
             .says("1 unsure +CMS ERROR 38: Network out of order"));
}

TEST(modem_session, congestion_throttles_and_pauses) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("+CMS ERROR: 42\r\n")
             .says("1 later throttled +CMS ERROR 42: Congestion")
             .usable(false)
             .wait(4s)
             .usable(false)
             .wait(1s)
             .usable());
}

TEST(modem_session, a_network_timeout_behind_the_pdu_is_unsure) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("+CMS ERROR: 332\r\n")
             .says("1 unsure +CMS ERROR 332: network timeout"));
}

TEST(modem_session, no_answer_behind_the_pdu_is_unsure_and_the_modem_is_called) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .wait(119s)
             .says_nothing()
             .wait(1s)
             .says("1 unsure the modem did not answer in time")
             .usable(false)
             .expect_write("AT")
             .feed("\r\nOK\r\n")
             .usable());
}

TEST(modem_session, no_prompt_is_unsent_and_the_modem_is_led_out_of_it) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .wait(10s)
             .says("1 unsent")
             .expect_write("ESC")
             .expect_write("AT")
             .feed("\r\nOK\r\n")
             .usable());
}

TEST(modem_session, an_answer_that_comes_too_late_is_taken_for_no_other) {
    play(script()
             .start()
             .wait(30s)
             .expect_write("AT+CREG?")
             .wait(60s)
             .expect_write("AT")
             .send(1)
             .says("1 unsent")
             .feed("+CREG: 1,1\r\nOK\r\n")
             .usable()
             .send(2)
             .writes_nothing()
             .feed("OK\r\n")
             .writes_nothing()
             .wait(500ms)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("+CMGS: 3\r\nOK\r\n")
             .says("2 sent 3"));
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("OK\r\n").says("1 unsent"));
}

TEST(modem_session, unplugged_before_the_pdu_had_left_is_unsent) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .kernel_takes_nothing()
             .feed("> ")
             .expect_write("0011000B914477")
             .unplug()
             .says("1 unsent"));
}

TEST(modem_session, unplugged_behind_the_pdu_is_unsure) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .unplug()
             .says("1 unsure the modem was lost before it answered"));
}

TEST(modem_session, a_modem_that_hangs_is_called_escaped_reset_and_closed) {
    play(script()
             .start()
             .wait(30s)
             .expect_write("AT+CREG?")
             .wait(60s)
             .expect_write("AT")
             .usable(false)
             .wait(5s)
             .expect_write("ESC")
             .expect_write("AT")
             .wait(5s)
             .expect_write("AT+CFUN=1,1")
             .sees([](stage& s) { EXPECT_EQ(s.one.facts().restarts, 1u); })
             .wait(5s)
             .says("close: does not answer"));
}

TEST(modem_session, a_modem_that_comes_back_from_a_reset_is_opened_anew) {
    play(script()
             .start()
             .wait(30s)
             .expect_write("AT+CREG?")
             .wait(60s)
             .expect_write("AT")
             .wait(5s)
             .expect_write("ESC")
             .expect_write("AT")
             .wait(5s)
             .expect_write("AT+CFUN=1,1")
             .feed("\r\nOK\r\n")
             .says("close: reset, since it did not answer")
             .unplug()
             .start()
             .usable());
}

TEST(modem_session, a_modem_that_restarts_by_itself_is_set_up_again) {
    play(script().start().feed("\r\nRDY\r\n").usable(false).goes_on().usable().sees([](stage& s) {
        EXPECT_EQ(times_asked(s, "AT+CMGF=0"), 2u);
    }));
}

TEST(modem_session, a_restart_behind_the_pdu_leaves_it_unsure) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("\r\nRDY\r\n")
             .says("1 unsure the modem was lost before it answered")
             .goes_on()
             .usable());
}

TEST(modem_session, not_registered_is_not_usable) {
    play(script()
             .answers("AT+CREG?", "+CREG: 1,2\r\n\r\nOK")
             .start()
             .usable(false)
             .feed("\r\n+CREG: 5\r\n")
             .usable()
             .feed("\r\n+CREG: 0\r\n")
             .usable(false));
}

TEST(modem_session, an_lte_registration_for_messages_is_enough) {
    play(script().answers("AT+CREG?", "+CREG: 1,0\r\n\r\nOK").answers("AT+CEREG?", "+CEREG: 1,1\r\n\r\nOK").start().usable());
}

TEST(modem_session, a_modem_that_tells_of_no_network_is_believed_to_have_one) {
    play(script().answers("AT+CREG?", "ERROR").answers("AT+CEREG?", "ERROR").start().usable());
}

TEST(modem_session, drains_by_waiting_for_the_answer) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .drain(5s)
             .usable(false)
             .says_nothing()
             .feed("+CMGS: 9\r\nOK\r\n")
             .says("1 sent 9")
             .says("close: stopped"));
}

TEST(modem_session, drains_no_longer_than_it_may) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .drain(5s)
             .wait(5s)
             .says("close: stopped")
             .unplug()
             .says("1 unsure the modem was lost before it answered"));
}

TEST(modem_session, drains_at_once_when_nothing_is_under_way) {
    play(script().start().drain(5s).says("close: stopped"));
}

}  // namespace
}  // namespace hermod::connectors::modem
