// The part of outgoing that cuts a text and says it in the peer's alphabet.
#include "connectors/smpp/outgoing.hpp"
#include "text/national.hpp"
#include "text/packing.hpp"
#include "text/single_octet.hpp"

namespace hermod::connectors::smpp {

namespace {

// Alphabets of one octet a character, or UTF-8, in which a text is said although it was counted in septets or UTF-16.
struct said_in {
    bool utf8 = false;
    std::optional<text::single_octet> alphabet;
    bool plain() const { return !utf8 && !alphabet; }
};

said_in alphabet_for(const message& what, const dialect& quirks) {
    if (what.coding == encoding::binary || (what.data_coding == 1 && quirks.dcs1_is_gsm7)) return {};
    if (what.data_coding != 0) return {false, text::single_octet_of(what.data_coding)};
    if (what.coding != encoding::gsm7) return {};
    if (quirks.dcs0_is_latin1) return {false, text::single_octet::latin1};
    if (quirks.dcs0_is_ascii) return {false, text::single_octet::ascii};
    return {quirks.dcs0_is_utf8, std::nullopt};
}

}  // namespace

// The tables of a national language; a message's header then says so.
text::language_shift shift_of(const message& what) {
    const message_extras& more = what.more();
    return {text::language_of(more.single_shift).value_or(text::language::none),
            text::language_of(more.locking_shift).value_or(text::language::none)};
}

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
    if (what.coding == encoding::gsm7) as.shift = shift_of(what);
    auto made = text::split(what.body, as);
    if (made) parts_ = std::move(*made);
    return made.has_value();
}

// The sender's header and the uncut text behind it, in whole_.
bool outgoing::whole(const message& what) {
    whole_ = what.udh;
    if (what.coding == encoding::binary) {
        whole_ += what.body;
        return true;
    }
    const auto text = what.coding == encoding::gsm7 ? text::encode_gsm7(what.body) : text::encode_utf16be(what.body);
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
    if (const said_in other = alphabet_for(what, quirks); !other.plain()) {
        const text::decoded_text read =
            what.coding == encoding::gsm7 ? text::decode_gsm7(part.payload, shift_of(what)) : text::decode_utf16be(part.payload);
        scratch_.assign(part.header);
        if (other.utf8) return {scratch_ += read.utf8, {}};
        const auto octets = text::encode_single_octet(read.utf8, *other.alphabet);
        if (!octets) return {{}, "a character is not in the alphabet that data_coding names, or that is this network's"};
        return {scratch_ += *octets, {}};
    }
    if (what.coding == encoding::ucs2 && quirks.ucs2_little_endian) {
        scratch_.assign(part.user_data());
        for (std::size_t i = part.header.size(); i + 1 < scratch_.size(); i += 2) std::swap(scratch_[i], scratch_[i + 1]);
        return {scratch_, {}};
    }
    if (what.coding == encoding::gsm7 && quirks.packed_gsm7) {
        scratch_.assign(part.header);
        scratch_ += text::pack_septets(part.payload, text::fill_bits_behind_header(part.header.size()));
        return {scratch_, {}};
    }
    // Of an empty text both views may be null; it is not one that cannot be said.
    const std::string_view as_it_is = part.header.empty() ? part.payload : part.user_data();
    return {as_it_is.data() ? as_it_is : std::string_view(""), {}};
}

}  // namespace hermod::connectors::smpp
