#include "wire/smpp/tlv_words.hpp"

#include <gtest/gtest.h>

#include "wire/smpp/golden_test_data.hpp"

namespace hermod::wire::smpp::tlv_words_test {
namespace {

std::string of(std::string_view hex) {
    return tlv_words(*golden::tlvs(hex).begin());
}

}  // namespace

TEST(smpp_tlv_words, tell_a_peers_congestion) {
    EXPECT_EQ(of("0428 0001 00"), "idle");
    EXPECT_EQ(of("0428 0001 1D"), "low load");
    EXPECT_EQ(of("0428 0001 31"), "medium load");
    EXPECT_EQ(of("0428 0001 4F"), "high load");
    EXPECT_EQ(of("0428 0001 50"), "optimum load");
    EXPECT_EQ(of("0428 0001 5A"), "nearing congestion");
    EXPECT_EQ(of("0428 0001 64"), "congested");
    EXPECT_EQ(of("0428 0001 65"), "reserved");
    EXPECT_EQ(congestion_words(85), "optimum load");
}

TEST(smpp_tlv_words, tell_what_a_broadcast_is_about) {
    EXPECT_EQ(of("0606 0003 00 5331"), "by name: S1");
    EXPECT_EQ(of("0606 0003 00 1B31"), "by name: \\x1B1");
    EXPECT_EQ(of("0606 0005 01 01020304"), "ellipsoid arc, 4 octets");
    EXPECT_EQ(of("0606 0001 09"), "reserved format, 0 octets");
    EXPECT_EQ(of("0601 0003 000033"), "generic, content 51 (weather)");
    EXPECT_EQ(of("0601 0003 000001"), "generic, content 1 (emergency broadcasts)");
    EXPECT_EQ(of("0601 0003 010032"), "GSM, content 50");
    EXPECT_EQ(of("0605 0003 09001F"), "every 31 minutes");
    EXPECT_EQ(of("0605 0003 000000"), "as often as possible");
    EXPECT_EQ(of("0605 0003 070001"), "reserved unit");
    EXPECT_EQ(of("0607 0004 00000109").substr(0, 23), "ESME_RINVBCASTAREAFMT: ");
    EXPECT_EQ(of("0608 0001 64"), "100 % of the base stations");
    EXPECT_EQ(of("0608 0001 FF"), "not available");
    EXPECT_EQ(of("0600 0001 01"), "extended channel");
    EXPECT_EQ(of("0603 0001 03"), "class 3 (terminal equipment)");
}

TEST(smpp_tlv_words, tell_addresses_and_networks) {
    EXPECT_EQ(of("0381 0005 01 01 01 3436"), "international, ISDN (E.164), ASCII digits: 46");
    EXPECT_EQ(of("0381 0004 00 00 00 31"), "unknown, unknown, DTMF: 1");
    EXPECT_EQ(of("0303 0005 03 416E6E61"), "Latin-1: Anna");
    EXPECT_EQ(of("0302 0001 05"), "restricted, user's, verified and passed");
    EXPECT_EQ(of("0202 0004 A0 313233"), "user specified: 123");
    EXPECT_EQ(of("0203 0003 80 4901"), "NSAP, even: 4901");
    EXPECT_EQ(of("0423 0003 03 0006"), "network type 3 (GSM), code 6");
    EXPECT_EQ(of("0006 0001 01"), "GSM");
    EXPECT_EQ(of("0007 0001 08"), "cell broadcast");
    EXPECT_EQ(of("0007 0001 09"), "reserved");
    EXPECT_EQ(of("0611 0001 02"), "ported");
}

TEST(smpp_tlv_words, tell_sessions_and_handsets) {
    EXPECT_EQ(of("0501 0001 02"), "USSR request");
    EXPECT_EQ(of("0501 0001 11"), "PSSR response");
    EXPECT_EQ(of("0501 0001 20"), "vendor specific");
    EXPECT_EQ(of("0501 0001 05"), "reserved");
    EXPECT_EQ(of("1383 0002 0703"), "session 7, step 1, the last");
    EXPECT_EQ(of("1204 0001 01"), "until power down");
    EXPECT_EQ(of("1204 0004 04 02 0018"), "for a time: 24 hours");
    EXPECT_EQ(of("130C 0000"), "mobile's default alert");
    EXPECT_EQ(of("130C 0001 03"), "high priority alert");
    EXPECT_EQ(of("0030 0001 81"), "fax waiting");
    EXPECT_EQ(of("0030 0001 00"), "voice mail, indication off");
    EXPECT_EQ(of("0422 0001 01"), "denied");
    EXPECT_EQ(of("0210 0001 50"), "5.0");
    EXPECT_EQ(of("0427 0001 09"), "SKIPPED");
}

TEST(smpp_tlv_words, say_so_when_a_length_is_forbidden_and_who_owns_other_tags) {
    EXPECT_EQ(of("0427 0002 0001"), "a length that the specification forbids");
    EXPECT_EQ(of("0606 0000"), "a length that the specification forbids");
    EXPECT_EQ(of("1401 0000"), "vendor specific");
    EXPECT_EQ(of("7777 0000"), "reserved");
}

// Every tag with every length that it may have and some that it may not: no octet outside the value is read (sanitizers).
TEST(smpp_tlv_words, survive_any_length_of_any_tag) {
    for (const tlv_row& row : tlv_table()) {
        for (std::size_t size = 0; size < 30; ++size) {
            for (const std::uint8_t filling : {0x00, 0x04, 0x7F, 0x80, 0xFF}) {
                const std::vector<std::uint8_t> value(size, filling);
                const std::string words = tlv_words({row.tag, octets(value)});
                EXPECT_EQ(words == "a length that the specification forbids", !allows(row, size)) << row.name << " " << size;
            }
        }
    }
}

}  // namespace hermod::wire::smpp::tlv_words_test
