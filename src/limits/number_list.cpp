#include "limits/number_list.hpp"

#include <algorithm>

namespace hermod::limits {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view first_field(std::string_view line) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.starts_with('"')) return trimmed(line.substr(1, line.find('"', 1) - 1));
    return trimmed(line.substr(0, line.find_first_of(",;\t")));
}

bool has_digit(std::string_view text) {
    return text.find_first_of("0123456789") != std::string_view::npos;
}

// Digits only, at most 15 of them.
std::uint64_t value_of(std::string_view digits) {
    std::uint64_t out = 0;
    for (const char c : digits) out = out * 10 + static_cast<std::uint64_t>(c - '0');
    return out;
}

// Empty: it is good.
std::string wrong_with(std::string_view field, std::string_view digits, bool beginning) {
    const std::string shown = '"' + std::string(field.substr(0, 40)) + '"';
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return shown + " is no number: write +447700900123, or 4477* for all that begin so";
    if (digits.front() == '0') return shown + " begins with 0: write the country code, without what is dialled before it";
    if (digits.size() > 15) return shown + " has more than 15 digits";
    if (!beginning && digits.size() < 7)
        return shown + " is too short for a number: for all that begin so write " + std::string(digits) + "*";
    return {};
}

void sort_out(std::vector<std::uint64_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    numbers.shrink_to_fit();
}

}  // namespace

number_list::parsed number_list::parse(std::string_view text, std::size_t most_faults) {
    parsed out;
    const auto made = std::make_shared<number_list>();
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::size_t line = 1; !text.empty(); ++line) {
        const auto end = text.find('\n');
        const std::string_view field = first_field(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (field.empty() || (line == 1 && !has_digit(field))) continue;
        const bool beginning = field.ends_with('*');
        std::string_view digits = field.substr(0, field.size() - (beginning ? 1 : 0));
        if (digits.starts_with('+')) digits.remove_prefix(1);
        if (std::string wrong = wrong_with(field, digits, beginning); !wrong.empty()) {
            if (out.faults.size() < most_faults)
                out.faults.push_back({line, std::move(wrong)});
            else
                ++out.more_faults;
            continue;
        }
        (beginning ? made->beginnings_[digits.size() - 1] : made->numbers_).push_back(value_of(digits));
    }
    if (!out.faults.empty()) return out;
    sort_out(made->numbers_);
    for (auto& one : made->beginnings_) sort_out(one);
    out.list = made;
    return out;
}

bool number_list::contains(std::string_view number) const {
    if (number.starts_with('+')) number.remove_prefix(1);
    if (number.empty() || number.size() > most_digits || number.front() == '0') return false;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
        if (number[i] < '0' || number[i] > '9') return false;
        value = value * 10 + static_cast<std::uint64_t>(number[i] - '0');
        if (const auto& some = beginnings_[i]; !some.empty() && std::binary_search(some.begin(), some.end(), value)) return true;
    }
    return std::binary_search(numbers_.begin(), numbers_.end(), value);
}

std::size_t number_list::size() const {
    std::size_t out = numbers_.size();
    for (const auto& one : beginnings_) out += one.size();
    return out;
}

}  // namespace hermod::limits
