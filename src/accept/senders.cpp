#include "accept/senders.hpp"

#include <algorithm>

#include "base/ids.hpp"

namespace hermod::accept {
namespace {

constexpr std::size_t longest_short_code = 8;

bool digits_alone(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_plus(std::string_view number) {
    return number.substr(number.starts_with('+') ? 1 : 0);
}

// Neighbouring numbers hash to neighbouring values: the bits are mixed (the finalizer of SplitMix64).
constexpr std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

}  // namespace

sender_look look_of(std::string_view from) {
    const auto digits = without_plus(from);
    if (!digits_alone(digits)) return sender_look::name;
    return digits.size() == from.size() && digits.size() <= longest_short_code ? sender_look::short_code : sender_look::number;
}

bool sender_list::has(std::string_view from) const {
    const bool number = look_of(from) != sender_look::name;
    if (number) from = without_plus(from);
    return std::any_of(entries_.begin(), entries_.end(), [&](std::string_view entry) {
        if (number) entry = without_plus(entry);
        if (!entry.ends_with('*')) return from == entry;
        return from.starts_with(entry.substr(0, entry.size() - 1));
    });
}

const std::string& of_pool(const std::vector<std::string>& pool, std::string_view recipient) {
    const std::uint64_t key = std::uint64_t{name_hash(without_plus(recipient))} << 32;
    const auto weight = [&](const std::string& one) { return mixed(key | name_hash(one)); };
    return *std::max_element(pool.begin(), pool.end(), [&](const std::string& a, const std::string& b) {
        const auto left = weight(a), right = weight(b);
        return left != right ? left < right : a < b;  // never by place
    });
}

}  // namespace hermod::accept
