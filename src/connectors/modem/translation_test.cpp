#include <gtest/gtest.h>

#include "connectors/modem/incoming.hpp"
#include "connectors/modem/outgoing.hpp"
#include "wire/tpdu/decode.hpp"
#include "wire/tpdu/encode.hpp"
#include "wire/tpdu/hex_text.hpp"
#include "wire/tpdu/pdu_mode.hpp"

namespace hermod::connectors::modem::translation_test {
namespace {

namespace tpdu = wire::tpdu;
using namespace std::chrono_literals;

const wall_time noon{std::chrono::hours(490'000)};

std::shared_ptr<message> text_message(std::string body, encoding coding = encoding::gsm7, std::uint8_t parts = 1) {
    auto out = std::make_shared<message>();
    out->id = message_id{7};
    out->from = "Shop";
    out->to = "+447700900123";
    out->body = std::move(body);
    out->coding = coding;
    out->parts = parts;
    out->concat_ref = 0x4142;
    return out;
}

struct written {
    std::vector<std::uint8_t> octets;
    tpdu::sms_submit pdu;
    std::string text;
};
written submitted(outgoing& by, const message_ptr& what, std::uint8_t part = 1) {
    written out;
    const auto made = by.submit(what, part, noon);
    EXPECT_EQ(made.refused, "");
    EXPECT_TRUE(tpdu::from_hex(made.what.pdu, out.octets));
    EXPECT_EQ(out.octets.at(0), 0) << "the SIM's own SMSC";
    EXPECT_EQ(made.what.length, out.octets.size() - 1);
    const auto read = tpdu::decode_as<tpdu::sms_submit>(tpdu::octets(out.octets).subspan(1));
    EXPECT_TRUE(read);
    if (!read) return out;
    EXPECT_TRUE(read->odd.none());
    out.pdu = read->pdu;
    if (const auto content = tpdu::take_apart(read->pdu.tp_ud, read->pdu.tp_dcs, read->pdu.tp_udhi))
        out.text = tpdu::text_of(*content);
    return out;
}

TEST(modem_outgoing, a_text_is_an_sms_submit_with_a_wish_for_a_report) {
    connector_options options;
    outgoing by(options);
    const auto made = by.submit(text_message("hellohello"), 1, noon);
    EXPECT_EQ(made.what.pdu, "0021000C9144770009103200000AE8329BFD4697D9EC37");
    EXPECT_EQ(made.what.length, 22u);
    auto quiet = text_message("hellohello");
    quiet->receipt = false;
    EXPECT_EQ(by.submit(quiet, 1, noon).what.pdu.substr(2, 2), "01");
}

TEST(modem_outgoing, validity_is_relative_and_rounded_up) {
    connector_options options;
    outgoing by(options);
    auto what = text_message("x");
    what->expires_at = noon + 1h;
    EXPECT_EQ(submitted(by, what).pdu.tp_vp.relative, 11);
    options.validity = false;
    EXPECT_EQ(submitted(by, what).pdu.tp_vp.format, tpdu::validity_format::none);
}

TEST(modem_outgoing, unicode_class_pid_and_reply_path_travel) {
    connector_options options;
    outgoing by(options);
    auto what = text_message("Žluť 😀", encoding::ucs2);
    what->data_coding = 0x18;
    message_extras extras;
    extras.protocol_id = 0x41;
    extras.esm_class = 0x80;
    what->extras = std::make_shared<message_extras>(extras);
    const written made = submitted(by, what);
    EXPECT_EQ(made.pdu.tp_dcs, 0x18);
    EXPECT_EQ(made.pdu.tp_pid, 0x41);
    EXPECT_TRUE(made.pdu.tp_rp);
    EXPECT_EQ(made.text, "Žluť 😀");
}

TEST(modem_outgoing, a_long_message_is_parts_with_one_reference) {
    connector_options options;
    outgoing by(options);
    const auto what = text_message(std::string(400, 'x'), encoding::gsm7, 3);
    for (std::uint8_t part : {1, 2, 3}) {
        const written made = submitted(by, what, part);
        EXPECT_TRUE(made.pdu.tp_udhi);
        const auto content = tpdu::take_apart(made.pdu.tp_ud, 0, true);
        ASSERT_TRUE(content);
        EXPECT_EQ(content->header, std::string("\x05\x00\x03\x42\x03", 5) + static_cast<char>(part));
        EXPECT_EQ(content->payload.size(), part == 3 ? 400u - 306u : 153u);
    }
    EXPECT_NE(by.submit(what, 4, noon).refused, "");
    EXPECT_NE(by.submit(text_message("short", encoding::gsm7, 3), 1, noon).refused, "") << "it was accepted with other parts";
}

TEST(modem_outgoing, octets_and_a_header_of_the_senders_own_travel) {
    connector_options options;
    outgoing by(options);
    auto what = text_message(std::string("\x00\xFF\x1A", 3), encoding::binary);
    what->udh = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    const written made = submitted(by, what);
    EXPECT_EQ(made.pdu.tp_dcs, 4);
    const auto content = tpdu::take_apart(made.pdu.tp_ud, 4, true);
    ASSERT_TRUE(content);
    EXPECT_EQ(content->header, what->udh);
    EXPECT_EQ(content->payload, what->body);
}

TEST(modem_outgoing, what_no_mobile_can_send_is_refused_in_words) {
    connector_options options;
    outgoing by(options);
    auto what = text_message("x");
    what->to = "Shop";
    EXPECT_EQ(by.submit(what, 1, noon).refused, "the recipient is no number");
    EXPECT_EQ(by.text(*text_message(std::string(400, 'x'), encoding::gsm7, 3)).refused,
              "this modem has only text mode: it sends no long messages");
    EXPECT_EQ(by.text(*text_message("x", encoding::binary)).refused,
              "this modem has only text mode: it sends neither octets nor headers");
    EXPECT_EQ(by.text(*text_message("Hi")).what.text, "00480069");
    EXPECT_EQ(by.text(*text_message("Hi")).what.number, "002B003400340037003700300030003900300030003100320033");
}

arrival in_pdu_mode(std::vector<std::uint8_t> octets) {
    arrival out;
    out.announced = octets.size();
    octets.insert(octets.begin(), 0);
    out.pdu = tpdu::to_hex(octets);
    return out;
}

arrival deliver(std::string_view payload, std::uint8_t dcs, std::string_view header = {},
                std::string_view from = "+447700900123") {
    tpdu::sms_deliver pdu;
    pdu.tp_oa = *tpdu::parse_address(from);
    pdu.tp_dcs = dcs;
    pdu.tp_udhi = !header.empty();
    std::vector<std::uint8_t> data, octets;
    pdu.tp_ud = *tpdu::put_together(data,
                                    dcs == 8   ? text::encoding::ucs2
                                    : dcs == 4 ? text::encoding::binary
                                               : text::encoding::gsm7,
                                    header, payload);
    EXPECT_TRUE(tpdu::encode(octets, pdu));
    return in_pdu_mode(octets);
}

TEST(modem_incoming_translation, texts_octets_and_names_are_read) {
    const auto read = [](const arrival& what) { return std::get<handset_message>(read_arrival(what)); };
    EXPECT_EQ(read(deliver("hello", 0)).body, "hello");
    EXPECT_EQ(read(deliver("hello", 0)).from, "+447700900123");
    EXPECT_EQ(read(deliver(std::string("\x04\x14\x04\x30", 4), 8)).body, "Да");
    const handset_message octets = read(deliver(std::string("\x00\xFF", 2), 4));
    EXPECT_EQ(octets.coding, encoding::binary);
    EXPECT_EQ(octets.body, std::string("\x00\xFF", 2));
    EXPECT_EQ(read(deliver("x", 0, {}, "Bank")).from, "Bank");
}

TEST(modem_incoming_translation, the_header_of_a_part_is_kept_for_who_joins_them) {
    const std::string header("\x05\x00\x03\x42\x02\x01", 6);
    const auto read = std::get<handset_message>(read_arrival(deliver("part", 0, header)));
    EXPECT_EQ(read.udh, header);
    EXPECT_EQ(read.body, "part");
    const auto half = std::get<handset_message>(read_arrival(deliver(std::string("\x00x\xD8\x3D", 4), 8, header)));
    ASSERT_TRUE(half.extras);
    EXPECT_EQ(half.extras->last_half, 0xD83D);
}

TEST(modem_incoming_translation, a_header_that_is_none_is_a_text) {
    tpdu::sms_deliver pdu;
    pdu.tp_oa = *tpdu::parse_address("+447700900123");
    pdu.tp_dcs = 4;
    pdu.tp_udhi = true;
    const std::vector<std::uint8_t> data{0x20, 'a', 'b'};
    pdu.tp_ud = {3, data};
    std::vector<std::uint8_t> octets;
    ASSERT_TRUE(tpdu::encode(octets, pdu));
    EXPECT_EQ(std::get<handset_message>(read_arrival(in_pdu_mode(octets))).body, " ab");
}

arrival status(std::uint8_t st) {
    tpdu::sms_status_report pdu;
    pdu.tp_mr = 42;
    pdu.tp_ra = *tpdu::parse_address("07700900123");
    pdu.tp_scts = *tpdu::timestamp_of(noon, 4);
    pdu.tp_dt = *tpdu::timestamp_of(noon + 5s, 4);
    pdu.tp_st = st;
    std::vector<std::uint8_t> octets;
    EXPECT_TRUE(tpdu::encode(octets, pdu));
    return in_pdu_mode(octets);
}

TEST(modem_incoming_translation, a_status_report_is_the_networks_word) {
    const auto read = std::get<status_report>(read_arrival(status(0)));
    EXPECT_EQ(read.reference, 42);
    EXPECT_EQ(read.recipient, "07700900123");
    EXPECT_EQ(read.taken_at, noon);
    EXPECT_EQ(read.outcome, state::delivered);
    EXPECT_EQ(std::get<status_report>(read_arrival(status(0x20))).outcome, state::submitted);
    EXPECT_EQ(std::get<status_report>(read_arrival(status(0x41))).outcome, state::undelivered);
    EXPECT_EQ(std::get<status_report>(read_arrival(status(0x46))).outcome, state::expired);
    EXPECT_EQ(std::get<status_report>(read_arrival(status(0x62))).outcome, state::undelivered);
    EXPECT_EQ(std::get<status_report>(read_arrival(status(0x90))).outcome, state::submitted);
}

TEST(modem_incoming_translation, what_is_no_message_is_said_to_be_none) {
    arrival odd;
    odd.pdu = "00040C9144";
    EXPECT_TRUE(std::holds_alternative<unreadable>(read_arrival(odd)));
    odd.pdu = "0";
    EXPECT_TRUE(std::holds_alternative<unreadable>(read_arrival(odd)));
}

}  // namespace
}  // namespace hermod::connectors::modem::translation_test
