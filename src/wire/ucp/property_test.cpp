// decode(encode(x)) == x for every operation with arbitrary fields: the generator is one more visitor over the field lists,
// so a new operation is covered by being in pdu_variant.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <deque>

#include "wire/ucp/describe.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/frame.hpp"
#include "wire/ucp/time.hpp"

namespace hermod::wire::ucp::property_test {
namespace {

std::string digits(std::size_t size, std::string_view of = "0123456789") {
    std::string out;
    for (std::size_t i = 0; i < size; ++i) out += of[*rc::gen::inRange<std::size_t>(0, of.size())];
    return out;
}

std::string arbitrary_value(const field_spec& f) {
    const auto size = *rc::gen::inRange<std::size_t>(0, f.max + 1u);
    const local_seconds at{std::chrono::seconds{*rc::gen::inRange<std::int64_t>(631152000, 3786911999)}};  // 1990 to 2089
    switch (f.is) {
        case kind::digits:
            return digits(size);
        case kind::fixed_digits:
            return digits(f.max);
        case kind::one_of:
            return digits(1, f.allowed);
        case kind::hex:
            return digits(size / 2 * 2, "0123456789ABCDEF");
        case kind::originator:
            return digits(size, "0123456789ABCDEF");
        case kind::text:
            return digits(size, " !\"#$%&'()*+,-.0123456789:;<=>?@AZ[\\]^_`az{|}~");
        case kind::minutes:
            return std::string(*format_minutes(at));
        case kind::seconds:
            return std::string(*format_seconds(at));
    }
    return {};
}

class arbitrary {
public:
    bool text(const field_spec& f, std::string_view& value) {
        if (&f == &field::mt) return value = keep(digits(1, "234")), true;  // all of 01 to 03 need one
        value = *rc::gen::arbitrary<bool>() ? keep(arbitrary_value(f)) : std::string_view{};
        return true;
    }
    bool list(const field_spec&, const field_spec& item, address_list& value) {
        const auto count = *rc::gen::inRange<std::size_t>(0, 5);
        std::string raw;
        for (std::size_t i = 0; i < count; ++i) raw += (i == 0 ? "" : "/") + arbitrary_value(item);
        value = address_list(count, keep(std::move(raw)));
        return true;
    }
    bool refuse(const field_spec&, errc) { return false; }

private:
    std::string_view keep(std::string text) { return strings_.emplace_back(std::move(text)); }
    std::deque<std::string> strings_;
};

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
    bool refuse(const field_spec&, errc) { return false; }
    std::vector<std::string> seen;
};

template <class Pdu>
std::vector<std::string> flattened(const Pdu& pdu) {
    flat out;
    Pdu::fields(out, pdu);
    return out.seen;
}

template <class Pdu>
void check_round_trip() {
    EXPECT_TRUE(rc::check([] {
        arbitrary source;
        Pdu pdu;
        if constexpr (is_result<Pdu>) pdu.ot = operation_table()[*rc::gen::inRange<std::size_t>(0, operation_table().size())].ot;
        RC_ASSERT(Pdu::fields(source, pdu));
        const auto trn = *rc::gen::inRange<unsigned>(0, trn_count);
        std::string frame;
        RC_ASSERT(encode(frame, trn, pdu).has_value());
        const auto cut = read_frame(frame);
        RC_ASSERT(cut.outcome == framing::complete);
        RC_ASSERT(cut.frame == frame);
        const auto read = decode(frame);
        RC_ASSERT(read.has_value());
        RC_ASSERT(read->odd.none());
        RC_ASSERT(read->head == (header{static_cast<std::uint8_t>(trn), is_result<Pdu>, pdu.ot}));
        RC_ASSERT(std::holds_alternative<Pdu>(read->pdu));
        RC_ASSERT(flattened(std::get<Pdu>(read->pdu)) == flattened(pdu));
        std::string again;
        RC_ASSERT(encode(again, trn, read->pdu).has_value());
        RC_ASSERT(again == frame);
        RC_ASSERT(!describe(frame).fault);
    }));
}

template <class... Pdu>
void check_all(std::variant<Pdu...>*) {
    (check_round_trip<Pdu>(), ...);
}

}  // namespace

TEST(ucp_property, every_operation_comes_back_as_it_was_written) {
    check_all(static_cast<pdu_variant*>(nullptr));
}

TEST(ucp_property, any_octets_are_cut_decoded_or_refused_with_a_place) {
    EXPECT_TRUE(rc::check([](const std::string& noise) {
        const auto row = operation_table()[*rc::gen::inRange<std::size_t>(0, operation_table().size())];
        std::string body = "07/00000/" + std::string(*rc::gen::element<const char*>("O/", "R/A/", "R/N/"));
        body += std::string(two_digits(static_cast<unsigned>(row.ot))) + "/" + noise + "/";
        std::string frame = stx + body + "00" + etx;
        const auto read = decode(frame);
        RC_ASSERT(read.has_error());  // the sums are wrong
        RC_ASSERT(read.error().offset <= frame.size());
        RC_ASSERT(!to_line(describe(frame)).empty());
        RC_ASSERT(read_frame(frame).consumed() <= frame.size());
    }));
}

}  // namespace hermod::wire::ucp::property_test
