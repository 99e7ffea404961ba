#include "limits/number_list.hpp"

#include <algorithm>
#include <utility>

namespace hermod::limits {
namespace {

using prefixes::shown;
using prefixes::trimmed;

constexpr std::string_view all_digits = "0123456789";

std::string_view first_field(std::string_view line) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.starts_with('"')) return trimmed(line.substr(1, line.find('"', 1) - 1));
    return trimmed(line.substr(0, line.find_first_of(",;\t")));
}

// Empty: it is good.
std::string wrong_with(std::string_view field, std::string_view digits, bool beginning) {
    if (digits.empty() || digits.find_first_not_of(all_digits) != std::string_view::npos)
        return shown(field) + " is no number: write +447700900123, or 4477* for all that begin so";
    if (digits.front() == '0') return shown(field) + " begins with 0: write the country code, without what is dialled before it";
    if (digits.size() > 15) return shown(field) + " has more than 15 digits";
    if (!beginning && digits.size() < 7)
        return shown(field) + " is too short for a number: for all that begin so write " + std::string(digits) + "*";
    return {};
}

void sort_out(std::vector<std::uint64_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    numbers.shrink_to_fit();
}

}  // namespace

number_list::parsed number_list::parse(std::string_view text) {
    parsed out;
    std::vector<std::uint64_t> numbers, beginnings;
    prefixes::line_reader lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view field = first_field(line);
        if (field.empty() || (lines.number() == 1 && field.find_first_of(all_digits) == std::string_view::npos)) continue;
        const bool beginning = field.ends_with('*');
        std::string_view digits = field.substr(0, field.size() - (beginning ? 1 : 0));
        if (digits.starts_with('+')) digits.remove_prefix(1);
        if (std::string wrong = wrong_with(field, digits, beginning); !wrong.empty())
            out.faults.add(lines.number(), std::move(wrong));
        else
            (beginning ? beginnings : numbers).push_back(prefixes::packed_number(digits));
    }
    if (!out.faults.empty()) return out;
    sort_out(numbers);
    sort_out(beginnings);
    const auto made = std::make_shared<number_list>();
    made->numbers_ = std::move(numbers);
    made->beginnings_ = prefixes::prefix_index(std::move(beginnings));
    out.list = made;
    return out;
}

bool number_list::contains(std::string_view number) const {
    const auto packed = prefixes::packed_prefix(number);
    return packed && (beginnings_.find(*packed) != prefixes::prefix_index::none ||
                      std::binary_search(numbers_.begin(), numbers_.end(), *packed));
}

std::size_t number_list::size() const {
    return numbers_.size() + beginnings_.size();
}

}  // namespace hermod::limits
