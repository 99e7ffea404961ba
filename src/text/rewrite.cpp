#include "text/rewrite.hpp"

#include <limits>

#include "text/national.hpp"
#include "text/rewrite_tables.hpp"

namespace hermod::text {
namespace {

struct attempt {
    altered_text text;
    std::size_t parts = 0;
};

bool can_say(const gsm7_alphabet& alphabet, std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const code_point next = code_point_at(utf8, at);
        if (alphabet.width(next.value) == 0) return false;
        at += next.length;
    }
    return true;
}

std::optional<std::string> replacement_for(char32_t character, char32_t before, char32_t after, const rewriting& how) {
    if (how.smart)
        if (const auto like = typographic_like(character)) return std::string(*like);
    return how.transliterate ? transliteration_of(character, before, after) : std::nullopt;
}

// The whole text in `alphabet`; nullopt when a character has nothing that stands for it.
std::optional<altered_text> replaced(std::string_view utf8, const rewriting& how, const gsm7_alphabet& alphabet) {
    altered_text out;
    out.utf8.reserve(utf8.size());
    char32_t before = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const code_point here = code_point_at(utf8, at);
        const code_point next = at + here.length < utf8.size() ? code_point_at(utf8, at + here.length) : code_point{};
        const char32_t whole = how.smart ? composed(here.value, next.value) : 0;
        std::size_t length = here.length;
        if (whole != 0 && alphabet.width(whole) != 0 && alphabet.width(next.value) == 0) {
            length += next.length;
            std::string letter;
            append_utf8(letter, whole);
            out.changes.push_back({next.value, at, length, letter});
            out.utf8 += letter;
        } else if (alphabet.width(here.value) != 0) {
            out.utf8.append(utf8.substr(at, length));
        } else {
            auto instead = replacement_for(here.value, before, next.value, how);
            if (!instead || !can_say(alphabet, *instead)) return std::nullopt;
            out.utf8 += *instead;
            out.changes.push_back({here.value, at, length, std::move(*instead)});
        }
        before = here.value;
        at += length;
    }
    return out;
}

// The alphabets that the rewritten text may use; with both shifts a language's whole stock is there.
std::vector<language_shift> alphabets_of(language_set allowed) {
    std::vector<language_shift> out(1);
    for (unsigned nli = 1; nli <= language_count; ++nli) {
        const auto one = static_cast<language>(nli);
        if (!allowed.contains(one)) continue;
        out.push_back({one, language::none});
        if (has_locking_shift(one)) out.push_back({one, one});
    }
    return out;
}

bool is_better(const attempt& one, const attempt& than) {
    const std::size_t changes = one.text.changes.size(), before = than.text.changes.size();
    return changes != before ? changes < before : one.parts < than.parts;
}

std::optional<attempt> best_of(std::string_view utf8, const rewriting& how, const framing& within, std::size_t most_parts) {
    std::optional<attempt> best;
    for (const language_shift shift : alphabets_of(how.languages)) {
        auto text = replaced(utf8, how, gsm7_alphabet(shift));
        if (!text) continue;
        const auto carried = how.only_septets ? choose_septets(text->utf8, how.languages, within)
                                              : choose_shift(text->utf8, how.languages, within);
        if (!carried || carried->coding != encoding::gsm7 || carried->fill.parts > most_parts) continue;
        attempt one{std::move(*text), carried->fill.parts};
        if (!best || is_better(one, *best)) best = std::move(one);
    }
    return best;
}

}  // namespace

altered_text rewrite(std::string_view utf8, const rewriting& how, const framing& within) {
    altered_text unchanged{std::string(utf8), {}};
    if ((!how.smart && !how.transliterate) || is_gsm7(utf8, how.languages)) return unchanged;
    const auto before = choose_shift(utf8, how.languages, within);
    if (!before) return unchanged;
    const std::size_t most = how.only_septets ? std::numeric_limits<std::size_t>::max() : before->fill.parts;
    rewriting smart_alone = how;
    smart_alone.transliterate = false;
    std::optional<attempt> found;
    if (how.smart) found = best_of(utf8, smart_alone, within, most);
    if (!found && how.transliterate) found = best_of(utf8, how, within, most);
    return found ? std::move(found->text) : unchanged;
}

}  // namespace hermod::text
