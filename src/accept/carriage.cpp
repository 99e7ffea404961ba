// How a body will travel: its encoding and the number of its parts. The usual message is told in one pass over its text.
#include <algorithm>
#include <cstdio>

#include "accept/checks.hpp"
#include "text/split.hpp"
#include "text/utf.hpp"

namespace hermod::accept {
namespace {

text::encoding to_text_encoding(encoding e) {
    return static_cast<text::encoding>(e);
}

std::size_t characters_before(std::string_view utf8, std::size_t offset) {
    const auto before = utf8.substr(0, offset);
    return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

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
    const std::size_t each = text::units_behind_header(to_text_encoding(coding), 6);
    return (units + each - 1) / each;
}

refusal too_long(std::size_t parts, bool at_least, encoding coding, std::size_t max_parts) {
    return {"body", "text_too_long",
            "the message needs " + std::string(at_least ? "at least " : "") + std::to_string(parts) + " parts as " +
                std::string(to_text(coding)) + "; at most " + std::to_string(max_parts) + " are allowed"};
}

refusal of_fault(text::fault fault, std::string_view body, encoding coding, std::size_t max_parts) {
    switch (fault.code) {
        case text::errc::invalid_utf8:
            return bad_utf8(fault.offset);
        case text::errc::not_in_gsm7:
            return not_in_gsm7(body, fault.offset);
        case text::errc::too_many_parts:
            return too_long(least_parts(body, coding), true, coding, max_parts);
        default:
            return {"udh", "invalid_udh",
                    std::string(text::text(fault.code)) + " (octet " + std::to_string(fault.offset + 1) + ")"};
    }
}

std::variant<carriage, refusal> counted(std::string_view body, encoding coding, std::string_view udh, std::size_t max_parts) {
    text::framing as;
    as.coding = to_text_encoding(coding);
    as.own_header = udh;
    const auto parts = text::count_parts(body, as);
    if (!parts) return of_fault(parts.error(), body, coding, max_parts);
    if (*parts > max_parts) return too_long(*parts, false, coding, max_parts);
    return carriage{coding, static_cast<std::uint8_t>(*parts)};
}

}  // namespace

std::variant<carriage, refusal> choose_carriage(std::string_view body, std::optional<encoding> wanted, std::string_view udh,
                                                std::size_t max_parts) {
    max_parts = std::clamp<std::size_t>(max_parts, 1, text::max_parts);
    if (body.empty() && udh.empty()) return refusal{"body", "empty_text", "the message has no content"};
    if (wanted == encoding::binary) return counted(body, encoding::binary, udh, max_parts);
    if (!udh.empty()) return refusal{"udh", "invalid_udh", "a user data header may come with encoding binary only"};
    if (!wanted || *wanted == encoding::gsm7) {
        const auto reach = text::reach_of_gsm7(body);
        if (reach.end == body.size() && reach.septets <= 160) return carriage{encoding::gsm7, 1};
        if (reach.end != body.size() && wanted) return not_in_gsm7(body, reach.end);
        wanted = reach.end == body.size() ? encoding::gsm7 : encoding::ucs2;
    }
    return counted(body, *wanted, {}, max_parts);
}

carriage carriage_from_handset(std::string_view body, std::optional<encoding> coding) {
    if (coding == encoding::binary || !text::is_utf8(body)) return {encoding::binary, 1};
    return {coding.value_or(static_cast<encoding>(text::choose(body))), 1};
}

}  // namespace hermod::accept
