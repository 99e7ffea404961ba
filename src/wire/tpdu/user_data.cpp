#include "wire/tpdu/user_data.hpp"

#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/packing.hpp"
#include "text/udh_elements.hpp"

namespace hermod::wire::tpdu {
namespace {

text::octet_view as_view(octets from) {
    return {reinterpret_cast<const char*>(from.data()), from.size()};
}

void append(std::vector<std::uint8_t>& out, text::octet_view from) {
    for (const char c : from) out.push_back(static_cast<std::uint8_t>(c));
}

}  // namespace

bool counts_septets(std::uint8_t dcs) {
    return text::encoding_of(text::decode_dcs(dcs)) == text::encoding::gsm7;
}

codec_result<content> take_apart(const user_data& value, std::uint8_t dcs, bool udhi) {
    content out;
    out.coding = text::encoding_of(text::decode_dcs(dcs));
    const text::octet_view raw = as_view(value.raw);
    if (udhi) {
        const auto header = text::parse_udh(raw);
        if (!header) return codec_error{errc::bad_header, "TP-UD", static_cast<std::uint32_t>(header.error().offset)};
        out.header = header->octets();
    }
    const text::octet_view rest = raw.substr(out.header.size());
    if (out.coding != text::encoding::gsm7) {
        out.payload = rest;
        return out;
    }
    const std::size_t under = text::septets_under_header(out.header.size());
    const std::size_t count = value.length > under ? value.length - under : 0;
    const auto septets = text::unpack_septets(rest, count, text::fill_bits_behind_header(out.header.size()));
    if (!septets) return codec_error{errc::truncated, "TP-UD", static_cast<std::uint32_t>(raw.size())};
    out.payload = *septets;
    return out;
}

codec_result<user_data> put_together(std::vector<std::uint8_t>& buffer, text::encoding coding, text::octet_view header,
                                     text::octet_view payload) {
    const bool septets = coding == text::encoding::gsm7;
    const std::size_t length =
        septets ? text::septets_under_header(header.size()) + payload.size() : header.size() + payload.size();
    const std::size_t most = septets ? max_septets : max_user_data;
    if (length > most || header.size() > max_user_data) {
        return codec_error{header.empty() ? errc::user_data_too_long : errc::header_too_long, "TP-UD", 0};
    }
    buffer.clear();
    append(buffer, header);
    if (septets) {
        append(buffer, text::pack_septets(payload, text::fill_bits_behind_header(header.size())));
        buffer.resize(octets_of(length, true));  // the fill bits of a header without a text
    } else {
        append(buffer, payload);
    }
    return user_data{static_cast<std::uint8_t>(length), buffer};
}

std::string text_of(const content& value) {
    if (value.coding == text::encoding::binary) return {};
    if (value.coding == text::encoding::ucs2) return text::decode_utf16be(value.payload).utf8;
    const auto header = text::parse_udh(value.header);
    return text::decode_gsm7(value.payload, header ? text::shift_of(*header) : text::language_shift{}).utf8;
}

}  // namespace hermod::wire::tpdu
