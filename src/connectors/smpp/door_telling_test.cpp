#include "connectors/smpp/door_telling.hpp"

#include <gtest/gtest.h>

#include "wire/smpp/receipt.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::connectors::smpp {
namespace {

using namespace wire::smpp;

std::shared_ptr<message> a_message() {
    auto m = std::make_shared<message>();
    m->id = *parse_message_id("m06HZ3V0CG0001");
    m->from = "Shop";
    m->to = "+447700900123";
    m->body = "Your code is 1234, and more";
    m->accepted_at = from_micros(1'764'000'000'000'000);
    return m;
}

std::shared_ptr<message> from_handset(std::string body) {
    auto m = a_message();
    m->way = direction::from_handset;
    m->from = "+447700900123";
    m->to = "88222";
    m->body = std::move(body);
    return m;
}

telling about(message_ptr what, state now, std::uint32_t code = 0) {
    telling out;
    out.what = std::move(what);
    out.now = now;
    out.code = code;
    out.at = from_micros(1'764'000'060'000'000);
    return out;
}

std::string_view text_of(octets value) {
    return {reinterpret_cast<const char*>(value.data()), value.size()};
}

TEST(door_telling, says_a_receipt_that_our_own_reader_understands) {
    door_telling teller;
    const auto what = about(a_message(), state::undelivered, 27);
    ASSERT_EQ(teller.prepare(what, version_3_4), 1u);
    const deliver_sm& pdu = teller.pdu(0);
    EXPECT_EQ(pdu.source_addr, "447700900123");
    EXPECT_EQ(pdu.source_addr_ton, ton::international);
    EXPECT_EQ(pdu.destination_addr, "Shop");
    EXPECT_EQ(pdu.esm_class, esm_class::delivery_receipt);
    EXPECT_EQ(looks_like_receipt(pdu), receipt_evidence::esm_class);
    const auto text = parse_receipt(text_of(pdu.short_message));
    EXPECT_EQ(text.id, "m06HZ3V0CG0001");
    EXPECT_EQ(text.stat, "UNDELIV");
    EXPECT_EQ(text.err, "027");
    EXPECT_EQ(text.text, "Your code is 1234, a");
    const auto all = parse_receipt(pdu);
    EXPECT_TRUE(all.id_from_tlv);
    EXPECT_EQ(all.state, message_state::undeliverable);
    ASSERT_TRUE(all.network_error_code);
    EXPECT_EQ(all.network_error_code->code, 27);
}

TEST(door_telling, says_a_receipt_from_and_to_the_addresses_that_the_application_gave) {
    door_telling teller;
    const auto m = a_message();
    message_extras more;
    more.was_to = "0791234567";
    more.was_from = "Shop";
    m->from = "+12025550123";
    m->extras = std::make_shared<const message_extras>(more);
    ASSERT_EQ(teller.prepare(about(m, state::delivered), version_3_4), 1u);
    EXPECT_EQ(teller.pdu(0).source_addr, "0791234567");
    EXPECT_EQ(teller.pdu(0).source_addr_ton, ton::unknown);
    EXPECT_EQ(teller.pdu(0).destination_addr, "Shop");
    EXPECT_EQ(teller.pdu(0).dest_addr_ton, ton::alphanumeric);
}

TEST(door_telling, gives_version_3_3_no_tlvs) {
    door_telling teller;
    const auto what = about(a_message(), state::delivered);
    teller.prepare(what, version_3_3);
    EXPECT_TRUE(teller.pdu(0).tlvs.empty());
}

TEST(door_telling, tells_what_happens_on_the_way_as_an_intermediate_notification) {
    door_telling teller;
    const auto what = about(a_message(), state::submitted);
    teller.prepare(what, version_3_4);
    EXPECT_EQ(teller.pdu(0).esm_class, esm_class::intermediate_notification);
    EXPECT_EQ(parse_receipt(teller.pdu(0)).state, message_state::enroute);
}

TEST(door_telling, every_state_has_its_word) {
    EXPECT_EQ(state_for(state::scheduled), message_state::scheduled);
    EXPECT_EQ(state_for(state::queued), message_state::enroute);
    EXPECT_EQ(state_for(state::expired), message_state::expired);
    EXPECT_EQ(state_for(state::rejected), message_state::rejected);
    EXPECT_EQ(state_for(state::cancelled), message_state::deleted);
    EXPECT_EQ(state_for(state::unsure), message_state::unknown);
}

TEST(door_telling, names_a_message_to_many_by_the_id_that_its_sender_knows) {
    auto m = a_message();
    message_extras more;
    more.group = *parse_message_id("m06HZ3V0CG0042");
    const std::uint8_t reference[] = {0x02, 0x04, 0x00, 0x02, 0x00, 0x4D};
    more.tlvs.assign(reference, reference + 6);
    m->extras = std::make_shared<const message_extras>(more);
    door_telling teller;
    const auto what = about(m, state::delivered);
    teller.prepare(what, version_3_4);
    EXPECT_EQ(parse_receipt(teller.pdu(0)).id, "m06HZ3V0CG0042");
    EXPECT_EQ(teller.pdu(0).tlvs.u16(tlv_tag::user_message_reference), 77);
}

TEST(door_telling, hands_on_a_handsets_text_in_its_alphabet) {
    door_telling teller;
    auto latin = about(from_handset("Hello €"), state::accepted);
    ASSERT_EQ(teller.prepare(latin, version_3_4), 1u);
    EXPECT_EQ(teller.pdu(0).source_addr, "447700900123");
    EXPECT_EQ(teller.pdu(0).destination_addr, "88222");
    EXPECT_EQ(teller.pdu(0).esm_class, 0);
    EXPECT_EQ(teller.pdu(0).data_coding, data_coding::mc_specific);
    EXPECT_EQ(text_of(teller.pdu(0).short_message), "Hello \x1B\x65");
    auto m = from_handset("Привет");
    m->coding = encoding::ucs2;
    m->data_coding = 8;
    auto cyrillic = about(m, state::accepted);
    ASSERT_EQ(teller.prepare(cyrillic, version_3_4), 1u);
    EXPECT_EQ(teller.pdu(0).data_coding, data_coding::ucs2);
    EXPECT_EQ(teller.pdu(0).short_message.size(), 12u);
}

TEST(door_telling, hands_on_octets_with_their_header_and_label) {
    auto m = from_handset(std::string("\x01\x00\x02", 3));
    m->coding = encoding::binary;
    m->data_coding = 0xF5;
    m->udh = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    door_telling teller;
    auto what = about(m, state::accepted);
    ASSERT_EQ(teller.prepare(what, version_3_4), 1u);
    EXPECT_EQ(teller.pdu(0).esm_class, esm_class::udhi);
    EXPECT_EQ(teller.pdu(0).data_coding, data_coding{0xF5});
    EXPECT_EQ(text_of(teller.pdu(0).short_message), std::string("\x06\x05\x04\x0B\x84\x23\xF0\x01\x00\x02", 10));
}

TEST(door_telling, says_how_many_parts_of_a_long_message_never_came) {
    auto m = from_handset("The first part of");
    message_extras more;
    more.missing_parts = 2;
    m->extras = std::make_shared<const message_extras>(more);
    door_telling teller;
    const auto what = about(m, state::accepted);
    ASSERT_EQ(teller.prepare(what, version_3_4), 1u);
    EXPECT_EQ(teller.pdu(0).tlvs.u8(missing_parts_tag), 2);
    ASSERT_EQ(teller.prepare(what, version_3_3), 1u);
    EXPECT_TRUE(teller.pdu(0).tlvs.empty());
}

TEST(door_telling, passes_on_that_a_handset_acknowledges) {
    auto m = from_handset("OK");
    message_extras more;
    more.esm_class = esm_class::user_acknowledgement;
    m->extras = std::make_shared<const message_extras>(more);
    door_telling teller;
    const auto what = about(m, state::accepted);
    ASSERT_EQ(teller.prepare(what, version_3_4), 1u);
    EXPECT_EQ(teller.pdu(0).esm_class, esm_class::user_acknowledgement);
}

TEST(door_telling, says_it_as_data_sm_too) {
    door_telling teller;
    const auto what = about(a_message(), state::delivered);
    teller.prepare(what, version_3_4);
    const data_sm& pdu = teller.as_data_sm(0);
    EXPECT_EQ(pdu.esm_class, esm_class::delivery_receipt);
    EXPECT_EQ(parse_receipt(pdu).id, "m06HZ3V0CG0001");
    EXPECT_EQ(parse_receipt(text_of(user_data(pdu).value)).stat, "DELIVRD");
}

TEST(door_telling, a_long_text_is_one_payload_or_parts_for_version_3_3) {
    const std::string text(400, 'x');
    door_telling teller;
    auto what = about(from_handset(text), state::accepted);
    ASSERT_EQ(teller.prepare(what, version_3_4), 1u);
    EXPECT_TRUE(teller.pdu(0).short_message.empty());
    EXPECT_EQ(text_of(user_data(teller.pdu(0)).value), text);
    EXPECT_EQ(teller.pdu(0).esm_class, 0);
    ASSERT_EQ(teller.prepare(what, version_3_3), 3u);
    std::string joined;
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(teller.pdu(i).esm_class, esm_class::udhi);
        joined += text_of(teller.pdu(i).short_message.subspan(6));
    }
    EXPECT_EQ(joined, text);
}

}  // namespace
}  // namespace hermod::connectors::smpp
