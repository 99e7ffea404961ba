#include "wire/smpp/tlv_value.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <stdexcept>

#include "wire/smpp/octet_text.hpp"

namespace hermod::wire::smpp {
namespace {

using reason = value_error::reason;
using bytes = std::vector<std::uint8_t>;

constexpr std::string_view names[] = {"integer1", "integer2", "integer4", "integer8", "c_string", "string", "octets"};

// The octets of an integer kind, 0 for the others.
constexpr std::size_t width(value_kind kind) {
    const auto place = static_cast<std::size_t>(kind);
    return kind <= value_kind::integer8 ? std::size_t{1} << place : 0;
}

value_result<bytes> parse_integer(std::size_t size, std::string_view text) {
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    const std::string_view digits = hex ? text.substr(2) : text;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    const auto stop = static_cast<std::size_t>(end - text.data());
    if (error == std::errc::invalid_argument || stop != text.size()) return value_error{reason::not_a_number, stop};
    if (error != std::errc{} || (size < 8 && value >> (8 * size) != 0)) return value_error{reason::too_large, 0};
    bytes out(size);
    for (std::size_t i = size; i-- > 0; value >>= 8) out[i] = static_cast<std::uint8_t>(value);
    return out;
}

value_result<bytes> parse_octets(std::string_view text) {
    bytes out;
    int high = -1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ' || text[i] == ':') continue;
        const int digit = hex_digit(text[i]);
        if (digit < 0) return value_error{reason::not_hex, i};
        if (high >= 0) out.push_back(static_cast<std::uint8_t>(high << 4 | digit));
        high = high >= 0 ? -1 : digit;
    }
    if (high >= 0) return value_error{reason::half_an_octet, text.size()};
    return out;
}

value_result<bytes> parse_any_length(value_kind kind, std::string_view text) {
    if (width(kind) != 0) return parse_integer(width(kind), text);
    if (kind == value_kind::octets) return parse_octets(text);
    bytes out(text.begin(), text.end());
    if (kind == value_kind::c_string) {
        if (const std::size_t nul = text.find('\0'); nul != text.npos) return value_error{reason::contains_nul, nul};
        out.push_back(0);
    }
    return out;
}

}  // namespace

std::string_view name(value_kind kind) {
    return names[static_cast<std::size_t>(kind)];
}

std::optional<value_kind> value_kind_named(std::string_view name) {
    const auto* found = std::find(std::begin(names), std::end(names), name);
    if (found == std::end(names)) return std::nullopt;
    return static_cast<value_kind>(found - std::begin(names));
}

std::optional<value_kind> value_kind_of(tlv_tag tag) {
    const tlv_row* row = find_tlv(tag);
    if (!row) return std::nullopt;
    if (row->kind == tlv_kind::c_string) return value_kind::c_string;
    if (row->kind == tlv_kind::octets) return value_kind::octets;
    return row->most == 1 ? value_kind::integer1 : row->most == 2 ? value_kind::integer2 : value_kind::integer4;
}

std::string words(const value_error& e) {
    const std::string place = " at character " + std::to_string(e.at + 1);
    switch (e.why) {
        case reason::not_a_number:
            return "not a whole number" + place + ": decimal digits, or 0x and hexadecimal ones";
        case reason::too_large:
            return "the number does not fit into the octets of its kind";
        case reason::contains_nul:
            return "a NUL inside the string" + place;
        case reason::not_hex:
            return "no hexadecimal digit" + place;
        case reason::half_an_octet:
            return "an odd number of hexadecimal digits: two make an octet";
        case reason::too_long:
            return "longer than the 65535 octets of a TLV";
        case reason::forbidden_length:
            return "a length that the specification forbids to this tag";
    }
    return "unknown error";
}

value_result<bytes> parse_value(value_kind kind, std::string_view text) {
    auto out = parse_any_length(kind, text);
    if (out && out->size() > 0xFFFF) return value_error{reason::too_long, 0};
    return out;
}

std::optional<std::string> value_text(value_kind kind, octets value) {
    if (kind == value_kind::octets) return to_hex(value);
    if (const std::size_t size = width(kind); size != 0) {
        if (value.size() != size) return std::nullopt;
        std::uint64_t number = 0;
        for (const std::uint8_t o : value) number = number << 8 | o;
        return std::to_string(number);
    }
    const std::string out(value.begin(), value.end());
    return kind == value_kind::c_string ? out.substr(0, out.find('\0')) : out;
}

value_result<void> append_value(bytes& out, tlv_tag tag, value_kind kind, std::string_view text) {
    const auto value = parse_value(kind, text);
    if (!value) return value.error();
    if (const tlv_row* row = find_tlv(tag); row && !allows(*row, value->size())) return value_error{reason::forbidden_length, 0};
    const std::size_t start = out.size();
    out.resize(start + 4);
    store_u16(out.data() + start, static_cast<std::uint16_t>(tag));
    store_u16(out.data() + start + 2, static_cast<std::uint16_t>(value->size()));
    out.insert(out.end(), value->begin(), value->end());
    return {};
}

void throw_exception_from_error(const value_error& e, const boost::source_location&) {
    throw std::invalid_argument(words(e));
}

}  // namespace hermod::wire::smpp
