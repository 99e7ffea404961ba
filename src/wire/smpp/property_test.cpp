// decode(encode(x)) == x for every PDU with arbitrary fields, lists and TLVs: the generator is one more visitor over the
// field lists, so a new PDU is covered by being in pdu_variant.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <deque>
#include <string>

#include "wire/smpp/describe.hpp"
#include "wire/smpp/encode.hpp"

namespace hermod::wire::smpp {
namespace {

using bytes = std::vector<std::uint8_t>;

class arbitrary {
public:
    bool c_string(const field_spec& f, std::string_view& value) {
        std::size_t size = *rc::gen::inRange<std::size_t>(0, f.max);
        if (f.means == meaning::time) size = *rc::gen::arbitrary<bool>() ? 16 : 0;
        value = keep(*rc::gen::container<std::string>(size, rc::gen::inRange<char>(1, 127)));
        return true;
    }

    template <class Octet>
    bool octet(const field_spec& f, Octet& value) {
        const bool flag = f.means == meaning::dest_flag;
        value = static_cast<Octet>(flag ? *rc::gen::inRange(1, 3) : *rc::gen::inRange(0, 256));
        return true;
    }

    template <class Number>
    bool u32(const field_spec&, Number& value) {
        value = static_cast<Number>(*rc::gen::arbitrary<std::uint32_t>());
        return true;
    }

    bool counted(const field_spec&, const field_spec& f, octets& value) {
        value = some_octets(*rc::gen::inRange<std::size_t>(0, f.max + 1u));
        return true;
    }

    template <class Item>
    bool list(const field_spec&, packed_list<Item>& value) {
        const auto count = *rc::gen::inRange<std::size_t>(0, 5);
        bytes raw;
        for (std::size_t i = 0; i < count; ++i) {
            Item item;
            Item::fields(*this, item);
            RC_ASSERT(!append_item(raw, item).has_error());
        }
        value = packed_list<Item>(count, buffers_.emplace_back(std::move(raw)));
        return true;
    }

    bool tlvs(tlv_view& value) {
        bytes raw;
        tlv_writer writer(raw);
        for (std::size_t left = *rc::gen::inRange<std::size_t>(0, 4); left > 0; --left) {
            const auto row = tlv_table()[*rc::gen::inRange<std::size_t>(0, tlv_table().size())];
            const std::size_t size =
                *rc::gen::inRange<std::size_t>(row.least, std::min<std::size_t>(row.most, row.least + 20u) + 1);
            if (*rc::gen::arbitrary<bool>()) {
                (void)writer.add(row.tag, some_octets(size));  // ms_validity may refuse 2 and 3 octets
            } else {
                RC_ASSERT(!writer.add(tlv_tag{static_cast<std::uint16_t>(*rc::gen::inRange(0x1400, 0x4000))}, some_octets(size))
                               .has_error());
            }
        }
        value = tlv_view(buffers_.emplace_back(std::move(raw)));
        return true;
    }

    bool refuse(const field_spec&) { return false; }

private:
    std::string_view keep(std::string text) { return strings_.emplace_back(std::move(text)); }
    octets some_octets(std::size_t size) {
        return buffers_.emplace_back(*rc::gen::container<bytes>(size, rc::gen::cast<std::uint8_t>(rc::gen::inRange(0, 256))));
    }
    std::deque<std::string> strings_;
    std::deque<bytes> buffers_;
};

// A PDU's fields as text, name and value, for comparison.
class flat {
public:
    bool c_string(const field_spec& f, std::string_view v) { return add(f, std::string(v)); }
    template <class Octet>
    bool octet(const field_spec& f, Octet v) {
        return add(f, std::to_string(static_cast<int>(v)));
    }
    template <class Number>
    bool u32(const field_spec& f, Number v) {
        return add(f, std::to_string(static_cast<std::uint32_t>(v)));
    }
    bool counted(const field_spec&, const field_spec& f, octets v) { return add(f, std::string(v.begin(), v.end())); }
    template <class Item>
    bool list(const field_spec& f, const packed_list<Item>& v) {
        add(f, std::to_string(v.size()));
        for (const Item& item : v) Item::fields(*this, item);
        return true;
    }
    bool tlvs(const tlv_view& v) {
        for (const tlv t : v)
            seen.push_back(std::to_string(static_cast<int>(t.tag)) + "=" + std::string(t.value.begin(), t.value.end()));
        return true;
    }
    bool refuse(const field_spec&) { return false; }
    std::vector<std::string> seen;

private:
    bool add(const field_spec& f, std::string value) {
        seen.push_back(std::string(f.name) + "=" + value);
        return true;
    }
};

template <class Pdu>
std::vector<std::string> flattened(const Pdu& pdu) {
    flat out;
    Pdu::fields(out, pdu);
    return out.seen;
}

template <class Pdu>
void check_round_trip() {
    const std::string title(name(Pdu::id));
    EXPECT_TRUE(rc::check(title + " comes back as it was written", [] {
        arbitrary source;
        Pdu pdu;
        Pdu::fields(source, pdu);
        const auto sequence = *rc::gen::arbitrary<std::uint32_t>();
        bytes frame;
        RC_ASSERT(!encode(frame, sequence, pdu).has_error());
        const auto read = decode_as<Pdu>(frame);
        RC_ASSERT(!read.has_error());
        RC_ASSERT(read->head.sequence_number == sequence);
        RC_ASSERT(flattened(read->pdu) == flattened(pdu));
        bytes again;
        RC_ASSERT(!encode(again, sequence, decode(frame)->pdu).has_error());
        RC_ASSERT(again == frame);
        // Described without a gap: each octet belongs to one field.
        std::size_t at = 0;
        for (const described_field& f : describe(frame).fields) {
            RC_ASSERT(f.offset == at);
            at += f.length;
        }
        RC_ASSERT(at == frame.size());
    })) << title;
}

template <class... Pdu>
void check_all(std::variant<Pdu...>*) {
    (check_round_trip<Pdu>(), ...);
}

}  // namespace

TEST(smpp_property, every_pdu_comes_back_as_it_was_written) {
    check_all(static_cast<pdu_variant*>(nullptr));
}

TEST(smpp_property, any_octets_are_decoded_or_refused_with_a_place) {
    EXPECT_TRUE(rc::check([](const bytes& body) {
        const auto row = pdu_table()[*rc::gen::inRange<std::size_t>(0, pdu_table().size())];
        bytes frame;
        encode_header(frame, row.id, command_status::esme_rok, 1);
        frame.insert(frame.end(), body.begin(), body.end());
        store_u32(frame.data(), static_cast<std::uint32_t>(frame.size()));
        const auto read = decode(frame);
        if (read.has_error()) {
            RC_ASSERT(read.error().offset <= frame.size());
            RC_ASSERT(read.error().suggested_status != command_status::esme_rok);
        }
        RC_ASSERT(!to_text(describe(frame)).empty());
    }));
}

}  // namespace hermod::wire::smpp
