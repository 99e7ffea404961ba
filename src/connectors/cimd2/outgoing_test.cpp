#include "connectors/cimd2/outgoing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "wire/cimd2/decode.hpp"
#include "wire/cimd2/encode.hpp"
#include "wire/cimd2/octet_text.hpp"

namespace hermod::connectors::cimd2 {
namespace {

namespace cimd2 = wire::cimd2;
using namespace std::chrono_literals;

constexpr wall_time noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 12h;

struct sample {
    std::shared_ptr<message> what = std::make_shared<message>();
    translation_options options;
    message_extras extras;

    explicit sample(std::string body, encoding coding = encoding::gsm7) {
        what->from = "88222";
        what->to = "+447700900123";
        what->body = std::move(body);
        what->coding = coding;
        what->concat_ref = 0x1234;
        what->receipt = false;
    }
    // The packet's parameters with | for TAB, as the peer gets them; or why there is none.
    std::string says(std::uint8_t part = 1) {
        what->extras = std::make_shared<const message_extras>(extras);
        outgoing out(options);
        const auto made = out.submit(what, part, noon);
        if (!made.pdu) return "refused: " + std::string(made.refused);
        std::string packet;
        const auto encoded = cimd2::encode(packet, 1, *made.pdu, {.checksum = false});
        EXPECT_TRUE(encoded.has_value()) << "what is not refused in words can be encoded";
        if (!encoded) return "not encoded";
        std::replace(packet.begin(), packet.end(), cimd2::tab, '|');
        return packet.substr(cimd2::header_length, packet.size() - cimd2::header_length - 1);
    }
};

TEST(cimd2_outgoing, short_text_is_one_plain_submit) {
    sample s("Hello @ home");
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:Hello _Oa home|056:0|");
    s.options.quirks.latin1_link = true;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:Hello @ home|056:0|");
}

TEST(cimd2_outgoing, text_is_said_in_the_form_of_the_link) {
    sample s("é{€}_\"ΔÄ");
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:_e'_XX(_XXe_XX)_--_qq_gd_A\"|056:0|");
    s.options.quirks.latin1_link = true;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:\xE9_XX(_XXe_XX)_--\"_gd\xC4|056:0|");
}

TEST(cimd2_outgoing, an_empty_text_is_an_empty_033) {
    EXPECT_EQ(sample("").says(), "021:+447700900123|023:88222|033:|056:0|");
}

TEST(cimd2_outgoing, unicode_and_octets_are_034_with_their_coding) {
    EXPECT_EQ(sample("Здr", encoding::ucs2).says(), "021:+447700900123|023:88222|030:8|034:041704340072|056:0|");
    sample octets(std::string("\x00\xFF\x03", 3), encoding::binary);
    EXPECT_EQ(octets.says(), "021:+447700900123|023:88222|030:4|034:00FF03|056:0|");
    octets.what->udh = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    octets.what->data_coding = 0xF5;
    EXPECT_EQ(octets.says(), "021:+447700900123|023:88222|030:245|032:0605040B8423F0|034:00FF03|056:0|");
}

TEST(cimd2_outgoing, data_coding_of_the_senders_own_is_written_when_it_is_of_the_text) {
    sample flash("now");
    flash.what->data_coding = 0x10;
    EXPECT_EQ(flash.says(), "021:+447700900123|023:88222|030:16|033:now|056:0|");
    flash.what->data_coding = 0x18;
    EXPECT_EQ(flash.says(), "refused: data_coding names another alphabet than the text's");
    flash.what->data_coding = 3;  // SMPP's Latin-1: said in septets
    EXPECT_EQ(flash.says(), "021:+447700900123|023:88222|033:now|056:0|");
}

TEST(cimd2_outgoing, a_long_text_is_tied_together_by_headers) {
    sample s(std::string(153, 'a') + "bc");
    s.what->parts = 1;
    EXPECT_EQ(s.says(2), "refused: the message has no such part");
    s.what->body = std::string(153, 'a') + "bcdefghijk";
    EXPECT_EQ(s.says(1), "refused: the message splits into another number of parts than it was accepted with");
    s.what->parts = 2;
    EXPECT_EQ(s.says(1), "021:+447700900123|023:88222|032:050003340201|033:" + std::string(153, 'a') + "|056:0|");
    EXPECT_EQ(s.says(2), "021:+447700900123|023:88222|032:050003340202|033:bcdefghijk|056:0|");
    s.options.reference = text::reference_width::two_octets;
    EXPECT_EQ(s.says(2), "021:+447700900123|023:88222|032:06080412340202|033:abcdefghijk|056:0|");
    s.what->body = std::string(306, 'a');  // 2 parts of 153, but 3 of 152
    EXPECT_EQ(s.says(2), "021:+447700900123|023:88222|032:050003340202|033:" + std::string(153, 'a') + "|056:0|");
}

TEST(cimd2_outgoing, the_longest_texts_fit) {
    std::string braces;
    for (int i = 0; i < 80; ++i) braces += "€";  // two septets each, six octets on the link
    EXPECT_EQ(sample(braces).says().size(), std::string("021:+447700900123|023:88222|033:|056:0|").size() + 320);
    std::string omegas;
    for (int i = 0; i < 160; ++i) omegas += "Ω";
    EXPECT_EQ(sample(omegas).says().size(), std::string("021:+447700900123|023:88222|033:|056:0|").size() + 480);
    EXPECT_NE(sample(std::string(140, '\0'), encoding::binary).says().find("034:00"), std::string::npos);
}

TEST(cimd2_outgoing, a_national_language_goes_as_codes_behind_a_header_that_names_it) {
    sample s("ş");
    s.extras.single_shift = 1;  // Turkish: ESC 73
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|032:03240101|033:_XXs|056:0|");
}

TEST(cimd2_outgoing, numbers_are_023_and_names_027) {
    sample s("x");
    s.what->from = "+467012345";
    EXPECT_EQ(s.says(), "021:+447700900123|023:+467012345|033:x|056:0|");
    s.options.quirks.no_plus = true;
    EXPECT_EQ(s.says(), "021:447700900123|023:467012345|033:x|056:0|");
    s.options.originator_prefix = "4670";
    EXPECT_EQ(s.says(), "021:447700900123|023:12345|033:x|056:0|");
    s.options.originator_prefix = "467012345";
    EXPECT_EQ(s.says(), "021:447700900123|033:x|056:0|") << "the account's own number";
    s.what->from = "My Bank";
    EXPECT_EQ(s.says(), "021:447700900123|027:My Bank|033:x|056:0|");
    s.options.write_originator = false;
    EXPECT_EQ(s.says(), "021:447700900123|033:x|056:0|");
    s.options.write_originator = true;
    s.what->from = "";
    EXPECT_EQ(s.says(), "021:447700900123|033:x|056:0|");
}

TEST(cimd2_outgoing, what_cannot_be_said_is_refused_in_words) {
    sample s("x");
    s.what->from = "Bänk";
    EXPECT_EQ(s.says(), "refused: the sender's name is not ASCII");
    s.options.quirks.converted_sender = true;
    EXPECT_EQ(s.says(), "021:+447700900123|027:B_a\"nk|033:x|056:0|");
    s.what->from = "ÄÄÄÄ";
    EXPECT_EQ(s.says(), "refused: the sender's name has more than 11 characters as it is written");
    s.what->from = "Банк";
    EXPECT_EQ(s.says(), "refused: a character of the sender's name is not in the GSM alphabet");
    s.what->from = std::string(21, '7');
    EXPECT_EQ(s.says(), "refused: the sender's number has more than 20 characters");
    s.what->from = "1";
    s.what->to = "+" + std::string(20, '7');
    EXPECT_EQ(s.says(), "refused: the recipient's number has more than 20 characters");
    s.options.quirks.no_plus = true;
    EXPECT_EQ(s.says(), "021:" + std::string(20, '7') + "|023:1|033:x|056:0|");
    s.what->to = "nobody";
    EXPECT_EQ(s.says(), "refused: the recipient is no number");
    s.what->to = "+";
    EXPECT_EQ(s.says(), "refused: the recipient is no number");
    s.what->to = "123";
    s.what->body = "Привет";
    EXPECT_EQ(s.says(), "refused: the body cannot be said in its encoding");
}

TEST(cimd2_outgoing, reports_are_asked_for_by_the_wish_for_receipts) {
    sample s("x");
    s.what->receipt = true;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|056:62|");
    s.what->callbacks = callback_intermediate;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|056:63|");
    s.options.status_report_request = 14;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|056:15|");
    s.what->receipt = false;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|056:0|");
}

TEST(cimd2_outgoing, wishes_of_the_sender_go_before_the_connectors) {
    sample s("x");
    s.options.protocol_identifier = 0x7F;
    s.options.priorities[0] = 5;
    s.options.priorities[3] = 9;
    s.options.tariff_class = 12;
    s.options.service_description = 7;
    s.options.cancel_enabled = true;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|052:127|056:0|058:1|064:12|065:7|067:5|");
    s.extras.protocol_id = 0x41;
    s.extras.esm_class = 0x80;
    s.extras.priority = 3;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|052:65|055:1|056:0|058:1|064:12|065:7|067:9|");
    s.extras.priority = 2;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|052:65|055:1|056:0|058:1|064:12|065:7|") << "this level has no number";
}

TEST(cimd2_outgoing, validity_is_a_period_or_a_time_of_the_centre) {
    sample s("x");
    s.what->expires_at = noon + 24h;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|050:167|056:0|");
    s.options.validity = validity_form::absolute;
    s.options.centre_offset = std::chrono::minutes{60};
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|051:261126130000|056:0|");
    s.options.validity = validity_form::none;
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|056:0|");
    s.options.validity = validity_form::relative;
    s.what->expires_at = {};
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|056:0|");
}

TEST(cimd2_outgoing, tlvs_have_no_place_and_are_counted) {
    sample s("x");
    s.extras.tlvs = std::string("\x14\x01\x00\x01\x07", 5);
    EXPECT_EQ(s.says(), "021:+447700900123|023:88222|033:x|056:0|");
    outgoing out(s.options);
    EXPECT_TRUE(out.submit(s.what, 1, noon).tlvs_dropped);
}

}  // namespace
}  // namespace hermod::connectors::cimd2
