// One PDU kind a target (smpp_one_pdu_id.cpp says which), so that its fields and values get all of the fuzzer's time. The
// input is used twice:
//   - as a frame, its command_id and command_length made right: what decodes is written and read again, the checks of a
//     server, the receipts and the description take whatever it is;
//   - as the choices from which a legal PDU x is made: decode(encode(x)) == x, field by field and octet by octet.
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>

#include "wire/smpp/checks.hpp"
#include "wire/smpp/describe.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/receipt.hpp"
#include "wire/smpp/tlv_value.hpp"
#include "wire/smpp/user_data.hpp"

extern const hermod::wire::smpp::command_id fuzzed_pdu;

namespace {

using namespace hermod::wire::smpp;
using bytes = std::vector<std::uint8_t>;

void require(bool condition) {
    if (!condition) std::abort();
}

// Makes a legal PDU; whatever the octets, each value is one that encode() must write.
class maker {
public:
    explicit maker(octets choices) : rest_(choices) {}

    bool c_string(const field_spec& f, std::string_view& value) {
        const std::size_t size = f.means == meaning::time ? (next() & 1) * 16u : next() % f.max;
        std::string& text = strings_.emplace_back();
        for (std::size_t i = 0; i < size; ++i) {
            const std::uint8_t o = next();
            text += static_cast<char>(o == 0 ? '0' : o);
        }
        value = text;
        return true;
    }
    template <class Octet>
    bool octet(const field_spec& f, Octet& value) {
        const std::uint8_t o = next();
        value = static_cast<Octet>(f.means == meaning::dest_flag ? 1 + (o & 1) : o);
        return true;
    }
    template <class Number>
    bool u32(const field_spec&, Number& value) {
        std::uint32_t number = 0;
        for (int i = 0; i < 4; ++i) number = number << 8 | next();
        value = static_cast<Number>(number);
        return true;
    }
    bool counted(const field_spec&, const field_spec&, octets& value) {
        value = some(next());
        return true;
    }
    template <class Item>
    bool list(const field_spec&, packed_list<Item>& value) {
        const std::size_t count = next() % 8;
        bytes raw;
        for (std::size_t i = 0; i < count; ++i) {
            Item item;
            require(Item::fields(*this, item) && append_item(raw, item).has_value());
        }
        value = packed_list<Item>(count, buffers_.emplace_back(std::move(raw)));
        return true;
    }
    bool tlvs(tlv_view& value) {
        bytes raw;
        tlv_writer writer(raw);
        for (std::size_t left = next() % 8; left > 0; --left) {
            const std::uint8_t choice = next();
            const std::size_t size = next();
            if (choice >= tlv_table().size()) {
                require(writer.add(tlv_tag{static_cast<std::uint16_t>(0x1400 + choice)}, some(size)).has_value());
                continue;
            }
            const tlv_row& row = tlv_table()[choice];
            const std::size_t legal = std::clamp<std::size_t>(size, row.least, row.most);
            if (allows(row, legal)) require(writer.add(row.tag, some(legal)).has_value());
        }
        value = tlv_view(buffers_.emplace_back(std::move(raw)));
        return true;
    }
    bool refuse(const field_spec&) { return false; }

private:
    std::uint8_t next() {
        if (rest_.empty()) return 0;
        const std::uint8_t o = rest_.front();
        rest_ = rest_.subspan(1);
        return o;
    }
    octets some(std::size_t size) {
        bytes& out = buffers_.emplace_back(size);
        for (std::uint8_t& o : out) o = next();
        return out;
    }

