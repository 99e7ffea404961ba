#include "money/credit_entry.hpp"

#include <charconv>

namespace hermod::money {
namespace {

constexpr std::string_view version = "1 ";

bool take_number(std::string_view& text, std::int64_t& out) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (fault != std::errc{} || end == text.data() + text.size() || *end != ' ') return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return true;
}

}  // namespace

std::string key_of(const credit_entry& entry) {
    return entry.account + '/' + entry.reference;
}

// "1 MICROSECONDS AMOUNT BY\nREASON"
std::string value_of(const credit_entry& entry) {
    std::string out(version);
    out.append(std::to_string(to_micros(entry.at))).append(" ").append(std::to_string(entry.amount));
    return out.append(" ").append(entry.by).append("\n").append(entry.reason);
}

std::optional<credit_entry> read_credit_entry(std::string_view key, std::string_view value) {
    const auto slash = key.find('/');
    const auto end_of_line = value.find('\n');
    if (slash == std::string_view::npos || end_of_line == std::string_view::npos || !value.starts_with(version)) return std::nullopt;
    credit_entry out;
    out.account = key.substr(0, slash);
    out.reference = key.substr(slash + 1);
    out.reason = value.substr(end_of_line + 1);
    std::string_view line = value.substr(version.size(), end_of_line - version.size());
    std::int64_t at = 0;
    if (!take_number(line, at) || !take_number(line, out.amount)) return std::nullopt;
    out.at = from_micros(at);
    out.by = line;
    return out;
}

}  // namespace hermod::money
