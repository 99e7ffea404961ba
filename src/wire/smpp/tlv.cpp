#include "wire/smpp/tlv.hpp"

#include <algorithm>

namespace hermod::wire::smpp {

std::size_t whole_tlvs(octets raw) {
    std::size_t at = 0;
    while (raw.size() - at >= 4) {
        const std::size_t length = load_u16(raw.data() + at + 2);
        if (raw.size() - at - 4 < length) break;
        at += 4 + length;
    }
    return at;
}

std::optional<octets> tlv_view::find(tlv_tag tag, std::size_t skip) const {
    for (const tlv t : *this) {
        if (t.tag == tag && skip-- == 0) return t.value;
    }
    return std::nullopt;
}

std::size_t tlv_view::count(tlv_tag tag) const {
    std::size_t out = 0;
    for (const tlv t : *this) out += t.tag == tag ? 1 : 0;
    return out;
}

std::optional<std::uint8_t> tlv_view::u8(tlv_tag tag) const {
    const auto value = find(tag);
    if (!value || value->size() != 1) return std::nullopt;
    return value->front();
}

std::optional<std::uint16_t> tlv_view::u16(tlv_tag tag) const {
    const auto value = find(tag);
    if (!value || value->size() != 2) return std::nullopt;
    return load_u16(value->data());
}

std::optional<std::uint32_t> tlv_view::u32(tlv_tag tag) const {
    const auto value = find(tag);
    if (!value || value->size() != 4) return std::nullopt;
    return load_u32(value->data());
}

std::optional<std::string_view> tlv_view::c_string(tlv_tag tag) const {
    const auto value = find(tag);
    if (!value) return std::nullopt;
    const std::string_view all(reinterpret_cast<const char*>(value->data()), value->size());
    return all.substr(0, all.find('\0'));
}

std::optional<codec_error> check_lengths(const tlv_view& tlvs) {
    for (const tlv t : tlvs) {
        const tlv_row* row = find_tlv(t.tag);
        if (!row || allows(*row, t.value.size())) continue;
        const auto offset = static_cast<std::uint32_t>(t.value.data() - 4 - tlvs.raw().data());
        return codec_error{errc::bad_tlv_length, row->name.data(), offset, command_status::esme_rinvtlvlen};
    }
    return std::nullopt;
}

codec_result<void> tlv_writer::append(tlv_tag tag, octets value, bool with_nul) {
    const tlv_row* row = find_tlv(tag);
    const std::size_t length = value.size() + (with_nul ? 1 : 0);
    if (length > 0xFFFF || (row && !allows(*row, length))) {
        return codec_error{errc::bad_tlv_length, name(tag).data(), 0, command_status::esme_rinvtlvlen};
    }
    std::uint8_t head[4];
    store_u16(head, static_cast<std::uint16_t>(tag));
    store_u16(head + 2, static_cast<std::uint16_t>(length));
    out_.insert(out_.end(), head, head + 4);
    out_.insert(out_.end(), value.begin(), value.end());
    if (with_nul) out_.push_back(0);
    return {};
}

codec_result<void> tlv_writer::add(tlv_tag tag, octets value) {
    return append(tag, value, false);
}

codec_result<void> tlv_writer::u8(tlv_tag tag, std::uint8_t value) {
    return add(tag, octets(&value, 1));
}

codec_result<void> tlv_writer::u16(tlv_tag tag, std::uint16_t value) {
    std::uint8_t raw[2];
    store_u16(raw, value);
    return add(tag, raw);
}

codec_result<void> tlv_writer::u32(tlv_tag tag, std::uint32_t value) {
    std::uint8_t raw[4];
    store_u32(raw, value);
    return add(tag, raw);
}

codec_result<void> tlv_writer::c_string(tlv_tag tag, std::string_view value) {
    if (value.find('\0') != value.npos)
        return codec_error{errc::contains_nul, name(tag).data(), 0, command_status::esme_rinvtlvval};
    return append(tag, octets(reinterpret_cast<const std::uint8_t*>(value.data()), value.size()), true);
}

}  // namespace hermod::wire::smpp
