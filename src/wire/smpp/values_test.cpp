#include "wire/smpp/values.hpp"

#include <gtest/gtest.h>

#include "wire/smpp/command_id.hpp"
#include "wire/smpp/errc.hpp"

namespace hermod::wire::smpp {

TEST(smpp_values, name_statuses_of_3_4_and_5_0_and_of_vendors) {
    EXPECT_EQ(name(command_status::esme_rok), "ESME_ROK");
    EXPECT_EQ(name(command_status{0x0A}), "ESME_RINVSRCADR");
    EXPECT_EQ(name(command_status{0x58}), "ESME_RTHROTTLED");
    EXPECT_EQ(name(command_status{0x112}), "ESME_RINVBCASTCHANIND");
    EXPECT_EQ(name(command_status{0x09}), "reserved");
    EXPECT_EQ(name(command_status{0x400}), "vendor specific");
    EXPECT_EQ(name(command_status{0x4FF}), "vendor specific");
    EXPECT_EQ(name(command_status{0x500}), "reserved");
    EXPECT_EQ(words(command_status::esme_rinvsrcadr), "invalid source address");
}

TEST(smpp_values, put_bit_fields_into_words) {
    EXPECT_EQ(esm_class_words(0x00), "default mode");
    EXPECT_EQ(esm_class_words(0x43), "store and forward, UDHI");
    EXPECT_EQ(esm_class_words(0x04), "default mode, delivery receipt");
    EXPECT_EQ(esm_class_words(0xA1), "datagram, intermediate notification, reply path");
    EXPECT_EQ(esm_class_words(0x0C), "default mode, reserved type");
    EXPECT_EQ(registered_delivery_words(0x11), "receipt on success or failure, intermediate notification");
    EXPECT_EQ(registered_delivery_words(0x0C), "no receipt, delivery acknowledgement, user acknowledgement");
    EXPECT_EQ(interface_version_words(0x00), "3.3 or earlier");
    EXPECT_EQ(interface_version_words(0x34), "3.4");
}

TEST(smpp_values, name_codings_types_and_states) {
    EXPECT_EQ(name(data_coding::ucs2), "UCS2");
    EXPECT_EQ(name(data_coding{0xF1}), "GSM message class");
    EXPECT_EQ(name(data_coding{0xC8}), "GSM message waiting indication");
    EXPECT_EQ(name(data_coding{0xE0}), "reserved");
    EXPECT_EQ(name(data_coding{0x18}), "reserved (GSM: UCS2, class 0)");
    EXPECT_EQ(name(ton::alphanumeric), "alphanumeric");
    EXPECT_EQ(name(ton{9}), "reserved");
    EXPECT_EQ(name(npi::isdn), "ISDN (E.164)");
    EXPECT_EQ(name(npi{18}), "WAP client id");
    EXPECT_EQ(name(message_state::rejected), "REJECTED");
}

TEST(smpp_values, know_which_pdus_are_answered) {
    EXPECT_TRUE(has_response(command_id::submit_sm));
    EXPECT_FALSE(has_response(command_id::outbind));
    EXPECT_FALSE(has_response(command_id::alert_notification));
    EXPECT_FALSE(has_response(command_id::submit_sm_resp));
    EXPECT_FALSE(has_response(command_id::generic_nack));
    for (const pdu_row& row : pdu_table()) {
        if (has_response(row.id)) {
            EXPECT_EQ(name(response_of(row.id)), std::string(row.name) + "_resp");
        }
    }
    EXPECT_EQ(name(command_id{0x7777}), "unknown");
    EXPECT_EQ(name(command_id{0x22}), "param_retrieve") << "3.3 only, for the log";
    EXPECT_EQ(name(command_id{0x80000024}), "query_msg_details_resp");
    EXPECT_FALSE(find_pdu(command_id::query_last_msgs)->typed);
}

TEST(smpp_values, turn_codec_errors_into_error_codes) {
    const error_code code = errc::no_terminator;
    EXPECT_STREQ(code.category().name(), "smpp codec");
    EXPECT_EQ(code.message(), "string without its terminating NUL");
    EXPECT_THROW(codec_result<int>(codec_error{errc::truncated, "x", 0, command_status::esme_rsyserr}).value(),
                 boost::system::system_error);
}

}  // namespace hermod::wire::smpp
