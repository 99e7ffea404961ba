#include "message/remote_id.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace hermod {
namespace {

std::optional<std::uint64_t> number(std::string_view text, int base) {
    std::uint64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

constexpr int digits_of_a_subscriber = 7;

constexpr std::uint64_t fnv_offset = 14695981039346656037ull, fnv_prime = 1099511628211ull;

std::uint64_t mixed(std::uint64_t hash, char c) { return (hash ^ static_cast<unsigned char>(c)) * fnv_prime; }

// FNV-1a mixes the high bits poorly for short keys.
std::uint64_t finished(std::uint64_t hash) { return (hash ^ (hash >> 32)) * 0x9e3779b97f4a7c15ull; }

// Takes digits from the end on; null at the beginning.
char next_digit(std::string_view& text) {
    while (!text.empty()) {
        const char c = text.back();
        text.remove_suffix(1);
        if (c >= '0' && c <= '9') return c;
    }
    return '\0';
}

std::string spelled(std::uint64_t value, int base) {
    char out[24];
    const auto end = std::to_chars(out, out + sizeof out, value, base).ptr;
    return std::string(out, end);
}

}  // namespace

std::string canonical_remote_id(std::string_view id) {
    while (!id.empty() && id.back() == ' ') id.remove_suffix(1);
    while (!id.empty() && id.front() == ' ') id.remove_prefix(1);
    while (id.size() > 1 && id.front() == '0') id.remove_prefix(1);
    std::string out(id);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::vector<std::string> remote_id_spellings(std::string_view id) {
    std::vector<std::string> out{canonical_remote_id(id)};
    const std::string first = out.front();
    if (first.empty()) return out;
    if (const auto decimal = number(first, 10)) out.push_back(spelled(*decimal, 16));
    if (const auto hex = number(first, 16)) {
        auto as_decimal = spelled(*hex, 10);
        if (as_decimal != first) out.push_back(std::move(as_decimal));
    }
    if (out.size() > 1 && out[1] == first) out.erase(out.begin() + 1);
    return out;
}

std::uint64_t remote_key(connector_id connector, std::string_view canonical) {
    std::uint64_t hash = fnv_offset ^ connector.value;
    for (const char c : canonical) hash = mixed(hash, c);
    return finished(hash);
}

std::uint64_t remote_key(connector_id connector, std::string_view canonical, std::string_view recipient) {
    std::uint64_t hash = mixed(remote_key(connector, canonical), '>');
    for (int taken = 0; taken < digits_of_a_subscriber; ++taken) {
        const char digit = next_digit(recipient);
        if (!digit) break;
        hash = mixed(hash, digit);
    }
    return finished(hash);
}

bool same_subscriber(std::string_view a, std::string_view b) {
    for (int compared = 0; compared < digits_of_a_subscriber; ++compared) {
        const char left = next_digit(a), right = next_digit(b);
        if (!left || !right) return true;
        if (left != right) return false;
    }
    return true;
}

}  // namespace hermod
