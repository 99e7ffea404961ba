#include <gtest/gtest.h>

#include "connectors/modemmanager/incoming.hpp"
#include "connectors/modemmanager/outgoing.hpp"
#include "connectors/modemmanager/properties.hpp"

namespace hermod::connectors::modemmanager {
namespace {

using namespace std::chrono_literals;

message a_message() {
    message out;
    out.to = "+4915112345678";
    out.body = "Hello";
    return out;
}

sms one_of(std::uint32_t state, std::uint32_t type) {
    sms out;
    out.state = state;
    out.type = type;
    out.number = "+4477";
    out.text = "Hi";
    return out;
}

state outcome_of(std::uint32_t status) {
    sms report = one_of(3, 3);
    report.delivery_state = status;
    return std::get<status_report>(read_arrival(report)).outcome;
}

}  // namespace

TEST(modemmanager_outgoing, a_text_goes_with_what_the_sender_wishes) {
    message from = a_message();
    from.expires_at = wall_time{} + 61s;
    from.data_coding = 0x10;  // flash
    const made out = sms_for(from, "+491710760000", wall_time{});
    EXPECT_EQ(out.refused, "");
    EXPECT_EQ(out.what, (sms_to_send{"+4915112345678", "Hello", "", "+491710760000", 2, 0, true}));
}

TEST(modemmanager_outgoing, octets_go_as_data) {
    message from = a_message();
    from.coding = encoding::binary;
    from.body = std::string("\0\x01", 2);
    from.receipt = false;
    const made out = sms_for(from, "", wall_time{});
    EXPECT_EQ(out.what, (sms_to_send{"+4915112345678", "", std::string("\0\x01", 2), "", {}, {}, false}));
}

TEST(modemmanager_outgoing, what_modemmanager_cannot_send_is_refused) {
    message headed = a_message();
    headed.udh = "\x05\x00\x03\x01\x02\x01";
    EXPECT_NE(sms_for(headed, "", wall_time{}).refused, "");
    message waiting = a_message();
    waiting.data_coding = 0xC8;  // voice mail waits
    EXPECT_NE(sms_for(waiting, "", wall_time{}).refused, "");
    message other = a_message();
    other.data_coding = 0x18;  // UCS-2, but the text is not
    EXPECT_NE(sms_for(other, "", wall_time{}).refused, "");
}

TEST(modemmanager_outgoing, a_validity_longer_than_any_is_the_longest) {
    message from = a_message();
    from.expires_at = wall_time{} + std::chrono::hours(24 * 1'000);
    EXPECT_EQ(sms_for(from, "", wall_time{}).what.validity_minutes, 63u * 7 * 24 * 60);
}

TEST(modemmanager_outgoing, ids_of_parts_differ_and_the_last_ones_is_what_a_report_names) {
    EXPECT_EQ(id_of("imei", 7), "imei-7");
    EXPECT_EQ(id_of("imei", 7, 3, 3), "imei-7");
    EXPECT_EQ(id_of("imei", 7, 1, 3), "imei-7-part1");
}

TEST(modemmanager_incoming, a_text_or_octets_from_a_handset) {
    const auto text = std::get<handset_message>(read_arrival(one_of(3, 1)));
    EXPECT_EQ(text.from, "+4477");
    EXPECT_EQ(text.body, "Hi");
    EXPECT_FALSE(text.coding);
    EXPECT_EQ(text.data_coding, 0);
    sms octets = one_of(3, 1);
    octets.text.clear();
    octets.data = std::string("\0\x02", 2);
    const auto binary = std::get<handset_message>(read_arrival(octets));
    EXPECT_EQ(binary.body, octets.data);
    EXPECT_EQ(binary.coding, encoding::binary);
    sms flash = one_of(3, 1);
    flash.message_class = 0;
    EXPECT_EQ(std::get<handset_message>(read_arrival(flash)).data_coding, 0x10);
    flash.text = "Привет";
    EXPECT_EQ(std::get<handset_message>(read_arrival(flash)).data_coding, 0x18);
}

TEST(modemmanager_incoming, what_is_not_whole_waits_and_what_we_sent_is_none_of_it) {
    EXPECT_TRUE(std::holds_alternative<not_yet>(read_arrival(one_of(2, 1))));
    EXPECT_TRUE(std::holds_alternative<not_ours>(read_arrival(one_of(5, 2))));
    EXPECT_TRUE(std::holds_alternative<not_ours>(read_arrival(one_of(1, 1))));
    EXPECT_TRUE(std::holds_alternative<not_ours>(read_arrival(one_of(3, 3))));  // a report without a word
}

TEST(modemmanager_incoming, delivery_states_are_tp_st) {
    EXPECT_EQ(outcome_of(0x00), state::delivered);
    EXPECT_EQ(outcome_of(0x02), state::delivered);
    EXPECT_EQ(outcome_of(0x20), state::submitted);
    EXPECT_EQ(outcome_of(0x41), state::undelivered);
    EXPECT_EQ(outcome_of(0x42), state::rejected);
    EXPECT_EQ(outcome_of(0x46), state::expired);
    EXPECT_EQ(outcome_of(0x66), state::expired);
    EXPECT_EQ(outcome_of(0x47), state::cancelled);
    EXPECT_EQ(outcome_of(0x62), state::undelivered);
    EXPECT_EQ(outcome_of(0xA0), state::submitted);
}

TEST(modemmanager_incoming, prints_tell_messages_apart) {
    const sms one = one_of(3, 1);
    sms other = one;
    other.path = "/elsewhere";
    EXPECT_EQ(print_of(one), print_of(other));
    other.timestamp = "2026-11-25T23:00:01+00";
    EXPECT_NE(print_of(one), print_of(other));
}

TEST(modemmanager_properties, of_another_type_or_missing_leave_the_default) {
    property_map all;
    all["State"] = sdbus::Variant(std::string("received"));
    all["Number"] = sdbus::Variant(std::string("+4477"));
    const sms read = sms_of("/SMS/1", all);
    EXPECT_EQ(read.state, 0u);
    EXPECT_EQ(read.number, "+4477");
    EXPECT_EQ(read.delivery_state, 0x100u);
    EXPECT_EQ(facts_of("/Modem/0", {}).usable(), false);
}

}  // namespace hermod::connectors::modemmanager
