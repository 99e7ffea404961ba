#include "connectors/cimd2/door_submission.hpp"

#include <gtest/gtest.h>

#include "connectors/cimd2/times.hpp"
#include "wire/cimd2/golden_test_data.hpp"

namespace hermod::connectors::cimd2::door_submission_test {
namespace {

using namespace std::chrono_literals;
using wire::cimd2::submit_message;
constexpr wall_time now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 19h + 9min + 23s;

submit_message hi() {
    submit_message pdu;
    pdu.user_data = "Hi";
    return pdu;
}

door_submission read(const submit_message& pdu, const dialect& quirks = {}, std::chrono::minutes offset = 0min) {
    const auto out = read_submission(pdu, quirks, offset, now);
    EXPECT_TRUE(out.good) << out.wrong;
    return out.good.value_or(door_submission{});
}

std::int32_t error_of_reading(const submit_message& pdu, const dialect& quirks = {}) {
    const auto out = read_submission(pdu, quirks, 0min, now);
    EXPECT_FALSE(out.good);
    return out.wrong;
}

template <class Value>
submit_message with(Value submit_message::*which, Value value) {
    submit_message pdu = hi();
    pdu.*which = value;
    return pdu;
}

TEST(cimd2_door_submission, a_plain_text_is_a_text_and_is_told_by_session) {
    const door_submission made = read(hi());
    EXPECT_EQ(made.body, "Hi");
    EXPECT_EQ(made.coding, encoding::gsm7);
    EXPECT_EQ(made.data_coding, 0);
    EXPECT_FALSE(made.receipt);
    EXPECT_EQ(made.extras, nullptr);
    const submission seen = made.view(account_id{7}, "+467", "261125190923:467");
    EXPECT_EQ(seen.via, told_by::session);
    EXPECT_EQ(seen.callbacks, callback_none);
    EXPECT_EQ(seen.client_ref, "261125190923:467");
    EXPECT_EQ(seen.to, "+467");
}

TEST(cimd2_door_submission, reads_both_character_conversions) {
    submit_message pdu;
    pdu.user_data = "_a\"_Oa_--_XX(_XXe]";
    EXPECT_EQ(read(pdu).body, "ä@_{€Å");
    pdu.user_data = "\xe4@_--_XX(]";
    EXPECT_EQ(read(pdu, {.latin1_link = true}).body, "ä@_{]");
}

TEST(cimd2_door_submission, refuses_a_text_that_cannot_be_read) {
    submit_message pdu;
    pdu.user_data = "a\x01z";
    EXPECT_EQ(error_of_reading(pdu), 302);
}

TEST(cimd2_door_submission, reads_a_text_in_the_tables_of_a_national_language) {
    submit_message pdu;
    pdu.user_data_header = "03240101";
    pdu.user_data = "_XXs";
    const door_submission made = read(pdu);
    EXPECT_EQ(made.body, "ş");
    EXPECT_EQ(made.udh, std::string("\x03\x24\x01\x01", 4));
}

TEST(cimd2_door_submission, binary_is_octets_or_utf16_as_the_data_coding_says) {
    submit_message pdu;
    pdu.user_data_binary = "00ff41";
    EXPECT_EQ(read(pdu).coding, encoding::binary);
    EXPECT_EQ(read(pdu).body, std::string("\x00\xff\x41", 3));
    EXPECT_EQ(read(pdu).data_coding, 0);
    pdu.data_coding_scheme = 0xF5;
    EXPECT_EQ(read(pdu).data_coding, 0xF5);
    pdu.user_data_binary = "041F";
    pdu.data_coding_scheme = 8;
    EXPECT_EQ(read(pdu).coding, encoding::ucs2);
    EXPECT_EQ(read(pdu).body, "П");
    EXPECT_EQ(read(pdu).data_coding, 0);
    pdu.data_coding_scheme = 0x18;
    EXPECT_EQ(read(pdu).coding, encoding::ucs2);
    EXPECT_EQ(read(pdu).data_coding, 0x18) << "flash";
}

TEST(cimd2_door_submission, half_a_pair_of_a_part_travels_as_octets_and_is_refused_elsewhere) {
    submit_message pdu;
    pdu.user_data_binary = "D83D";
    pdu.data_coding_scheme = 8;
    EXPECT_EQ(error_of_reading(pdu), 302);
    pdu.user_data_binary = "00";
    EXPECT_EQ(error_of_reading(pdu), 302);
    pdu.user_data_binary = "D83D";
    pdu.user_data_header = "050003010201";
    const door_submission made = read(pdu);
    EXPECT_EQ(made.coding, encoding::binary);
    EXPECT_EQ(made.data_coding, 8);
    EXPECT_EQ(made.body, "\xd8\x3d");
}

TEST(cimd2_door_submission, refuses_what_does_not_go_together) {
    submit_message pdu = hi();
    pdu.user_data_binary = "00";
    EXPECT_EQ(error_of_reading(pdu), 303);
    for (const char* header : {"0500030102", "05000301020", "06", "05000301020100"}) {
        pdu = hi();
        pdu.user_data_header = header;
        EXPECT_EQ(error_of_reading(pdu), 303) << header;
    }
    EXPECT_EQ(error_of_reading(with<wire::cimd2::integer_value>(&submit_message::data_coding_scheme, 8)), 304);
    pdu = hi();
    pdu.originating_address = "123";
    pdu.alphanumeric_originating_address = "Shop";
    EXPECT_EQ(error_of_reading(pdu), 306);
    pdu = hi();
    pdu.validity_period_relative = 0;
    pdu.validity_period_absolute = "261126000000";
    EXPECT_EQ(error_of_reading(pdu), 305);
    pdu = hi();
    pdu.first_delivery_time_relative = 0;
    pdu.first_delivery_time_absolute = "261126000000";
    EXPECT_EQ(error_of_reading(pdu), 308);
}

TEST(cimd2_door_submission, a_header_with_text_keeps_both) {
    submit_message pdu = hi();
    pdu.user_data_header = "0605040B8423F0";
    EXPECT_EQ(read(pdu).udh.size(), 7u);
    EXPECT_EQ(read(pdu).body, "Hi");
}

TEST(cimd2_door_submission, a_sender_is_a_number_or_a_name) {
    submit_message pdu = hi();
    pdu.originating_address = "+46701234567";
    EXPECT_EQ(read(pdu).from, "+46701234567");
    pdu.originating_address = "46701234567";
    EXPECT_EQ(read(pdu).from, "46701234567");
    EXPECT_EQ(read(pdu, {.long_numbers_are_international = true}).from, "+46701234567");
    pdu.originating_address = "72222";
    EXPECT_EQ(read(pdu, {.long_numbers_are_international = true}).from, "72222");
    pdu.originating_address = "";
    pdu.alphanumeric_originating_address = "Shop_qq";
    EXPECT_EQ(read(pdu).from, "Shop_qq");
    EXPECT_TRUE(read(pdu).named);
    EXPECT_EQ(read(pdu, {.converted_sender = true}).from, "Shop\"");
    pdu.alphanumeric_originating_address = "S\x01";
    EXPECT_EQ(error_of_reading(pdu, {.converted_sender = true}), 321);
}

TEST(cimd2_door_submission, validity_is_a_period_or_a_point_in_the_centres_time) {
    EXPECT_EQ(read(with<wire::cimd2::integer_value>(&submit_message::validity_period_relative, 11)).validity, 1h);
    EXPECT_EQ(read(with<wire::cimd2::integer_value>(&submit_message::validity_period_relative, -1)).validity, std::nullopt);
    EXPECT_EQ(error_of_reading(with<wire::cimd2::integer_value>(&submit_message::validity_period_relative, 256)), 305);
    submit_message pdu = hi();
    pdu.validity_period_absolute = "261125200923";
    EXPECT_EQ(read(pdu).validity, 1h);
    EXPECT_EQ(read(pdu, {}, 30min).validity, 30min);
    pdu.validity_period_absolute = "261125190923";
    EXPECT_EQ(error_of_reading(pdu), 305) << "it is over";
    pdu.validity_period_absolute = "2611252009";
    EXPECT_EQ(error_of_reading(pdu), 305);
}

TEST(cimd2_door_submission, first_delivery_is_later_and_validity_counts_from_it) {
    EXPECT_EQ(read(with<wire::cimd2::integer_value>(&submit_message::first_delivery_time_relative, 11)).not_before, now + 1h);
    EXPECT_EQ(read(with<wire::cimd2::integer_value>(&submit_message::first_delivery_time_relative, -1)).not_before, wall_time{});
    submit_message pdu = hi();
    pdu.first_delivery_time_absolute = "261125210923";
    EXPECT_EQ(read(pdu).not_before, now + 2h);
    EXPECT_EQ(read(pdu, {}, 60min).not_before, now + 1h);
    pdu.validity_period_absolute = "261125220923";
    EXPECT_EQ(read(pdu).validity, 1h);
    pdu.validity_period_absolute = "261125200923";
    EXPECT_EQ(error_of_reading(pdu), 305) << "it would be over before it begins";
    pdu = hi();
    pdu.first_delivery_time_absolute = "261125190900";
    EXPECT_EQ(read(pdu).not_before, wall_time{}) << "what is past is now";
    pdu.first_delivery_time_absolute = "271225190900";
    EXPECT_EQ(error_of_reading(pdu), 308) << "more than a year";
    pdu.first_delivery_time_absolute = "261325190900";
    EXPECT_EQ(error_of_reading(pdu), 308);
}

TEST(cimd2_door_submission, the_flags_of_056_say_of_which_ends_it_wants_to_hear) {
    const auto wish = [](std::int32_t flags) {
        return read(with<wire::cimd2::integer_value>(&submit_message::status_report_request, flags));
    };
    EXPECT_FALSE(wish(0).receipt);
    EXPECT_EQ(wish(14).callbacks, callback_final);
    EXPECT_EQ(wish(62).callbacks, callback_final);
    EXPECT_EQ(wish(8).callbacks, callback_success);
    for (const int flag : {2, 4, 16, 32}) EXPECT_EQ(wish(flag).callbacks, callback_failure) << flag;
    EXPECT_EQ(wish(1).callbacks, callback_intermediate);
    EXPECT_EQ(wish(63).callbacks, callback_final | callback_intermediate);
    EXPECT_TRUE(wish(8).receipt);
    EXPECT_EQ(error_of_reading(with<wire::cimd2::integer_value>(&submit_message::status_report_request, 64)), 310);
}

TEST(cimd2_door_submission, passes_protocol_and_reply_path_on) {
    submit_message pdu = hi();
    pdu.protocol_identifier = 0x41;
    pdu.reply_path = 1;
    const door_submission made = read(pdu);
    ASSERT_TRUE(made.extras);
    EXPECT_EQ(made.extras->protocol_id, 0x41);
    EXPECT_EQ(made.extras->esm_class, 0x80);
    EXPECT_EQ(read(with<wire::cimd2::integer_value>(&submit_message::priority, 9)).extras, nullptr)
        << "nobody knows which end is urgent";
}

TEST(cimd2_door_submission, refuses_each_integer_that_cannot_be_meant_by_its_own_code) {
    using value = wire::cimd2::integer_value;
    const std::tuple<value submit_message::*, std::int32_t, std::int32_t> rows[] = {
        {&submit_message::data_coding_scheme, 256, 304},
        {&submit_message::protocol_identifier, 256, 307},
        {&submit_message::reply_path, 2, 309},
        {&submit_message::cancel_enabled, 2, 311},
        {&submit_message::priority, 0, 312},
        {&submit_message::priority, 10, 312},
        {&submit_message::tariff_class, 100, 313},
        {&submit_message::service_description, 10, 314},
        {&submit_message::more_messages_to_send, 2, 318},
    };
    for (const auto& [which, wrong, code] : rows) EXPECT_EQ(error_of_reading(with<value>(which, wrong)), code);
    for (const auto& [which, good] :
         {std::pair{&submit_message::cancel_enabled, 1}, std::pair{&submit_message::tariff_class, 99},
          std::pair{&submit_message::service_description, 9}, std::pair{&submit_message::more_messages_to_send, 1}})
        EXPECT_EQ(read(with<value>(which, good)).body, "Hi");
}

TEST(cimd2_door_submission, every_refusal_has_an_error_code) {
    for (const auto& [word, code] :
         {std::pair{"invalid_number", 300}, std::pair{"text_too_long", 302}, std::pair{"missing_sender", 306},
          std::pair{"invalid_udh", 303}, std::pair{"invalid_validity", 305}, std::pair{"invalid_send_at", 308},
          std::pair{"no_route", 9}, std::pair{"account_disabled", 9}})
        EXPECT_EQ(error_of({"", word, ""}, false), code) << word;
    EXPECT_EQ(error_of({"", "invalid_sender", ""}, false), 306);
    EXPECT_EQ(error_of({"", "invalid_sender", ""}, true), 321);
}

}  // namespace
}  // namespace hermod::connectors::cimd2::door_submission_test
