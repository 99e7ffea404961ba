#include "wire/at/line_kind.hpp"

#include <gtest/gtest.h>

#include "wire/at/errc.hpp"
#include "wire/at/error_names.hpp"
#include "wire/at/final_result.hpp"

namespace hermod::wire::at {

TEST(at_line_kind, a_name_stands_before_a_colon) {
    EXPECT_EQ(name_of("+CMGL: 1"), "+CMGL");
    EXPECT_EQ(name_of("^RSSI:17"), "^RSSI");
    EXPECT_EQ(name_of("*PSUTTZ: 1"), "*PSUTTZ");
    EXPECT_EQ(name_of("+AZaz09_-: 1"), "+AZaz09_-");
    EXPECT_EQ(name_of("+zZ: 1"), "+zZ");
    EXPECT_EQ(name_of("#Z:"), "#Z");
    for (const char* none : {"", "+", "+:", "+CMGL", "Model: E173", "+46701234567: hi", "+C M: 1"})
        EXPECT_EQ(name_of(none), "") << none;
}

TEST(at_line_kind, a_command_asks_for_whole_names) {
    EXPECT_TRUE(asks_for("AT+CREG?", "+CREG"));
    EXPECT_TRUE(asks_for("AT+CMEE=1;+CREG=2", "+CREG"));
    EXPECT_FALSE(asks_for("AT+CREG?", "+CRE"));
    EXPECT_FALSE(asks_for("AT+CGREG?", "+CREG"));
    EXPECT_FALSE(asks_for("AT", ""));
}

TEST(at_line_kind, what_was_not_asked_for_is_unsolicited) {
    EXPECT_TRUE(is_unsolicited("+CREG: 1", "AT+CREG?"));
    EXPECT_TRUE(is_unsolicited("+CREG: 1,\"00C3\",\"2F1D\"", "AT+CREG?"));
    EXPECT_FALSE(is_unsolicited("+CREG: 2,1,\"00C3\",\"2F1D\"", "AT+CREG?"));
    EXPECT_TRUE(is_unsolicited("+CREG: 2,1", "AT+CSQ"));
    EXPECT_TRUE(is_unsolicited("+CMTI: \"SM\",1", "AT+CMGL=4"));
    EXPECT_TRUE(is_unsolicited("+CUSD: 0,\"x\",15", "AT+CUSD=1,\"*100#\",15"));
    EXPECT_FALSE(is_unsolicited("+CUSD: 1", "AT+CUSD?"));
    EXPECT_FALSE(is_unsolicited("+CUSD: (0-2)", "AT+CUSD=?"));
    EXPECT_FALSE(is_unsolicited("+GCAP: +CGSM", "ATI"));
    EXPECT_TRUE(is_unsolicited("^RSSI:17", "ATI"));
    EXPECT_TRUE(is_unsolicited("+CMTI: \"SM\",1", "ATI"));
    EXPECT_TRUE(is_unsolicited("^RSSI:17", "ATE0"));
    EXPECT_TRUE(is_unsolicited("+CREG: 1", "AT"));
    EXPECT_FALSE(is_unsolicited("huawei", "AT+CGMI"));
    EXPECT_TRUE(is_unsolicited("huawei", ""));
    EXPECT_TRUE(is_unsolicited("RING", "AT+CGMI"));
    EXPECT_TRUE(is_unsolicited("UNDER-VOLTAGE WARNNING", "AT+CGMI"));
}

TEST(at_line_kind, a_header_announces_a_pdu_unless_its_slot_is_empty) {
    EXPECT_EQ(announced_pdu("+CMT: ,28"), 28u);
    EXPECT_EQ(announced_pdu("+CMT:28"), 28u);
    EXPECT_EQ(announced_pdu("+CDS: 25"), 25u);
    EXPECT_EQ(announced_pdu("+CMGL: 1,1,\"a:b\",28"), 28u);
    for (const char* none :
         {"+CMGR: 0,,0", "+CMGR: \"REC READ\",\"+46\",,\"26/11/25,19:09:23+04\"", "+CMTI: \"SM\",1", "+CMT:", "+CMGS: 28"}) {
        EXPECT_FALSE(announced_pdu(none)) << none;
    }
}

TEST(at_line_kind, a_ussd_string_is_open_until_its_last_quote) {
    for (const char* open : {"+CUSD: 0,\"abc", "+CUSD: 0,\"", "+CUSD: 0,\"say \"hi\"", "+CUSD: 0,\"a\" b", "+CUSD: 0,\"a\",b",
                             "+CUSD: 0,\"a,15", "+CUSD: 0,\",15"}) {
        EXPECT_TRUE(is_open_ussd(open)) << open;
    }
    for (const char* closed : {"+CUSD: 0", "+CUSD: 0,\"\"", "+CUSD: 0,\"abc\",15", "+CUSD: 0,\"abc\", 15 ", "+CUSD: 0,\"abc\",",
                               "+CUSD: 0,\"abc\" ", "+CUSD: 0,\"abc\",90", "+COPS: \"abc"}) {
        EXPECT_FALSE(is_open_ussd(closed)) << closed;
    }
}

TEST(at_final_result, every_ending_is_known_and_nothing_else_is_one) {
    const std::pair<const char*, result_code> endings[] = {
        {"OK", result_code::ok},
        {"OK ", result_code::ok},
        {"ERROR", result_code::error},
        {"+CME ERROR: 14", result_code::cme_error},
        {"+CMS ERROR:500", result_code::cms_error},
        {"NO CARRIER", result_code::no_carrier},
        {"BUSY", result_code::busy},
        {"NO ANSWER", result_code::no_answer},
        {"NO DIALTONE", result_code::no_dialtone},
        {"NO DIAL TONE", result_code::no_dialtone},
        {"CONNECT", result_code::connect},
        {"CONNECT 115200", result_code::connect},
        {"COMMAND NOT SUPPORT", result_code::not_supported},
        {"TOO MANY PARAMETERS", result_code::too_many_parameters},
        {"ABORTED", result_code::aborted},
    };
    for (const auto& [line, code] : endings) {
        ASSERT_TRUE(read_final(line)) << line;
        EXPECT_EQ(read_final(line)->code, code) << line;
    }
    for (const char* none : {"", "OKAY", "ok", "+CMS ERROR", "+CMSERROR: 1", "CONNECTED", "+CMGS: 1"})
        EXPECT_FALSE(read_final(none)) << none;
    EXPECT_EQ(read_final("+CMS ERROR:")->number, std::nullopt);
}

TEST(at_error_names, numbers_and_words_lead_to_each_other) {
    EXPECT_EQ(words_of_cms(322), "memory full");
    EXPECT_EQ(words_of_cms(0xD3), "Memory capacity exceeded");
    EXPECT_EQ(words_of_cms(513), "vendor specific");
    EXPECT_EQ(words_of_cms(399), "reserved");
    EXPECT_EQ(words_of_cme(14), "SIM busy");
    EXPECT_EQ(words_of_cme(999), "reserved");
    EXPECT_EQ(number_of_cms("MEMORY FULL"), 322u);
    EXPECT_EQ(number_of_cms("fishing"), std::nullopt);
    EXPECT_EQ(number_of_cme("Network personalisation PIN required"), 40u);
    EXPECT_EQ(number_of_cme("SIM bus"), std::nullopt) << "a part of the words is not enough";
    for (const error_row& row : cme_errors()) EXPECT_EQ(number_of_cme(row.words), row.number);
    for (const error_row& row : cms_errors()) EXPECT_EQ(words_of_cms(*number_of_cms(row.words)), row.words);
}

TEST(at_error_names, say_what_is_worth_another_try) {
    for (const unsigned later : {17u, 38u, 41u, 42u, 47u, 192u, 211u, 314u, 322u, 331u, 332u, 500u})
        EXPECT_EQ(retry_of_cms(later), retry::later) << later;
    for (const unsigned never : {1u, 8u, 21u, 28u, 50u, 193u, 195u, 196u, 304u, 330u})
        EXPECT_EQ(retry_of_cms(never), retry::never) << never;
    EXPECT_EQ(retry_of_cms(513), retry::unclear);
    EXPECT_EQ(retry_of_cme(30), retry::later);
    EXPECT_EQ(retry_of_cme(4), retry::never);
    EXPECT_EQ(retry_of_cme(100), retry::unclear);
    EXPECT_TRUE(is_sim_trouble_cms(310) && is_sim_trouble_cms(316) && is_sim_trouble_cme(10) && is_sim_trouble_cme(12));
    EXPECT_FALSE(is_sim_trouble_cms(314) || is_sim_trouble_cme(14)) << "busy passes";
}

TEST(at_errc, every_error_has_words) {
    for (int code = 1; code <= static_cast<int>(errc::line_too_long); ++code) {
        EXPECT_STRNE(text(static_cast<errc>(code)), "unknown codec error") << code;
    }
}

}  // namespace hermod::wire::at
