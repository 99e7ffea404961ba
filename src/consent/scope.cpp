#include "consent/scope.hpp"

namespace hermod::consent {
namespace {

constexpr std::size_t most_digits = 16;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<std::uint64_t> number_of(std::string_view written) {
    std::string digits;
    for (const char c : written) {
        if (is_digit(c))
            digits += c;
        else if (std::string_view(" -./()+").find(c) == std::string_view::npos)
            return std::nullopt;
        if (digits.size() > most_digits + 2) return std::nullopt;
    }
    if (digits.starts_with("00")) digits.erase(0, 2);
    if (digits.empty() || digits.size() > most_digits || digits.front() == '0') return std::nullopt;
    std::uint64_t out = 0;
    for (const char c : digits) out = out * 10 + static_cast<std::uint64_t>(c - '0');
    return out;
}

std::string to_text_number(std::uint64_t number) {
    return '+' + std::to_string(number);
}

std::string sender_key(std::string_view from) {
    std::string out(from.starts_with('+') ? from.substr(1) : from);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

scope scope_of(reach how_far, account_id account, std::string_view sender) {
    switch (how_far) {
        case reach::sender:
            return {account, sender_key(sender)};
        case reach::account:
            return {account, {}};
        case reach::everybody:
            break;
    }
    return {};
}

}  // namespace hermod::consent
