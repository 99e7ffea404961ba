#include "accept/carriage_plan.hpp"

#include <algorithm>
#include <cstdio>

#include "text/national.hpp"
#include "text/udh_elements.hpp"

namespace hermod::accept {
namespace {

constexpr std::size_t most_offenders = 20;  // that an estimate names

refusal bad_utf8(std::size_t offset) {
    return {"body", "invalid_utf8", "the text is not valid UTF-8: octet " + std::to_string(offset + 1) + " begins no character"};
}

refusal not_in_gsm7(std::string_view utf8, std::size_t offset) {
    const auto character = text::code_point_at(utf8, offset);
    if (character.length == 0) return bad_utf8(offset);
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(character.value));
    const bool printable = character.value >= 0x20 && character.value != 0x7f;
    return {"body", "not_in_gsm7",
            "encoding gsm7 was asked for, but character " + std::to_string(characters_before(utf8, offset) + 1) + " (" + code +
                (printable ? ", \"" + std::string(utf8.substr(offset, character.length)) + "\"" : std::string()) +
                ") is not in the GSM 7-bit alphabet; leave the encoding out or ask for ucs2"};
}

// A lower bound, exact but for pairs that a cut would split.
std::size_t least_parts(std::string_view body, encoding coding) {
    std::size_t units = body.size();
    if (coding == encoding::gsm7) units = text::reach_of_gsm7(body).septets;
    if (coding == encoding::ucs2) {
        const auto counted = text::utf16_units(body);
        units = counted ? *counted : body.size();
    }
    const std::size_t each = text::units_behind_header(static_cast<text::encoding>(coding), 6);
    return (units + each - 1) / each;
}

refusal bad_header(text::fault fault) {
    return {"udh", "invalid_udh", std::string(text::text(fault.code)) + " (octet " + std::to_string(fault.offset + 1) + ")"};
}

struct own_header {
    std::optional<std::string> rebuilt;  // in place of the sender's
    text::language_shift shift;          // of a text in septets, taken out of the header: text/ writes it
};

// What the sender brings, with its ports; when the text may be septets, the languages that it names apart.
std::variant<own_header, refusal> read_header(const text_wishes& how) {
    own_header out;
    text::header_builder built;
    const bool septets = !how.wanted || how.wanted == encoding::gsm7;
    if (!how.udh.empty()) {
        const auto header = text::parse_udh(how.udh);
        if (!header) return bad_header(header.error());
        if (header->size() != how.udh.size())
            return refusal{"udh", "invalid_udh",
                           "the header says that it has " + std::to_string(header->size()) + " octets, but there are " +
                               std::to_string(how.udh.size())};
        if (how.ports && text::ports_of(*header))
            return refusal{"udh", "invalid_udh", "the header names ports already, and others are asked for"};
        if (septets) out.shift = text::shift_of(*header);
        for (const auto element : *header)
            if (out.shift.empty() ||
                (element.identifier != text::iei_single_shift && element.identifier != text::iei_locking_shift))
                built.add(element.identifier, element.data);
    }
    if (!how.ports && out.shift.empty()) return out;
    if (how.ports) built.add(text::application_ports{how.ports->destination, how.ports->source});
    auto octets = built.build();
    if (!octets) return bad_header(octets.error());
    out.rebuilt = std::move(*octets);
    return out;
}

// The sender's header names the tables. What they cannot say goes as UCS-2, when the sender leaves that open.
text::checked<text::detailed_estimate> say_with(text::language_shift shift, std::string_view body,
                                                text::estimate_options options) {
    text::detailed_estimate out;
    const auto septets = text::septet_count(body, shift);
    if (!septets) {
        if (options.wanted || septets.error().code != text::errc::not_in_gsm7) return septets.error();
        options.wanted = text::encoding::ucs2;
        return text::estimate_text(body, options);
    }
    out.text.utf8 = body;
    out.way = {text::encoding::gsm7, shift, *septets, {}};
    text::framing within;
    within.own_header = options.own_header;
    const auto fill = text::fill_parts(body, *septets, text::framing_of(out.way, within));
    if (!fill) return fill.error();
    out.way.fill = *fill;
    return out;
}

}  // namespace

std::size_t characters_before(std::string_view utf8, std::size_t offset) {
    const auto before = utf8.substr(0, offset);
    return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

refusal too_long(std::size_t parts, bool at_least, encoding coding, std::size_t max_parts) {
    return {"body", "text_too_long",
            "the message needs " + std::string(at_least ? "at least " : "") + std::to_string(parts) + " parts as " +
                std::string(to_text(coding)) + "; at most " + std::to_string(max_parts) + " are allowed"};
}

refusal refusal_of(text::fault fault, std::string_view body, encoding coding, std::size_t max_parts) {
    switch (fault.code) {
        case text::errc::invalid_utf8:
            return bad_utf8(fault.offset);
        case text::errc::not_in_gsm7:
            return not_in_gsm7(body, fault.offset);
        case text::errc::too_many_parts:
            return too_long(least_parts(body, coding), true, coding, max_parts);
        case text::errc::already_split:
            return {
                "udh", "already_split",
                "the header makes this one part of several, and the text does not fit into one; leave the header out, or send "
                "less with it"};
        default:
            return bad_header(fault);
    }
}

std::vector<text_change> changes_of(std::string_view original, const text::altered_text& altered) {
    std::vector<text_change> out;
    out.reserve(altered.changes.size());
    std::size_t characters = 0, seen = 0;
    for (const text::change& one : altered.changes) {
        characters += characters_before(original.substr(seen), one.offset - seen);
        seen = one.offset;
        out.push_back({characters, std::string(original.substr(one.offset, one.length)), one.replacement});
    }
    return out;
}

std::variant<carriage_plan, refusal> plan_carriage(std::string_view body, const text_wishes& how) {
    auto header = read_header(how);
    if (auto* wrong = std::get_if<refusal>(&header)) return std::move(*wrong);
    auto& own = std::get<own_header>(header);
    text::estimate_options options;
    options.languages = how.languages;
    options.smart = how.smart;
    options.transliterate = how.transliterate;
    options.own_header = own.rebuilt ? std::string_view(*own.rebuilt) : how.udh;
    options.most_offenders = most_offenders;
    if (how.wanted) options.wanted = static_cast<text::encoding>(*how.wanted);
    auto made = own.shift.empty() ? text::estimate_text(body, options) : say_with(own.shift, body, options);
    if (!made) return refusal_of(made.error(), body, how.wanted.value_or(encoding::ucs2), how.max_parts);
    return carriage_plan{std::move(*made), std::move(own.rebuilt)};
}

}  // namespace hermod::accept
