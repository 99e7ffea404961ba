#include "route/table.hpp"

#include <algorithm>
#include <stdexcept>

namespace hermod::route {
namespace {

constexpr std::string_view without_plus(std::string_view number) {
    return number.starts_with('+') ? number.substr(1) : number;
}

// Sorted, and none begins with another: then only the greatest prefix that is not above a number can be its beginning.
std::vector<std::string> least_set(const rule& of) {
    std::vector<std::string> all;
    for (const auto& prefix : of.prefixes) {
        const auto digits = without_plus(prefix);
        if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
            throw std::invalid_argument("route \"" + of.name + "\": the prefix \"" + prefix + "\" is not a number's beginning");
        all.emplace_back(digits);
    }
    std::sort(all.begin(), all.end());
    std::vector<std::string> least;
    for (auto& prefix : all)
        if (least.empty() || !prefix.starts_with(least.back())) least.push_back(std::move(prefix));
    return least;
}

bool begins_with_one_of(std::string_view digits, const std::vector<std::string>& prefixes) {
    if (prefixes.empty()) return true;
    const auto above = std::upper_bound(prefixes.begin(), prefixes.end(), digits);
    return above != prefixes.begin() && digits.starts_with(*std::prev(above));
}

// Everything that `later` takes, `earlier` takes before it.
bool covers(const rule& earlier, const rule& later) {
    if (earlier.account && earlier.account != later.account) return false;
    if (earlier.from && earlier.from != later.from) return false;
    if (earlier.prefixes.empty()) return true;
    if (later.prefixes.empty()) return false;
    return std::all_of(later.prefixes.begin(), later.prefixes.end(),
                       [&](const std::string& prefix) { return begins_with_one_of(prefix, earlier.prefixes); });
}

connector_id pick(const std::vector<connector_id>& to, std::string_view digits) {
    if (to.size() == 1) return to.front();
    const std::uint64_t mixed = name_hash(digits) * 0x9e3779b97f4a7c15ull;
    return to[static_cast<std::size_t>(mixed >> 32) % to.size()];
}

}  // namespace

table::table(std::vector<rule> rules) : rules_(std::move(rules)) {
    for (auto& one : rules_) {
        if (one.to.empty()) throw std::invalid_argument("route \"" + one.name + "\" leads to no connector");
        one.prefixes = least_set(one);
    }
}

std::optional<choice> table::find(account_id account, std::string_view to, std::string_view from) const {
    const auto digits = without_plus(to);
    for (const auto& one : rules_) {
        if (one.account && *one.account != account) continue;
        if (one.from && *one.from != from) continue;
        if (!begins_with_one_of(digits, one.prefixes)) continue;
        return choice{one.name, pick(one.to, digits), one.resend_unsure};
    }
    return std::nullopt;
}

std::vector<table::shadow> table::shadowed() const {
    std::vector<shadow> found;
    for (std::size_t later = 1; later < rules_.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            if (!covers(rules_[earlier], rules_[later])) continue;
            found.push_back({rules_[later].name, rules_[earlier].name});
            break;
        }
    }
    return found;
}

}  // namespace hermod::route
