#include "connectors/modem/session.hpp"
#include "connectors/modem/session_script.hpp"

namespace hermod::connectors::modem {
namespace {

using namespace std::chrono_literals;

const std::string pdu = "0791448720003023240DD0E474D81C0EBB010000111011315214000BE474D81C0EBB5DE3771B";
const std::string other = "07914487200030232404A15500000111011315214000BE474D81C0EBB5DE3771B";

std::string read_answer(const std::string& with) {
    return "\r\n+CMGR: 0,,28\r\n" + with + "\r\n\r\nOK\r\n";
}
std::string listed(unsigned index, const std::string& with) {
    return "+CMGL: " + std::to_string(index) + ",0,,28\r\n" + with + "\r\n";
}

TEST(modem_incoming, an_announced_message_is_read_and_deleted_when_it_is_kept) {
    play(script()
             .start()
             .feed("\r\n+CMTI: \"SM\",3\r\n")
             .expect_write("AT+CMGR=3")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .writes_nothing()
             .answer(0, intake::kept)
             .expect_write("AT+CMGD=3")
             .feed("OK\r\n")
             .sees([](stage& s) { EXPECT_EQ(s.one.items(), 0u); }));
}

TEST(modem_incoming, a_message_that_is_not_kept_stays_and_is_handed_over_again) {
    play(script()
             .start()
             .feed("\r\n+CMTI: \"SM\",3\r\n")
             .expect_write("AT+CMGR=3")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .answer(0, intake::later)
             .wait(5s)
             .expect_write("AT+CPMS?")
             .feed("+CPMS: \"SM\",1,30,\"SM\",1,30,\"SM\",1,30\r\nOK\r\n")
             .expect_write("AT+CMGL=4")
             .feed(listed(3, pdu) + "OK\r\n")
             .says("arrived " + pdu)
             .answer(0, intake::kept)
             .expect_write("AT+CMGD=3"));
}

TEST(modem_incoming, a_message_that_nobody_wants_stays_in_the_sim_and_is_not_asked_for_again) {
    play(script()
             .start()
             .feed("\r\n+CMTI: \"SM\",3\r\n")
             .expect_write("AT+CMGR=3")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .answer(0, intake::refused)
             .writes_nothing()
             .answers("AT+CPMS?", "+CPMS: \"SM\",1,30,\"SM\",1,30,\"SM\",1,30\r\n\r\nOK")
             .wait(60s)
             .goes_on()
             .says_nothing());
}

TEST(modem_incoming, a_message_in_another_memory_is_looked_for_there) {
    play(script()
             .start()
             .feed("\r\n+CMTI: \"ME\",0\r\n")
             .expect_write("AT+CPMS=\"ME\"")
             .feed("+CPMS: 1,50,0,30,0,30\r\nOK\r\n")
             .expect_write("AT+CMGR=0")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .feed("\r\n+CMTI: \"SM\",1\r\n")
             .expect_write("AT+CPMS=\"SM\"")
             .feed("+CPMS: 1,30,0,30,0,30\r\nOK\r\n")
             .expect_write("AT+CMGR=1")
             .feed(read_answer(other))
             .says("arrived " + other)
             .answer(0, intake::kept)
             .expect_write("AT+CPMS=\"ME\"")
             .feed("OK\r\n")
             .expect_write("AT+CMGD=0")
             .feed("OK\r\n"));
}

TEST(modem_incoming, what_lay_in_the_storage_before_is_taken_at_the_start) {
    play(script()
             .answers("AT+CMGL=4", listed(0, pdu) + listed(7, other) + "\r\nOK")
             .start()
             .says("arrived " + pdu)
             .says("arrived " + other)
             .answer(0, intake::kept)
             .expect_write("AT+CMGD=0")
             .feed("OK\r\n")
             .answer(1, intake::kept)
             .expect_write("AT+CMGD=7"));
}

TEST(modem_incoming, a_modem_that_knows_no_memories_has_one) {
    play(script()
             .answers("AT+CPMS?", "ERROR")
             .start()
             .usable()
             .feed("\r\n+CMTI: \"SM\",3\r\n")
             .expect_write("AT+CMGR=3")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .answer(0, intake::kept)
             .expect_write("AT+CMGD=3"));
}

TEST(modem_incoming, an_empty_storage_may_be_said_by_error_321) {
    play(script().answers("AT+CMGL=4", "+CMS ERROR: 321").start().usable().says_nothing());
}

TEST(modem_incoming, what_the_modem_has_written_itself_is_not_ours) {
    play(script()
             .answers("AT+CMGL=4", "+CMGL: 1,2,,28\r\n" + pdu + "\r\n+CMGL: 2,3,,28\r\n" + other + "\r\n\r\nOK")
             .start()
             .says_nothing()
             .writes_nothing());
}

TEST(modem_incoming, a_message_under_way_to_the_disk_is_not_handed_over_twice_by_a_look_at_the_storage) {
    play(script()
             .start()
             .feed("\r\n+CMTI: \"SM\",3\r\n")
             .expect_write("AT+CMGR=3")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .wait(60s)
             .sees([](stage& s) {
                 s.answers["AT+CPMS?"] = "+CPMS: \"SM\",1,30,\"SM\",1,30,\"SM\",1,30\r\n\r\nOK";
                 s.answers["AT+CMGL=4"] = listed(3, pdu) + "\r\nOK";
             })
             .goes_on()
             .says_nothing()
             .answer(0, intake::kept)
             .expect_write("AT+CMGD=3"));
}

TEST(modem_incoming, what_became_durable_while_the_modem_was_gone_is_deleted_and_not_taken_again) {
    play(script()
             .start()
             .feed("\r\n+CMTI: \"SM\",3\r\n")
             .expect_write("AT+CMGR=3")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .unplug()
             .answer(0, intake::kept)
             .sees([](stage& s) { s.answers["AT+CMGL=4"] = listed(3, pdu) + "\r\nOK"; })
             .start()
             .says_nothing()
             .sees([](stage& s) { EXPECT_NE(std::find(s.asked.begin(), s.asked.end(), "AT+CMGD=3"), s.asked.end()); }));
}

TEST(modem_incoming, another_message_in_the_same_place_is_another_message) {
    play(script()
             .start()
             .feed("\r\n+CMTI: \"SM\",3\r\n")
             .expect_write("AT+CMGR=3")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .unplug()
             .sees([](stage& s) { s.answers["AT+CMGL=4"] = listed(3, other) + "\r\nOK"; })
             .start()
             .says("arrived " + other));
}

TEST(modem_incoming, a_deletion_that_fails_is_tried_again) {
    play(script()
             .start()
             .feed("\r\n+CMTI: \"SM\",3\r\n")
             .expect_write("AT+CMGR=3")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .answer(0, intake::kept)
             .expect_write("AT+CMGD=3")
             .feed("+CMS ERROR: 314\r\n")
             .wait(5s)
             .expect_write("AT+CPMS?")
             .feed("+CPMS: \"SM\",1,30,\"SM\",1,30,\"SM\",1,30\r\nOK\r\n")
             .expect_write("AT+CMGL=4")
             .feed(listed(3, pdu) + "OK\r\n")
             .says_nothing()
             .expect_write("AT+CMGD=3")
             .feed("OK\r\n"));
}

TEST(modem_incoming, a_direct_report_is_acknowledged_when_it_is_kept) {
    play(script()
             .start()
             .feed("\r\n+CDS: 25\r\n" + other + "\r\n")
             .says("arrived " + other)
             .writes_nothing()
             .answer(0, intake::kept)
             .expect_write("AT+CNMA")
             .feed("OK\r\n"));
}

TEST(modem_incoming, a_direct_message_that_is_not_kept_is_left_to_the_network) {
    play(script()
             .start()
             .feed("\r\n+CMT: ,28\r\n" + pdu + "\r\n")
             .says("arrived " + pdu)
             .answer(0, intake::later)
             .expect_write("AT+CNMA=2")
             .feed("OK\r\n")
             .sees([](stage& s) { EXPECT_EQ(s.one.items(), 0u); }));
}

TEST(modem_incoming, a_direct_message_that_the_modem_has_acknowledged_itself_is_held_until_it_is_kept) {
    play(script()
             .answers("AT+CSMS=1", "ERROR")
             .start()
             .feed("\r\n+CMT: ,28\r\n" + pdu + "\r\n")
             .says("arrived " + pdu)
             .answer(0, intake::later)
             .writes_nothing()
             .wait(5s)
             .says("arrived " + pdu)
             .answer(0, intake::kept)
             .sees([](stage& s) { EXPECT_EQ(s.one.items(), 0u); }));
}

TEST(modem_incoming, a_modem_that_takes_no_acknowledgement_is_told_to_do_it_itself) {
    play(script()
             .start()
             .feed("\r\n+CDS: 25\r\n" + other + "\r\n")
             .says("arrived " + other)
             .answer(0, intake::kept)
             .expect_write("AT+CNMA")
             .feed("ERROR\r\n")
             .goes_on()
             .usable()
             .sees([](stage& s) { EXPECT_EQ(std::count(s.asked.begin(), s.asked.end(), "AT+CSMS=1"), 1); }));
}

TEST(modem_incoming, a_direct_message_that_the_network_repeats_is_acknowledged_and_not_handed_over_again) {
    const std::string direct = "\r\n+CMT: ,28\r\n" + pdu + "\r\n";
    play(script()
             .start()
             .feed(direct)
             .says("arrived " + pdu)
             .answer(0, intake::kept)
             .expect_write("AT+CNMA")
             .unplug()
             .start()
             .feed(direct)
             .says_nothing()
             .expect_write("AT+CNMA"));
}

TEST(modem_incoming, what_an_earlier_connection_left_unacknowledged_goes_back_to_the_network) {
    play(script().start().sees([](stage& s) {
        const auto news = std::find(s.asked.begin(), s.asked.end(), "AT+CNMI=2,1,0,1,0");
        EXPECT_NE(std::find(news, s.asked.end(), "AT+CNMA=2"), s.asked.end());
    }));
    play(script().answers("AT+CSMS=1", "ERROR").start().sees([](stage& s) {
        EXPECT_EQ(std::find(s.asked.begin(), s.asked.end(), "AT+CNMA=2"), s.asked.end());
    }));
}

TEST(modem_incoming, a_report_between_the_pdu_and_its_answer_is_taken) {
    play(script()
             .start()
             .send(1)
             .expect_write("AT+CMGS=6")
             .feed("> ")
             .expect_write("0011000B914477")
             .feed("\r\n+CDS: 25\r\n" + other + "\r\n")
             .says("arrived " + other)
             .answer(0, intake::kept)
             .feed("+CMGS: 5\r\nOK\r\n")
             .says("1 sent 5")
             .expect_write("AT+CNMA"));
}

TEST(modem_incoming, a_flood_of_announcements_and_reports_is_bounded) {
    script()
        .start()
        .sees([](stage& s) {
            s.asked.clear();
            for (int i = 0; i < 1'000; ++i) s.one.feed("\r\n+CMTI: \"SM\",1\r\n+CDS: 25\r\n" + other + "\r\n", s.now);
            EXPECT_LE(s.one.items(), 4'096u);
            EXPECT_EQ(s.keys.size(), 1'000u);
            for (const item_key key : s.keys) s.one.answer(key, intake::kept, s.now);
            EXPECT_EQ(s.one.items(), 0u);
            s.answers["AT+CMGR=1"] = "+CMS ERROR: 321";
            s.one.feed("\r\n+CMS ERROR: 321\r\n", s.now);  // the answer to the first +CMGR
            s.be_a_modem();
            EXPECT_LE(times_asked(s, "AT+CMGR=1"), 256u);
            EXPECT_LE(times_asked(s, "AT+CNMA"), 64u);
            EXPECT_GE(times_asked(s, "AT+CMGL=4"), 1u);
            EXPECT_LE(times_asked(s, "AT+CMGL=4"), 2u);
            s.events.clear();
        })
        .check();
}

TEST(modem_incoming, a_full_storage_is_told_and_emptied) {
    play(script().start().feed("\r\n^SMMEMFULL: \"SM\"\r\n").expect_write("AT+CMGL=4").sees([](stage& s) {
        EXPECT_EQ(s.notes[session_note::storage_full], 1);
    }));
}

TEST(modem_incoming, waits_for_the_disk_before_it_ends) {
    play(script()
             .start()
             .feed("\r\n+CMTI: \"SM\",3\r\n")
             .expect_write("AT+CMGR=3")
             .feed(read_answer(pdu))
             .says("arrived " + pdu)
             .drain(5s)
             .says_nothing()
             .answer(0, intake::kept)
             .expect_write("AT+CMGD=3")
             .feed("OK\r\n")
             .says("close: stopped"));
}

// Text mode.

script text_modem() {
    script out;
    out.answers("AT+CMGF=0", "ERROR")
        .answers("AT+CNMI=?", "+CNMI: (0-2),(0-1),(0),(0),(0)\r\n\r\nOK")
        .answers("AT+CNMI?", "+CNMI: 2,1,0,0,0\r\n\r\nOK");
    return out;
}

TEST(modem_text_mode, a_modem_without_pdu_mode_sends_in_ucs2) {
    script one = text_modem();
    play(one.start()
             .usable()
             .send(1)
             .expect_write("AT+CSMP=17,167,0,0")
             .feed("OK\r\n")
             .expect_write("AT+CMGS=\"002B\"")
             .feed("> ")
             .expect_write("00480069")
             .feed("+CMGS: 4\r\nOK\r\n")
             .says("1 sent 4")
             .send(2)
             .expect_write("AT+CMGS=\"002B\"")
             .feed("> ")
             .expect_write("00480069")
             .feed("+CMGS: 5\r\nOK\r\n")
             .says("2 sent 5"));
}

TEST(modem_text_mode, messages_are_read_in_ucs2) {
    script one = text_modem();
    play(one.start()
             .feed("\r\n+CMTI: \"SM\",2\r\n")
             .expect_write("AT+CMGR=2")
             .feed("+CMGR: \"REC UNREAD\",\"002B00340034\",,\"26/11/25,19:09:23+00\"\r\n04140430\r\n\r\nOK\r\n")
             .says("text from +44: Да")
             .answer(0, intake::kept)
             .expect_write("AT+CMGD=2"));
}

// USSD.

TEST(modem_ussd, asks_and_hears_before_or_behind_the_ok) {
    play(script()
             .start()
             .ask_ussd("*100#")
             .expect_write("AT+CUSD=1,\"*100#\",15")
             .feed("OK\r\n\r\n+CUSD: 0,\"Balance 3,50\",15\r\n")
             .says("ussd done: Balance 3,50"));
    play(script()
             .start()
             .ask_ussd("*100#")
             .expect_write("AT+CUSD=1,\"*100#\",15")
             .feed("+CUSD: 1,\"1 more\n2 less\",15\r\n")
             .says("ussd wants_more: 1 more\n2 less")
             .feed("OK\r\n")
             .ask_ussd("1")
             .expect_write("AT+CUSD=1,\"1\",15")
             .feed("OK\r\n+CUSD: 2\r\n")
             .says("ussd ended"));
}

TEST(modem_ussd, an_answer_in_ucs2_is_read) {
    play(script()
             .start()
             .ask_ussd("*100#")
             .expect_write("AT+CUSD=1,\"*100#\",15")
             .feed("OK\r\n+CUSD: 0,\"04140430\",72\r\n")
             .says("ussd done: Да"));
}

TEST(modem_ussd, a_huawei_that_refuses_text_is_asked_in_packed_septets) {
    play(script()
             .answers("AT+CGMI", "huawei\r\n\r\nOK")
             .start()
             .ask_ussd("*100#")
             .expect_write("AT+CUSD=1,\"*100#\",15")
             .feed("ERROR\r\n")
             .expect_write("AT+CUSD=1,\"AA180C3602\",15")
             .feed("OK\r\n+CUSD: 0,\"C8329BFD06\",15\r\n")
             .says("ussd done: Hello"));
}

TEST(modem_ussd, is_refused_timed_out_or_not_possible) {
    play(script()
             .start()
             .ask_ussd("*100#")
             .expect_write("AT+CUSD=1,\"*100#\",15")
             .feed("+CME ERROR: 30\r\n")
             .says("ussd refused: +CME ERROR 30: no network service"));
    play(script()
             .start()
             .ask_ussd("*100#")
             .expect_write("AT+CUSD=1,\"*100#\",15")
             .feed("OK\r\n")
             .wait(60s)
             .says("ussd no_answer: the network did not answer in time"));
    play(script()
             .start()
             .ask_ussd("*100#")
             .ask_ussd("*101#")
             .says("ussd unavailable: another question waits for its answer")
             .expect_write("AT+CUSD=1,\"*100#\",15")
             .unplug()
             .says("ussd unavailable: the modem is gone"));
    script().start().ask_ussd("*1\"00#").says("ussd refused: the code has a character that cannot be sent").check();
    script().start().ask_ussd("").expect_write("AT+CUSD=2").feed("OK\r\n").says("ussd ended").check();
}

}  // namespace
}  // namespace hermod::connectors::modem
