// The settings that a session makes, and makes again.
#include "connectors/modem/session.hpp"

#include "connectors/modem/session_script.hpp"

namespace hermod::connectors::modem {
namespace {

using namespace std::chrono_literals;

TEST(modem_session, reports_come_directly_where_they_can_be_acknowledged_else_stored) {
    play(script().answers("AT+CSMS=1", "ERROR").start().sees([](stage& s) { EXPECT_TRUE(asked(s, "AT+CNMI=2,1,0,2,0")); }));
    play(script().answers("AT+CSMS=1", "ERROR").answers("AT+CGMI", "Quectel\r\n\r\nOK").start().sees([](stage& s) {
        EXPECT_TRUE(asked(s, "AT+CNMI=2,1,0,1,0"));
    }));
}

TEST(modem_session, news_are_asked_for_within_the_modems_own_ranges) {
    play(script().answers("AT+CNMI=?", "+CNMI: (3),(0,1),(0),(0,1),(1)\r\n\r\nOK").start().sees([](stage& s) {
        EXPECT_TRUE(asked(s, "AT+CNMI=3,1,0,1,1"));
    }));
    play(script().answers("AT+CNMI=?", "+CNMI: (0-3),(0,1),(0)\r\n\r\nOK").start().sees([](stage& s) {
        EXPECT_TRUE(asked(s, "AT+CNMI=2,1"));
    }));
}

TEST(modem_session, a_modem_that_announces_nothing_is_polled) {
    script one;
    for (const char* refused :
         {"AT+CNMI=2,1,0,1,0", "AT+CNMI=2,1,0,1", "AT+CNMI=2,1,0,0,0", "AT+CNMI=2,1", "AT+CNMI=3,1", "AT+CNMI=1,1"})
        one.answers(refused, "ERROR");
    play(one.start()
             .usable()
             .wait(10s)
             .expect_write("AT+CPMS?")
             .feed("\r\n+CPMS: \"SM\",1,30,\"SM\",1,30,\"SM\",1,30\r\n\r\nOK\r\n")
             .expect_write("AT+CMGL=4"));
}

TEST(modem_session, settings_that_the_modem_has_lost_are_made_again) {
    play(script()
             .start()
             .wait(30s)
             .sees([](stage& s) { s.answers["AT+CNMI?"] = "+CNMI: 0,0,0,0,0\r\n\r\nOK"; })
             .goes_on()
             .usable()
             .sees([](stage& s) {
                 EXPECT_EQ(times_asked(s, "AT+CNMI=2,1,0,1,0"), 2u);
                 EXPECT_EQ(s.notes[session_note::settings_lost], 2);
             })
             .wait(30s)
             .goes_on()
             .wait(30s)
             .goes_on()
             .usable()
             .sees([](stage& s) { EXPECT_EQ(times_asked(s, "AT+CNMI=2,1,0,1,0"), 2u); }));
}

TEST(modem_session, a_family_is_known_by_what_it_says_and_gets_what_it_wants) {
    play(script().answers("AT+CGMI", "huawei\r\n\r\nOK").start().sees([](stage& s) {
        EXPECT_EQ(s.one.kind().name, "Huawei");
        EXPECT_TRUE(asked(s, "AT^CURC=0"));
    }));
    play(script().answers("AT+CGMM", "SIMCOM_SIM7600E\r\n\r\nOK").start().sees([](stage& s) {
        EXPECT_EQ(s.one.kind().name, "SIMCom");
    }));
    play(script().answers("AT+CGMI", "WAVECOM MODEM\r\n\r\nOK").start().sees([](stage& s) {
        EXPECT_EQ(s.one.kind().name, "Wavecom/Sierra");
    }));
    play(script().answers("ATI", "Telit\r\n\r\nOK").answers("AT+CGMI", "ERROR").start().sees([](stage& s) {
        EXPECT_EQ(s.one.kind().name, "Telit");
    }));
}

TEST(modem_session, the_operators_own_lines_come_last) {
    modem_options options;
    options.init = {"AT+CMMS=1", "AT&W"};
    options.smsc = "+447785016005";
    options.storage = "ME";
    play(script(options).start().usable().sees([](stage& s) {
        for (const char* wanted : {"AT+CSCA=\"+447785016005\",145", "AT+CPMS=\"ME\",\"ME\",\"ME\"", "AT+CMMS=1", "AT&W"})
            EXPECT_TRUE(asked(s, wanted)) << wanted;
    }));
}

}  // namespace
}  // namespace hermod::connectors::modem
