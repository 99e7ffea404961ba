// A table of prices from any octets: it is read or each wrong line is told, and what is read answers as a map of its prefixes does.
#include <cstdlib>
#include <map>
#include <string>

#include "money/price_table.hpp"

namespace {

using hermod::money::price_table;
using hermod::money::thousandths;

constexpr std::string_view digits = "0123456789";

void must(bool holds) {
    if (!holds) std::abort();
}

std::string only(std::string_view text, std::string_view these) {
    std::string out;
    for (const char c : text)
        if (these.find(c) != std::string_view::npos) out += c;
    return out;
}

// Of a table without faults: the line has a prefix and a price.
bool is_row(std::string_view line) {
    const auto first = line.find_first_not_of(" \t\r\"");
    return first != std::string_view::npos && line[first] != '#' && !only(line.substr(0, line.find(',')), digits).empty();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::optional<thousandths> otherwise = data[0] & 1 ? std::optional<thousandths>(data[0]) : std::nullopt;
    std::string_view csv(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto read = price_table::read(csv, otherwise);
    must((read.table == nullptr) == !read.faults.empty());
    std::size_t last = 0;
    for (const auto& one : read.faults.listed()) {
        must(one.line >= last && one.line > 0 && !one.what.empty());
        last = one.line;
    }
    if (!read.table) return 0;
    std::map<std::string, thousandths> rows;
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
    while (!csv.empty()) {
        const auto end = csv.find('\n');
        const auto line = csv.substr(0, end);
        csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
        const auto comma = line.find(',');
        if (!is_row(line)) continue;
        const auto price = hermod::money::read_amount(only(line.substr(comma + 1), "0123456789.+-"));
        must(comma != std::string_view::npos && price);
        rows[only(line.substr(0, comma), digits)] = *price;
    }
    must(read.table->size() == rows.size());
    for (const auto& [prefix, price] : rows) {
        for (const char* more : {"", "0", "5", "9000000"}) {
            const std::string number = (prefix + more).substr(0, 15);
            auto wanted = otherwise;
            for (std::size_t n = 1; n <= number.size(); ++n)
                if (const auto at = rows.find(number.substr(0, n)); at != rows.end()) wanted = at->second;
            must(read.table->price("+" + number) == wanted);
        }
    }
    return 0;
}
