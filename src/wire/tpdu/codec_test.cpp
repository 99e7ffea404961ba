#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "wire/tpdu/describe.hpp"
#include "wire/tpdu/encode.hpp"
#include "wire/tpdu/golden_test_data.hpp"

namespace hermod::wire::tpdu::codec_test {
namespace {

using bytes = std::vector<std::uint8_t>;
using golden::example;
using golden::from_hex;

// In an allocation of exactly this size, so that AddressSanitizer sees a step beyond it.
struct exact {
    explicit exact(const bytes& from) : data(new std::uint8_t[from.size()]), size(from.size()) {
        std::copy(from.begin(), from.end(), data.get());
    }
    operator octets() const { return {data.get(), size}; }  // NOLINT: it is octets
    std::unique_ptr<std::uint8_t[]> data;
    std::size_t size;
};

origin origin_of_example(const example& e) {
    return std::visit([](const auto& p) { return origin_of(p.type); }, e.pdu);
}

template <class Pdu>
codec_error refusal(const Pdu& pdu) {
    bytes out{1, 2, 3};
    const auto done = encode(out, pdu);
    EXPECT_EQ(out, (bytes{1, 2, 3})) << "a refused TPDU leaves the buffer as it was";
    return done.has_error() ? done.error() : codec_error{};
}

template <class Pdu>
std::size_t written(const Pdu& pdu) {
    bytes out;
    EXPECT_TRUE(encode(out, pdu).has_value());
    return out.size();
}

template <class Pdu>
decoded<Pdu> read(std::string_view hex, carrier by = carrier::ack) {
    const auto got = decode_as<Pdu>(golden::raw(hex), by);
    EXPECT_TRUE(got.has_value()) << hex << (got ? "" : got.error().field);
    return got ? *got : decoded<Pdu>{};
}

oddities only(oddity o) {
    oddities out;
    out.set(o);
    return out;
}

}  // namespace

TEST(tpdu_codec, writes_the_golden_octets_of_every_message) {
    for (const example& e : golden::examples()) {
        bytes out;
        const auto done = encode(out, e.pdu);
        ASSERT_FALSE(done.has_error()) << e.name << ": " << done.error().field;
        EXPECT_EQ(out, from_hex(e.hex)) << e.name;
    }
}

TEST(tpdu_codec, reads_the_golden_octets_of_every_message) {
    for (const example& e : golden::examples()) {
        const exact tpdu(from_hex(e.hex));
        const auto read = decode(tpdu, origin_of_example(e), e.by);
        ASSERT_FALSE(read.has_error()) << e.name << ": " << read.error().field;
        EXPECT_TRUE(read->pdu == e.pdu) << e.name;
        EXPECT_TRUE(read->odd.none()) << e.name << ": " << read->odd.bits();
    }
}

TEST(tpdu_codec, has_a_golden_example_of_every_message_and_of_every_kind_of_validity) {
    std::set<std::size_t> shown;
    std::set<validity_format> formats;
    for (const example& e : golden::examples()) {
        shown.insert(e.pdu.index());
        if (const auto* submit = std::get_if<sms_submit>(&e.pdu)) formats.insert(submit->tp_vp.format);
    }
    EXPECT_EQ(shown.size(), std::variant_size_v<pdu_variant>);
    EXPECT_EQ(formats.size(), 4u);
}

// Every shorter run is refused at its end, or is a report that ends early, or has less user data than it says.
TEST(tpdu_codec, a_message_cut_at_any_octet_names_the_field_that_is_missing) {
    for (const example& e : golden::examples()) {
        const bytes whole = from_hex(e.hex);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const exact cut(bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
            const auto read = decode(cut, origin_of_example(e), e.by);
            if (read.has_value()) {
                EXPECT_TRUE(read->odd.has(oddity::udl_beyond_data) || read->odd.has(oddity::optional_parts_cut) ||
                            std::holds_alternative<sms_status_report>(read->pdu))
                    << e.name << " " << size;
                continue;
            }
            EXPECT_EQ(read.error().code, errc::truncated) << e.name << " " << size;
            EXPECT_EQ(read.error().offset, size) << e.name;
            EXPECT_TRUE(std::string_view(read.error().field).starts_with("TP-")) << e.name;
        }
    }
}

TEST(tpdu_codec, each_field_of_a_cut_submit_is_named) {
    const bytes whole = from_hex("11 00 0B916407281553F8 00 00 AA 0A E8");
    const char* const fields[] = {"TP-MTI", "TP-MR", "TP-DA", "TP-DA",  "TP-DA",  "TP-DA", "TP-DA",
                                  "TP-DA",  "TP-DA", "TP-DA", "TP-PID", "TP-DCS", "TP-VP", "TP-UDL"};
    for (std::size_t size = 0; size < std::size(fields); ++size) {
        const auto read = decode(octets(whole).first(size), origin::mobile);
        ASSERT_TRUE(read.has_error()) << size;
        EXPECT_EQ(read.error(), (codec_error{errc::truncated, fields[size], static_cast<std::uint32_t>(size)})) << size;
    }
}

TEST(tpdu_codec, the_same_first_octet_means_another_message_from_the_other_side) {
    const octets tpdu = golden::raw("00 00");
    EXPECT_TRUE(std::holds_alternative<sms_deliver_report>(decode(tpdu, origin::mobile)->pdu));
    EXPECT_EQ(decode(tpdu, origin::network).error(), (codec_error{errc::truncated, "TP-OA", 2}));
}

TEST(tpdu_codec, refuses_the_reserved_type_and_another_type_than_the_one_asked_for) {
    EXPECT_EQ(decode(golden::raw("03 00"), origin::mobile).error(), (codec_error{errc::reserved_type, "TP-MTI", 0}));
    EXPECT_EQ(decode(golden::raw("FF 00"), origin::mobile).error(), (codec_error{errc::reserved_type, "TP-MTI", 0}));
    EXPECT_EQ(decode_as<sms_deliver>(golden::raw("02 00")).error(), (codec_error{errc::wrong_message_type, "TP-MTI", 0}));
    EXPECT_EQ(decode_as<sms_deliver>(octets{}).error(), (codec_error{errc::truncated, "TP-MTI", 0}));
}

TEST(tpdu_codec, the_reserved_type_from_the_network_is_read_as_a_deliver) {
    const std::string_view reserved = "07 04812143 00 00 62115291903240 01 41";
    EXPECT_EQ(read<sms_deliver>(reserved).odd, only(oddity::reserved_type));
    const auto any = decode(golden::raw(reserved), origin::network);
    EXPECT_EQ(text_of(std::get<sms_deliver>(any->pdu).tp_oa), "1234");
    EXPECT_EQ(any->odd, only(oddity::reserved_type));
    EXPECT_EQ(describe(golden::raw(reserved), origin::network).odd, only(oddity::reserved_type));
    EXPECT_EQ(describe(golden::raw(reserved), origin::network).pdu, "SMS-DELIVER");
    EXPECT_TRUE(describe(golden::raw(reserved), origin::mobile).fault);
}

TEST(tpdu_codec, an_address_too_long_is_refused_with_its_place) {
    EXPECT_EQ(decode(golden::raw("11 00 1591214365870921436587F9 00"), origin::mobile).error(),
              (codec_error{errc::address_too_long, "TP-DA", 2}));
}

TEST(tpdu_codec, user_data_shorter_than_its_length_is_taken_as_far_as_it_goes) {
    const auto cut = read<sms_deliver>("04 04812143 00 00 62115291903240 0A E8329B");
    EXPECT_EQ(cut.odd, only(oddity::udl_beyond_data));
    EXPECT_EQ(cut.pdu.tp_ud.length, 3);  // 24 bits hold three septets
    EXPECT_EQ(text_of(*take_apart(cut.pdu.tp_ud, 0, false)), "hel");
    const auto wide = read<sms_deliver>("04 04812143 00 08 62115291903240 0A 0041");
    EXPECT_EQ(wide.odd, only(oddity::udl_beyond_data));
    EXPECT_EQ(wide.pdu.tp_ud.length, 2);
}

TEST(tpdu_codec, more_than_140_octets_are_read_and_not_written) {
    std::string hex = "04 04812143 00 04 62115291903240 8D ";
    for (int i = 0; i < 141; ++i) hex += "41";
    const auto got = read<sms_deliver>(hex);
    EXPECT_EQ(got.odd, only(oddity::long_user_data));
    EXPECT_EQ(refusal(got.pdu), (codec_error{errc::user_data_too_long, "TP-UD", 14}));
}

TEST(tpdu_codec, octets_behind_the_end_and_reserved_bits_are_oddities) {
    EXPECT_EQ(read<sms_deliver>("04 04812143 00 00 62115291903240 01 41 0000").odd, only(oddity::trailing_octets));
    EXPECT_EQ(read<sms_deliver>("14 04812143 00 00 62115291903240 01 41").odd, only(oddity::reserved_bits));
    EXPECT_EQ(read<sms_deliver>("04 04812143 00 00 62115291903240 01 C1").odd, only(oddity::user_data_padding));
    EXPECT_EQ(read<sms_submit>("09 00 04812143 00 00 85000000000000 00").odd, only(oddity::reserved_bits));
}

TEST(tpdu_codec, a_status_report_says_its_status_whatever_follows) {
    const std::string_view start = "06 2A 04812143 62115291903240 6211523190030A 46";
    const auto with = [&](std::string_view rest) { return read<sms_status_report>(std::string(start) + std::string(rest)); };
    EXPECT_EQ(with("00").odd, only(oddity::empty_indicator));
    EXPECT_EQ(with("07 00").odd, only(oddity::optional_parts_cut));
    EXPECT_EQ(with("07 00").pdu.tp_st, 0x46);
    EXPECT_TRUE(with("07 00").pdu.parts.empty());
    EXPECT_EQ(with("80").odd.has(oddity::optional_parts_cut), true);
    const auto extended = with("81 00 7F");
    EXPECT_EQ(extended.odd, only(oddity::reserved_bits));
    EXPECT_EQ(extended.pdu.parts.pid, 0x7F);
}

TEST(tpdu_codec, a_report_in_an_error_needs_its_cause) {
    EXPECT_EQ(decode_as<sms_submit_report>(golden::raw("01"), carrier::error).error(),
              (codec_error{errc::truncated, "TP-FCS", 1}));
    EXPECT_EQ(read<sms_deliver_report>("00 D3 00", carrier::error).pdu.tp_fcs, 0xD3);
}

TEST(tpdu_codec, refuses_to_write_what_no_tpdu_says) {
    sms_submit submit{.tp_da = golden::number(ton::international, "46701234567"), .tp_ud = golden::ud(3, "E8329B")};
    EXPECT_EQ(written(submit), 16u);
    submit.tp_ud.length = 4;
    EXPECT_EQ(refusal(submit), (codec_error{errc::length_mismatch, "TP-UDL", 12}));
    submit.tp_ud.length = 3;
    submit.tp_dcs = 0x04;
    EXPECT_EQ(written(submit), 16u);
    submit.tp_da = golden::number(ton::international, "46x");
    EXPECT_EQ(refusal(submit), (codec_error{errc::not_an_address, "TP-DA", 2}));
    submit.tp_da = golden::number(ton::international, "46");
    submit.tp_vp = golden::absolute({26, 2, 30, 0, 0, 0});
    EXPECT_EQ(refusal(submit), (codec_error{errc::bad_time, "TP-VP", 7}));
    submit.tp_vp = {static_cast<validity_format>(4)};
    EXPECT_EQ(refusal(submit), (codec_error{errc::bad_validity, "TP-VP", 7}));
    sms_command command{.tp_da = golden::number(ton::international, "46")};
    const bytes much(165);
    command.tp_cd = much;
    EXPECT_EQ(refusal(command), (codec_error{errc::data_too_long, "TP-CD", 8}));
    command.tp_cd = octets(much).first(156);
    EXPECT_EQ(refusal(command), (codec_error{errc::tpdu_too_long, "TP-MTI", 0}));
    command.tp_cd = octets(much).first(155);
    EXPECT_EQ(written(command), max_tpdu);
}

TEST(tpdu_codec, every_error_and_oddity_has_words) {
    for (int code = 1; code <= static_cast<int>(errc::odd_hex); ++code) {
        EXPECT_STRNE(text(static_cast<errc>(code)), "unknown codec error") << code;
    }
    for (std::size_t i = 0; i < oddity_count; ++i) EXPECT_NE(words(static_cast<oddity>(i)), "unknown oddity") << i;
    EXPECT_EQ(words(static_cast<oddity>(oddity_count)), "unknown oddity");
}

}  // namespace hermod::wire::tpdu::codec_test
