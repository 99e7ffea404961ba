// decode(encode(x)) == x for every message with arbitrary fields: the generator is one more visitor over the field lists, so a
// new message is covered by being in pdu_variant.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <deque>

#include "wire/tpdu/describe.hpp"
#include "wire/tpdu/encode.hpp"

namespace hermod::wire::tpdu {
namespace {

using bytes = std::vector<std::uint8_t>;

class arbitrary {
public:
    explicit arbitrary(carrier by) : by_(by) {}

    bool bit(const field_spec&, bool& value) {
        value = *rc::gen::arbitrary<bool>();
        return true;
    }
    bool format(const field_spec&, validity_period& value) {
        value.format = static_cast<validity_format>(*rc::gen::inRange(0, 4));
        return true;
    }
    bool octet(const field_spec&, std::uint8_t& value) {
        value = an_octet();
        return true;
    }
    bool addressed(const field_spec&, address& value) {
        const ton type{static_cast<std::uint8_t>(*rc::gen::inRange(0, 8))};
        const bool letters = type == ton::alphanumeric;
        const auto size = *rc::gen::inRange<std::size_t>(0, (letters ? max_address_septets : max_digits) + 1);
        const auto character = letters ? rc::gen::inRange<char>(1, 127) : rc::gen::elementOf(std::string("0123456789*#abc"));
        value = {type, npi{static_cast<std::uint8_t>(*rc::gen::inRange(0, 16))},
                 *rc::gen::container<std::string>(size, character)};
        return true;
    }
    bool time(const field_spec&, timestamp& value) {
        const auto at = std::chrono::seconds{*rc::gen::inRange<std::int64_t>(946'771'200, 4'102'358'400)};
        value = *timestamp_of(wall_time(at), *rc::gen::inRange(-max_zone, max_zone + 1));
        if (*rc::gen::inRange(0, 10) == 0) value = timestamp{};
        return true;
    }
    bool validity(const field_spec& f, validity_period& value) {
        if (value.format == validity_format::relative) value.relative = an_octet();
        if (value.format == validity_format::absolute) return time(f, value.absolute);
        if (value.format == validity_format::enhanced) {
            value.enhanced = enhanced_for(std::chrono::seconds{*rc::gen::inRange(1, 1'000'000)}, *rc::gen::arbitrary<bool>());
        }
        return true;
    }
    bool text(const field_spec&, std::uint8_t dcs, bool, user_data& value) {
        const bool septets = counts_septets(dcs);
        value.length =
            static_cast<std::uint8_t>(*rc::gen::inRange<int>(0, septets ? max_septets + 1 : static_cast<int>(max_user_data) + 1));
        value.raw = some_octets(octets_of(value.length, septets));
        return true;
    }
    bool data(const field_spec&, const field_spec&, octets& value) {
        value = some_octets(*rc::gen::inRange<std::size_t>(0, 146));
        return true;
    }
    bool cause(const field_spec&, std::optional<std::uint8_t>& value) {
        if (by_ == carrier::error) value = an_octet();
        return true;
    }
    bool indicated(const field_spec&, optional_parts&) { return true; }
    bool if_indicated(const field_spec&, optional_parts&) { return true; }
    bool announced(bool udhi, optional_parts& value) {
        if (*rc::gen::arbitrary<bool>()) value.pid = an_octet();
        if (*rc::gen::arbitrary<bool>()) value.dcs = an_octet();
        return *rc::gen::arbitrary<bool>() || text(field::tp_ud, value.dcs.value_or(0), udhi, value.ud.emplace());
    }

private:
    std::uint8_t an_octet() { return static_cast<std::uint8_t>(*rc::gen::inRange(0, 256)); }
    octets some_octets(std::size_t size) {
        return buffers_.emplace_back(*rc::gen::container<bytes>(size, rc::gen::cast<std::uint8_t>(rc::gen::inRange(0, 256))));
    }
    carrier by_;
    std::deque<bytes> buffers_;
};

template <class Pdu>
void comes_back() {
    EXPECT_TRUE(rc::check(std::string(name(Pdu::type)), [] {
        const carrier by = *rc::gen::element(carrier::ack, carrier::error);
        arbitrary generator(by);
        Pdu pdu;
        Pdu::fields(generator, pdu);
        bytes out;
        const auto written = encode(out, pdu);
        if (!written) {  // a report's optional parts may be too much; nothing else is
            RC_ASSERT(written.error().code == errc::tpdu_too_long);
            RC_DISCARD("above 164 octets");
        }
        const auto read = decode(out, origin_of(Pdu::type), by);
        RC_ASSERT(read.has_value());
        RC_ASSERT(std::get<Pdu>(read->pdu) == pdu);
        RC_ASSERT(decode_as<Pdu>(out, by)->pdu == pdu);
        bytes again;
        RC_ASSERT(encode(again, read->pdu).has_value() && again == out);
        RC_ASSERT(!describe(out, origin_of(Pdu::type), by).fault);
    }));
}

template <class... Pdu>
void all_come_back(std::variant<Pdu...>*) {
    (comes_back<Pdu>(), ...);
}

}  // namespace

TEST(tpdu_property, what_is_written_is_read_as_it_was) {
    all_come_back(static_cast<pdu_variant*>(nullptr));
}

TEST(tpdu_property, any_octets_are_read_or_refused_and_what_has_no_oddity_is_written_as_it_stood) {
    EXPECT_TRUE(rc::check([](const bytes& tpdu) {
        for (const origin from : {origin::network, origin::mobile}) {
            for (const carrier by : {carrier::ack, carrier::error}) {
                const auto read = decode(tpdu, from, by);
                RC_ASSERT(read.has_value() || read.error().offset <= tpdu.size());
                RC_ASSERT(describe(tpdu, from, by).fault.has_value() == read.has_error());
                bytes out;
                if (read && read->odd.none()) RC_ASSERT(encode(out, read->pdu).has_value() && out == tpdu);
            }
        }
    }));
}

}  // namespace hermod::wire::tpdu
