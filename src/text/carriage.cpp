#include "text/carriage.hpp"

#include <array>

#include "text/national.hpp"
#include "text/udh_elements.hpp"

namespace hermod::text {
namespace {

// Of one language, in the order in which equals are preferred: what changes least first.
std::array<language_shift, 3> shifts_of(language one) {
    return {{{one, language::none}, {language::none, one}, {one, one}}};
}

template <class Visit>
void for_each_shift(language_set allowed, Visit visit) {
    for (unsigned nli = 1; nli <= language_count; ++nli) {
        const auto one = static_cast<language>(nli);
        if (!allowed.contains(one)) continue;
        for (const language_shift shift : shifts_of(one))
            if (!shift.empty()) visit(shift);
    }
}

checked<carriage> filled(std::string_view utf8, carriage chosen, const framing& within) {
    const auto fill = fill_parts(utf8, chosen.units, framing_of(chosen, within));
    if (!fill) return fill.error();
    chosen.fill = *fill;
    return chosen;
}

// Of the whole user data; the concatenation is the same for all and may be left out.
std::size_t bits_of(const carriage& one) {
    const std::size_t unit = one.coding == encoding::ucs2 ? 16 : 7;
    const std::size_t shift = shift_elements_size(one.shift);
    return one.units * unit + one.fill.parts * (shift == 0 ? 0 : 8 * (shift + 1));
}

bool is_default(const carriage& one) {
    return one.coding == encoding::gsm7 && one.shift.empty();
}

bool is_better(const carriage& one, const carriage& than) {
    if (one.fill.parts != than.fill.parts) return one.fill.parts < than.fill.parts;
    return !is_default(than) && bits_of(one) < bits_of(than);
}

// A shift that cannot be carried (the own header is in its way) is passed over.
void improve(std::optional<carriage>& best, std::string_view utf8, language_set allowed, const framing& within) {
    for_each_shift(allowed, [&](language_shift shift) {
        const gsm7_reach reach = reach_of_gsm7(utf8, shift);
        if (reach.end != utf8.size()) return;
        const auto one = filled(utf8, {encoding::gsm7, shift, reach.septets, {}}, within);
        if (one && (!best || is_better(*one, *best))) best = *one;
    });
}

}  // namespace

framing framing_of(const carriage& chosen, const framing& within) {
    framing out = within;
    out.coding = chosen.coding;
    out.shift = chosen.shift;
    return out;
}

bool is_gsm7(std::string_view utf8, language_set allowed) {
    bool found = is_gsm7(utf8);
    for_each_shift(allowed, [&](language_shift shift) { found = found || is_gsm7(utf8, shift); });
    return found;
}

checked<carriage> choose_shift(std::string_view utf8, language_set allowed, const framing& within) {
    carriage usual;
    const gsm7_reach reach = reach_of_gsm7(utf8);
    usual.units = reach.septets;
    if (reach.end < utf8.size()) {
        const auto units = utf16_units(utf8);
        if (!units) return units.error();
        usual.coding = encoding::ucs2;
        usual.units = *units;
    }
    const auto first = filled(utf8, usual, within);
    if (!first || allowed.empty() || (is_default(*first) && first->fill.parts == 1)) return first;
    std::optional<carriage> best = *first;
    improve(best, utf8, allowed, within);
    return *best;
}

checked<carriage> choose_septets(std::string_view utf8, language_set allowed, const framing& within) {
    std::optional<carriage> best;
    const auto septets = septet_count(utf8);
    if (!septets && septets.error().code == errc::invalid_utf8) return septets.error();
    if (septets) {
        const auto usual = filled(utf8, {encoding::gsm7, {}, *septets, {}}, within);
        if (!usual) return usual.error();
        best = *usual;
    }
    improve(best, utf8, allowed, within);
    if (best) return *best;
    if (const auto bad = first_utf8_fault(utf8)) return fault{errc::invalid_utf8, *bad};
    return septets.error();
}

}  // namespace hermod::text
