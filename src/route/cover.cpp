#include "route/cover.hpp"

#include <algorithm>

#include "route/without_plus.hpp"

namespace hermod::route {
namespace {

// Both are lists of which any will do, and an empty one is everything.
template <class List, class Fits>
bool covers_list(const List& earlier, const List& later, Fits fits_within) {
    if (earlier.empty()) return true;
    if (later.empty()) return false;
    return std::all_of(later.begin(), later.end(), [&](const auto& one) {
        return std::any_of(earlier.begin(), earlier.end(), [&](const auto& wide) { return fits_within(one, wide); });
    });
}

constexpr auto equal = [](const auto& one, const auto& wide) { return one == wide; };

bool begins_with(const std::string& one, const std::string& wide) {
    return without_plus(one).starts_with(without_plus(wide));
}

// Thousands of keywords are compared with each other: without making new texts, as long as they are ASCII.
bool same_word(const std::string& one, const std::string& wide) {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (one.size() != wide.size()) return false;
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (static_cast<unsigned char>(one[i] | wide[i]) >= 0x80) return small_letters(one) == small_letters(wide);
        if (small(one[i]) != small(wide[i])) return false;
    }
    return true;
}

bool pattern_within(const std::string& one, const std::string& wide) {
    if (!wide.ends_with('*')) return one == wide;
    const auto beginning = std::string_view(wide).substr(0, wide.size() - 1);
    return std::string_view(one).substr(0, one.size() - (one.ends_with('*') ? 1 : 0)).starts_with(beginning);
}

bool covers_labels(const conditions& earlier, const conditions& later) {
    return std::all_of(earlier.labels.begin(), earlier.labels.end(), [&](const label_condition& wide) {
        return std::any_of(later.labels.begin(), later.labels.end(), [&](const label_condition& one) {
            return one.table == wide.table && covers_list(wide.any_of, one.any_of, equal);
        });
    });
}

bool covers_text(const conditions& earlier, const conditions& later) {
    return !earlier.text || (later.text && later.text->expression() == earlier.text->expression());
}

// A condition on the text leaves binary messages out.
std::uint8_t possible_codings(const conditions& of) {
    const bool asks_text = of.text || !of.keywords.empty();
    return asks_text ? static_cast<std::uint8_t>(of.codings & ~bit_of(encoding::binary)) : of.codings;
}

}  // namespace

bool covers(const conditions& earlier, const conditions& later) {
    if ((possible_codings(later) & ~earlier.codings) != 0) return false;
    if (later.min_parts < earlier.min_parts || later.max_parts > earlier.max_parts) return false;
    if (!covers_list(earlier.accounts, later.accounts, equal) || !covers_list(earlier.came_in, later.came_in, equal))
        return false;
    if (!covers_list(earlier.tags, later.tags, equal) || !covers_list(earlier.keywords, later.keywords, same_word)) return false;
    if (!covers_list(earlier.others, later.others, pattern_within) || !covers_list(earlier.prefixes, later.prefixes, begins_with))
        return false;
    if (earlier.times && !earlier.times->is_whole() && !(later.times && earlier.times->holds_all_of(*later.times))) return false;
    return covers_labels(earlier, later) && covers_text(earlier, later);
}

std::optional<std::string> impossible(const conditions& rule) {
    if (possible_codings(rule) == 0) return "it asks for a binary message and for a text, and a binary message has none";
    if (rule.min_parts > rule.max_parts) return "it asks for more parts than it allows";
    for (const auto& one : rule.labels) {
        const auto known = [&](const std::string& label) { return one.table->place_of(label) != label_table::none; };
        if (std::none_of(one.any_of.begin(), one.any_of.end(), known))
            return "the table " + one.table->name() + " has none of its labels";
    }
    return std::nullopt;
}

}  // namespace hermod::route
