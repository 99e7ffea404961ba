#include "connectors/smpp/broadcast_pdus.hpp"

#include <gtest/gtest.h>

#include "wire/smpp/encode.hpp"

namespace hermod::connectors::smpp {
namespace {

using namespace wire::smpp;
using octet_string = std::vector<std::uint8_t>;

// Two areas, content type, repetitions, interval, a text; each tag once more would be as good.
octet_string some_tlvs() {
    octet_string raw;
    tlv_writer out(raw);
    const std::uint8_t area1[] = {0, 'S', '1'}, area2[] = {0, 'S', '2'}, content[] = {0, 0, 0}, interval[] = {9, 0, 5}, text[] = {'H', 'i'};
    EXPECT_TRUE(out.add(tlv_tag::broadcast_area_identifier, area1));
    EXPECT_TRUE(out.add(tlv_tag::broadcast_content_type, content));
    EXPECT_TRUE(out.u16(tlv_tag::broadcast_rep_num, 3));
    EXPECT_TRUE(out.add(tlv_tag::broadcast_area_identifier, area2));
    EXPECT_TRUE(out.add(tlv_tag::broadcast_frequency_interval, interval));
    EXPECT_TRUE(out.add(tlv_tag::message_payload, text));
    return raw;
}

template <class Pdu>
octet_string octets_of(const Pdu& pdu, command_status status = command_status::esme_rok) {
    octet_string out;
    EXPECT_TRUE(encode(out, 7, pdu, status));
    return out;
}

TEST(smpp_broadcast_pdus, go_out_as_they_came) {
    const octet_string raw = some_tlvs();
    const broadcast_sm came{.service_type = "CBS", .source_addr_ton = ton::alphanumeric, .source_addr = "Shop", .message_id = "b0",
                            .priority_flag = 2, .schedule_delivery_time = "261125120000000+", .validity_period = "000000010000000R",
                            .replace_if_present_flag = 1, .data_coding = data_coding{8}, .sm_default_msg_id = 4, .tlvs = tlv_view(raw)};
    broadcast what = read_broadcast(came);
    what.from = "Shop";
    EXPECT_EQ(octets_of(broadcast_pdu(what, address_by_look(what.from))), octets_of(came));
    const query_broadcast_sm asked{"b0", ton::alphanumeric, {}, "Shop", tlv_view(raw)};
    what = read_broadcast(asked);
    what.from = "Shop";
    EXPECT_EQ(what.is, broadcast::kind::query);
    EXPECT_EQ(octets_of(query_pdu(what, address_by_look(what.from))), octets_of(asked));
    const cancel_broadcast_sm ended{"CBS", "b0", ton::alphanumeric, {}, "Shop", tlv_view(raw)};
    what = read_broadcast(ended);
    what.from = "Shop";
    EXPECT_EQ(what.is, broadcast::kind::cancel);
    EXPECT_EQ(octets_of(cancel_pdu(what, address_by_look(what.from))), octets_of(ended));
}

TEST(smpp_broadcast_pdus, answers_are_read_with_all_but_the_links_own_congestion) {
    octet_string raw;
    tlv_writer out(raw);
    const std::uint8_t area[] = {0, 'S', '1'};
    EXPECT_TRUE(out.u8(tlv_tag::congestion_state, 50));
    EXPECT_TRUE(out.add(tlv_tag::broadcast_area_identifier, area));
    const std::string kept(raw.begin() + 5, raw.end());
    broadcast_answer said;
    EXPECT_TRUE(read_answer(octets_of(broadcast_sm_resp{"b1", tlv_view(raw)}, command_status::esme_rbcastfail), said));
    EXPECT_EQ(said.message_id, "b1");
    EXPECT_EQ(said.tlvs, kept);
    said = {};
    EXPECT_TRUE(read_answer(octets_of(query_broadcast_sm_resp{"b1", tlv_view(raw)}), said));
    EXPECT_EQ(said.tlvs, kept);
    said = {};
    EXPECT_TRUE(read_answer(octets_of(cancel_broadcast_sm_resp{}), said));
    EXPECT_TRUE(read_answer({}, said));  // a generic_nack
    EXPECT_EQ(said.tlvs, "");
    EXPECT_FALSE(read_answer(octets_of(broadcast_sm_resp{}), said));  // good, and of which?
}

}  // namespace
}  // namespace hermod::connectors::smpp
