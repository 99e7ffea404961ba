#include "limits/limit.hpp"

#include <algorithm>

#include "limits/fingerprint.hpp"

namespace hermod::limits {
namespace {

constexpr std::string_view bare(std::string_view number) {
    return number.starts_with('+') ? number.substr(1) : number;
}

// Of what is shorter: as if zeros followed. Digits only.
std::size_t first_three(std::string_view digits) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < 3; ++i) out = out * 10 + (i < digits.size() ? static_cast<std::size_t>(digits[i] - '0') % 10 : 0);
    return out;
}

bool is_meant(std::string_view sender, const std::vector<std::string>& all) {
    return std::any_of(all.begin(), all.end(), [&](const std::string& one) {
        return one.ends_with('*') ? sender.starts_with(std::string_view(one).substr(0, one.size() - 1)) : sender == one;
    });
}

}  // namespace

void limit::make_ready() {
    std::sort(accounts.begin(), accounts.end());
    std::sort(prefixes.begin(), prefixes.end());
    prefixes.erase(std::unique(prefixes.begin(), prefixes.end()), prefixes.end());
    for (const std::string& prefix : prefixes) {
        const std::size_t known = std::min<std::size_t>(prefix.size(), 3), range = known == 3 ? 1 : known == 2 ? 10 : 100;
        const std::size_t first = first_three(prefix);
        for (std::size_t i = first; i < first + range; ++i) begins.set(i);
    }
}

taken limit::take_anew(std::uint64_t key, std::uint32_t tokens) const {
    const auto now = [this] { return state->now(); };
    sorts() ? state->many->set_right(key, by, now) : state->one.set_right(by, now);
    return take_as_it_is(key, now(), tokens);
}

std::optional<std::uint64_t> limit::key_of(account_id account, std::string_view from, std::string_view to) const {
    if (!accounts.empty() && !std::binary_search(accounts.begin(), accounts.end(), account)) return std::nullopt;
    if (!senders.empty() && !is_meant(from, senders)) return std::nullopt;
    const std::string_view digits = bare(to);
    std::string_view prefix = digits.substr(0, prefix_digits);
    if (!prefixes.empty()) {
        if (!begins.test(first_three(digits))) return std::nullopt;
        // The longest that the number begins with: each candidate is one search in what is left above it.
        bool found = false;
        auto end = prefixes.end();
        for (std::size_t length = digits.size(); length != 0 && !found; --length) {
            const auto at = std::lower_bound(prefixes.begin(), end, digits.substr(0, length));
            found = at != end && *at == digits.substr(0, length);
            if (found && prefix_digits == 0) prefix = *at;
            end = at == end ? end : std::next(at);
        }
        if (!found) return std::nullopt;
    }
    if (!sorts()) return 0;
    fingerprint key;
    if (per_account) key << std::uint64_t{account.value};
    if (per_sender) key << from;
    if (per_recipient) key << digits;
    if (per_prefix) key << prefix;
    return key.value();
}

}  // namespace hermod::limits
