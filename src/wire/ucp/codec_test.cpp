#include <gtest/gtest.h>

#include "wire/ucp/encode.hpp"
#include "wire/ucp/golden_test_data.hpp"

namespace hermod::wire::ucp {
namespace {

// Name and value of every field, for comparison.
class flat {
public:
    bool text(const field_spec& f, std::string_view value) {
        seen.push_back(std::string(f.name) + "=" + std::string(value));
        return true;
    }
    bool list(const field_spec& npl, const field_spec& item, const address_list& value) {
        text(npl, std::to_string(value.size()));
        for (const std::string_view one : value) text(item, one);
        return true;
    }
    bool refuse(const field_spec& f, errc) { return text(f, "refused"); }
    std::vector<std::string> seen;
};

std::vector<std::string> flattened(const pdu_variant& pdu) {
    flat out;
    std::visit([&](const auto& p) { p.fields(out, p); }, pdu);
    return out.seen;
}

std::string with_sums(std::string_view header, std::string_view data) {
    std::string body = std::string(header) + std::string(data);
    const std::string length = std::to_string(100000 + body.size() + 2).substr(1);
    body.replace(3, 5, length);
    static constexpr char hex[] = "0123456789ABCDEF";
    const std::uint8_t sum = checksum(body);
    return golden::framed(body + hex[sum >> 4] + hex[sum & 15]);
}

codec_error error_of(std::string_view frame) {
    const auto read = decode(frame);
    return read ? codec_error{} : read.error();
}

codec_error refusal_of(unsigned trn, const pdu_variant& pdu) {
    std::string out = "kept";
    const auto written = encode(out, trn, pdu);
    EXPECT_EQ(out, "kept");
    return written ? codec_error{} : written.error();
}

}  // namespace

TEST(ucp_codec, reads_every_golden_frame_as_the_operation_it_is) {
    for (const auto& e : golden::examples()) {
        const std::string frame = golden::framed(e.text);
        const auto read = decode(frame);
        ASSERT_TRUE(read) << e.name << ": " << text(read.error().code) << " " << read.error().field << " " << read.error().offset;
        EXPECT_EQ(read->head.trn, e.trn) << e.name;
        EXPECT_EQ(read->head.ot, operation_of(e.pdu)) << e.name;
        EXPECT_EQ(read->pdu.index(), e.pdu.index()) << e.name;
        EXPECT_EQ(flattened(read->pdu), flattened(e.pdu)) << e.name;
        EXPECT_TRUE(read->odd.none()) << e.name << " " << read->odd.first_field();
    }
}

TEST(ucp_codec, writes_every_golden_frame_octet_by_octet) {
    std::string all, expected;
    for (const auto& e : golden::examples()) {
        std::string out;
        ASSERT_TRUE(encode(out, e.trn, e.pdu)) << e.name;
        EXPECT_EQ(out, golden::framed(e.text)) << e.name;
        ASSERT_TRUE(encode(all, e.trn, e.pdu));
        expected += out;
    }
    EXPECT_EQ(all, expected);  // one behind another in one buffer
}

TEST(ucp_codec, has_golden_frames_of_every_operation_in_both_directions) {
    for (const operation_row& row : operation_table()) {
        int requests = 0, acks = 0, naks = 0;
        for (const auto& e : golden::examples()) {
            if (operation_of(e.pdu) != row.ot) continue;
            const bool positive = std::holds_alternative<ack>(e.pdu), negative = std::holds_alternative<nak>(e.pdu);
            acks += positive;
            naks += negative;
            requests += !positive && !negative;
        }
        EXPECT_TRUE(requests > 0 && acks > 0 && naks > 0) << row.name;
    }
}

TEST(ucp_codec, names_the_field_at_which_a_request_ends_early) {
    for (const auto& e : golden::examples()) {
        if (std::holds_alternative<ack>(e.pdu) || std::holds_alternative<nak>(e.pdu)) continue;
        const std::string_view data = e.text.substr(header_length - 1, e.text.size() - header_length - 1);
        const std::string_view header = e.text.substr(0, header_length - 1);
        for (std::size_t size = 0; size < data.size(); ++size) {
            if (size != 0 && data[size - 1] != '/') continue;
            const codec_error error = error_of(with_sums(header, data.substr(0, size)));
            EXPECT_EQ(error.code, errc::missing_field) << e.name << " at " << size;
            EXPECT_EQ(error.offset, header_length + size) << e.name;
            EXPECT_EQ(error.suggested, error_code::syntax_error);
            EXPECT_STRNE(error.field, "");
        }
    }
}

TEST(ucp_codec, says_which_field_is_missing) {
    EXPECT_EQ(error_of(with_sums("01/00000/O/31/", "")), (codec_error{errc::missing_field, "AdC", 15}));
    EXPECT_EQ(error_of(with_sums("01/00000/O/31/", "1234/")), (codec_error{errc::missing_field, "PID", 20}));
    EXPECT_EQ(error_of(with_sums("01/00000/O/51/", "1234/5678/")), (codec_error{errc::missing_field, "AC", 25}));
    EXPECT_EQ(error_of(with_sums("01/00000/R/51/", "")), (codec_error{errc::missing_field, "ACK", 15}));
    EXPECT_EQ(error_of(with_sums("01/00000/O/02/", "3/1/2/")), (codec_error{errc::missing_field, "AdC", 21}));
}

TEST(ucp_codec, refuses_what_it_cannot_read_with_the_error_code_to_answer) {
    EXPECT_EQ(error_of(with_sums("01/00000/O/32/", "1234/")),
              (codec_error{errc::unknown_operation, "OT", 12, error_code::operation_not_supported}));
    EXPECT_EQ(error_of(with_sums("01/00000/R/99/", "A//")),
              (codec_error{errc::unknown_operation, "OT", 12, error_code::operation_not_supported}));
    EXPECT_EQ(error_of(with_sums("01/00000/R/51/", "B//")), (codec_error{errc::bad_result, "ACK", 15}));
    EXPECT_EQ(error_of(with_sums("01/00000/R/51/", "//")), (codec_error{errc::bad_result, "ACK", 15}));
    EXPECT_EQ(error_of(with_sums("01/00000/O/02/", "x/1////")), (codec_error{errc::bad_count, "NPL", 15}));
    EXPECT_EQ(error_of(with_sums("01/00000/O/02/", "0001/1////")), (codec_error{errc::bad_count, "NPL", 15}));
    EXPECT_EQ(error_of(with_sums("01/00000/O/01/", "1/2//5/H/1//")),
              (codec_error{errc::bad_message_type, "MT", 20, error_code::message_type_not_supported}));
    EXPECT_EQ(error_of(with_sums("01/00000/O/01/", "1/2////")),
              (codec_error{errc::bad_message_type, "MT", 20, error_code::message_type_not_supported}));
}

TEST(ucp_codec, refuses_a_frame_that_is_none) {
    const std::string good = golden::framed("02/00035/O/31/0234765439845/0139/A0");
    EXPECT_EQ(error_of("").code, errc::no_frame);
    EXPECT_EQ(error_of(good.substr(1)).code, errc::no_frame);
    EXPECT_EQ(error_of(good.substr(0, good.size() - 1)).code, errc::no_frame);
    std::string lost = good;
    lost.erase(20, 1);
    EXPECT_EQ(error_of(lost), (codec_error{errc::wrong_checksum, "CS", 33, error_code::checksum_error}));
}

TEST(ucp_codec, lets_odd_values_pass_and_names_the_first) {
    const std::string frame = with_sums("01/00000/O/51/", "+49171/Hermod/////01///////////////////////////////");
    const auto read = decode(frame);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->odd.has(oddity::strange_value));
    EXPECT_FALSE(read->odd.has(oddity::long_value));
    EXPECT_STREQ(read->odd.first_field(), "AdC");
    EXPECT_EQ(read->odd.first_offset(), 15u);
    EXPECT_EQ(std::get<submit_message>(read->pdu).adc, "+49171");
    EXPECT_EQ(std::get<submit_message>(read->pdu).npid, "01");

