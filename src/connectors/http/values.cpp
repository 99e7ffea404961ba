#include "connectors/http/values.hpp"

#include <algorithm>
#include <charconv>

#include "net/base64.hpp"
#include "text/gsm7.hpp"
#include "text/hex_text.hpp"
#include "text/national.hpp"

namespace hermod::connectors::http {

namespace {

constexpr std::size_t count = static_cast<std::size_t>(value::count);

constexpr std::array<value_row, count> rows{{
    {"to"}, {"from"}, {"text"}, {"text_hex"}, {"text_base64"}, {"text_octets", true}, {"udh"}, {"udh_octets", true}, {"user_data_hex"},
    {"data_coding", false, true}, {"esm_class", false, true}, {"coding"}, {"message_class"},
    {"id"}, {"part", false, true}, {"parts", false, true}, {"reference", false, true}, {"client_ref"}, {"receipt", false, true},
    {"receipt_url"}, {"inbound_url"},
    {"now"}, {"now_unix", false, true}, {"expires"}, {"validity_ms", false, true}, {"validity_seconds", false, true},
    {"validity_minutes", false, true}, {"validity_hours", false, true}, {"duplicate", false, true},
}};

constexpr auto names = [] {
    std::array<std::string_view, count> out{};
    for (std::size_t i = 0; i < count; ++i) out[i] = rows[i].name;
    return out;
}();

// The tables of a national language that the message is said in (gsm7 only).
text::language_shift shift_of(const message& what) {
    const message_extras& more = what.more();
    return {text::language_of(more.single_shift).value_or(text::language::none),
            text::language_of(more.locking_shift).value_or(text::language::none)};
}

// 3GPP TS 23.038 section 4: the groups whose low two bits are a class.
std::optional<int> class_of(std::uint8_t data_coding) {
    if ((data_coding & 0xF0) == 0xF0 || (data_coding & 0xD0) == 0x10) return data_coding & 3;
    return std::nullopt;
}

std::uint8_t data_coding_of(const message& what) {
    if (what.data_coding != 0) return what.data_coding;
    return what.coding == encoding::ucs2 ? 8 : what.coding == encoding::binary ? 4 : 0;
}

}  // namespace

const value_row& row_of(value which) { return rows[static_cast<std::size_t>(which)]; }

std::optional<value> find_value(std::string_view name) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return std::nullopt;
    return static_cast<value>(at - names.begin());
}

std::span<const std::string_view> value_names() { return names; }

bool part_values::begin(const message_ptr& what, std::uint8_t part, bool possible_duplicate, wall_time now) {
    what_ = what;
    part_ = part;
    duplicate_ = possible_duplicate;
    now_ = now;
    known_.reset();
    octets_.reset();
    receipt_url_.clear();
    udh_ = what_->udh;
    if (options_.whole || what_->parts <= 1) return true;
    if (!split()) return false;
    udh_ = pieces_[static_cast<std::size_t>(part_) - 1].header;
    return true;
}

// Consecutive parts of one message share one split.
bool part_values::split() {
    if (split_of_ && split_of_ == what_) return part_ <= pieces_.size();
    split_of_.reset();
    text::framing as;
    as.coding = static_cast<text::encoding>(what_->coding);
    as.reference = what_->concat_ref;
    as.own_header = what_->udh;
    if (what_->coding == encoding::gsm7) as.shift = shift_of(*what_);
    auto made = text::split(what_->body, as);
    if (!made) return false;
    pieces_ = std::move(*made);
    split_of_ = what_;
    return part_ >= 1 && part_ <= pieces_.size();
}

std::string_view part_values::get(value which) {
    const auto at = static_cast<std::size_t>(which);
    if (!known_[at]) {
        made_[at].clear();
        make(which, made_[at]);
        known_.set(at);
    }
    return made_[at];
}

void part_values::number(std::string& out, std::int64_t what) const {
    std::array<char, 24> digits{};
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), what).ptr);
}

std::string_view part_values::address(std::string_view written) const {
    return options_.plus || !written.starts_with('+') ? written : written.substr(1);
}

// The user data without its header: septets one an octet, UTF-16BE, or the octets themselves.
std::string_view part_values::octets() {
    if (octets_) return *octets_;
    const message& m = *what_;
    if (split_of_ == what_ && !options_.whole && m.parts > 1) {
        octets_ = std::string(pieces_[static_cast<std::size_t>(part_) - 1].payload);
    } else if (m.coding == encoding::binary) {
        octets_ = m.body;
    } else {
        const auto text = m.coding == encoding::gsm7 ? text::encode_gsm7(m.body, shift_of(m)) : text::encode_utf16be(m.body);
        octets_ = text ? std::string(*text) : m.body;
    }
    return *octets_;
}

void part_values::make(value which, std::string& out) {
    const message& m = *what_;
    const auto left = std::max<std::int64_t>(1'000, std::chrono::duration_cast<std::chrono::milliseconds>(m.expires_at - now_).count());
    switch (which) {
        case value::to: out = address(m.to); return;
        case value::from: out = address(m.from); return;
        case value::text:
            if (m.coding == encoding::binary) return;
            if (options_.whole || m.parts <= 1) out = m.body;
            else out = m.coding == encoding::gsm7 ? text::decode_gsm7(octets(), shift_of(m)).utf8 : text::decode_utf16be(octets()).utf8;
            return;
        case value::text_hex: text::append_hex(out, octets()); return;
        case value::text_base64: out = net::base64(octets()); return;
        case value::text_octets: out = octets(); return;
        case value::udh: text::append_hex(out, udh_); return;
        case value::udh_octets: out = udh_; return;
        case value::user_data_hex:
            text::append_hex(out, udh_);
            text::append_hex(out, octets());
            return;
        case value::data_coding: return number(out, data_coding_of(m));
        case value::esm_class: return number(out, udh_.empty() ? 0 : 0x40);
        case value::coding: out = to_text(m.coding); return;
        case value::message_class:
            if (const auto one = class_of(m.data_coding)) number(out, *one);
            return;
        case value::id: out = to_text(m.id); return;
        case value::part: return number(out, part_);
        case value::parts: return number(out, m.parts);
        case value::reference: return number(out, m.concat_ref);
        case value::client_ref: out = m.client_ref; return;
        case value::receipt: out = m.receipt ? "true" : "false"; return;
        case value::receipt_url: out = receipt_url_; return;
        case value::inbound_url: out = options_.inbound_url; return;
        case value::now: out = to_rfc3339(now_); return;
        case value::now_unix: return number(out, to_micros(now_) / 1'000'000);
        case value::expires: out = to_rfc3339(m.expires_at); return;
        case value::validity_ms: return number(out, left);
        case value::validity_seconds: return number(out, left / 1'000);
        case value::validity_minutes: return number(out, std::max<std::int64_t>(1, left / 60'000));
        case value::validity_hours: return number(out, std::max<std::int64_t>(1, left / 3'600'000));
        case value::duplicate: out = duplicate_ ? "true" : "false"; return;
        case value::count: return;
    }
}

}  // namespace hermod::connectors::http
