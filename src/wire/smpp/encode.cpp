#include "wire/smpp/encode.hpp"

#include <cstring>
#include <tuple>

namespace hermod::wire::smpp {
namespace {

// First pass: checks every limit and counts the octets.
class field_measure {
public:
    explicit field_measure(std::size_t from) : size_(from) {}

    bool c_string(const field_spec& f, std::string_view value) {
        if (value.size() >= f.max) return fail(errc::string_too_long, f);
        if (f.means == meaning::time && !value.empty() && value.size() != 16) return fail(errc::wrong_time_length, f);
        if (!value.empty() && std::memchr(value.data(), 0, value.size())) return fail(errc::contains_nul, f);
        size_ += value.size() + 1;
        return true;
    }

    template <class Octet>
    bool octet(const field_spec&, Octet) {
        size_ += 1;
        return true;
    }

    template <class Number>
    bool u32(const field_spec&, Number) {
        size_ += 4;
        return true;
    }

    bool counted(const field_spec&, const field_spec& f, octets value) {
        if (value.size() > f.max) return fail(errc::value_too_long, f);
        size_ += 1 + value.size();
        return true;
    }

    template <class Item>
    bool list(const field_spec& count, const packed_list<Item>& value) {
        if (value.size() > count.max) return fail(errc::value_too_long, count);
        const std::size_t start = ++size_;
        std::size_t items = 0;
        for (const Item& item : value) {
            if (!Item::fields(*this, item)) return false;
            ++items;
        }
        // The octets must be the items, neither more nor fewer.
        return (items == value.size() && size_ - start == value.raw().size()) || fail(errc::bad_value, count);
    }

    bool tlvs(const tlv_view& value) {
        static constexpr field_spec whole{"tlv", 0, command_status::esme_rinvtlvstream};
        if (whole_tlvs(value.raw()) != value.raw().size()) return fail(errc::bad_tlv_stream, whole);
        size_ += value.raw().size();
        return true;
    }

    bool refuse(const field_spec& f) { return fail(errc::bad_value, f); }

    std::size_t size() const { return size_; }
    const codec_error& error() const { return error_; }

private:
    bool fail(errc code, const field_spec& f) {
        error_ = {code, f.name, static_cast<std::uint32_t>(size_), f.fault};
        return false;
    }

    std::size_t size_;
    codec_error error_;
};

// Second pass: writes what the first has approved.
class field_writer {
public:
    explicit field_writer(std::uint8_t* at) : at_(at) {}

    bool c_string(const field_spec&, std::string_view value) {
        copy(value.data(), value.size());
        *at_++ = 0;
        return true;
    }

    template <class Octet>
    bool octet(const field_spec&, Octet value) {
        *at_++ = static_cast<std::uint8_t>(value);
        return true;
    }

    template <class Number>
    bool u32(const field_spec&, Number value) {
        store_u32(at_, static_cast<std::uint32_t>(value));
        at_ += 4;
        return true;
    }

    bool counted(const field_spec&, const field_spec&, octets value) {
        *at_++ = static_cast<std::uint8_t>(value.size());
        copy(value.data(), value.size());
        return true;
    }

    template <class Item>
    bool list(const field_spec&, const packed_list<Item>& value) {
        *at_++ = static_cast<std::uint8_t>(value.size());
        copy(value.raw().data(), value.raw().size());
        return true;
    }

    bool tlvs(const tlv_view& value) {
        copy(value.raw().data(), value.raw().size());
        return true;
    }

    bool refuse(const field_spec&) { return false; }

private:
    void copy(const void* from, std::size_t size) {
        if (size != 0) std::memcpy(at_, from, size);
        at_ += size;
    }

    std::uint8_t* at_;
};

std::uint8_t* write_header(std::uint8_t* at, std::size_t length, command_id id, command_status status,
                           std::uint32_t sequence_number) {
    store_u32(at, static_cast<std::uint32_t>(length));
    store_u32(at + 4, static_cast<std::uint32_t>(id));
    store_u32(at + 8, static_cast<std::uint32_t>(status));
    store_u32(at + 12, sequence_number);
    return at + header_length;
}

}  // namespace

template <class Pdu>
codec_result<void> encode(std::vector<std::uint8_t>& out, std::uint32_t sequence_number, const Pdu& pdu, command_status status) {
    field_measure measure(header_length);
    if (!Pdu::fields(measure, pdu)) return measure.error();
    const std::size_t length = measure.size();
    if (length > max_pdu_length) return codec_error{errc::pdu_too_long, "command_length", 0, command_status::esme_rinvcmdlen};
    const std::size_t start = out.size();
    out.resize(start + length);
    field_writer writer(write_header(out.data() + start, length, Pdu::id, status, sequence_number));
    (void)Pdu::fields(writer, pdu);
    return {};
}

codec_result<void> encode(std::vector<std::uint8_t>& out, std::uint32_t sequence_number, const pdu_variant& pdu,
                          command_status status) {
    return std::visit([&](const auto& alternative) { return encode(out, sequence_number, alternative, status); }, pdu);
}

void encode_header(std::vector<std::uint8_t>& out, command_id id, command_status status, std::uint32_t sequence_number) {
    const std::size_t start = out.size();
    out.resize(start + header_length);
    write_header(out.data() + start, header_length, id, status, sequence_number);
}

template <class Item>
codec_result<void> append_item(std::vector<std::uint8_t>& out, const Item& item) {
    field_measure measure(0);
    if (!Item::fields(measure, item)) return measure.error();
    const std::size_t start = out.size();
    out.resize(start + measure.size());
    field_writer writer(out.data() + start);
    (void)Item::fields(writer, item);
    return {};
}
template codec_result<void> append_item(std::vector<std::uint8_t>&, const destination&);
template codec_result<void> append_item(std::vector<std::uint8_t>&, const unsuccess_sme&);

// As in decode.cpp: one table that makes every alternative's encode().
template <class... Pdu>
constexpr auto encoders_of(std::variant<Pdu...>*) {
    return std::tuple{static_cast<codec_result<void> (*)(std::vector<std::uint8_t>&, std::uint32_t, const Pdu&, command_status)>(
        &encode<Pdu>)...};
}
using encoder_table = decltype(encoders_of(static_cast<pdu_variant*>(nullptr)));
extern const encoder_table encoders;
const encoder_table encoders = encoders_of(static_cast<pdu_variant*>(nullptr));

}  // namespace hermod::wire::smpp
