#include "wire/smpp/receipt.hpp"

#include <gtest/gtest.h>

#include "wire/smpp/golden_test_data.hpp"

namespace hermod::wire::smpp::receipt_test {
namespace {

using namespace std::chrono;

local_time<milliseconds> local(int y, unsigned m, unsigned d, int hh, int mm, int ss = 0, int ms = 0) {
    return local_days{year{y} / month{m} / day{d}} + hours{hh} + minutes{mm} + seconds{ss} + milliseconds{ms};
}

octets of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

deliver_sm receipt_pdu(std::string_view text, const char* tlvs = "") {
    deliver_sm pdu;
    pdu.esm_class = esm_class::delivery_receipt;
    pdu.short_message = of(text);
    pdu.tlvs = golden::tlvs(tlvs);
    return pdu;
}

}  // namespace

TEST(smpp_receipt, reads_the_text_of_appendix_b) {
    const auto r = parse_receipt(
        "id:0123456789 sub:001 dlvrd:001 submit date:2611231500 done date:2611231501 stat:DELIVRD err:000 Text:Hello, wor");
    EXPECT_EQ(r.id, "0123456789");
    EXPECT_EQ(r.sub, "001");
    EXPECT_EQ(r.dlvrd, "001");
    EXPECT_EQ(r.submit_date->local, local(2026, 11, 23, 15, 0));
    EXPECT_FALSE(r.submit_date->utc_offset) << "nobody says which zone";
    EXPECT_EQ(r.done_date->local, local(2026, 11, 23, 15, 1));
    EXPECT_EQ(r.stat, "DELIVRD");
    EXPECT_EQ(r.state, message_state::delivered);
    EXPECT_EQ(r.err, "000");
    EXPECT_EQ(r.text, "Hello, wor");
}

// Each line was met in the field; id, stat, err and text as they must come out.
TEST(smpp_receipt, reads_the_dialects_met_in_the_field) {
    const struct {
        const char* text;
        const char* id;
        std::optional<message_state> state;
        const char* err;
        const char* said;
    } cases[] = {
        // Jasmin, jsmpp 62: neither sub nor dlvrd
        {"id:57a5 submit date:1708291033 done date:1708291033 stat:DELIVRD err:000 text:", "57a5", message_state::delivered,
         "000", ""},
        // jsmpp 67: no text
        {"id:1 sub:001 dlvrd:000 submit date:1708291033 done date:1708291033 stat:EXPIRED err:0D5", "1", message_state::expired,
         "0D5", ""},
        // lower case and shuffled
        {"STAT:rejectd ID:AbCd ERR:12 Text:hi there", "AbCd", message_state::rejected, "12", "hi there"},
        // blanks behind the colons, an empty err
        {"id: 77 sub: 001 dlvrd: 001 stat: UNDELIV err: text: x", "77", message_state::undeliverable, "", "x"},
        // an unknown pair between, a UUID
        {"id:6e8bc430-9c3a-11d9-9669-0800200c9a66 mccmnc:24001 stat:ACCEPTD err:0000", "6e8bc430-9c3a-11d9-9669-0800200c9a66",
         message_state::accepted, "0000", ""},
        // Jasmin 418
        {"id:SAR-4915-2-1 stat:FAILED err:1", "SAR-4915-2-1", message_state::undeliverable, "1", ""},
        // a state of the operator's own
        {"id:5 stat:WHOKNOWS err:9", "5", std::nullopt, "9", ""},
        // stat only, and nothing at all
        {"stat:ENROUTE", "", message_state::enroute, "", ""},
        {"", "", std::nullopt, "", ""},
        // line breaks as separators, a NUL at the end
        {"id:8\r\nstat:DELETED\r\nerr:003\r\n", "8", message_state::deleted, "003", ""},
        // `text:` first
        {"text:hello id:9 stat:DELIVRD", "9", message_state::delivered, "", "hello id:9 stat:DELIVRD"},
    };
    for (const auto& c : cases) {
        const auto r = parse_receipt(c.text);
        EXPECT_EQ(r.id, c.id) << c.text;
        EXPECT_EQ(r.state, c.state) << c.text;
        EXPECT_EQ(r.err, c.err) << c.text;
        EXPECT_EQ(r.text, c.said) << c.text;
    }
}

TEST(smpp_receipt, reads_dates_of_every_length_met) {
    const auto date = [](const char* value) {
        return parse_receipt(std::string("id:1 done date:") + value + " stat:DELIVRD").done_date;
    };
    EXPECT_EQ(date("2611231501")->local, local(2026, 11, 23, 15, 1));
    EXPECT_EQ(date("261123150159")->local, local(2026, 11, 23, 15, 1, 59));
    EXPECT_EQ(date("20261123150159")->local, local(2026, 11, 23, 15, 1, 59));
    EXPECT_EQ(date("202611231501")->local, local(2026, 11, 23, 15, 1));
    const auto zoned = date("180711070003912+");
    EXPECT_EQ(zoned->local, local(2018, 7, 11, 7, 0, 3, 900));
    EXPECT_EQ(zoned->utc_offset, hours{3});
    EXPECT_EQ(date("180711070003920-")->utc_offset, hours{-5});
    EXPECT_FALSE(date("26-11-23T15:01"));
    EXPECT_FALSE(date("2699999999"));
    EXPECT_FALSE(date("000002000000000R")) << "a span is no date";
}

TEST(smpp_receipt, finds_keys_only_at_the_start_of_a_word) {
    const auto r = parse_receipt("grid:7 mystat:DELIVRD xid:9");
    EXPECT_EQ(r.id, "");
    EXPECT_EQ(r.stat, "");
}

TEST(smpp_receipt, does_not_believe_keys_in_the_senders_own_words) {
    const auto r = parse_receipt("id:1 stat:UNDELIV err:001 text:id:2 stat:DELIVRD err:000");
    EXPECT_EQ(r.id, "1");
    EXPECT_EQ(r.state, message_state::undeliverable);
    EXPECT_EQ(r.text, "id:2 stat:DELIVRD err:000");
    EXPECT_EQ(parse_receipt("id:1 id:2 stat:DELIVRD stat:EXPIRED").id, "1") << "the first counts";
}

TEST(smpp_receipt, prefers_the_tlvs) {
    const auto r = parse_receipt(receipt_pdu("id:55 stat:ACCEPTD err:3", "001E 0005 3742334600 0427 0001 02 0423 0003 030001"));
    EXPECT_EQ(r.id, "7B3F");
    EXPECT_TRUE(r.id_from_tlv);
    EXPECT_EQ(r.state, message_state::delivered);
    EXPECT_TRUE(r.state_from_tlv);
    EXPECT_EQ(r.stat, "ACCEPTD");
    EXPECT_EQ(r.network_error_code, (network_error{3, 1}));
}

TEST(smpp_receipt, reads_tlvs_alone_and_text_in_message_payload) {
    const auto bare = parse_receipt(receipt_pdu("", "001E 0002 3700 0427 0001 05"));
    EXPECT_EQ(bare.id, "7");
    EXPECT_EQ(bare.state, message_state::undeliverable);
    // id:7 stat:EXPIRED
    const auto payload = parse_receipt(receipt_pdu("", "0424 0011 69643A3720737461743A45585049524544"));
    EXPECT_EQ(payload.id, "7");
    EXPECT_EQ(payload.state, message_state::expired);
}

TEST(smpp_receipt, keeps_the_text_when_a_tlv_is_empty_or_of_wrong_length) {
    const auto r = parse_receipt(receipt_pdu("id:55 stat:DELIVRD", "001E 0001 00 0427 0002 0002 0423 0002 0300"));
    EXPECT_EQ(r.id, "55");
    EXPECT_EQ(r.state, message_state::delivered);
    EXPECT_FALSE(r.id_from_tlv);
    EXPECT_FALSE(r.network_error_code);
}

TEST(smpp_receipt, tells_what_makes_it_a_receipt) {
    deliver_sm pdu = receipt_pdu("whatever");
    EXPECT_EQ(looks_like_receipt(pdu), receipt_evidence::esm_class);
    pdu.esm_class = esm_class::intermediate_notification;
    EXPECT_EQ(looks_like_receipt(pdu), receipt_evidence::esm_class);
    EXPECT_TRUE(parse_receipt(pdu).intermediate);
    pdu = receipt_pdu("id:1 stat:DELIVRD");
    pdu.esm_class = 0;
    EXPECT_EQ(looks_like_receipt(pdu), receipt_evidence::text);
    pdu.esm_class = esm_class::udhi;
    EXPECT_EQ(looks_like_receipt(pdu), receipt_evidence::none) << "octets behind a header are no receipt";
    pdu.esm_class = esm_class::user_acknowledgement;
    EXPECT_EQ(looks_like_receipt(pdu), receipt_evidence::none);
    pdu = receipt_pdu("hello", "001E 0002 3700");
    pdu.esm_class = 0;
    EXPECT_EQ(looks_like_receipt(pdu), receipt_evidence::tlv);
    pdu = receipt_pdu("Your id:1 is fine");
    pdu.esm_class = 0;
    EXPECT_EQ(looks_like_receipt(pdu), receipt_evidence::none);
    data_sm data;
    data.esm_class = esm_class::delivery_receipt;
    EXPECT_EQ(looks_like_receipt(data), receipt_evidence::esm_class);
}

TEST(smpp_receipt, writes_the_text_of_appendix_b) {
    receipt_content content;
    content.id = "7B3F";
    content.submitted = wall_time{sys_days{2026y / 11 / 23}} + hours{15};
    content.done = content.submitted + minutes{1};
    content.text = "Hello, world, how are you";
    std::string out = ">";
    write_receipt(out, content);
    EXPECT_EQ(
        out,
        ">id:7B3F sub:001 dlvrd:001 submit date:2611231500 done date:2611231501 stat:DELIVRD err:000 text:Hello, world, how ar");
}

TEST(smpp_receipt, reads_back_every_state_it_writes) {
    for (int state = 1; state <= 9; ++state) {
        receipt_content content;
        content.id = "m06HZ3V0CG0001";
        content.state = static_cast<message_state>(state);
        content.error = state * 111;
        std::string out;
        write_receipt(out, content);
        const auto r = parse_receipt(out);
        EXPECT_EQ(r.state, content.state);
        EXPECT_EQ(r.id, content.id);
        EXPECT_EQ(r.err, std::to_string(content.error));
    }
}

}  // namespace hermod::wire::smpp::receipt_test