    const std::string long_one = with_sums("01/00000/O/31/", "hermod/" + std::string(5, '0') + "/");
    const auto read_long = decode(long_one);
    ASSERT_TRUE(read_long);
    EXPECT_TRUE(read_long->odd.has(oddity::long_value));
    EXPECT_STREQ(read_long->odd.first_field(), "PID");
    EXPECT_EQ(read_long->odd.first_offset(), 22u);
}

TEST(ucp_codec, ignores_fields_behind_the_last_one) {
    const std::string frame = with_sums("01/00000/O/31/", "1234/0539/more/and more/");
    const auto read = decode(frame);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->odd.has(oddity::extra_fields));
    EXPECT_EQ(std::get<alert>(read->pdu).pid, "0539");
}

TEST(ucp_codec, reads_results_that_end_early) {
    for (const char* data : {"A/", "A//"}) {
        const std::string frame = with_sums("01/00000/R/52/", data);
        const auto read = decode(frame);
        ASSERT_TRUE(read) << data;
        EXPECT_TRUE(read->odd.has(oddity::missing_fields));
        EXPECT_EQ(std::get<ack>(read->pdu).sm, "");
        EXPECT_EQ(std::get<ack>(read->pdu).ot, operation_type::deliver_message);
    }
    const std::string frame = with_sums("01/00000/R/51/", "N/04/");
    const auto read = decode(frame);
    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<nak>(read->pdu).ec, "04");
}

