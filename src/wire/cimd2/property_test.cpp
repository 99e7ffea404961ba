// decode(encode(x)) == x for every operation with arbitrary parameters: the generator is one more visitor over the lists, so
// a new operation is covered by being in any_operation.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <deque>

#include "wire/cimd2/decode.hpp"
#include "wire/cimd2/describe.hpp"
#include "wire/cimd2/encode.hpp"
#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/rules.hpp"

namespace hermod::wire::cimd2 {
namespace {

class arbitrary {
public:
    explicit arbitrary(operation_rules rules) : rules_(rules) {}

    void must(parameter id, text_value& value) { value = text_for(id); }
    void must(parameter id, integer_value& value) { value = integer_for(id); }
    void may(parameter id, text_value& value) {
        if (wanted(id)) value = text_for(id);
    }
    void may(parameter id, integer_value& value) {
        if (wanted(id)) value = integer_for(id);
    }
    void many(parameter id, values& all) {
        std::string& raw = kept_.emplace_back();
        for (int left = *rc::gen::inRange(1, 6); left > 0; --left) append_parameter(raw, id, text_for(id));
        all = values(parameters(raw), id);
    }
    void any_of(parameters& all, auto... ids) {
        std::string& raw = kept_.emplace_back();
        const parameter choice[] = {ids...};
        for (int left = *rc::gen::inRange(0, 8); left > 0; --left) {
            const parameter id = choice[*rc::gen::inRange<std::size_t>(0, sizeof...(ids))];
            const bool is_integer = find_parameter(id)->type == kind::integer;
            append_parameter(raw, id, is_integer ? std::to_string(integer_for(id)) : std::string(text_for(id)));
        }
        all = parameters(raw);
    }
    void either(parameter, parameter) {}

private:
    // Of a pair the first that is wanted.
    bool wanted(parameter id) {
        for (const exclusion& each : rules_.exclusions)
            if (each.other == id && std::find(taken_.begin(), taken_.end(), each.one) != taken_.end()) return false;
        const bool is = *rc::gen::arbitrary<bool>();
        if (is) taken_.push_back(id);
        return is;
    }
    std::int32_t integer_for(parameter id) {
        const parameter_row& row = *find_parameter(id);
        return *rc::gen::inRange<std::int32_t>(row.least, row.most + 1);
    }
    std::string_view text_for(parameter id) {
        const parameter_row& row = *find_parameter(id);
        const auto size = *rc::gen::inRange<std::size_t>(0, row.max_length + 1u);
        switch (row.type) {
            case kind::integer:
                ADD_FAILURE() << row.name;
                return {};
            case kind::address:
                return keep(*rc::gen::container<std::string>(size, rc::gen::elementOf(std::string("0123456789+-"))));
            case kind::time:
                return keep(time());
            case kind::hex: {
                const auto octets = *rc::gen::container<std::string>(size / 2, rc::gen::arbitrary<char>());
                return keep(to_hex(octets));
            }
            case kind::string:
                return keep(*rc::gen::container<std::string>(size, rc::gen::inRange<char>(32, 127)));
            case kind::identity:
                return keep(*rc::gen::container<std::string>(size, rc::gen::inRange<char>(33, 127)));
            case kind::user_data: {
                const auto allowed =
                    rc::gen::suchThat(rc::gen::arbitrary<char>(), [](char c) { return c != 0 && c != 2 && c != 3 && c != 9; });
                return keep(*rc::gen::container<std::string>(size, allowed));
            }
        }
        return {};
    }
    std::string time() {
        constexpr int least[] = {0, 1, 1, 0, 0, 0}, most[] = {99, 12, 31, 23, 59, 59};
        std::string out;
        for (int i = 0; i < 6; ++i) out += std::to_string(100 + *rc::gen::inRange(least[i], most[i] + 1)).substr(1);
        return out;
    }
    std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }

    operation_rules rules_;
    std::vector<parameter> taken_;
    std::deque<std::string> kept_;
};

// Every parameter that the operation has, as text.
struct listed {
    std::vector<std::pair<parameter, std::string>> all;
    void must(parameter id, const auto& value) { may(id, value); }
    void may(parameter id, const text_value& value) {
        if (value) all.emplace_back(id, *value);
    }
    void may(parameter id, const integer_value& value) {
        if (value) all.emplace_back(id, std::to_string(*value));
    }
    void many(parameter, const values& each) {
        each.for_each([&](const given& one) { all.emplace_back(one.id, one.value); });
    }
    void any_of(const parameters& each, auto...) {
        for (const given& one : each) all.emplace_back(one.id, one.value);
    }
    void either(parameter, parameter) {}
};

template <class Operation>
void round_trip() {
    arbitrary generator(rules_of(Operation::code));
    Operation pdu;
    Operation::fields(generator, pdu);
    const auto number = static_cast<std::uint8_t>(*rc::gen::inRange(0, 256));
    const bool checksum = *rc::gen::arbitrary<bool>();
    std::string frame;
    const auto written = encode(frame, number, pdu, {.checksum = checksum});
    RC_ASSERT(written.has_value());

    const auto read = decode_as<Operation>(frame, checksum ? checksum_rule::required : checksum_rule::if_present);
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->head.number == number);
    RC_ASSERT(read->has_checksum == checksum);
    listed before, after;
    Operation::fields(before, pdu);
    Operation::fields(after, read->pdu);
    RC_ASSERT(before.all == after.all);
    for (std::size_t i = 0; i < oddity_count; ++i) {
        const auto what = static_cast<oddity>(i);
        RC_ASSERT(what == oddity::wrong_parity || !read->odd.has(what));
    }
    std::string again;
    RC_ASSERT(encode(again, number, read->pdu, {.checksum = checksum}).has_value());
    RC_ASSERT(again == frame);
    RC_ASSERT(describe(frame).find("fault") == std::string::npos || frame.find("fault") != std::string::npos);
}

template <class... Operations>
void each_round_trip(const std::variant<Operations...>*) {
    (rc::check("an operation reads as it was written", round_trip<Operations>), ...);
}

}  // namespace

TEST(cimd2_property, every_operation_reads_as_it_was_written) {
    each_round_trip(static_cast<const any_operation*>(nullptr));
}

TEST(cimd2_property, any_octets_are_described_and_decoded_without_harm) {
    rc::check("any octets", [] {
        const auto middle = *rc::gen::container<std::string>(
            rc::gen::oneOf(rc::gen::elementOf(std::string("\t:0123459")), rc::gen::arbitrary<char>()));
        const std::string frame = "\2" + middle + "\3";
        RC_ASSERT(!describe(frame).empty());
        const auto read = decode(frame);
        RC_ASSERT(read.has_value() || read.error().offset <= frame.size());
    });
}

}  // namespace hermod::wire::cimd2
