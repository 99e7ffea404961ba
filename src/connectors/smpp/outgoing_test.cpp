#include "connectors/smpp/outgoing.hpp"

#include <gtest/gtest.h>

namespace hermod::connectors::smpp::outgoing_test {
namespace {

namespace smpp = wire::smpp;
using namespace std::chrono_literals;

constexpr wall_time noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h;

struct sample {
    std::shared_ptr<message> what = std::make_shared<message>();
    translation_options options;
    sample(std::string body, encoding coding = encoding::gsm7) {
        what->from = "88222";
        what->to = "+447700900123";
        what->body = std::move(body);
        what->coding = coding;
        what->concat_ref = 0x1234;
    }
};

std::string octets_of(const smpp::submit_sm& pdu) {
    return {pdu.short_message.begin(), pdu.short_message.end()};
}

std::tuple<int, int, std::string> look(std::string_view address) {
    const wire_address a = address_by_look(address);
    return {static_cast<int>(a.ton), static_cast<int>(a.npi), std::string(a.digits)};
}

TEST(smpp_outgoing, address_plan_follows_its_look) {
    EXPECT_EQ(look("+447700900123"), std::make_tuple(1, 1, "447700900123"));
    EXPECT_EQ(look("447700900123"), std::make_tuple(1, 1, "447700900123"));
    EXPECT_EQ(look("88222"), std::make_tuple(3, 0, "88222"));
    EXPECT_EQ(look("My Bank"), std::make_tuple(5, 0, "My Bank"));
    EXPECT_EQ(look("+Bank"), std::make_tuple(5, 0, "+Bank"));
    EXPECT_EQ(look(""), std::make_tuple(0, 0, ""));
}

TEST(smpp_outgoing, short_text_is_one_plain_submit) {
    sample s("hi @");
    outgoing out(s.options);
    const auto* pdu = out.submit(s.what, 1, noon).pdu;
    ASSERT_NE(pdu, nullptr);
    EXPECT_EQ(octets_of(*pdu), std::string("hi \0", 4));
    EXPECT_EQ(pdu->esm_class, 0);
    EXPECT_EQ(pdu->data_coding, smpp::data_coding::mc_specific);
    EXPECT_EQ(pdu->registered_delivery, 1);
    EXPECT_EQ(pdu->validity_period, "");
    s.what->receipt = false;
    EXPECT_EQ(out.submit(s.what, 1, noon).pdu->registered_delivery, 0);
}

TEST(smpp_outgoing, parts_carry_the_reference_and_are_the_same_on_every_try) {
    sample s(std::string(400, 'a'));
    s.what->parts = 3;
    outgoing out(s.options), other(s.options);
    std::vector<std::string> first;
    for (std::uint8_t part = 1; part <= 3; ++part) {
        const auto* pdu = out.submit(s.what, part, noon).pdu;
        ASSERT_NE(pdu, nullptr);
        EXPECT_EQ(pdu->esm_class, smpp::esm_class::udhi);
        first.push_back(octets_of(*pdu));
        EXPECT_EQ(first.back().substr(0, 6), std::string("\x05\x00\x03\x34\x03", 5) + static_cast<char>(part));
    }
    EXPECT_EQ(first[0].size(), 159u);
    // Another message in between, another translator, a copy of the message: nothing changes.
    (void)out.submit(sample("other").what, 1, noon);
    EXPECT_EQ(octets_of(*out.submit(s.what, 2, noon).pdu), first[1]);
    EXPECT_EQ(octets_of(*other.submit(std::make_shared<message>(*s.what), 3, noon).pdu), first[2]);
    EXPECT_EQ(out.submit(s.what, 4, noon).pdu, nullptr);
}

TEST(smpp_outgoing, ucs2_and_binary_have_their_codings) {
    sample ucs2("\xD0\x96", encoding::ucs2);
    outgoing out(ucs2.options);
    const auto* pdu = out.submit(ucs2.what, 1, noon).pdu;
    EXPECT_EQ(octets_of(*pdu), "\x04\x16");
    EXPECT_EQ(pdu->data_coding, smpp::data_coding::ucs2);
    sample binary("\x01\x02", encoding::binary);
    binary.what->udh = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    pdu = out.submit(binary.what, 1, noon).pdu;
    EXPECT_EQ(octets_of(*pdu), binary.what->udh + "\x01\x02");
    EXPECT_EQ(pdu->esm_class, smpp::esm_class::udhi);
    EXPECT_EQ(pdu->data_coding, smpp::data_coding::octets);
}

TEST(smpp_outgoing, validity_is_relative_absolute_or_left_out) {
    sample s("x");
    s.what->expires_at = noon + 90min;
    outgoing out(s.options);
    EXPECT_EQ(out.submit(s.what, 1, noon).pdu->validity_period, "000000013000000R");
    s.options.validity = validity_form::absolute;
    EXPECT_EQ(out.submit(s.what, 1, noon).pdu->validity_period, "261123133000000+");
    s.options.validity = validity_form::none;
    EXPECT_EQ(out.submit(s.what, 1, noon).pdu->validity_period, "");
}

TEST(smpp_outgoing, plans_can_be_forced) {
    sample s("x");
    s.options.source = forced_plan{smpp::ton::alphanumeric, smpp::npi::unknown};
    s.options.destination = forced_plan{smpp::ton::unknown, smpp::npi::isdn};
    outgoing out(s.options);
    const auto* pdu = out.submit(s.what, 1, noon).pdu;
    EXPECT_EQ(pdu->source_addr_ton, smpp::ton::alphanumeric);
    EXPECT_EQ(pdu->dest_addr_ton, smpp::ton::unknown);
    EXPECT_EQ(pdu->destination_addr, "447700900123");
}

TEST(smpp_outgoing, dcs0_is_latin1_says_what_latin1_has_and_refuses_the_rest) {
    sample s("\xC3\xA9@");
    s.options.quirks.dcs0_is_latin1 = true;
    outgoing out(s.options);
    EXPECT_EQ(octets_of(*out.submit(s.what, 1, noon).pdu), "\xE9@");
    s.what->body = "\xE2\x82\xAC";  // the euro sign
    EXPECT_EQ(out.submit(s.what, 1, noon).pdu, nullptr);
    s.what->body = "";
    EXPECT_NE(out.submit(s.what, 1, noon).pdu, nullptr);
}

TEST(smpp_outgoing, packed_gsm7_packs_behind_the_header_too) {
    sample s("hellohello");
    s.options.quirks.packed_gsm7 = true;
    outgoing out(s.options);
    EXPECT_EQ(octets_of(*out.submit(s.what, 1, noon).pdu), std::string("\xE8\x32\x9B\xFD\x46\x97\xD9\xEC\x37"));
    s.what->body.assign(200, 'a');
    s.what->parts = 2;
    EXPECT_EQ(octets_of(*out.submit(s.what, 1, noon).pdu).size(), 140u);
}

TEST(smpp_outgoing, ucs2_little_endian_swaps_the_text_alone) {
    sample s("A", encoding::ucs2);
    s.options.quirks.ucs2_little_endian = true;
    outgoing out(s.options);
    EXPECT_EQ(octets_of(*out.submit(s.what, 1, noon).pdu), std::string("A\0", 2));
}

TEST(smpp_outgoing, wide_reference_where_it_makes_no_part_more_than_was_accepted) {
    sample s(std::string(306, 'a'));  // two parts of 153, three of 152
    s.options.reference = text::reference_width::two_octets;
    s.what->parts = 2;
    outgoing out(s.options);
    EXPECT_EQ(octets_of(*out.submit(s.what, 2, noon).pdu).substr(0, 6), std::string("\x05\x00\x03\x34\x02\x02", 6));
    s.what = std::make_shared<message>(*s.what);
    s.what->parts = 3;
    EXPECT_EQ(octets_of(*out.submit(s.what, 3, noon).pdu), std::string("\x06\x08\x04\x12\x34\x03\x03", 7) + "aa");
    s.what = std::make_shared<message>(*s.what);
    s.what->parts = 4;
    EXPECT_NE(out.submit(s.what, 1, noon).refused, "");
}

TEST(smpp_outgoing, refuses_a_name_that_is_not_ascii_and_a_text_not_in_its_alphabet) {
    sample s("x");
    s.what->from = "B\xC3\xA4nk";
    outgoing out(s.options);
    EXPECT_NE(out.submit(s.what, 1, noon).refused, "");
    sample t("\xD0\x96");
    EXPECT_NE(out.submit(t.what, 1, noon).refused, "");
}

}  // namespace
}  // namespace hermod::connectors::smpp::outgoing_test