TEST(ucp_codec, can_refuse_an_operation_that_it_does_not_know) {
    const nak refusal{.ot = operation_type{32}, .ec = ec(error_code::operation_not_supported)};
    std::string out;
    ASSERT_TRUE(encode(out, 5, refusal));
    EXPECT_EQ(out, with_sums("05/00000/R/32/", "N/03//"));
    const auto read = decode(out);
    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<nak>(read->pdu).ot, operation_type{32});
    EXPECT_EQ(refusal_of(0, nak{.ot = operation_type{100}, .ec = "03"}).code, errc::unknown_operation);
}

TEST(ucp_codec, takes_a_checksum_in_lower_case) {
    const auto read = decode(
        "\x02"
        "04/00023/R/31/A/0003/2d\x03");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->odd.has(oddity::lower_case_checksum));
}

TEST(ucp_codec, refuses_to_write_what_a_field_does_not_take) {
    EXPECT_EQ(refusal_of(0, submit_message{.adc = "12345678901234567"}), (codec_error{errc::value_too_long, "AdC", 15}));
    EXPECT_EQ(refusal_of(0, submit_message{.adc = "+4917"}), (codec_error{errc::wrong_characters, "AdC", 15}));
    EXPECT_EQ(refusal_of(0, submit_message{.adc = "1", .oadc = "Hermod"}), (codec_error{errc::wrong_characters, "OAdC", 17}));
    EXPECT_EQ(refusal_of(0, submit_message{.adc = "1", .nt = "8"}), (codec_error{errc::wrong_characters, "NT", 21}));
    EXPECT_EQ(refusal_of(0, submit_message{.npid = "53"}), (codec_error{errc::wrong_size, "NPID", 21}));
    EXPECT_EQ(refusal_of(0, submit_message{.vp = "3102261530"}), (codec_error{errc::not_a_time, "VP", 27}));
    EXPECT_EQ(refusal_of(0, submit_message{.vp = "010226153"}), (codec_error{errc::wrong_size, "VP", 27}));
    EXPECT_EQ(refusal_of(0, submit_message{.mt = "3", .msg = "414"}), (codec_error{errc::wrong_size, "AMsg", 36}));
    EXPECT_EQ(refusal_of(0, submit_message{.mt = "2", .msg = "4A"}), (codec_error{errc::wrong_characters, "NMsg", 36}));
    EXPECT_EQ(refusal_of(0, submit_message{.msg = "41"}), (codec_error{errc::value_too_long, "Msg", 35}));
    EXPECT_EQ(refusal_of(0, call_input{.mt = "5"}), (codec_error{errc::wrong_characters, "MT", 18}));
    EXPECT_EQ(refusal_of(0, call_input{.adc = "1"}), (codec_error{errc::bad_message_type, "MT", 19}));
    EXPECT_EQ(refusal_of(0, call_input{.mt = "3", .nb = "0008"}), (codec_error{errc::not_allowed, "NB", 20}));
    EXPECT_EQ(refusal_of(0, session_management{.oadc = "a/b"}), (codec_error{errc::wrong_characters, "OAdC", 15}));
    EXPECT_EQ(refusal_of(0, alert{.adc = "a\x03"}), (codec_error{errc::wrong_characters, "AdC", 15}));
    EXPECT_EQ(refusal_of(0, nak{.ot = operation_type::alert, .ec = "4"}), (codec_error{errc::wrong_size, "EC", 17}));
}

