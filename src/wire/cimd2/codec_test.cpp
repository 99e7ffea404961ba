#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "wire/cimd2/decode.hpp"
#include "wire/cimd2/encode.hpp"
#include "wire/cimd2/golden_test_data.hpp"
#include "wire/cimd2/outcomes.hpp"
#include "wire/cimd2/rules.hpp"

namespace hermod::wire::cimd2::codec_test {
namespace {

using golden::octets_of;
using golden::raw;
using golden::to;

// Octets in an allocation of exactly their size, so that a sanitizer sees a read one octet too far.
struct exact {
    explicit exact(std::string_view from) : size(from.size()), data(new char[from.size()]) {
        std::copy(from.begin(), from.end(), data.get());
    }
    operator octet_view() const { return {data.get(), size}; }
    std::size_t size;
    std::unique_ptr<char[]> data;
};

std::string encoded(const any_operation& pdu, std::uint8_t number, encode_options options = {}) {
    std::string out;
    const auto done = encode(out, number, pdu, options);
    EXPECT_TRUE(done.has_value()) << done.error().field << ": " << text(done.error().code);
    return out;
}

template <class Operation>
codec_error refusal(const Operation& pdu, encode_options options = {}) {
    std::string out = "before";
    const auto done = encode(out, 1, pdu, options);
    EXPECT_EQ(out, "before") << "a refused packet leaves the buffer as it was";
    return done.has_error() ? done.error() : codec_error{};
}

submit_message hello() {
    return {.destinations = to({"46701234567"}), .user_data = "Hello"};
}

template <class Operation>
decoded<Operation> read(std::string_view text) {
    const auto out = decode_as<Operation>(golden::keep(octets_of(text)));
    EXPECT_TRUE(out.has_value()) << text;
    return *out;
}

codec_error unreadable(std::string_view text) {
    const auto out = decode(golden::keep(octets_of(text)));
    EXPECT_TRUE(out.has_error()) << text;
    return out.has_error() ? out.error() : codec_error{};
}

}  // namespace

TEST(cimd2_codec, writes_the_golden_octets_of_every_operation) {
    for (const auto& e : golden::examples()) EXPECT_EQ(encoded(e.pdu, e.number), octets_of(e.text)) << e.name;
}

TEST(cimd2_codec, reads_the_golden_octets_of_every_operation) {
    for (const auto& e : golden::examples()) {
        const exact frame(octets_of(e.text));
        const auto got = decode(frame);
        ASSERT_TRUE(got.has_value()) << e.name;
        EXPECT_EQ(got->head.number, e.number);
        EXPECT_EQ(got->pdu.index(), e.pdu.index()) << e.name;
        EXPECT_TRUE(got->has_checksum);
        EXPECT_TRUE(got->odd.none()) << e.name;
        EXPECT_EQ(encoded(got->pdu, e.number), octets_of(e.text)) << e.name;
    }
}

TEST(cimd2_codec, has_a_golden_example_and_a_table_row_for_every_operation) {
    std::set<std::size_t> shown;
    for (const auto& e : golden::examples()) shown.insert(e.pdu.index());
    EXPECT_EQ(shown.size(), std::variant_size_v<any_operation>);
    EXPECT_EQ(operation_table().size(), std::variant_size_v<any_operation>);
    for (const operation_row& row : operation_table()) {
        std::string frame = "\2" + std::to_string(100 + static_cast<int>(row.code)).substr(1) + ":000\t\3";
        EXPECT_TRUE(decode(frame).has_value()) << row.name;
    }
}

TEST(cimd2_codec, answers_an_error_for_every_truncation_of_every_operation) {
    for (const auto& e : golden::examples()) {
        const std::string whole = octets_of(e.text);
        for (std::size_t cut = 0; cut < whole.size(); ++cut) {
            const exact part(octet_view(whole).substr(0, cut));
            EXPECT_TRUE(decode(part).has_error()) << e.name << " cut at " << cut;
        }
    }
}

TEST(cimd2_codec, reads_each_parameter_of_submit_message_where_it_stands) {
    const std::string frame = octets_of(golden::examples()[8].text);
    const auto got = decode_as<submit_message>(frame);
    ASSERT_TRUE(got.has_value());
    const submit_message& p = got->pdu;
    EXPECT_EQ(p.destinations.size(), 3u);
    EXPECT_EQ(p.destinations.front(), "46701234567");
    EXPECT_FALSE(p.originating_address);
    EXPECT_EQ(p.alphanumeric_originating_address, "Hermod");
    EXPECT_EQ(p.data_coding_scheme, 245);
    EXPECT_EQ(p.user_data_header, "0500037F0201");
    EXPECT_FALSE(p.user_data);
    EXPECT_EQ(p.user_data_binary, "CAFE00FF");
    EXPECT_EQ(p.validity_period_relative, 167);
    EXPECT_EQ(p.first_delivery_time_absolute, "261126080000");
    EXPECT_EQ(p.status_report_request, 63);
    EXPECT_EQ(p.tariff_class, 12);
    EXPECT_EQ(p.priority, 9);
    EXPECT_GE(p.user_data_binary->data(), frame.data()) << "borrowed, not copied";
    EXPECT_LT(p.user_data_binary->data(), frame.data() + frame.size());
}

TEST(cimd2_codec, reads_parameters_in_any_order) {
    const auto got = read<submit_message>("^03:001|056:14|033:Hi|021:467|030:0|~");
    EXPECT_EQ(got.pdu.destinations.front(), "467");
    EXPECT_EQ(got.pdu.user_data, "Hi");
    EXPECT_EQ(got.pdu.status_report_request, 14);
    EXPECT_TRUE(got.odd.none());
}

TEST(cimd2_codec, tells_an_empty_value_from_none) {
    EXPECT_EQ(read<submit_message>("^03:001|021:467|033:|~").pdu.user_data, "");
    EXPECT_FALSE(read<submit_message>("^03:001|021:467|~").pdu.user_data);
    EXPECT_EQ(encoded(submit_message{.destinations = to({"467"}), .user_data = ""}, 1, {.checksum = false}),
              octets_of("^03:001|021:467|033:|~"));
}

TEST(cimd2_codec, refuses_to_write_what_the_specification_forbids_and_says_where) {
    const auto with = [](auto change) {
        submit_message pdu = hello();
        change(pdu);
        return refusal(pdu);
    };
    EXPECT_EQ(refusal(submit_message{}), (codec_error{errc::missing_parameter, "destination_address", 0}));
    EXPECT_EQ(refusal(login{.password = "x"}), (codec_error{errc::missing_parameter, "user_identity", 0}));
    EXPECT_EQ(refusal(login{.user_identity = "x"}), (codec_error{errc::missing_parameter, "password", 0}));
    EXPECT_EQ(refusal(login{.user_identity = " x", .password = "y"}), (codec_error{errc::space_at_the_edge, "user_identity", 0}));
    EXPECT_EQ(refusal(login{.user_identity = "x", .password = "y z "}), (codec_error{errc::space_at_the_edge, "password", 3}));
    EXPECT_EQ(refusal(login{.user_identity = "x\xE9", .password = "y"}), (codec_error{errc::bad_character, "user_identity", 1}));
    EXPECT_EQ(refusal(login{.user_identity = "x", .password = "y", .window_size = 129}),
              (codec_error{errc::out_of_range, "window_size", 0}));
    EXPECT_EQ(refusal(submit_message{.destinations = to({"467", "46x"})}),
              (codec_error{errc::not_an_address, "destination_address", 2}));
    EXPECT_EQ(with([](auto& p) { p.originating_address = "123456789012345678901"; }),
              (codec_error{errc::too_long, "originating_address", 20}));
    EXPECT_EQ(with([](auto& p) { p.alphanumeric_originating_address = "a\tb"; }),
              (codec_error{errc::bad_character, "alphanumeric_originating_address", 1}));
    EXPECT_EQ(with([](auto& p) { p.user_data = std::string_view("a\0b", 3); }),
              (codec_error{errc::bad_character, "user_data", 1}));
    EXPECT_EQ(with([](auto& p) { p.user_data_header = "05X0"; }), (codec_error{errc::not_hex, "user_data_header", 2}));
    EXPECT_EQ(with([](auto& p) { p.user_data_header = "050"; }), (codec_error{errc::not_hex, "user_data_header", 3}));
    EXPECT_EQ(with([](auto& p) { p.validity_period_relative = -2; }),
              (codec_error{errc::out_of_range, "validity_period_relative", 0}));
    EXPECT_EQ(with([](auto& p) { p.validity_period_absolute = "2611250000"; }),
              (codec_error{errc::not_a_time, "validity_period_absolute", 0}));
    EXPECT_EQ(with([](auto& p) { p.validity_period_absolute = "261325000000"; }),
              (codec_error{errc::not_a_time, "validity_period_absolute", 2}));
    EXPECT_EQ(with([](auto& p) { p.priority = 0; }), (codec_error{errc::out_of_range, "priority", 0}));
    EXPECT_EQ(with([](auto& p) { p.user_data_binary = "00"; }),
              (codec_error{errc::conflicting_parameters, "user_data_binary", 0}));
    EXPECT_EQ(refusal(hello(), {.extra = raw("801:a\2b|")}), (codec_error{errc::bad_character, "parameter", 1}));
    const std::string many = octets_of([] {
        std::string all;
        for (int i = 0; i < 400; ++i) all += "021:12345678901234567890|";
        return all;
    }());
    EXPECT_EQ(refusal(submit_message{.destinations = values(parameters(many), parameter::destination_address)}),
              (codec_error{errc::packet_too_long, "packet", 0}));
}

TEST(cimd2_codec, refuses_each_pair_that_excludes_one_another) {
    const auto value = [](parameter id) { return find_parameter(id)->type == kind::time ? "261125000000" : "12"; };
    for (const exclusion& each : rules_of(operation::submit_message).exclusions) {
        std::string both = octets_of("^03:001|021:467|");
        append_parameter(both, each.one, value(each.one));
        append_parameter(both, each.other, value(each.other));
        both += etx;
        const auto got = decode_as<submit_message>(both);
        ASSERT_TRUE(got.has_value());
        EXPECT_TRUE(got->odd.has(oddity::conflicting_parameters)) << name(each.one);
        EXPECT_EQ(refusal(got->pdu), (codec_error{errc::conflicting_parameters, name(each.other), 0}));
    }
    EXPECT_EQ(rules_of(operation::submit_message).exclusions.size(), 4u);
}

TEST(cimd2_codec, writes_what_only_one_centre_knows_behind_the_rest) {
    EXPECT_EQ(encoded(hello(), 1, {.checksum = false, .extra = raw("801:x|")}),
              octets_of("^03:001|021:46701234567|033:Hello|801:x|~"));
}

TEST(cimd2_codec, reads_what_the_specification_forbids_as_an_oddity) {
    const auto odd = [](std::string_view text) {
        const auto got = decode(golden::keep(octets_of(text)));
        EXPECT_TRUE(got.has_value()) << text;
        return got.has_value() ? got->odd : oddities{};
    };
    EXPECT_TRUE(odd("^03:001|021:467|801:x|~").has(oddity::unknown_parameter));
    EXPECT_TRUE(odd("^03:001|021:467|061:4|~").has(oddity::unexpected_parameter));
    EXPECT_TRUE(odd("^03:001|021:467|033:a|033:b|~").has(oddity::repeated_parameter));
    EXPECT_TRUE(odd("^03:001|021:467|021:468|~").none());
    EXPECT_TRUE(odd("^03:001|033:a|~").has(oddity::missing_parameter));
    EXPECT_TRUE(odd("^23:000|021:467|060:261125190923|~").has(oddity::missing_parameter));
    EXPECT_TRUE(odd("^03:001|021:467|033:a|034:00|~").has(oddity::conflicting_parameters));
    EXPECT_TRUE(odd("^03:001|021:123456789012345678901|~").has(oddity::long_value));
    EXPECT_TRUE(odd("^03:001|021:*100#|~").has(oddity::odd_value));
    EXPECT_TRUE(odd("^03:001|021:467|067:10|~").has(oddity::long_value));
    EXPECT_TRUE(odd("^03:001|021:467|067:0|~").has(oddity::odd_value));
    EXPECT_TRUE(odd("^53:001|021:467|060:20261125190923|~").has(oddity::long_value)) << "go-cimd's timestamp";
    EXPECT_TRUE(odd("^23:000|021:467|060:261125190923|061:4|062:|~").has(oddity::empty_integer));
    EXPECT_TRUE(odd("^40:000|~").none()) << "either side may ask";
    EXPECT_TRUE(odd("^03:002|021:467|~").has(oddity::wrong_parity));
    EXPECT_TRUE(odd("^53:002|060:261125190923|~").has(oddity::wrong_parity));
    EXPECT_TRUE(odd("^20:001|021:1|023:2|060:261125190923|~").has(oddity::wrong_parity));
    EXPECT_TRUE(odd("^70:001|~").has(oddity::wrong_parity));
    EXPECT_TRUE(odd("^70:000|~").none());
}

TEST(cimd2_codec, takes_the_first_of_a_repeated_parameter_and_looks_at_no_other) {
    const auto got = read<deliver_message>("^20:000|021:1|023:2|060:261125190923|030:0|030:x|032:00|032:0|033:a|033:b|~");
    EXPECT_EQ(got.pdu.data_coding_scheme, 0);
    EXPECT_EQ(got.pdu.user_data, "a");
}

TEST(cimd2_codec, refuses_only_what_cannot_be_read_and_says_where) {
    EXPECT_EQ(unreadable("^77:001|~"), (codec_error{errc::unknown_operation, "header", 1}));
    EXPECT_EQ(unreadable("^03:001|021:467|030:x|~"), (codec_error{errc::not_an_integer, "data_coding_scheme", 20}));
    EXPECT_EQ(unreadable("^03:001|021:467|030:1 |~"), (codec_error{errc::not_an_integer, "data_coding_scheme", 20}));
    EXPECT_EQ(unreadable("^03:001|021:467|030:99999999999|~"), (codec_error{errc::not_an_integer, "data_coding_scheme", 20}));
    EXPECT_EQ(unreadable("^03:001|021:467|032:0G|~"), (codec_error{errc::not_hex, "user_data_header", 21}));
    EXPECT_EQ(unreadable("^03:001|021:467|034:000|~"), (codec_error{errc::not_hex, "user_data_binary", 23}));
    EXPECT_EQ(unreadable("^03:001|034:" + std::string(281, '0') + "|~"), (codec_error{errc::not_hex, "user_data_binary", 293}));
    EXPECT_EQ(unreadable("^53:001|021:467|900:oops|~"), (codec_error{errc::not_an_integer, "error_code", 20}));
    const auto other = decode_as<login>(octets_of("^02:001|~"));
    ASSERT_TRUE(other.has_error());
    EXPECT_EQ(other.error(), (codec_error{errc::wrong_operation, "header", 1}));
}

TEST(cimd2_codec, reads_a_packet_full_of_parameters) {
    std::string text = "^03:001|021:467|";
    while (text.size() < max_packet_length - 8) text += "030:0|";
    const auto got = read<submit_message>(text + "~");
    EXPECT_TRUE(got.odd.has(oddity::repeated_parameter));
    EXPECT_GT(got.given.size(), 1300u);
    EXPECT_EQ(got.pdu.data_coding_scheme, 0);
}

TEST(cimd2_codec, lets_a_refusal_lack_what_a_success_must_have) {
    EXPECT_TRUE(read<enquire_message_status_response>("^54:001|900:7|~").odd.none());
    EXPECT_TRUE(read<enquire_message_status_response>("^54:001|~").odd.has(oddity::missing_parameter));
    EXPECT_EQ(refusal(enquire_message_status_response{}), (codec_error{errc::missing_parameter, "status_code", 0}));
}

TEST(cimd2_codec, puts_the_outcome_of_each_destination_together) {
    const auto outcomes = [](std::string_view text) {
        std::vector<outcome> all;
        for_each_outcome(read<submit_message_response>(text).pdu, [&](const outcome& one) { all.push_back(one); });
        return all;
    };
    EXPECT_EQ(outcomes("^53:001|~"), std::vector<outcome>{});
    EXPECT_EQ(outcomes("^53:001|060:261125190923|~"), (std::vector<outcome>{{.service_centre_timestamp = "261125190923"}}));
    EXPECT_EQ(outcomes("^53:001|900:10|901:busy|~"), (std::vector<outcome>{{.error_code = 10, .error_text = "busy"}}));
    EXPECT_EQ(outcomes("^53:001|021:1|060:261125190923|021:2|900:300|901:no|021:3|060:261125190924|~"),
              (std::vector<outcome>{{.destination_address = "1", .service_centre_timestamp = "261125190923"},
                                    {.destination_address = "2", .error_code = 300, .error_text = "no"},
                                    {.destination_address = "3", .service_centre_timestamp = "261125190924"}}));
    EXPECT_EQ(outcomes("^53:001|060:261125190923|060:261125190924|900:1|~").size(), 3u);
}

TEST(cimd2_codec, writes_outcomes_that_read_the_same) {
    std::string kept;
    append_outcome(kept, {.destination_address = "1", .service_centre_timestamp = "261125190923"});
    append_outcome(kept, {.destination_address = "2", .error_code = 300, .error_text = "no"});
    EXPECT_EQ(encoded(submit_message_response{parameters(kept)}, 1, {.checksum = false}),
              octets_of("^53:001|021:1|060:261125190923|021:2|900:300|901:no|~"));
}

TEST(cimd2_codec, suggests_what_to_answer_to_each_fault) {
    EXPECT_EQ(suggested_error(errc::unknown_operation), error_code_value::unexpected_operation);
    EXPECT_EQ(suggested_error(errc::bad_parameter), error_code_value::syntax_error);
    EXPECT_EQ(suggested_error(errc::not_an_integer), error_code_value::parameter_formatting_error);
    for (int code = 1; code <= static_cast<int>(errc::packet_too_long); ++code) {
        EXPECT_STRNE(text(static_cast<errc>(code)), "unknown codec error");
        EXPECT_NE(suggested_error(static_cast<errc>(code)), error_code_value::general_system_error);
    }
}

}  // namespace hermod::wire::cimd2::codec_test
