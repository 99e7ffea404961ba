#include "connectors/modem/session.hpp"

#include <algorithm>

#include "connectors/modem/session_script.hpp"

namespace hermod::connectors::modem {
namespace {

using namespace std::chrono_literals;

bool asked(const stage& s, std::string_view command) { return std::find(s.asked.begin(), s.asked.end(), command) != s.asked.end(); }
std::size_t times_asked(const stage& s, std::string_view command) {
    return static_cast<std::size_t>(std::count(s.asked.begin(), s.asked.end(), command));
}

modem_options with_pin() {
    modem_options out;
    out.pin = "1234";
    return out;
}

TEST(modem_session, begins_with_settings_and_is_usable_when_registered) {
    play(script().start().usable().sees([](stage& s) {
        EXPECT_EQ(s.asked.front(), "AT");
        for (const char* wanted : {"ATE0", "AT+CMEE=1", "AT+CGMI", "AT+CPIN?", "AT+CMGF=0", "AT+CSMS=1", "AT+CNMI=2,1,0,1,0", "AT+CMGL=4"})
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
    play(script().start().send(7).expect_write("AT+CMGS=6").feed("\r\n> ").expect_write("0011000B914477").feed("\r\n+CMGS: 42\r\n\r\nOK\r\n").says("7 sent 42"));
}

TEST(modem_session, prompt_without_its_blank_and_news_before_it_are_read) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("AT+CMGS=6\r\r\n^RSSI:20\r\n\r\n>\r\n").expect_write("0011000B914477")
             .feed("0011000B914477\x1A\r\n+CMGS: 3\r\n\r\nOK\r\n").says("1 sent 3"));
}

TEST(modem_session, takes_one_message_at_a_time) {
    play(script().start().send(1).send(2).says("2 unsent").expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").feed("+CMGS: 1\r\nOK\r\n")
             .says("1 sent 1").send(3).expect_write("AT+CMGS=6").feed("\r\n+CMS ERROR: 1\r\n").says("3 refused +CMS ERROR 1: " "Unassigned (unallocated) number"));
}

TEST(modem_session, errors_are_final_or_for_later_as_the_standard_says) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").feed("+CMS ERROR: 38\r\n")
             .says("1 later +CMS ERROR 38: Network out of order").usable());
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").feed("+CMS ERROR: 500\r\n")
             .says("1 later +CMS ERROR 500: unknown error").usable());
}

TEST(modem_session, a_rule_of_the_configuration_overrides_an_error) {
    modem_options options;
    options.errors.set(38, error_meaning::refused);
    play(script(options).start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").feed("+CMS ERROR: 38\r\n")
             .says("1 refused +CMS ERROR 38: Network out of order"));
}

TEST(modem_session, congestion_throttles_and_pauses) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").feed("+CMS ERROR: 42\r\n")
             .says("1 later throttled +CMS ERROR 42: Congestion").usable(false).wait(4s).usable(false).wait(1s).usable());
}

TEST(modem_session, a_network_timeout_behind_the_pdu_is_unsure) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").feed("+CMS ERROR: 332\r\n")
             .says("1 unsure +CMS ERROR 332: network timeout"));
}

TEST(modem_session, no_answer_behind_the_pdu_is_unsure_and_the_modem_is_called) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").wait(119s).says_nothing().wait(1s)
             .says("1 unsure the modem did not answer in time").usable(false).expect_write("AT").feed("\r\nOK\r\n").usable());
}

TEST(modem_session, no_prompt_is_unsent_and_the_modem_is_led_out_of_it) {
    play(script().start().send(1).expect_write("AT+CMGS=6").wait(10s).says("1 unsent").expect_write("ESC").expect_write("AT").feed("\r\nOK\r\n").usable());
}

TEST(modem_session, unplugged_before_the_pdu_had_left_is_unsent) {
    play(script().start().send(1).expect_write("AT+CMGS=6").kernel_takes_nothing().feed("> ").expect_write("0011000B914477").unplug().says("1 unsent"));
}

TEST(modem_session, unplugged_behind_the_pdu_is_unsure) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").unplug()
             .says("1 unsure the modem was lost before it answered"));
}

TEST(modem_session, a_modem_that_hangs_is_called_escaped_reset_and_closed) {
    play(script().start().wait(30s).expect_write("AT+CREG?").wait(60s).expect_write("AT").usable(false).wait(5s).expect_write("ESC").expect_write("AT")
             .wait(5s).expect_write("AT+CFUN=1,1").sees([](stage& s) { EXPECT_EQ(s.one.facts().restarts, 1u); }).wait(5s).says("close: does not answer"));
}

TEST(modem_session, a_modem_that_comes_back_from_a_reset_is_opened_anew) {
    play(script().start().wait(30s).expect_write("AT+CREG?").wait(60s).expect_write("AT").wait(5s).expect_write("ESC").expect_write("AT").wait(5s)
             .expect_write("AT+CFUN=1,1").feed("\r\nOK\r\n").says("close: reset, since it did not answer").unplug().start().usable());
}