TEST(ucp_codec, refuses_to_write_an_operation_that_cannot_be_framed) {
    EXPECT_EQ(refusal_of(100, alert{}), (codec_error{errc::bad_header, "TRN", 1}));
    EXPECT_EQ(refusal_of(0, ack{}), (codec_error{errc::unknown_operation, "OT", 12, error_code::operation_not_supported}));
    EXPECT_EQ(refusal_of(0, ack{.ot = operation_type::alert, .mvp = "0102261530"}), (codec_error{errc::not_allowed, "MVP", 17}));
    EXPECT_EQ(refusal_of(0, multiple_call_input{.adc = address_list(2, "1")}), (codec_error{errc::bad_count, "NPL", 15}));
    EXPECT_EQ(refusal_of(0, multiple_call_input{.adc = address_list(1, "1/2")}), (codec_error{errc::bad_count, "NPL", 15}));
    EXPECT_EQ(refusal_of(0, multiple_call_input{.adc = address_list(0, "1")}), (codec_error{errc::bad_count, "NPL", 15}));
    std::string many;
    for (int i = 0; i < 999; ++i) many += i == 0 ? "0123456789012345" : "/0123456789012345";
    EXPECT_EQ(refusal_of(0, multiple_call_input{.adc = address_list(999, many), .mt = "3"}),
              (codec_error{errc::frame_too_long, "LEN", 4, error_code::message_too_long}));
    EXPECT_EQ(refusal_of(0, multiple_call_input{.adc = address_list(1000, std::string(999, '/')), .mt = "3"}),
              (codec_error{errc::value_too_long, "NPL", 15}));
}

TEST(ucp_codec, has_room_for_every_field_at_its_limit_six_times_over) {
    class longest {
    public:
        bool text(const field_spec& f, std::string_view) { return octets += f.max + 1u, true; }
        bool list(const field_spec&, const field_spec&, const address_list&) { return true; }
        bool refuse(const field_spec&, errc) { return false; }
        std::size_t octets = header_length + trailer_length;
    };
    longest visitor;
    submit_message pdu{.mt = "4"};
    submit_message::fields(visitor, pdu);
    EXPECT_GT(visitor.octets, 2048u);
    EXPECT_LT(visitor.octets * 6, max_frame_length);

    std::string recipients = "0123456789012345";
    for (int i = 1; i < 800; ++i) recipients += "/0123456789012345";
    std::string out;
    EXPECT_TRUE(
        encode(out, 0, multiple_call_input{.adc = address_list(800, recipients), .mt = "3", .msg = std::string(640, '4')}));
}

}  // namespace hermod::wire::ucp
