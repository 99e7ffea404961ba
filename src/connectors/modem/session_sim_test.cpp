// The SIM: its PIN, its absence, its patience.
#include "connectors/modem/session.hpp"

#include "connectors/modem/session_script.hpp"

namespace hermod::connectors::modem {
namespace {

using namespace std::chrono_literals;

modem_options with_pin() {
    modem_options out;
    out.pin = "1234";
    return out;
}

TEST(modem_session, the_pin_is_entered_once_and_known_to_be_right) {
    play(script(with_pin())
             .answers("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK")
             .answers("AT+CPIN=\"1234\"", "-")
             .start()
             .says("PIN tried")
             .sees([](stage& s) { s.answers.erase("AT+CPIN?"); })
             .feed("\r\nOK\r\n")
             .wait(500ms)
             .goes_on()
             .says("PIN right")
             .usable());
}

TEST(modem_session, a_wrong_pin_is_never_tried_twice) {
    play(script(with_pin())
             .answers("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK")
             .answers("AT+CPIN=\"1234\"", "+CME ERROR: 16")
             .start()
             .says("PIN tried")
             .wait(10s)
             .goes_on()
             .wait(10s)
             .goes_on()
             .unplug()
             .start()
             .wait(60s)
             .goes_on()
             .usable(false)
             .sees([](stage& s) {
                 EXPECT_EQ(times_asked(s, "AT+CPIN=\"1234\""), 1u);
                 EXPECT_EQ(s.one.facts().sim, "PIN refused");
             }));
}

TEST(modem_session, a_pin_that_an_earlier_run_tried_in_vain_is_not_tried) {
    play(script(with_pin())
             .pin_was_tried()
             .answers("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK")
             .start()
             .wait(10s)
             .goes_on()
             .usable(false)
             .sees([](stage& s) { EXPECT_EQ(times_asked(s, "AT+CPIN=\"1234\""), 0u); }));
}

TEST(modem_session, without_a_pin_a_locked_sim_waits_for_somebody) {
    play(script()
             .answers("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK")
             .start()
             .usable(false)
             .sees([](stage& s) {
                 EXPECT_EQ(s.one.facts().sim, "PIN needed");
                 s.answers.erase("AT+CPIN?");
             })
             .wait(10s)
             .goes_on()
             .usable());
}

TEST(modem_session, a_missing_sim_and_a_puk_are_told) {
    play(script().answers("AT+CPIN?", "+CME ERROR: 10").start().usable(false).sees([](stage& s) {
        EXPECT_EQ(s.one.facts().sim, "missing");
    }));
    play(script().answers("AT+CPIN?", "+CPIN: SIM PUK\r\n\r\nOK").start().usable(false).sees([](stage& s) {
        EXPECT_EQ(s.one.facts().sim, "PUK needed");
    }));
}

TEST(modem_session, a_busy_sim_is_waited_for) {
    play(script()
             .answers("AT+CPIN?", "+CME ERROR: 14")
             .start()
             .usable(false)
             .sees([](stage& s) {
                 EXPECT_EQ(s.one.facts().sim, "busy");
                 s.answers.erase("AT+CPIN?");
                 s.answers["AT+CMGF=0"] = "+CMS ERROR: 314";
             })
             .wait(2s)
             .goes_on()
             .usable(false)
             .sees([](stage& s) { s.answers.erase("AT+CMGF=0"); })
             .feed("\r\nSMS Ready\r\n")
             .goes_on()
             .usable());
}

TEST(modem_session, an_answer_to_cpin_without_its_ok_is_enough) {
    play(script()
             .answers("AT+CPIN?", "+CPIN: READY")
             .start()
             .wait(400ms)
             .usable(false)
             .wait(100ms)
             .goes_on()
             .wait(500ms)
             .goes_on()
             .usable());
}

TEST(modem_session, a_sim_that_is_pulled_while_a_message_is_sent_gives_the_message_back) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .sees([](stage& s) { s.answers["AT+CPIN?"] = "+CME ERROR: 10"; })
             .feed("+CMS ERROR: 310\r\n")
             .says("1 unsent")
             .goes_on()
             .usable(false)
             .sees([](stage& s) { EXPECT_EQ(s.one.facts().sim, "missing"); }));
}

TEST(modem_session, another_modem_than_the_one_that_is_configured_is_not_used) {
    modem_options options;
    options.imei = "990000862471854";
    play(script(options)
             .start()
             .says("close: the modem here has the IMEI 353456789012345, 990000862471854 is configured")
             .usable(false));
}

}  // namespace
}  // namespace hermod::connectors::modem
