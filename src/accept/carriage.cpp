// How a body will travel: its encoding and the number of its parts. The usual message is told in one pass over its text.
#include <algorithm>

#include "accept/carriage_plan.hpp"
#include "text/dcs.hpp"
#include "text/split.hpp"
#include "text/utf.hpp"

namespace hermod::accept {
namespace {

// Nothing to choose and nothing to carry.
bool is_plain(const text_wishes& how) {
    return how.udh.empty() && !how.ports && how.languages.empty() && !how.smart && !how.transliterate;
}

std::variant<carriage, refusal> counted(std::string_view body, encoding coding, std::size_t max_parts) {
    text::framing as;
    as.coding = static_cast<text::encoding>(coding);
    const auto parts = text::count_parts(body, as);
    if (!parts) return refusal_of(parts.error(), body, coding, max_parts);
    if (*parts > max_parts) return too_long(*parts, false, coding, max_parts);
    return carriage{coding, static_cast<std::uint8_t>(*parts)};
}

std::variant<carriage, refusal> planned(std::string_view body, const text_wishes& how, std::size_t max_parts) {
    auto plan = plan_carriage(body, how);
    if (auto* wrong = std::get_if<refusal>(&plan)) return std::move(*wrong);
    auto& [made, udh] = std::get<carriage_plan>(plan);
    const auto coding = static_cast<encoding>(made.way.coding);
    if (made.way.fill.parts > max_parts) return too_long(made.way.fill.parts, false, coding, max_parts);
    carriage out{coding, static_cast<std::uint8_t>(made.way.fill.parts), made.way.shift};
    out.udh = std::move(udh);
    if (!made.text.changes.empty()) {
        out.changes = changes_of(body, made.text);
        out.text = std::move(made.text.utf8);
    }
    return out;
}

std::size_t within_bounds(std::size_t max_parts) {
    return std::clamp<std::size_t>(max_parts, 1, text::max_parts);
}

std::optional<refusal> check_content(std::string_view body, const text_wishes& how) {
    if (!body.empty() || !how.udh.empty() || how.ports || how.may_be_empty) return std::nullopt;
    return refusal{"body", "empty_text", "the message has no content"};
}

text::language_set languages_in(std::uint16_t mask) {
    text::language_set out;
    for (std::uint8_t nli = 1; nli <= text::language_count; ++nli)
        if (mask >> nli & 1) out.insert(static_cast<text::language>(nli));
    return out;
}

bool is_part_of_several(std::string_view udh) {
    const auto header = text::parse_udh(udh);
    return header && header->concat();
}

}  // namespace

text_wishes wishes_of(const submission& submitted, const account_rules& account, const limits& bounds) {
    text_wishes out;
    out.wanted = submitted.coding;
    out.udh = submitted.udh;
    out.ports = submitted.ports;
    out.may_be_empty = submitted.waiting.has_value();
    out.max_parts = bounds.max_parts;
    // Of what an application has split itself, one part must not become another text or alphabet than the next.
    const bool untouched = !submitted.udh.empty() && is_part_of_several(submitted.udh);
    out.smart = submitted.smart.value_or(account.smart && !untouched);
    out.transliterate = submitted.transliterate.value_or(account.transliterate && !untouched);
    const std::uint16_t mask = submitted.languages.value_or(untouched ? std::uint16_t{0} : account.languages);
    if (mask != 0) out.languages = languages_in(mask);
    return out;
}

std::variant<carriage, refusal> choose_carriage(std::string_view body, const text_wishes& how) {
    const std::size_t max_parts = within_bounds(how.max_parts);
    if (auto empty = check_content(body, how)) return std::move(*empty);
    if (how.wanted == encoding::binary && is_plain(how)) return counted(body, encoding::binary, max_parts);
    if (!how.udh.empty() || how.ports || how.wanted == encoding::binary) return planned(body, how, max_parts);
    encoding coding = encoding::ucs2;
    if (how.wanted != encoding::ucs2) {
        const auto reach = text::reach_of_gsm7(body);
        if (reach.end == body.size()) {
            if (reach.septets <= 160) return carriage{encoding::gsm7, 1};
            coding = encoding::gsm7;
        } else if (how.wanted && is_plain(how)) {
            return refusal_of({text::errc::not_in_gsm7, reach.end}, body, encoding::gsm7, max_parts);
        }
    }
    return is_plain(how) ? counted(body, coding, max_parts) : planned(body, how, max_parts);
}

estimated estimate_carriage(std::string_view body, const text_wishes& how) {
    estimated out;
    out.max_parts = within_bounds(how.max_parts);
    if ((out.refused = check_content(body, how))) return out;
    auto plan = plan_carriage(body, how);
    if (auto* wrong = std::get_if<refusal>(&plan)) {
        out.refused = std::move(*wrong);
        return out;
    }
    const auto& made = std::get<carriage_plan>(plan).made;
    out.coding = static_cast<encoding>(made.way.coding);
    out.single_shift = static_cast<std::uint8_t>(made.way.shift.single);
    out.locking_shift = static_cast<std::uint8_t>(made.way.shift.locking);
    out.units = made.way.units;
    out.units_per_part = made.way.fill.room;
    out.units_left = made.way.fill.left;
    out.parts = made.way.fill.parts;
    for (const text::offender& one : made.forces_ucs2) {
        const auto length = text::code_point_at(body, one.offset).length;
        out.forces_ucs2.push_back({characters_before(body, one.offset), std::string(body.substr(one.offset, length)),
                                   static_cast<std::uint32_t>(one.code_point)});
    }
    out.more_offenders = made.more_offenders;
    out.changes = changes_of(body, made.text);
    return out;
}

std::variant<std::uint8_t, refusal> choose_data_coding(const submission& submitted, encoding coding) {
    if (submitted.data_coding != 0) return submitted.data_coding;
    const auto as = static_cast<text::encoding>(coding);
    if (submitted.message_class) {
        if (submitted.waiting) return refusal{"waiting", "invalid_mwi", "a message has a class or an indication, not both"};
        if (const auto octet = text::encode_dcs(text::dcs_for(as, submitted.message_class))) return *octet;
        return refusal{"message_class", "invalid_message_class", "a message's class is 0, 1, 2 or 3"};
    }
    if (!submitted.waiting) return std::uint8_t{0};
    if (coding == encoding::binary) return refusal{"waiting", "invalid_mwi", "an indication comes with a text, not with octets"};
    text::data_coding waiting;
    waiting.group = text::dcs_group::waiting;
    waiting.alphabet = coding == encoding::ucs2 ? text::dcs_alphabet::ucs2 : text::dcs_alphabet::gsm7;
    waiting.waiting = text::waiting_indication{submitted.waiting->store, submitted.waiting->active,
                                               static_cast<text::waiting_kind>(submitted.waiting->what)};
    if (const auto octet = text::encode_dcs(waiting)) return *octet;
    return refusal{"waiting", "invalid_mwi",
                   "an indication whose text is not stored cannot be UCS-2; have it stored, or keep to GSM 7-bit characters"};
}

carriage carriage_from_handset(std::string_view body, std::optional<encoding> coding) {
    if (coding == encoding::binary || !text::is_utf8(body)) return {encoding::binary, 1};
    return {coding.value_or(static_cast<encoding>(text::choose(body))), 1};
}

}  // namespace hermod::accept
