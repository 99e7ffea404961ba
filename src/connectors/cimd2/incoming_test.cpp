#include "connectors/cimd2/incoming.hpp"

#include <gtest/gtest.h>

#include <set>

#include "connectors/cimd2/session.hpp"
#include "connectors/cimd2/status_codes.hpp"
#include "wire/cimd2/codes.hpp"

namespace hermod::connectors::cimd2::incoming_test {
namespace {

namespace cimd2 = wire::cimd2;

constexpr connector_id us{7};

cimd2::deliver_message from_handset() {
    cimd2::deliver_message out;
    out.destination_address = "88222";
    out.originating_address = "+46701234567";
    out.service_centre_timestamp = "261125190923";
    return out;
}

cimd2::deliver_status_report report(std::string_view to, std::string_view timestamp, std::int32_t status) {
    cimd2::deliver_status_report out;
    out.destination_address = to;
    out.service_centre_timestamp = timestamp;
    out.status_code = status;
    return out;
}

TEST(cimd2_incoming, a_text_is_read_in_the_form_of_the_link) {
    auto pdu = from_handset();
    pdu.user_data = "Hej_gd _XX(]";
    const auto read = read_incoming(pdu, {});
    EXPECT_EQ(read.from, "+46701234567");
    EXPECT_EQ(read.to, "88222");
    EXPECT_EQ(read.body, "HejΔ {Å");
    EXPECT_EQ(read.coding, std::nullopt);
    EXPECT_EQ(read.data_coding, 0);
    EXPECT_EQ(read.udh, "");
    EXPECT_EQ(read.extras, nullptr);
    EXPECT_EQ(read_incoming(pdu, {.latin1_link = true}).body, "HejΔ {]");
}

TEST(cimd2_incoming, text_in_033_is_characters_whatever_its_coding_says_and_control_characters_do_not_matter) {
    auto pdu = from_handset();
    pdu.user_data = "a\x01z";
    pdu.data_coding_scheme = 8;
    const auto read = read_incoming(pdu, {});
    EXPECT_EQ(read.body, "a\xEF\xBF\xBDz");
    EXPECT_EQ(read.coding, std::nullopt);
    EXPECT_EQ(read.data_coding, 8);
}

TEST(cimd2_incoming, octets_and_unicode_come_in_034) {
    auto pdu = from_handset();
    pdu.user_data_binary = "00ff1b";
    auto read = read_incoming(pdu, {});
    EXPECT_EQ(read.coding, encoding::binary);
    EXPECT_EQ(read.body, std::string("\x00\xFF\x1B", 3));
    EXPECT_EQ(read.data_coding, 4);
    pdu.data_coding_scheme = 245;
    EXPECT_EQ(read_incoming(pdu, {}).data_coding, 245);
    EXPECT_EQ(read_incoming(pdu, {}).coding, encoding::binary);
    pdu.data_coding_scheme = 24;  // UCS-2, flash
    pdu.user_data_binary = "0417D83DDE00";
    read = read_incoming(pdu, {});
    EXPECT_EQ(read.coding, std::nullopt);
    EXPECT_EQ(read.body, "З😀");
    pdu.user_data_binary = "xyz";
    read = read_incoming(pdu, {});
    EXPECT_EQ(read.coding, encoding::binary);
    EXPECT_EQ(read.body, "xyz");
}

TEST(cimd2_incoming, nothing_said_is_an_empty_text) {
    const auto read = read_incoming(from_handset(), {});
    EXPECT_EQ(read.body, "");
    EXPECT_EQ(read.coding, std::nullopt);
}

TEST(cimd2_incoming, a_header_is_kept_and_halves_of_a_pair_wait_for_each_other) {
    auto pdu = from_handset();
    pdu.user_data_header = "050003340201";
    pdu.data_coding_scheme = 8;
    pdu.user_data_binary = "0041D83D";
    auto read = read_incoming(pdu, {});
    EXPECT_EQ(read.udh, std::string("\x05\x00\x03\x34\x02\x01", 6));
    EXPECT_EQ(read.body, "A\xEF\xBF\xBD");
    ASSERT_NE(read.extras, nullptr);
    EXPECT_EQ(read.extras->last_half, 0xD83D);
    pdu.user_data_header = std::nullopt;
    EXPECT_EQ(read_incoming(pdu, {}).extras, nullptr) << "no part of anything";
}

TEST(cimd2_incoming, a_header_that_is_none_is_left_out) {
    auto pdu = from_handset();
    pdu.user_data = "x";
    for (const char* broken : {"0500033402", "zz", "0", "", "05"}) {
        pdu.user_data_header = broken;
        EXPECT_EQ(read_incoming(pdu, {}).udh, "") << broken;
        EXPECT_EQ(read_incoming(pdu, {}).body, "x");
    }
}

TEST(cimd2_incoming, a_national_language_is_read_from_the_codes_and_leaves_the_header) {
    auto pdu = from_handset();
    pdu.user_data_header = "03240101";
    pdu.user_data = "_XXsa";
    const auto read = read_incoming(pdu, {});
    EXPECT_EQ(read.body, "şa");
    EXPECT_EQ(read.udh, "");
    ASSERT_NE(read.extras, nullptr);
    EXPECT_EQ(read.extras->single_shift, 1);
}

TEST(cimd2_incoming, long_numbers_get_their_plus_where_the_dialect_says_so) {
    auto pdu = from_handset();
    pdu.originating_address = "46701234567";
    EXPECT_EQ(read_incoming(pdu, {}).from, "46701234567");
    const dialect quirks{.long_numbers_are_international = true};
    EXPECT_EQ(read_incoming(pdu, quirks).from, "+46701234567");
    EXPECT_EQ(read_incoming(pdu, quirks).to, "88222");
    pdu.originating_address = "+46701234567";
    EXPECT_EQ(read_incoming(pdu, quirks).from, "+46701234567");
}

TEST(cimd2_incoming, protocol_identifier_is_told) {
    auto pdu = from_handset();
    pdu.protocol_identifier = 0x41;
    ASSERT_NE(read_incoming(pdu, {}).extras, nullptr);
    EXPECT_EQ(read_incoming(pdu, {}).extras->protocol_id, 0x41);
}

TEST(cimd2_incoming, every_status_is_a_state) {
    static const std::pair<int, state> rows[] = {{0, state::submitted},   {1, state::submitted},   {2, state::expired},
                                                 {3, state::undelivered}, {4, state::delivered},   {5, state::submitted},
                                                 {6, state::undelivered}, {7, state::cancelled},   {8, state::undelivered},
                                                 {9, state::cancelled},   {10, state::submitted}};
    std::set<std::int32_t> covered;
    for (const auto& [code, outcome] : rows) {
        EXPECT_EQ(outcome_of(code), outcome) << code;
        covered.insert(code);
    }
    for (const auto& row : cimd2::status_codes()) EXPECT_TRUE(covered.contains(row.value)) << row.value;
}

TEST(cimd2_incoming, a_status_report_is_a_receipt_with_its_reason) {
    auto pdu = report("46701234567", "261125190923", 3);
    pdu.status_error_code = 29;
    constexpr wall_time now{std::chrono::seconds{1'795'000'000}};
    const auto read = read_incoming(pdu, {}, us, now).value();
    EXPECT_EQ(read.connector, us);
    EXPECT_EQ(read.remote_id, "261125190923:46701234567");
    EXPECT_EQ(read.recipient, "46701234567");
    EXPECT_EQ(read.outcome, state::undelivered);
    EXPECT_EQ(read.code, 29u);
    EXPECT_EQ(read.at, now);
    EXPECT_EQ(read.detail, "delivery failed: absent subscriber (061:3 062:29)");
    EXPECT_EQ(read_incoming(report("467", "261125190923", 4), {}, us, now)->detail, "delivery successful (061:4)");
    EXPECT_EQ(read_incoming(report("467", "261125190923", 77), {}, us, now)->detail, "unknown status (061:77)");
    pdu.status_code = std::nullopt;
    EXPECT_EQ(read_incoming(pdu, {}, us, now)->outcome, state::submitted);
}

TEST(cimd2_incoming, every_spelling_of_the_recipient_is_the_id_that_the_response_gave) {
    const std::string id = message_id("261125190923", "+46701234567");
    EXPECT_EQ(id, "261125190923:46701234567");
    for (const char* spelling : {"+46701234567", "46701234567", "0046701234567", "+46-70-1234567", "46-701234567"}) {
        EXPECT_EQ(message_id("261125190923", spelling), id) << spelling;
        EXPECT_EQ(read_incoming(report(spelling, "261125190923", 4), {}, us, {})->remote_id, id) << spelling;
    }
    // A national number is another id: only who knows the country could tell.
    EXPECT_NE(read_incoming(report("0701234567", "261125190923", 4), {}, us, {})->remote_id, id);
}

TEST(cimd2_incoming, a_report_without_a_timestamp_names_no_message) {
    EXPECT_EQ(read_incoming(report("467", "", 4), {}, us, {}), std::nullopt);
    auto pdu = report("467", "", 4);
    pdu.service_centre_timestamp = std::nullopt;
    EXPECT_EQ(read_incoming(pdu, {}, us, {}), std::nullopt);
}

}  // namespace
}  // namespace hermod::connectors::cimd2::incoming_test
