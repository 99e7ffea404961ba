#include "wire/tpdu/values.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::tpdu {

TEST(tpdu_values, the_kind_of_a_status_is_in_its_bits) {
    EXPECT_EQ(kind_of_status(0x00), status_kind::completed);
    EXPECT_EQ(kind_of_status(0x1F), status_kind::completed);
    EXPECT_EQ(kind_of_status(0x20), status_kind::still_trying);
    EXPECT_EQ(kind_of_status(0x46), status_kind::permanent);
    EXPECT_EQ(kind_of_status(0x62), status_kind::given_up);
    EXPECT_EQ(kind_of_status(0x80), status_kind::unknown);
    EXPECT_EQ(name(status_kind::still_trying), "temporary error, still trying");
}

TEST(tpdu_values, only_a_service_centre_that_goes_on_is_not_final) {
    for (unsigned status = 0; status <= 255; ++status) {
        EXPECT_EQ(is_final(static_cast<std::uint8_t>(status)), status < 0x20 || (status >= 0x40 && status < 0x80)) << status;
    }
}

TEST(tpdu_values, every_octet_has_a_name) {
    for (unsigned i = 0; i <= 255; ++i) {
        const auto octet = static_cast<std::uint8_t>(i);
        EXPECT_FALSE(name_of_status(octet).empty());
        EXPECT_FALSE(name_of_failure_cause(octet).empty());
        EXPECT_FALSE(name_of_command_type(octet).empty());
        EXPECT_FALSE(name_of_protocol_identifier(octet).empty());
    }
    EXPECT_EQ(name_of_status(0x46), "validity period expired");
    EXPECT_EQ(name_of_status(0x03), "reserved");
    EXPECT_EQ(name_of_status(0x10), "specific to the service centre");
    EXPECT_EQ(name_of_status(0x92), "reserved");
    EXPECT_EQ(name_of_failure_cause(failure_cause::memory_exceeded), "memory capacity exceeded");
    EXPECT_EQ(name_of_failure_cause(0xE1), "specific to an application");
    EXPECT_EQ(name_of_failure_cause(0x00), "reserved");
    EXPECT_EQ(name_of_command_type(2), "delete an earlier message");
    EXPECT_EQ(name_of_command_type(0xE0), "specific to the service centre");
    EXPECT_EQ(name_of_protocol_identifier(protocol_identifier::type_0), "short message type 0");
    EXPECT_EQ(name_of_protocol_identifier(0x22), "telematic interworking");
    EXPECT_EQ(name_of_protocol_identifier(0x90), "reserved");
}

TEST(tpdu_values, a_status_has_the_words_of_its_kind) {
    for (const octet_row& row : statuses()) {
        const status_kind kind = kind_of_status(row.value);
        EXPECT_EQ(row.name.ends_with("still trying"), kind == status_kind::still_trying) << row.name;
        EXPECT_EQ(row.name.ends_with("given up"), kind == status_kind::given_up) << row.name;
    }
    EXPECT_EQ(statuses().size(), 25u);
    EXPECT_EQ(failure_causes().size(), 26u);
    EXPECT_EQ(command_types().size(), 4u);
}

TEST(tpdu_values, two_messages_share_a_type_and_differ_in_who_wrote_them) {
    for (const message_type a : {message_type::deliver, message_type::deliver_report, message_type::status_report,
                                 message_type::command, message_type::submit, message_type::submit_report}) {
        EXPECT_TRUE(name(a).starts_with("SMS-"));
        EXPECT_TRUE(section(a).starts_with("9.2.2."));
    }
    EXPECT_EQ(mti_of(message_type::deliver), mti_of(message_type::deliver_report));
    EXPECT_NE(origin_of(message_type::deliver), origin_of(message_type::deliver_report));
    EXPECT_EQ(mti_of(message_type::command), mti_of(message_type::status_report));
    EXPECT_NE(origin_of(message_type::command), origin_of(message_type::status_report));
    EXPECT_EQ(mti_of(message_type::submit), 1);
}

}  // namespace hermod::wire::tpdu