TEST(modem_session, a_modem_that_restarts_by_itself_is_set_up_again) {
    play(script().start().feed("\r\nRDY\r\n").usable(false).goes_on().usable().sees([](stage& s) { EXPECT_EQ(times_asked(s, "AT+CMGF=0"), 2u); }));
}

TEST(modem_session, a_restart_behind_the_pdu_leaves_it_unsure) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").feed("\r\nRDY\r\n")
             .says("1 unsure the modem was lost before it answered").goes_on().usable());
}

TEST(modem_session, not_registered_is_not_usable) {
    play(script().answers("AT+CREG?", "+CREG: 1,2\r\n\r\nOK").start().usable(false).feed("\r\n+CREG: 5\r\n").usable().feed("\r\n+CREG: 0\r\n").usable(false));
}

TEST(modem_session, an_lte_registration_for_messages_is_enough) {
    play(script().answers("AT+CREG?", "+CREG: 1,0\r\n\r\nOK").answers("AT+CEREG?", "+CEREG: 1,1\r\n\r\nOK").start().usable());
}

TEST(modem_session, a_modem_that_tells_of_no_network_is_believed_to_have_one) {
    play(script().answers("AT+CREG?", "ERROR").answers("AT+CEREG?", "ERROR").start().usable());
}

// --- SIM ------------------------------------------------------------------------------------------------------------------------

TEST(modem_session, the_pin_is_entered_once_and_known_to_be_right) {
    play(script(with_pin()).answers("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK").answers("AT+CPIN=\"1234\"", "-").start().says("PIN tried")
             .sees([](stage& s) { s.answers.erase("AT+CPIN?"); }).feed("\r\nOK\r\n").wait(500ms).goes_on().says("PIN right").usable());
}

TEST(modem_session, a_wrong_pin_is_never_tried_twice) {
    play(script(with_pin()).answers("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK").answers("AT+CPIN=\"1234\"", "+CME ERROR: 16").start().says("PIN tried")
             .wait(10s).goes_on().wait(10s).goes_on().unplug().start().wait(60s).goes_on().usable(false)
             .sees([](stage& s) {
                 EXPECT_EQ(times_asked(s, "AT+CPIN=\"1234\""), 1u);
                 EXPECT_EQ(s.one.facts().sim, "PIN refused");
             }));
}

TEST(modem_session, a_pin_that_an_earlier_run_tried_in_vain_is_not_tried) {
    play(script(with_pin()).pin_was_tried().answers("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK").start().wait(10s).goes_on().usable(false)
             .sees([](stage& s) { EXPECT_EQ(times_asked(s, "AT+CPIN=\"1234\""), 0u); }));
}

TEST(modem_session, without_a_pin_a_locked_sim_waits_for_somebody) {
    play(script().answers("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK").start().usable(false)
             .sees([](stage& s) {
                 EXPECT_EQ(s.one.facts().sim, "PIN needed");
                 s.answers.erase("AT+CPIN?");
             }).wait(10s).goes_on().usable());
}

TEST(modem_session, a_missing_sim_and_a_puk_are_told) {
    play(script().answers("AT+CPIN?", "+CME ERROR: 10").start().usable(false).sees([](stage& s) { EXPECT_EQ(s.one.facts().sim, "missing"); }));
    play(script().answers("AT+CPIN?", "+CPIN: SIM PUK\r\n\r\nOK").start().usable(false).sees([](stage& s) { EXPECT_EQ(s.one.facts().sim, "PUK needed"); }));
}

TEST(modem_session, a_busy_sim_is_waited_for) {
    play(script().answers("AT+CPIN?", "+CME ERROR: 14").start().usable(false).sees([](stage& s) {
        EXPECT_EQ(s.one.facts().sim, "busy");
        s.answers.erase("AT+CPIN?");
        s.answers["AT+CMGF=0"] = "+CMS ERROR: 314";
    }).wait(2s).goes_on().usable(false).sees([](stage& s) { s.answers.erase("AT+CMGF=0"); }).feed("\r\nSMS Ready\r\n").goes_on().usable());
}

TEST(modem_session, an_answer_to_cpin_without_its_ok_is_enough) {
    play(script().answers("AT+CPIN?", "+CPIN: READY").start().wait(400ms).usable(false).wait(100ms).goes_on().wait(500ms).goes_on().usable());
}

TEST(modem_session, a_sim_that_is_pulled_while_a_message_is_sent_gives_the_message_back) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").sees([](stage& s) { s.answers["AT+CPIN?"] = "+CME ERROR: 10"; })
             .feed("+CMS ERROR: 310\r\n").says("1 unsent").goes_on().usable(false).sees([](stage& s) { EXPECT_EQ(s.one.facts().sim, "missing"); }));
}

TEST(modem_session, another_modem_than_the_one_that_is_configured_is_not_used) {
    modem_options options;
    options.imei = "990000862471854";
    play(script(options).start().says("close: the modem here has the IMEI 353456789012345, 990000862471854 is configured").usable(false));
}

