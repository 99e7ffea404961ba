// What the simulated UCP centre says of messages that it has: 54 to 56.
#include "simulate/ucp/smsc_client.hpp"
#include "wire/ucp/message_reference.hpp"

namespace hermod::simulate::ucp {
namespace {

class simulated_ucp_asked : public simulated_ucp {
protected:
    client& start_with_a_message() {
        how.receipt_delay = 300ms;
        client& c = start_logged_in();
        c.write(1, hello());
        name = std::get<ack>(c.next().pdu).sm;
        scts = name.substr(name.rfind(':') + 1);
        return c;
    }
    std::string name, scts;
};

TEST_F(simulated_ucp_asked, inquiry_is_answered_and_told_by_57) {
    client& c = start_with_a_message();
    c.write(2, inquiry_message{.adc = "447700900123", .oadc = "88222", .scts = scts});
    EXPECT_EQ(c.next_text(), "55 A 02");
    const any_pdu read = c.next();
    const auto& told = std::get<inquiry_response>(read.pdu);
    EXPECT_EQ(told.adc, "447700900123");
    EXPECT_EQ(told.oadc, "88222");
    EXPECT_EQ(told.scts, scts);
    EXPECT_EQ(told.dst, "1");
    c.write(read.head.trn, ack{.ot = operation_type::inquiry_response});
    EXPECT_EQ(c.next_text(), "53 O 01");
}

TEST_F(simulated_ucp_asked, deleted_message_is_told_by_58_and_is_not_delivered) {
    client& c = start_with_a_message();
    c.write(2, delete_message{.adc = "00447700900123", .scts = scts});
    EXPECT_EQ(c.next_text(), "56 A 02");
    any_pdu read = c.next();
    EXPECT_EQ(std::get<delete_response>(read.pdu).dst, "2");
    c.write(read.head.trn, ack{.ot = operation_type::delete_response});
    read = c.next();
    EXPECT_EQ(std::get<delivery_notification>(read.pdu).dst, "2");
}

TEST_F(simulated_ucp_asked, centre_that_says_all_in_the_result) {
    how.answers_in_result = true;
    client& c = start_with_a_message();
    c.write(2, inquiry_message{.adc = "447700900123", .scts = scts});
    c.write(3, modify_message{.adc = "447700900123", .scts = scts, .mt = "3", .msg = "68"});
    EXPECT_EQ(c.next_text(), "55 A 02");
    EXPECT_EQ(c.next_text(), "54 A 03");
    EXPECT_EQ(c.next_text(), "53 O 00");
}

TEST_F(simulated_ucp_asked, what_it_has_not_is_not_found) {
    client& c = start_with_a_message();
    c.write(2, delete_message{.adc = "447700900124", .scts = scts});
    EXPECT_EQ(c.next_text(), "56 N 02 27");
    EXPECT_EQ(c.next_text(), "53 O 00");
    c.write(3, inquiry_message{.adc = "447700900123", .scts = scts});
    EXPECT_EQ(c.next_text(), "55 N 03 27");
}

}  // namespace
}  // namespace hermod::simulate::ucp