    octets rest_;
    std::deque<std::string> strings_;
    std::deque<bytes> buffers_;
};

// A PDU's values in one string, each behind its length, for comparison.
class flat {
public:
    bool c_string(const field_spec&, std::string_view v) { return add(v); }
    template <class Octet>
    bool octet(const field_spec&, Octet v) {
        return add(std::to_string(static_cast<unsigned>(v)));
    }
    template <class Number>
    bool u32(const field_spec&, Number v) {
        return add(std::to_string(static_cast<std::uint32_t>(v)));
    }
    bool counted(const field_spec&, const field_spec&, octets v) { return add(v); }
    template <class Item>
    bool list(const field_spec&, const packed_list<Item>& v) {
        add(std::to_string(v.size()));
        for (const Item& item : v) Item::fields(*this, item);
        return true;
    }
    bool tlvs(const tlv_view& v) { return add(v.raw()); }
    bool refuse(const field_spec&) { return false; }
    std::string text;

private:
    bool add(std::string_view value) {
        text.append(std::to_string(value.size())).append(":").append(value);
        return true;
    }
    bool add(octets value) { return add(std::string_view(reinterpret_cast<const char*>(value.data()), value.size())); }
};

template <class Pdu>
std::string flattened(const Pdu& pdu) {
    flat out;
    Pdu::fields(out, pdu);
    return out.text;
}

void check_fault(const std::optional<codec_error>& fault) {
    require(!fault ||
            (fault->suggested_status != command_status::esme_rok && *fault->field != '\0' && *text(fault->code) != '\0'));
}

void check_tlvs(const tlv_view& tlvs) {
    for (const tlv t : tlvs) {
        const bytes value(t.value.begin(), t.value.end());
        require(*parse_value(value_kind::octets, *value_text(value_kind::octets, value)) == value);
        const auto kind = value_kind_of(t.tag);
        const auto text = kind ? value_text(*kind, value) : std::nullopt;
        if (text && *kind != value_kind::c_string) require(*parse_value(*kind, *text) == value);
    }
}

// What a server does with a PDU besides answering.
template <class Pdu>
void use(const Pdu& pdu, octets frame) {
    if constexpr (requires { check(pdu); }) check_fault(check(pdu));
    if constexpr (requires { missing_tlv(pdu); }) check_fault(missing_tlv(pdu));
    if constexpr (requires { pdu.destinations; }) {
        for (const destination& d : pdu.destinations) check_fault(check(d));
    }
    if constexpr (requires { parse_receipt(pdu); }) {
        (void)looks_like_receipt(pdu);
        (void)parse_receipt(pdu);
    }
    require(user_data(pdu).value.size() <= frame.size());
    check_tlvs(pdu.tlvs);
}

template <class Pdu>
void check_read(octets frame) {
    require(!to_text(describe(frame)).empty());
    const auto read = decode_as<Pdu>(frame);
    const auto any = decode(frame);
    require(any.has_value() == read.has_value());
    if (!read) {
        require(read.error() == any.error() && read.error().offset <= frame.size());
        return check_fault(read.error());
    }
    require(std::holds_alternative<Pdu>(any->pdu));
    use(read->pdu, frame);
    bytes first;
    if (!encode(first, read->head.sequence_number, read->pdu, read->head.status)) {
        return require(read->odd.has(oddity::long_string) || read->odd.has(oddity::odd_time_length));
    }
    const auto again = decode_as<Pdu>(first);
    require(again.has_value() && flattened(again->pdu) == flattened(read->pdu));
    bytes second;
    require(encode(second, again->head.sequence_number, again->pdu, again->head.status).has_value() && first == second);
}

template <class Pdu>
void check_made(octets choices) {
    maker source(choices);
    Pdu pdu;
    require(Pdu::fields(source, pdu));
    bytes frame;
    require(encode(frame, 7, pdu).has_value());
    const auto read = decode_as<Pdu>(frame);
    require(read.has_value() && read->odd.none() && flattened(read->pdu) == flattened(pdu));
    bytes again;
    require(encode(again, 7, read->pdu).has_value() && again == frame);
    use(read->pdu, frame);
    // Described without a gap.
    std::size_t at = 0;
    for (const described_field& f : describe(frame).fields) {
        require(f.offset == at);
        at += f.length;
    }
    require(at == frame.size());
}

template <class Pdu>
bool check_one(octets frame) {
    if (Pdu::id != fuzzed_pdu) return false;
    check_made<Pdu>(frame);
    if (frame.size() >= header_length) check_read<Pdu>(frame);
    return true;
}

template <class... Pdu>
void check_the_one(octets frame, std::variant<Pdu...>*) {
    require((check_one<Pdu>(frame) || ...));  // else the target names no PDU of ours
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > max_pdu_length) return 0;
    // An allocation of exactly this size, so that a sanitizer sees a read one octet too far.
    const std::unique_ptr<std::uint8_t[]> copy(new std::uint8_t[size]);
    std::copy(data, data + size, copy.get());
    if (size >= 8) {
        store_u32(copy.get(), static_cast<std::uint32_t>(size));
        store_u32(copy.get() + 4, static_cast<std::uint32_t>(fuzzed_pdu));
    }
    check_the_one({copy.get(), size}, static_cast<pdu_variant*>(nullptr));
    return 0;
}