// --- Settings -------------------------------------------------------------------------------------------------------------------

TEST(modem_session, reports_come_directly_where_they_can_be_acknowledged_else_stored) {
    play(script().answers("AT+CSMS=1", "ERROR").start().sees([](stage& s) { EXPECT_TRUE(asked(s, "AT+CNMI=2,1,0,2,0")); }));
    play(script().answers("AT+CSMS=1", "ERROR").answers("AT+CGMI", "Quectel\r\n\r\nOK").start().sees([](stage& s) { EXPECT_TRUE(asked(s, "AT+CNMI=2,1,0,1,0")); }));
}

TEST(modem_session, news_are_asked_for_within_the_modems_own_ranges) {
    play(script().answers("AT+CNMI=?", "+CNMI: (3),(0,1),(0),(0,1),(1)\r\n\r\nOK").start().sees([](stage& s) { EXPECT_TRUE(asked(s, "AT+CNMI=3,1,0,1,1")); }));
    play(script().answers("AT+CNMI=?", "+CNMI: (0-3),(0,1),(0)\r\n\r\nOK").start().sees([](stage& s) { EXPECT_TRUE(asked(s, "AT+CNMI=2,1")); }));
}

TEST(modem_session, a_modem_that_announces_nothing_is_polled) {
    script one;
    for (const char* refused : {"AT+CNMI=2,1,0,1,0", "AT+CNMI=2,1,0,1", "AT+CNMI=2,1,0,0,0", "AT+CNMI=2,1", "AT+CNMI=3,1", "AT+CNMI=1,1"}) one.answers(refused, "ERROR");
    play(one.start().usable().wait(10s).expect_write("AT+CPMS?").feed("\r\n+CPMS: \"SM\",1,30,\"SM\",1,30,\"SM\",1,30\r\n\r\nOK\r\n").expect_write("AT+CMGL=4"));
}

TEST(modem_session, settings_that_the_modem_has_lost_are_made_again) {
    play(script().start().wait(30s).sees([](stage& s) { s.answers["AT+CNMI?"] = "+CNMI: 0,0,0,0,0\r\n\r\nOK"; }).goes_on().usable().sees([](stage& s) {
        EXPECT_EQ(times_asked(s, "AT+CNMI=2,1,0,1,0"), 2u);
        EXPECT_EQ(s.notes[session_note::settings_lost], 2);
    }).wait(30s).goes_on().wait(30s).goes_on().usable().sees([](stage& s) { EXPECT_EQ(times_asked(s, "AT+CNMI=2,1,0,1,0"), 2u); }));
}

TEST(modem_session, a_family_is_known_by_what_it_says_and_gets_what_it_wants) {
    play(script().answers("AT+CGMI", "huawei\r\n\r\nOK").start().sees([](stage& s) {
        EXPECT_EQ(s.one.kind().name, "Huawei");
        EXPECT_TRUE(asked(s, "AT^CURC=0"));
    }));
    play(script().answers("AT+CGMM", "SIMCOM_SIM7600E\r\n\r\nOK").start().sees([](stage& s) { EXPECT_EQ(s.one.kind().name, "SIMCom"); }));
    play(script().answers("AT+CGMI", "WAVECOM MODEM\r\n\r\nOK").start().sees([](stage& s) { EXPECT_EQ(s.one.kind().name, "Wavecom/Sierra"); }));
    play(script().answers("ATI", "Telit\r\n\r\nOK").answers("AT+CGMI", "ERROR").start().sees([](stage& s) { EXPECT_EQ(s.one.kind().name, "Telit"); }));
}

TEST(modem_session, the_operators_own_lines_come_last) {
    modem_options options;
    options.init = {"AT+CMMS=1", "AT&W"};
    options.smsc = "+447785016005";
    options.storage = "ME";
    play(script(options).start().usable().sees([](stage& s) {
        for (const char* wanted : {"AT+CSCA=\"+447785016005\",145", "AT+CPMS=\"ME\",\"ME\",\"ME\"", "AT+CMMS=1", "AT&W"}) EXPECT_TRUE(asked(s, wanted)) << wanted;
    }));
}

// --- Shutting down --------------------------------------------------------------------------------------------------------------

TEST(modem_session, drains_by_waiting_for_the_answer) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").drain(5s).usable(false).says_nothing()
             .feed("+CMGS: 9\r\nOK\r\n").says("1 sent 9").says("close: stopped"));
}

TEST(modem_session, drains_no_longer_than_it_may) {
    play(script().start().send(1).expect_write("AT+CMGS=6").feed("> ").expect_write("0011000B914477").drain(5s).wait(5s).says("close: stopped").unplug()
             .says("1 unsure the modem was lost before it answered"));
}

TEST(modem_session, drains_at_once_when_nothing_is_under_way) {
    play(script().start().drain(5s).says("close: stopped"));
}

}  // namespace
}  // namespace hermod::connectors::modem
