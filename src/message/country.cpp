#include "message/country.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace hermod {
namespace {

struct beginning {
    std::string digits;
    const country* of;
};

void add_words(std::vector<beginning>& to, const country& one) {
    for (auto left = one.begins; !left.empty();) {
        const auto word = left.substr(0, left.find(' '));
        to.push_back({std::string(one.calling_code) + std::string(word), &one});
        left.remove_prefix(std::min(left.size(), word.size() + 1));
    }
}

std::vector<beginning> make_beginnings() {
    std::vector<beginning> out;
    for (const country& one : all_countries()) {
        if (one.begins.empty())
            out.push_back({std::string(one.calling_code), &one});
        else if (one.begins != "-")
            add_words(out, one);
    }
    std::sort(out.begin(), out.end(), [](const beginning& a, const beginning& b) { return a.digits < b.digits; });
    return out;
}

constexpr std::size_t longest_beginning = 8;  // calling code and what tells neighbours apart

}  // namespace

const country* find_country(std::string_view iso) {
    const auto all = all_countries();
    const auto at = std::lower_bound(all.begin(), all.end(), iso,
                                     [](const country& one, std::string_view wanted) { return one.iso < wanted; });
    return at != all.end() && at->iso == iso ? &*at : nullptr;
}

const country* country_of(std::string_view number) {
    static const std::vector<beginning> beginnings = make_beginnings();
    if (number.starts_with('+')) number.remove_prefix(1);
    for (std::size_t size = std::min(number.size(), longest_beginning); size > 0; --size) {
        const auto wanted = number.substr(0, size);
        const auto at = std::lower_bound(beginnings.begin(), beginnings.end(), wanted,
                                         [](const beginning& one, std::string_view digits) { return one.digits < digits; });
        if (at != beginnings.end() && at->digits == wanted) return at->of;
    }
    return nullptr;
}

}  // namespace hermod
