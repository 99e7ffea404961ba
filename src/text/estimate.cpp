#include "text/estimate.hpp"

#include <algorithm>

namespace hermod::text {
namespace {

framing within(const estimate_options& options) {
    framing out;
    out.width = options.width;
    out.own_header = options.own_header;
    return out;
}

checked<carriage> way_of(std::string_view content, const estimate_options& options) {
    if (!options.wanted) return choose_shift(content, options.languages, within(options));
    if (*options.wanted == encoding::gsm7) return choose_septets(content, options.languages, within(options));
    carriage out;
    out.coding = *options.wanted;
    out.units = content.size();
    if (out.coding == encoding::ucs2) {
        const auto units = utf16_units(content);
        if (!units) return units.error();
        out.units = *units;
    }
    const auto fill = fill_parts(content, out.units, framing_of(out, within(options)));
    if (!fill) return fill.error();
    out.fill = *fill;
    return out;
}

void name_offenders(std::string_view utf8, std::size_t most, detailed_estimate& out) {
    for (std::size_t at = 0; at < utf8.size();) {
        const code_point next = code_point_at(utf8, at);
        const auto is_same = [&](const offender& known) { return known.code_point == next.value; };
        if (gsm7_width(next.value) == 0 && std::none_of(out.forces_ucs2.begin(), out.forces_ucs2.end(), is_same)) {
            out.more_offenders = out.forces_ucs2.size() == most;
            if (out.more_offenders) return;
            out.forces_ucs2.push_back({next.value, at});
        }
        at += next.length;
    }
}

}  // namespace

checked<detailed_estimate> estimate_text(std::string_view content, const estimate_options& options) {
    detailed_estimate out;
    const bool may_rewrite = !options.wanted || *options.wanted == encoding::gsm7;
    const rewriting how{options.smart, options.transliterate, options.languages, options.wanted == encoding::gsm7};
    if (may_rewrite)
        out.text = rewrite(content, how, within(options));
    else
        out.text.utf8 = content;
    const auto way = way_of(out.text.utf8, options);
    if (!way) return way.error();
    out.way = *way;
    if (out.way.coding == encoding::ucs2 && !options.wanted) name_offenders(out.text.utf8, options.most_offenders, out);
    return out;
}

framing framing_of(const detailed_estimate& of, const estimate_options& options, std::uint16_t reference) {
    framing out = framing_of(of.way, within(options));
    out.reference = reference;
    return out;
}

}  // namespace hermod::text
