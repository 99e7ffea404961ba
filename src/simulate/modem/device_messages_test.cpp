#include <gmock/gmock.h>

#include "simulate/modem/device_fixture.hpp"

namespace hermod::simulate::modem {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

TEST(simulated_modem_messages, come_to_a_slot_and_are_read_and_deleted) {
    desk d;
    d.type("AT+CNMI=2,1,0,0,0");
    d.behind.deliver(0, "+447700900001", "Hello");
    EXPECT_EQ(d.said(), "+CMTI: \"SM\",1");
    EXPECT_THAT(d.type("AT+CMGR=1"), StartsWith("+CMGR: 0,,24|0791947101670000040C9144770009001000"));
    EXPECT_THAT(d.type("AT+CMGL=0"), "OK");
    EXPECT_THAT(d.type("AT+CMGL=4"), StartsWith("+CMGL: 1,1,,24|0791"));
    EXPECT_EQ(d.type("AT+CPMS?"), "+CPMS: \"SM\",1,20,\"SM\",1,20,\"SM\",1,20|OK");
    EXPECT_EQ(d.type("AT+CMGD=1"), "OK");
    EXPECT_EQ(d.type("AT+CMGR=1"), "+CMS ERROR: 321");
    EXPECT_EQ(d.type("AT+CMGD=99"), "+CMS ERROR: 321");
}

TEST(simulated_modem_messages, wait_in_the_network_for_a_free_slot) {
    options how;
    how.slots = 2;
    desk d(how);
    d.type("AT+CNMI=2,1,0,0,0");
    for (const char* text : {"one", "two", "three"}) d.behind.deliver(0, "+4477", text);
    EXPECT_EQ(d.said(), "+CMTI: \"SM\",1|+CMTI: \"SM\",2");
    EXPECT_EQ(d.behind.waiting(0).size(), 1u);
    EXPECT_EQ(d.behind.numbers().deliveries_refused, 1u);
    EXPECT_EQ(d.type("AT+CMGD=2"), "OK|+CMTI: \"SM\",2");
    EXPECT_EQ(d.behind.numbers().inbound_sent, 3u);
}

TEST(simulated_modem_messages, deleting_by_flag_takes_what_it_names) {
    desk d;
    for (const char* text : {"one", "two", "three"}) d.behind.deliver(0, "+4477", text);
    d.bring();
    d.type("AT+CMGR=2");
    EXPECT_EQ(d.type("AT+CMGD=1,1"), "OK");
    EXPECT_THAT(d.type("AT+CMGD=?"), StartsWith("+CMGD: (1,3),(0-4)"));
    EXPECT_EQ(d.type("AT+CMGD=1,4"), "OK");
    EXPECT_EQ(d.type("AT+CMGL=4"), "OK");
}

TEST(simulated_modem_messages, are_confirmed_in_phase_2_or_come_again) {
    desk d;
    d.type("AT+CSMS=1");
    d.type("AT+CNMI=2,2,0,1,0");
    EXPECT_EQ(d.type("AT+CNMA"), "+CMS ERROR: 340");
    d.behind.deliver(0, "+4477", "one");
    d.behind.deliver(0, "+4477", "two");
    EXPECT_THAT(d.said(), StartsWith("+CMT: ,"));
    EXPECT_EQ(d.behind.numbers().inbound_sent, 0u);
    EXPECT_THAT(d.type("AT+CNMA=1"), StartsWith("OK|+CMT: ,"));
    EXPECT_EQ(d.behind.numbers().inbound_sent, 1u);
    // The second one is not confirmed: routing ends, and it comes once more, into a slot.
    EXPECT_EQ(d.wait(15s), "");
    EXPECT_EQ(d.type("AT+CNMI?"), "+CNMI: 2,0,0,0,0|OK");
    EXPECT_EQ(d.behind.numbers().deliveries_repeated, 1u);
    EXPECT_EQ(d.type("AT+CPMS?"), "+CPMS: \"SM\",1,20,\"SM\",1,20,\"SM\",1,20|OK");
}

TEST(simulated_modem_messages, refused_by_the_terminal_come_later_once_more) {
    desk d;
    d.type("AT+CSMS=1");
    d.type("AT+CNMI=2,2,0,0,0");
    d.behind.deliver(0, "+4477", "one");
    d.said();
    EXPECT_EQ(d.type("AT+CNMA=2"), "OK");
    EXPECT_THAT(d.wait(2s), StartsWith("+CMT: ,"));
}

TEST(simulated_modem_messages, wait_while_nobody_is_at_the_terminal) {
    desk d;
    d.type("AT+CNMI=2,2,0,0,0");
    d.one.detach();
    d.behind.deliver(0, "+4477", "one");
    EXPECT_EQ(d.said(), "");
    EXPECT_EQ(d.behind.waiting(0).size(), 1u);
    d.one.attach(d.now);
    EXPECT_THAT(d.said(), StartsWith("+CMT: ,"));
}

TEST(simulated_modem_messages, reports_go_to_the_memory_that_the_family_has) {
    desk d;
    d.type("AT+CNMI=2,1,0,2,0");
    EXPECT_THAT(d.send_hello(), HasSubstr("+CDSI: \"SR\",1"));
    d.type("AT+CPMS=\"SR\"");
    EXPECT_THAT(d.type("AT+CMGR=1"), StartsWith("+CMGR: 0,,25|079194710167000006"));

    options how;
    how.family = family::quectel;
    desk quectel(how);
    quectel.type("AT+CNMI=2,1,0,2,0");
    EXPECT_THAT(quectel.send_hello(), HasSubstr("+CDSI: \"SM\",0"));

    how.family = family::huawei;
    desk huawei(how);
    huawei.type("AT+CNMI=2,1,0,2,0");
    EXPECT_THAT(huawei.send_hello(), HasSubstr("+CDSI: \"SM\",0"));
    EXPECT_THAT(huawei.type("AT+CMGR=0"), HasSubstr("+CMGR: 0,,25|079194710167000006"));
}

TEST(simulated_modem_messages, reports_say_what_was_asked_for) {
    options how;
    how.undelivered_percent = 100;
    how.trying_percent = 100;
    how.national_recipient = true;
    how.zero_references = true;
    how.report_delay = 5s;
    desk d(how);
    d.type("AT+CNMI=2,1,0,1,0");
    d.send_hello();
    EXPECT_EQ(d.wait(4999ms), "");
    const std::string reports = d.wait(1ms);
    EXPECT_THAT(reports, StartsWith("+CDS: "));
    EXPECT_THAT(reports, HasSubstr("060009A107281553F8"));  // 708251358, national
    EXPECT_THAT(reports, HasSubstr("20|+CDS: "));
    EXPECT_TRUE(reports.ends_with("43")) << reports;
}

TEST(simulated_modem_messages, are_written_listed_and_sent_from_their_slot) {
    desk d;
    EXPECT_EQ(d.type("AT+CMGW=22"), "> ");
    EXPECT_EQ(d.heard(std::string(hello_pdu) + '\x1A'), "+CMGW: 1|OK");
    EXPECT_THAT(d.type("AT+CMGL=2"), StartsWith("+CMGL: 1,2,,22|0021000B91"));
    EXPECT_EQ(d.type("AT+CMSS=1"), "+CMSS: 0|OK");
    EXPECT_THAT(d.type("AT+CMGL=3"), StartsWith("+CMGL: 1,3,,22|"));
    EXPECT_EQ(d.type("AT+CMSS=2"), "+CMS ERROR: 321");
    EXPECT_EQ(d.behind.numbers().taken, 1u);
}

TEST(simulated_modem_messages, are_asked_about_and_deleted_by_command) {
    options how;
    how.report_delay = 1h;
    desk d(how);
    d.type("AT+CNMI=2,1,0,1,0");
    d.send_hello();
    EXPECT_EQ(d.type("AT+CMGC=14"), "> ");
    EXPECT_EQ(d.heard("0002010002000B916407281553F800\x1A"), "+CMGC: 1|OK");
    EXPECT_TRUE(d.wait(1h).ends_with("47"));
}

TEST(simulated_modem_messages, travel_in_text_mode) {
    desk d;
    d.type("AT+CMGF=1");
    d.type("AT+CNMI=2,1,0,0,0");
    EXPECT_EQ(d.type("AT+CMGS=\"+4915112\""), "> ");
    EXPECT_EQ(d.heard("two\rlines\x1A"), "> |+CMGS: 0|OK");
    d.behind.deliver(0, "+4477", "Hello");
    EXPECT_EQ(d.said(), "+CMTI: \"SM\",1");
    EXPECT_THAT(d.type("AT+CMGR=1"), StartsWith("+CMGR: \"REC UNREAD\",\"+4477\",,\""));
    EXPECT_THAT(d.type("AT+CMGL=\"ALL\""), HasSubstr("|Hello|OK"));
    EXPECT_EQ(d.type("AT+CMGL=\"SOME\""), "+CMS ERROR: 305");
    d.type("AT+CSCS=\"UCS2\"");
    EXPECT_THAT(d.type("AT+CMGR=1"), HasSubstr("|00480065006C006C006F|OK"));
    EXPECT_EQ(d.type("AT+CMGS=\"002B0034003900310035\""), "> ");
    EXPECT_EQ(d.heard("004800690021\x1A"), "+CMGS: 1|OK");
    EXPECT_EQ(d.behind.numbers().taken, 2u);
}

TEST(simulated_modem_messages, report_and_arrive_in_text_mode_at_once) {
    desk d;
    d.type("AT+CMGF=1");
    d.type("AT+CSMP=49,167,0,0");
    d.type("AT+CNMI=2,2,0,1,0");
    EXPECT_EQ(d.type("AT+CMGS=\"+4915112\""), "> ");
    EXPECT_THAT(d.heard("Hi\x1A"), HasSubstr("+CDS: 6,0,\"+4915112\",145,\""));
    d.behind.deliver(0, "+4477", "Hello");
    EXPECT_THAT(d.said(), StartsWith("+CMT: \"+4477\",,\""));
}

TEST(simulated_modem_messages, of_one_simulated_modem_reach_another) {
    options how;
    how.modems = 2;
    how.number = "+46708251357";
    desk d(how);
    d.send_hello();  // to +46708251358
    ASSERT_EQ(d.behind.waiting(1).size(), 1u);
    EXPECT_EQ(number_of(how, 1), "+46708251358");
    how.number = "+46999";
    EXPECT_EQ(number_of(how, 1), "+47000");
}

TEST(simulated_modem_messages, to_the_echo_number_come_back) {
    options how;
    how.echo_number = "+46708251358";
    desk d(how);
    d.type("AT+CNMI=2,2,0,0,0");
    EXPECT_THAT(d.send_hello(), HasSubstr("+CMT: ,"));
}

}  // namespace hermod::simulate::modem
