#include "zones/prefix_zones.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "zones/default_zones.hpp"

namespace hermod::zones {
namespace {

constexpr std::size_t longest_prefix = 15;

std::optional<std::uint64_t> key_of(std::string_view digits) {
    if (digits.empty() || digits.size() > longest_prefix) return std::nullopt;
    std::uint64_t key = 1;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        key = key * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return key;
}

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string shown(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, 40)) out += c >= 0x20 && c < 0x7f ? c : '?';
    return '"' + out + '"';
}

}  // namespace

prefix_zones prefix_zones::built_in(zone otherwise) {
    prefix_zones out(otherwise);
    for (const default_row& row : default_rows()) {
        const std::uint64_t key = *key_of(row.prefix);
        std::string_view left = row.zones;
        while (!left.empty()) {
            const auto end = std::min(left.find(' '), left.size());
            // A database that is older or smaller than the table lacks a zone: then the others of the country say it.
            if (const auto one = find_zone(left.substr(0, end))) out.add(key, *one);
            left.remove_prefix(std::min(end + 1, left.size()));
        }
    }
    return out;
}

void prefix_zones::add(std::uint64_t key, zone one) {
    const auto [at, is_new] = places_.emplace(key, sets_.size());
    if (is_new) {
        sets_.push_back({one});
        longest_ = std::max(longest_, digits_of(key).size());
        return;
    }
    auto& set = sets_[at->second];
    if (std::find(set.begin(), set.end(), one) == set.end()) set.push_back(one);
}

std::vector<prefix_zones::fault> prefix_zones::add_csv(std::string_view text) {
    std::vector<fault> faults;
    std::unordered_set<std::uint64_t> mine;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#' || (number == 1 && line == "prefix,zone")) continue;
        const auto comma = line.find(',');
        if (comma == line.npos || line.find(',', comma + 1) != line.npos) {
            faults.push_back({number, shown(line) + " is not prefix,zone"});
            continue;
        }
        auto prefix = trimmed(line.substr(0, comma));
        const auto name = trimmed(line.substr(comma + 1));
        if (prefix.starts_with('+')) prefix.remove_prefix(1);
        const auto key = key_of(prefix);
        const auto one = find_zone(name);
        if (!key) faults.push_back({number, shown(prefix) + " is no beginning of a number: 1 to 15 digits"});
        if (!one) faults.push_back({number, no_such_zone(name)});
        if (!key || !one) continue;
        if (mine.insert(*key).second) places_.erase(*key);
        add(*key, *one);
    }
    return faults;
}

std::span<const zone> prefix_zones::of(std::string_view number) const {
    if (number.starts_with('+')) number.remove_prefix(1);
    auto key = key_of(number.substr(0, longest_));
    for (; key && *key > 1; *key /= 10)
        if (const auto at = places_.find(*key); at != places_.end()) return sets_[at->second];
    return sets_.front();
}

std::string prefix_zones::digits_of(std::uint64_t key) {
    return std::to_string(key).substr(1);
}

}  // namespace hermod::zones
