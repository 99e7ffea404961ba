// Input: one octet of choices, two of languages, then the text (choice 8: repeated). Rewriting never fails; its changes lead from
// the original to what it returns; a changed text is GSM, in no more parts, and nothing is left to change. Estimating says what
// splitting does.
#include <cstdlib>

#include "text/estimate.hpp"

using namespace hermod::text;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

std::string applied(std::string_view original, const std::vector<change>& changes) {
    std::string out;
    std::size_t at = 0;
    for (const change& one : changes) {
        require(one.offset >= at && one.length > 0);
        out.append(original.substr(at, one.offset - at));
        out += one.replacement;
        at = one.offset + one.length;
    }
    return out.append(original.substr(at));
}

void check_rewriting(std::string_view text, const rewriting& how) {
    const altered_text out = rewrite(text, how);
    require(applied(text, out.changes) == out.utf8);
    if (out.changes.empty()) return;
    require(is_gsm7(out.utf8, how.languages) && !is_gsm7(text, how.languages));
    const carriage before = choose_shift(text, how.languages).value(), after = choose_shift(out.utf8, how.languages).value();
    require(after.coding == encoding::gsm7 && after.fill.parts <= before.fill.parts);
    require(rewrite(out.utf8, how).changes.empty());
}

void check_estimate(std::string_view text, const estimate_options& options) {
    const auto guess = estimate_text(text, options);
    require(guess.has_value() == is_utf8(text));
    if (!guess) return;
    require(guess->forces_ucs2.size() <= options.most_offenders);
    const auto made = split(guess->text.utf8, framing_of(*guess, options, 1));
    require(made.has_value() == guess->can_be_sent());
    if (!made) return;
    require(made->size() == guess->way.fill.parts);
    const part last = (*made)[made->size() - 1];
    const std::size_t used = last.payload.size() / (guess->way.coding == encoding::ucs2 ? 2 : 1);
    require(used + guess->way.fill.left == units_behind_header(guess->way.coding, last.header.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    estimate_options options;
    options.smart = (data[0] & 1) != 0;
    options.transliterate = (data[0] & 2) != 0;
    options.width = data[0] & 4 ? reference_width::two_octets : reference_width::octet;
    options.languages.insert(static_cast<language>(data[1] % 14));
    options.languages.insert(static_cast<language>(data[2] % 14));
    std::string text(reinterpret_cast<const char*>(data) + 3, size - 3);
    while ((data[0] & 8) && !text.empty() && text.size() < 500) text += text;
    check_rewriting(text, {options.smart, options.transliterate, options.languages});
    check_estimate(text, options);
    return 0;
}
