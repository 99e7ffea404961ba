#include "wire/at/answers.hpp"

#include <gtest/gtest.h>

#include "wire/at/parameter_reader.hpp"

namespace hermod::wire::at {
namespace {

using text_lists = std::vector<std::vector<std::string>>;

}  // namespace

TEST(at_parameters, are_read_one_after_the_other) {
    parameter_reader in("+X: 1,\"text\",,3", "+X");
    unsigned one = 0, three = 0;
    std::string text;
    std::optional<unsigned> none = 7;
    none.reset();
    EXPECT_TRUE(in.number("a", one) && in.string("b", text) && in.optional_number("c", none) && in.number("d", three) &&
                in.at_end());
    EXPECT_EQ(one, 1u);
    EXPECT_EQ(text, "text");
    EXPECT_FALSE(none);
    EXPECT_EQ(three, 3u);
}

TEST(at_parameters, strings_may_hold_commas_and_quotes_and_may_lack_quotes) {
    std::string a, b;
    unsigned n = 0;
    EXPECT_TRUE(parameter_reader("+X:\"a,\"b\" c\",2", "+X").string("s", a));
    EXPECT_EQ(a, "a,\"b\" c");
    parameter_reader open("+X: \"never closed,1", "+X");
    EXPECT_TRUE(open.string("s", b));
    EXPECT_EQ(b, "never closed,1");
    parameter_reader bare("+X: bare , 5 ", "+X");
    EXPECT_TRUE(bare.string("s", a) && bare.number("n", n));
    EXPECT_EQ(a, "bare");
    EXPECT_EQ(n, 5u);
    parameter_reader quoted("+X: \"12\"", "+X");
    EXPECT_TRUE(quoted.number("n", n));
    EXPECT_EQ(n, 12u);
}

TEST(at_parameters, faults_say_which_parameter_and_where) {
    unsigned n = 0;
    std::optional<unsigned> o;
    std::string s;
    const auto fault = [&](std::string_view line, auto ask) {
        parameter_reader in(line, "+X");
        EXPECT_FALSE(ask(in)) << line;
        return in.error();
    };
    EXPECT_EQ(fault("+Y: 1", [&](auto& in) { return in.number("n", n); }), (codec_error{errc::wrong_answer, "name", 0}));
    EXPECT_EQ(fault("+XY: 1", [&](auto& in) { return in.number("n", n); }), (codec_error{errc::wrong_answer, "name", 0}));
    EXPECT_EQ(fault("+X", [&](auto& in) { return in.number("n", n); }), (codec_error{errc::wrong_answer, "name", 0}));
    EXPECT_EQ(fault("+X: ", [&](auto& in) { return in.number("n", n); }), (codec_error{errc::missing, "n", 4}));
    EXPECT_EQ(fault("+X: 1,b", [&](auto& in) { return in.number("n", n) && in.number("m", n); }),
              (codec_error{errc::not_a_number, "m", 6}));
    EXPECT_EQ(fault("+X: -1", [&](auto& in) { return in.number("n", n); }), (codec_error{errc::not_a_number, "n", 4}));
    EXPECT_EQ(fault("+X: 256", [&](auto& in) { return in.number("n", n, 255); }), (codec_error{errc::out_of_range, "n", 4}));
    EXPECT_EQ(fault("+X: 10000000009", [&](auto& in) { return in.number("n", n); }), (codec_error{errc::out_of_range, "n", 4}));
    EXPECT_EQ(fault("+X: x", [&](auto& in) { return in.optional_number("o", o); }), (codec_error{errc::not_a_number, "o", 4}));
    EXPECT_EQ(fault("+X: 1", [&](auto& in) { return in.number("n", n) && in.string("s", s); }),
              (codec_error{errc::missing, "s", 5}));
    EXPECT_EQ(fault("+X: x,1", [&](auto& in) { return in.number("n", n) || in.number("m", n); }),
              (codec_error{errc::not_a_number, "n", 4}))
        << "the first fault stays";
}

TEST(at_parameters, behind_a_fault_nothing_is_read_any_more) {
    std::optional<unsigned> number;
    std::string text;
    EXPECT_FALSE(parameter_reader("+Y: 1", "+X").optional_number("n", number));
    EXPECT_FALSE(parameter_reader("+Y: 1", "+X").optional_string("s", text));
    EXPECT_FALSE(number);
    EXPECT_EQ(text, "");
    EXPECT_TRUE(parameter_reader("+X:", "+X").optional_number("n", number) &&
                parameter_reader("+X:", "+X").optional_string("s", text));
}

TEST(at_answers, stored_messages_with_and_without_alpha) {
    EXPECT_EQ(read_cmgl("+CMGL: 3,1,\"Ann\",28")->alpha, "Ann");
    EXPECT_EQ(read_cmgl("+CMGL: 3,1,,28")->length, 28u);
    EXPECT_EQ(read_cmgl("+CMGL:3,1,28")->length, 28u);
    EXPECT_EQ(read_cmgl("+CMGL: 0,0,,28")->index, 0u);
    EXPECT_EQ(read_cmgl("+CMGL: 3,\"REC READ\",,28").error(), (codec_error{errc::not_a_number, "stat", 9}));
    EXPECT_EQ(read_cmgl("+CMGL: 3").error(), (codec_error{errc::missing, "stat", 8}));
    EXPECT_EQ(read_cmgr("+CMGR: 0,,0")->length, 0u);
    EXPECT_EQ(read_cmgr("+CMGR: 1,\"a \"quoted\" name, long\",28")->alpha, "a \"quoted\" name, long");
    EXPECT_EQ(read_cmgr("+CMGR: 1," + std::string(100'000, 'x') + ",28")->alpha.size(), 100'000u);
}

TEST(at_answers, news_of_messages) {
    EXPECT_EQ(read_cmt("+CMT: ,28")->length, 28u);
    EXPECT_EQ(read_cmt("+CMT: 28")->length, 28u);
    EXPECT_EQ(read_cmt("+CMT: \"Ann\",28")->alpha, "Ann");
    EXPECT_EQ(read_cds("+CDS: 25")->length, 25u);
    EXPECT_EQ(read_cmti("+CMTI: \"SM\",0")->memory, "SM");
    EXPECT_EQ(read_cmti("+CMTI: \"SM\",0")->index, 0u);
    EXPECT_EQ(read_cdsi("+CDSI: \"SR\",5")->index, 5u);
    EXPECT_EQ(read_cmti("+CMTI: \"SM\"").error(), (codec_error{errc::missing, "index", 11}));
}

TEST(at_answers, memories) {
    const auto asked = read_cpms("+CPMS: \"SM\",2,20,\"ME\",0,23,\"SM\",2,20");
    ASSERT_EQ(asked->size(), 3u);
    EXPECT_EQ((*asked)[1].name, "ME");
    EXPECT_EQ((*asked)[1].total, 23u);
    const auto set = read_cpms("+CPMS: 2,20,2,20,2,20");
    ASSERT_EQ(set->size(), 3u);
    EXPECT_EQ((*set)[0].used, 2u);
    EXPECT_EQ((*set)[0].name, "");
    EXPECT_EQ(read_cpms("+CPMS: \"SM\",2").error(), (codec_error{errc::missing, "total", 13}));
    EXPECT_EQ(*read_cpms_choices("+CPMS: (\"SM\",\"ME\"),(\"SM\"),(\"SM\",\"SR\")"),
              (text_lists{{"SM", "ME"}, {"SM"}, {"SM", "SR"}}));
    EXPECT_EQ(*read_cpms_choices("+CPMS: ((\"SM\",\"BM\",\"SR\"),(\"SM\"))"), (text_lists{{"SM", "BM", "SR"}, {"SM"}}));
}

TEST(at_answers, a_sent_message) {
    EXPECT_EQ(read_cmgs("+CMGS: 255")->reference, 255u);
    EXPECT_EQ(read_cmgs("+CMGS: 3,\"0100\"")->ack_pdu, "0100");
    EXPECT_EQ(read_cmgs("+CMSS: 3")->reference, 3u);
    EXPECT_EQ(read_cmgs("+CMGS: 256").error(), (codec_error{errc::out_of_range, "mr", 7}));
}

TEST(at_answers, service_centre_and_own_number) {
    EXPECT_EQ(read_csca("+CSCA: \"+46707990001\",145")->number, "+46707990001");
    EXPECT_EQ(read_csca("+CSCA: \"+46707990001\",145")->type, 145u);
    EXPECT_EQ(read_csca("+CSCA: \"\"")->number, "");
    EXPECT_EQ(read_cnum("+CNUM: \"Line 1\",\"+46701234567\",145,7,4")->number, "+46701234567");
    EXPECT_EQ(read_cnum("+CNUM: ,\"0701234567\",129")->type, 129u);
}

TEST(at_answers, settings_and_ranges_of_news) {
    EXPECT_EQ(read_cnmi("+CNMI: 2,1,0,1,0")->ds, 1u);
    EXPECT_EQ(read_cnmi("+CNMI: 3,2,0")->ds, std::nullopt);
    const auto ranges = read_ranges("+CNMI: (0-2),(0,1,3),(0,2),(0-2),1", "+CNMI");
    ASSERT_EQ(ranges->size(), 5u);
    EXPECT_TRUE(contains((*ranges)[0], 2) && contains((*ranges)[1], 3) && contains((*ranges)[4], 1));
    EXPECT_FALSE(contains((*ranges)[1], 2) || contains((*ranges)[2], 1) || contains((*ranges)[0], 3));
    EXPECT_TRUE(contains(read_ranges("+X: ()", "+X")->at(0), 0) == false);
    EXPECT_EQ(read_ranges("+CNMI: (0-2),(a)", "+CNMI").error(), (codec_error{errc::not_a_number, "range", 13}));
    EXPECT_EQ(read_ranges("+CNMI: (a-2)", "+CNMI").error(), (codec_error{errc::not_a_number, "range", 7}));
    EXPECT_EQ(read_ranges("+CNMI: (2-)", "+CNMI").error(), (codec_error{errc::not_a_number, "range", 7}));
    EXPECT_EQ(read_ranges("+CNMI:", "+CNMI").error(), (codec_error{errc::missing, "range", 6}));
    EXPECT_EQ(read_cpms_choices("+CPMS:").error(), (codec_error{errc::missing, "mem", 6}));
}

TEST(at_answers, the_signal_in_dbm) {
    EXPECT_EQ(read_csq("+CSQ: 18,99")->dbm(), -77);
    EXPECT_EQ(read_csq("+CSQ: 0,0")->dbm(), -113);
    EXPECT_EQ(read_csq("+CSQ: 31,0")->dbm(), -51);
    EXPECT_EQ(read_csq("+CSQ: 99,99")->dbm(), std::nullopt);
    EXPECT_EQ(read_csq("+CSQ: 148,99")->dbm(), -68);
    EXPECT_EQ(read_csq("+CSQ: 200")->dbm(), std::nullopt);
}

TEST(at_answers, operator_and_registration) {
    EXPECT_EQ(read_cops("+COPS: 0,0,\"Tele, Nord\",7")->name, "Tele, Nord");
    EXPECT_EQ(read_cops("+COPS: 0")->name, "");
    EXPECT_EQ(read_cops("+COPS: 0,2,\"24007\"")->format, 2u);
    EXPECT_EQ(read_registration("+CREG: 0,1")->state, 1u);
    EXPECT_TRUE(read_registration("+CREG: 2,5,\"1A2B\",\"01C3D4E5\",7")->registered());
    EXPECT_EQ(read_registration("+CREG: 2,5,\"1A2B\",\"01C3D4E5\",7")->cell, "01C3D4E5");
    EXPECT_EQ(read_registration("+CREG: 3")->state, 3u);
    EXPECT_FALSE(read_registration("+CREG: 3")->registered());
    EXPECT_EQ(read_registration("+CGREG: 1,\"1A2B\",\"01C3\"", "+CGREG")->area, "1A2B");
    EXPECT_TRUE(read_registration("+CEREG: 0,6", "+CEREG")->registered());
    EXPECT_EQ(words_of_registration(5), "roaming");
    EXPECT_EQ(words_of_registration(77), "reserved");
}

TEST(at_answers, the_pin) {
    EXPECT_EQ(*read_cpin("+CPIN: READY"), pin_state::ready);
    EXPECT_EQ(*read_cpin("+CPIN:SIM PIN"), pin_state::sim_pin);
    EXPECT_EQ(*read_cpin("+CPIN: \"SIM PUK\""), pin_state::sim_puk);
    EXPECT_EQ(*read_cpin("+CPIN: PH-NET PIN"), pin_state::network_lock);
    EXPECT_EQ(*read_cpin("+CPIN: BLOCKED"), pin_state::other);
    EXPECT_EQ(read_cpin("+CPIN:").error().code, errc::missing);
}

TEST(at_answers, identities_with_and_without_name_and_quotes) {
    EXPECT_EQ(read_identity("huawei", "+CGMI"), "huawei");
    EXPECT_EQ(read_identity("+CGMI: \"Telit\"", "+CGMI"), "Telit");
    EXPECT_EQ(read_identity("+CGSN:353456789012345 ", "+CGSN"), "353456789012345");
}

TEST(at_answers, ussd_strings_go_to_their_last_quote) {
    EXPECT_EQ(read_cusd("+CUSD: 0")->state, 0u);
    EXPECT_EQ(read_cusd("+CUSD: 0,\"Balance: 3,50\nsay \"more\"\nor 0\",15")->text, "Balance: 3,50\nsay \"more\"\nor 0");
    EXPECT_EQ(read_cusd("+CUSD: 1,\"00480069\",72")->dcs, 72u);
    EXPECT_EQ(read_cusd("+CUSD: 1,\"no dcs\"")->dcs, std::nullopt);
    EXPECT_EQ(read_cusd("+CUSD: 1,\"no dcs\",")->dcs, std::nullopt);
    EXPECT_EQ(read_cusd("+CUSD: 1,\"never closed")->text, "never closed");
    EXPECT_EQ(read_cusd("+CUSD: 1,bare,15")->text, "bare");
    EXPECT_EQ(read_cusd("+CUSD: 2,\"x\",abc").error(), (codec_error{errc::not_a_number, "dcs", 13}));
    EXPECT_EQ(read_cusd("+CUSD: 2,\"x\",999").error(), (codec_error{errc::out_of_range, "dcs", 13}));
}

}  // namespace hermod::wire::at
