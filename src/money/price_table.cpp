#include "money/price_table.hpp"

#include <algorithm>
#include <utility>

namespace hermod::money {
namespace {

// A number as one integer of 15 digits to the base 11, left-aligned: a digit counts one more than it says and 0 is "no more
// digits". So a prefix is a range, and "447" is less than all that begins with "4470".
constexpr int most_digits = 15;
constexpr std::uint64_t power(int n) {
    std::uint64_t out = 1;
    while (n-- > 0) out *= 11;
    return out;
}
constexpr auto powers = [] {
    std::array<std::uint64_t, most_digits + 1> out{};
    for (int i = 0; i <= most_digits; ++i) out[static_cast<std::size_t>(i)] = power(i);
    return out;
}();
constexpr std::uint64_t bucket_width = power(most_digits - 4);
constexpr thousandths no_price = -1;

// nullopt: not digits alone. What stands behind the fifteenth does not count.
std::optional<std::uint64_t> aligned(std::string_view digits) {
    std::uint64_t out = 0;
    for (std::size_t place = 0; place < digits.size(); ++place) {
        const unsigned digit = static_cast<unsigned char>(digits[place]) - unsigned{'0'};
        if (digit > 9) return std::nullopt;
        if (place < most_digits) out = out * 11 + digit + 1;
    }
    if (digits.empty()) return std::nullopt;
    return out * powers[digits.size() < most_digits ? most_digits - digits.size() : 0];
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    text = text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    return text;
}

// What a person may be shown of a line that somebody else wrote.
std::string shown(std::string_view text) {
    std::string out = "\"";
    for (const char c : text.substr(0, 40)) out += c >= 0x20 && c < 0x7f ? c : '?';
    if (text.size() > 40) out += "...";
    return out + '"';
}

}  // namespace

struct price_table::row {
    std::uint64_t from;
    thousandths price;
    std::uint32_t line;
    std::uint8_t digits;
    std::uint64_t end() const { return from + powers[static_cast<std::size_t>(most_digits - digits)]; }
    // What encloses others stands before them.
    friend bool operator<(const row& a, const row& b) {
        return a.from != b.from ? a.from < b.from : a.digits != b.digits ? a.digits < b.digits : a.line < b.line;
    }
};

struct price_table::reader {
    std::vector<row> rows;
    read_prices out;
    bool headed = false;  // a first line was there: column names come no more

    void wrong(std::size_t line, std::string what) {
        if (out.problems.size() < 100) out.problems.push_back({line, std::move(what)});
        else ++out.more_problems;
    }

    void read_line(std::string_view line, std::size_t number) {
        const std::string_view text = trimmed(line);
        if (text.empty() || text.starts_with('#')) return;
        const bool first = !std::exchange(headed, true);
        if (first && line.find_first_of("0123456789") == std::string_view::npos && line.find(',') != std::string_view::npos) return;
        const auto comma = line.find(',');
        if (comma == std::string_view::npos || line.find(',', comma + 1) != std::string_view::npos)
            return wrong(number, shown(text) + " is no line of two columns: write prefix,price");
        std::string_view prefix = trimmed(line.substr(0, comma));
        const std::string_view price = trimmed(line.substr(comma + 1));
        if (prefix.starts_with('+')) prefix.remove_prefix(1);
        const auto from = aligned(prefix);
        if (!from || prefix.size() > most_digits)
            return wrong(number, shown(prefix) + " is no beginning of a number: write 1 to 15 digits");
        const auto amount = read_amount(price);
        if (!amount || *amount < 0 || *amount > most_price)
            return wrong(number, shown(price) + " is no price: write an amount from 0 to 1000000 with up to three decimals");
        rows.push_back({*from, *amount, static_cast<std::uint32_t>(number), static_cast<std::uint8_t>(prefix.size())});
    }

    void find_twice() {
        for (std::size_t i = 1; i < rows.size(); ++i)
            if (rows[i].from == rows[i - 1].from && rows[i].digits == rows[i - 1].digits)
                wrong(rows[i].line, "this prefix has a price already, in line " + std::to_string(rows[i - 1].line));
    }
};

read_prices price_table::read(std::string_view csv, std::optional<thousandths> otherwise) {
    reader work;
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
    work.rows.reserve(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) + 1);
    for (std::size_t number = 1; !csv.empty(); ++number) {
        const auto end = csv.find('\n');
        work.read_line(csv.substr(0, end), number);
        csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
    }
    std::sort(work.rows.begin(), work.rows.end());
    work.find_twice();
    std::stable_sort(work.out.problems.begin(), work.out.problems.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    if (!work.out.problems.empty()) return std::move(work.out);
    auto table = std::make_shared<price_table>();
    table->rows_ = work.rows.size();
    table->otherwise_ = otherwise;
    table->lay_flat(work.rows);
    work.out.table = std::move(table);
    return std::move(work.out);
}

void price_table::lay_flat(const std::vector<row>& sorted) {
    std::vector<const row*> around;  // the prefixes that hold the place we are at, outermost first
    const auto begin_range = [this](std::uint64_t at, thousandths price) {
        if (!starts_.empty() && starts_.back() == at) prices_.back() = price;  // nothing lay between
        else if (prices_.empty() || prices_.back() != price) {
            starts_.push_back(at);
            prices_.push_back(price);
        }
    };
    const auto leave = [&] {
        const std::uint64_t end = around.back()->end();
        around.pop_back();
        begin_range(end, around.empty() ? no_price : around.back()->price);
    };
    begin_range(0, no_price);
    for (const row& one : sorted) {
        while (!around.empty() && around.back()->end() <= one.from) leave();
        begin_range(one.from, one.price);
        around.push_back(&one);
    }
    while (!around.empty()) leave();
    starts_.shrink_to_fit();
    prices_.shrink_to_fit();
    first_.reserve(buckets + 1);
    std::size_t at = 0;
    for (std::size_t bucket = 0; bucket <= buckets; ++bucket) {
        while (at < starts_.size() && starts_[at] < bucket * bucket_width) ++at;
        first_.push_back(static_cast<std::uint32_t>(at));
    }
}

std::optional<thousandths> price_table::price(std::string_view number) const {
    if (number.starts_with('+')) number.remove_prefix(1);
    const auto at = aligned(number);
    if (!at) return otherwise_;
    const auto bucket = static_cast<std::size_t>(*at / bucket_width);
    // The range that holds it is the last that begins at or before it; it may begin in an earlier bucket.
    const auto after = std::upper_bound(starts_.begin() + first_[bucket], starts_.begin() + first_[bucket + 1], *at);
    const thousandths found = prices_[static_cast<std::size_t>(after - starts_.begin()) - 1];
    return found == no_price ? otherwise_ : std::optional(found);
}

}  // namespace hermod::money
