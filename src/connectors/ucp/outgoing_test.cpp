#include "connectors/ucp/outgoing.hpp"

#include <gtest/gtest.h>

#include "text/dcs.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/extra_services.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/sender.hpp"

namespace hermod::connectors::ucp::outgoing_test {
namespace {

using namespace std::chrono_literals;
using wire::ucp::extra_services;
using wire::ucp::service_type;

const wall_time now = parse_rfc3339("2026-11-23T15:27:30.5Z").value();

struct stage {
    stage() {
        what->id = message_id{1};
        what->from = "88222";
        what->to = "+447700900123";
        what->body = "Hi {€}";
        what->receipt = false;
    }
    // The frame must be one that can be written: whatever stands in the fields.
    const wire::ucp::submit_message& pdu(std::uint8_t part = 1) {
        made = translator.submit(what, part, now, zone);
        EXPECT_EQ(made.refused, "");
        std::string out;
        const auto written = made.pdu ? wire::ucp::encode(out, 1, *made.pdu) : wire::ucp::codec_result<void>{};
        EXPECT_TRUE(written) << written.error().field;
        return made.pdu ? *made.pdu : nothing;
    }
    std::string refused(std::uint8_t part = 1) { return std::string(translator.submit(what, part, now, zone).refused); }
    std::string service(service_type type) {
        const auto octets = extra_services(made.pdu->xser).find(type);
        return octets ? wire::ucp::to_hex(*octets) : "-";
    }
    message_extras& extras() {
        auto more = std::make_shared<message_extras>();
        what->extras = more;
        return *more;
    }

