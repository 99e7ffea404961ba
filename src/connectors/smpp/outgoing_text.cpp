// The part of outgoing that cuts a text and says it in the peer's alphabet.
#include "connectors/smpp/outgoing.hpp"
#include "text/national.hpp"
#include "text/packing.hpp"
#include "text/udh_elements.hpp"
#include "text/utf.hpp"

namespace hermod::connectors::smpp {

namespace {

text::language_shift shift_of(const message& what) {
    return {static_cast<text::language>(what.more().single_shift), static_cast<text::language>(what.more().locking_shift)};
}

// The alphabets that an octet of data_coding may name for a text that was counted in GSM 7-bit.
enum class alphabet : std::uint8_t { gsm7, ascii, latin1, utf8 };

alphabet alphabet_for(std::uint8_t data_coding, const dialect& quirks) {
    switch (data_coding) {
        case 0:
            if (quirks.dcs0_is_latin1) return alphabet::latin1;
            if (quirks.dcs0_is_ascii) return alphabet::ascii;
            return quirks.dcs0_is_utf8 ? alphabet::utf8 : alphabet::gsm7;
        case 1:
            return quirks.dcs1_is_gsm7 ? alphabet::gsm7 : alphabet::ascii;
        case 3:
            return alphabet::latin1;
        default:
            return alphabet::gsm7;
    }
}

}  // namespace

bool outgoing::split(const message_ptr& what) {
    if (split_of_ && split_of_ == what) return true;
    split_of_.reset();
    if (!split_as(*what, options_.reference)) return false;
    // 152 septets a part instead of 153: where that is a part more than was accepted, the shorter reference serves.
    if (parts_.size() != what->parts && !split_as(*what, text::reference_width::octet)) return false;
    if (parts_.size() > 1) split_of_ = what;
    return true;
}

bool outgoing::split_as(const message& what, text::reference_width width) {
    text::framing as;
    as.coding = static_cast<text::encoding>(what.coding);
    as.width = width;
    as.reference = what.concat_ref;
    as.own_header = what.udh;
    as.shift = shift_of(what);
    auto made = text::split(what.body, as);
    if (made) parts_ = std::move(*made);
    return made.has_value();
}

// The sender's header and the uncut text behind it, in whole_.
bool outgoing::whole(const message& what) {
    whole_ = what.udh;
    const text::language_shift shift = shift_of(what);
    if (what.coding == encoding::gsm7 && !shift.empty()) {
        text::header_builder header;
        if (const auto own = text::parse_udh(what.udh)) header.add_all(*own);
        auto built = header.add(shift).build();
        if (!built) return false;
        whole_ = std::move(*built);
    }
    if (what.coding == encoding::binary) {
        whole_ += what.body;
        return true;
    }
    const auto text = what.coding == encoding::gsm7 ? text::encode_gsm7(what.body, shift) : text::encode_utf16be(what.body);
    if (text) whole_ += *text;
    return text.has_value();
}

std::optional<std::string_view> outgoing::plain_text(const message& what) {
    split_of_.reset();
    if (!split_as(what, text::reference_width::octet) || parts_.size() != 1) return std::nullopt;
    const said out = content(what, parts_[0]);
    if (out.octets.data() == nullptr || !parts_[0].header.empty()) return std::nullopt;
    return out.octets;
}

// Header and payload side by side.
outgoing::said outgoing::content(const message& what, text::part part) {
    const dialect& quirks = options_.quirks;
    if (what.coding == encoding::ucs2 && quirks.ucs2_little_endian) {
        scratch_.assign(part.user_data());
        for (std::size_t i = part.header.size(); i + 1 < scratch_.size(); i += 2) std::swap(scratch_[i], scratch_[i + 1]);
        return {scratch_, {}};
    }
    // Of a text without a header both views may be null; an empty text is not one that cannot be said.
    const std::string_view as_it_is = part.header.empty() ? part.payload : part.user_data();
    if (what.coding != encoding::gsm7) return {as_it_is.data() ? as_it_is : std::string_view(""), {}};
    switch (alphabet_for(what.data_coding, quirks)) {
        case alphabet::latin1:
            if (!say_in(part, 0xFF)) return {{}, "a character is not in Latin-1, this network's alphabet"};
            return {scratch_, {}};
        case alphabet::ascii:
            if (!say_in(part, 0x7F)) return {{}, "a character is not in ASCII, this network's alphabet"};
            return {scratch_, {}};
        case alphabet::utf8:
            say_in_utf8(part);
            return {scratch_, {}};
        case alphabet::gsm7:
            break;
    }
    if (!quirks.packed_gsm7) return {as_it_is.data() ? as_it_is : std::string_view(""), {}};
    scratch_.assign(part.header);
    scratch_ += text::pack_septets(part.payload, text::fill_bits_behind_header(part.header.size()));
    return {scratch_, {}};
}

// `last`: the alphabet's greatest code point; all below it stand for themselves.
bool outgoing::say_in(text::part part, char32_t last) {
    const std::string utf8 = text::decode_gsm7(part.payload).utf8;
    scratch_.assign(part.header);
    for (std::size_t at = 0; at < utf8.size();) {
        const text::code_point next = text::code_point_at(utf8, at);
        if (next.value > last) return false;
        scratch_.push_back(static_cast<char>(next.value));
        at += next.length;
    }
    return true;
}

void outgoing::say_in_utf8(text::part part) {
    scratch_.assign(part.header);
    scratch_ += text::decode_gsm7(part.payload).utf8;
}

}  // namespace hermod::connectors::smpp
