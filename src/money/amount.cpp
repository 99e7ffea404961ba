#include "money/amount.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

namespace hermod::money {
namespace {

bool digits_only(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<thousandths> read_amount(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const auto point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view decimals = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    if (whole.empty() || whole.size() > 10 || !digits_only(whole) || !digits_only(decimals) || decimals.size() > 3) return std::nullopt;
    if (point != std::string_view::npos && decimals.empty()) return std::nullopt;
    thousandths out = 0;
    for (const char c : whole) out = out * 10 + (c - '0');
    for (std::size_t i = 0; i < 3; ++i) out = out * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
    if (out > most_money) return std::nullopt;
    return negative ? -out : out;
}

std::optional<thousandths> amount_of(double units) {
    if (!(std::abs(units) * 1'000 <= static_cast<double>(most_money))) return std::nullopt;  // nor what is no number
    const double exact = std::round(units * 1'000);
    if (std::abs(units * 1'000 - exact) > std::max(1e-6, std::abs(exact) * 1e-15)) return std::nullopt;
    return static_cast<thousandths>(exact);
}

std::optional<thousandths> amount_of(std::int64_t units) {
    if (units > most_money / 1'000 || units < -most_money / 1'000) return std::nullopt;
    return units * 1'000;
}

std::string amount_text(thousandths amount) {
    const auto size = amount < 0 ? 0 - static_cast<std::uint64_t>(amount) : static_cast<std::uint64_t>(amount);
    char text[32], *end = text;
    if (amount < 0) *end++ = '-';
    end = std::to_chars(end, std::end(text), size / 1000).ptr;
    const auto decimals = static_cast<unsigned>(size % 1000);
    *end++ = '.';
    for (const unsigned digit : {decimals / 100, decimals / 10 % 10, decimals % 10}) *end++ = static_cast<char>('0' + digit);
    return {text, end};
}

}  // namespace hermod::money