    std::shared_ptr<message> what = std::make_shared<message>();
    translation_options options;
    centre_zone zone;
    outgoing translator{options};
    outgoing::outcome made;
    wire::ucp::submit_message nothing;
};

TEST(ucp_outgoing, text_is_amsg_with_two_digits_a_septet) {
    stage s;
    const auto& pdu = s.pdu();
    EXPECT_EQ(pdu.adc, "447700900123");
    EXPECT_EQ(pdu.oadc, "88222");
    EXPECT_EQ(pdu.otoa, "");
    EXPECT_EQ(pdu.mt, "3");
    EXPECT_EQ(pdu.msg, "4869201B281B651B29");
    for (const std::string_view empty : {pdu.nb, pdu.xser, pdu.nrq, pdu.nt, pdu.vp, pdu.rpid, pdu.pr, pdu.mcls, pdu.dcs, pdu.ac})
        EXPECT_EQ(empty, "");
}

TEST(ucp_outgoing, originator_is_said_by_its_look) {
    stage s;
    s.what->from = "+447700900999";
    EXPECT_EQ(s.pdu().oadc, "447700900999");
    EXPECT_EQ(s.pdu().otoa, "1139");
    s.what->from = "447700900999";
    EXPECT_EQ(s.pdu().otoa, "1139");
    s.what->from = "ALPHA@NUM";
    EXPECT_EQ(s.pdu().oadc, "10412614190438AB4D");
    EXPECT_EQ(s.pdu().otoa, "5039");
    s.what->from.clear();
    EXPECT_EQ(s.pdu().oadc, "");
    EXPECT_EQ(s.pdu().otoa, "");
    s.options.quirks.no_otoa = true;
    s.what->from = "+447700900999";
    EXPECT_EQ(s.pdu().oadc, "447700900999");
    EXPECT_EQ(s.pdu().otoa, "");
}

TEST(ucp_outgoing, international_recipient_gets_the_prefix_that_the_centre_wants) {
    stage s;
    s.options.quirks.prefix_00 = true;
    EXPECT_EQ(s.pdu().adc, "00447700900123");
}

TEST(ucp_outgoing, addresses_that_no_field_takes_are_refused_in_words) {
    stage s;
    s.what->to = "+12345678901234567";
    EXPECT_EQ(s.refused(), "the recipient has more than the 16 digits that AdC takes");
    s.what->to = "+123456789012345";
    EXPECT_EQ(s.refused(), "");
    s.options.quirks.prefix_00 = true;
    EXPECT_EQ(s.refused(), "the recipient has more than the 16 digits that AdC takes");
    s.options.quirks.prefix_00 = false;
    s.what->to = "Bank";
    EXPECT_EQ(s.refused(), "the recipient is no number, and UCP knows no other");
    s.what->to = "+447700900123";
    s.what->from = "twelve chars";
    EXPECT_EQ(s.refused(), "the sender's name is not of up to 11 characters of the GSM alphabet");
    s.what->from = "Ж";
    EXPECT_EQ(s.refused(), "the sender's name is not of up to 11 characters of the GSM alphabet");
    s.what->from = std::string(23, '1');
    EXPECT_EQ(s.refused(), "the sender has more than the 22 digits that OAdC takes");
}

TEST(ucp_outgoing, unicode_and_octets_are_tmsg_with_their_coding) {
    stage s;
    s.what->coding = encoding::ucs2;
    s.what->body = "Жы";
    EXPECT_EQ(s.pdu().mt, "4");
    EXPECT_EQ(s.pdu().nb, "0032");
    EXPECT_EQ(s.pdu().msg, "0416044B");
    EXPECT_EQ(s.service(service_type::dcs), "08");
    s.what->coding = encoding::binary;
    s.what->body = "\x01\xFF";
    EXPECT_EQ(s.pdu().nb, "0016");
    EXPECT_EQ(s.pdu().msg, "01FF");
    EXPECT_EQ(s.service(service_type::dcs), "04");
}

TEST(ucp_outgoing, class_of_a_message_is_told_by_its_coding) {
    stage s;
    s.what->data_coding = 0x10;
    EXPECT_EQ(s.pdu().mt, "3");
    EXPECT_EQ(s.service(service_type::dcs), "10");
    s.what->data_coding = 3;  // SMPP's Latin-1: our text is no less GSM
    EXPECT_EQ(s.pdu().xser, "");
    s.what->coding = encoding::ucs2;
    s.what->data_coding = 0x18;
    EXPECT_EQ(s.pdu().mt, "4");
    EXPECT_EQ(s.service(service_type::dcs), "18");
}

TEST(ucp_outgoing, header_travels_beside_the_text) {
    stage s;
    s.what->coding = encoding::binary;
    s.what->body = "x";
    s.what->udh = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    EXPECT_EQ(s.pdu().msg, "78");
    EXPECT_EQ(s.service(service_type::udh), "0605040B8423F0");
    EXPECT_EQ(s.service(service_type::dcs), "04");
}

TEST(ucp_outgoing, long_message_is_parts_that_a_header_ties) {
    stage s;
    s.what->body = std::string(153, 'a') + std::string(20, 'b');
    s.what->parts = 2;
    s.what->concat_ref = 0x1234;
    EXPECT_EQ(s.pdu(1).msg.size(), 306u);
    EXPECT_EQ(s.service(service_type::udh), "050003340201");
    const std::string second(s.pdu(2).msg);
    EXPECT_EQ(second, wire::ucp::to_hex(std::string(20, 'b')));
    EXPECT_EQ(s.service(service_type::udh), "050003340202");
    s.options.reference = text::reference_width::two_octets;
    s.what = std::make_shared<message>(*s.what);  // another message: the split is kept for one
    EXPECT_EQ(s.pdu(2).msg.size(), 42u);
    EXPECT_EQ(s.service(service_type::udh), "06080412340202");
    EXPECT_EQ(s.refused(3), "the message has no such part");
    EXPECT_EQ(s.refused(0), "the message has no such part");
    s.what = std::make_shared<message>(*s.what);
    s.what->parts = 3;
    EXPECT_EQ(s.refused(1), "the message splits into another number of parts than it was accepted with");
}

TEST(ucp_outgoing, national_language_is_named_in_the_header) {
    stage s;
    s.what->body = "ç";
    s.extras().single_shift = 3;
    EXPECT_EQ(s.pdu().msg, "1B09");
    EXPECT_EQ(s.service(service_type::udh), "03240103");
    s.options.quirks.amsg_is_ira = true;  // whose AMsg can say neither
    EXPECT_EQ(s.pdu().mt, "4");
    EXPECT_EQ(s.pdu().nb, "0014");
}

TEST(ucp_outgoing, centre_whose_amsg_is_ascii_gets_the_rest_packed) {
    stage s;
    s.options.quirks.amsg_is_ira = true;
    s.what->body = "a@b_{}";
    EXPECT_EQ(s.pdu().mt, "3");
    EXPECT_EQ(s.pdu().msg, "6140625F7B7D");
    s.what->body = "5 €";
    EXPECT_EQ(s.pdu().mt, "4");
    EXPECT_EQ(s.pdu().nb, "0028");
    EXPECT_EQ(s.service(service_type::dcs), "00");
    EXPECT_EQ(wire::ucp::unpack_transparent(*wire::ucp::read_transparent(s.pdu().nb, s.pdu().msg)), "5 \x1B\x65");
}

TEST(ucp_outgoing, text_leaves_as_packed_septets_where_the_centre_wants_it) {
    stage s;
    s.options.quirks.text_as_tmsg = true;
    s.what->body = "Hello";
    EXPECT_EQ(s.pdu().mt, "4");
    EXPECT_EQ(s.pdu().nb, "0035");
    EXPECT_EQ(s.pdu().msg, "C8329BFD06");
    EXPECT_EQ(s.service(service_type::dcs), "00");
}

TEST(ucp_outgoing, centre_without_the_dcs_service_is_told_by_its_own_fields) {
    stage s;
    s.options.quirks.no_dcs_service = true;
    s.what->data_coding = 0x10;
    EXPECT_EQ(s.pdu().mcls, "0");
    EXPECT_EQ(s.pdu().xser, "");
    EXPECT_EQ(s.pdu().dcs, "");
    s.what->data_coding = 0;
    s.what->coding = encoding::binary;
    EXPECT_EQ(s.pdu().dcs, "1");
    EXPECT_EQ(s.pdu().mcls, "");
    s.what->coding = encoding::ucs2;
    EXPECT_EQ(s.refused(), "this peer cannot be told of Unicode (no_dcs_service)");
    s.what->coding = encoding::gsm7;
    s.options.quirks.text_as_tmsg = true;
    EXPECT_EQ(s.pdu().dcs, "0");
}

TEST(ucp_outgoing, notifications_follow_the_wish_for_receipts) {
    stage s;
    s.options.notify_address = "2371";
    s.options.notify_pid = "0100";
    EXPECT_EQ(s.pdu().nadc, "");  // none wanted
    s.what->receipt = true;
    EXPECT_EQ(s.pdu().nrq, "1");
    EXPECT_EQ(s.pdu().nt, "3");
    EXPECT_EQ(s.pdu().nadc, "2371");
    EXPECT_EQ(s.pdu().npid, "0100");
    s.what->callbacks = callback_final | callback_intermediate;
    EXPECT_EQ(s.pdu().nt, "7");
    s.options.quirks.nt_buffered_first = true;
    EXPECT_EQ(s.pdu().nt, "7");
    s.what->callbacks = callback_final;
    EXPECT_EQ(s.pdu().nt, "6");
}

TEST(ucp_outgoing, validity_is_said_in_the_centres_time_once_that_is_known) {
    stage s;
    s.what->expires_at = now + 2h + 45s;
    EXPECT_EQ(s.pdu().vp, "");
    s.zone = centre_zone(60min);
    EXPECT_EQ(s.pdu().vp, "2311261828");
    s.what->expires_at = now + 5s;  // the minute has passed at the centre: the next one is the least
    EXPECT_EQ(s.pdu().vp, "2311261628");
    s.what->expires_at = {};
    EXPECT_EQ(s.pdu().vp, "");
    s.what->expires_at = now + 2h;
    s.options.validity = false;
    EXPECT_EQ(s.pdu().vp, "");
}

TEST(ucp_outgoing, service_fields_are_the_senders_or_the_options) {
    stage s;
    s.options.protocol_id = 127;
    s.options.priority = 1;
    s.options.ac = "1234";
    s.options.last_resort = "447700900100";
    s.options.last_resort_pid = "0100";
    s.options.billing = "shop 7";
    const auto& pdu = s.pdu();
    EXPECT_EQ(pdu.rpid, "0127");
    EXPECT_EQ(pdu.pr, "1");
    EXPECT_EQ(pdu.ac, "1234");
    EXPECT_EQ(pdu.lrq, "1");
    EXPECT_EQ(pdu.lrad, "447700900100");
    EXPECT_EQ(pdu.lpid, "0100");
    EXPECT_EQ(pdu.rpi, "");
    EXPECT_EQ(s.service(service_type::billing_identifier), "73686F702037");
    message_extras& wish = s.extras();
    wish.protocol_id = 64;
    wish.priority = 4;
    wish.esm_class = 0x80;
    EXPECT_EQ(s.pdu().rpid, "0064");
    EXPECT_EQ(s.pdu().pr, "3");
    EXPECT_EQ(s.pdu().rpi, "1");
    s.options.billing = std::string(200, 'x');
    EXPECT_EQ(s.refused(), "header and services are longer than the 400 digits that XSer takes");
}

}  // namespace
}  // namespace hermod::connectors::ucp::outgoing_test
