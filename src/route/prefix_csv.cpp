#include "route/prefix_csv.hpp"

#include <algorithm>
#include <utility>

#include "route/prefix_index.hpp"

namespace hermod::route {
namespace {

constexpr std::size_t most_faults = 20;
constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string shown(std::string_view text) {
    std::string out = "\"";
    for (const char c : text.substr(0, 40)) out.push_back(static_cast<unsigned char>(c) < 0x20 ? '?' : c);
    return out + (text.size() > 40 ? "...\"" : "\"");
}

// Takes the first field off a line; false: a quote that does not close, or something behind it.
bool take_field(std::string_view& line, std::string_view& field, bool& last) {
    line = trimmed(line);
    std::size_t comma = line.find(',');
    if (line.starts_with('"')) {
        const auto close = line.find('"', 1);
        if (close == std::string_view::npos) return false;
        field = line.substr(1, close - 1);
        comma = line.find(',', close);
        const auto behind = line.substr(close + 1, comma == std::string_view::npos ? comma : comma - close - 1);
        if (!trimmed(behind).empty()) return false;
    } else {
        field = trimmed(line.substr(0, comma));
    }
    last = comma == std::string_view::npos;
    line = last ? std::string_view() : line.substr(comma + 1);
    return true;
}

bool is_heading(std::string_view field) { return field == "prefix" || field == "Prefix" || field == "number" || field == "Number"; }

void read_line(std::string_view line, std::uint32_t number, bool first, prefix_rows& out) {
    std::string_view prefix, value;
    bool last = false;
    if (!take_field(line, prefix, last)) return out.add_fault(number, "a quote is not closed, or something stands behind it");
    if (first && is_heading(prefix)) return;
    const auto key = packed_prefix(prefix);
    if (!key) return out.add_fault(number, shown(prefix) + " is no beginning of a number: 1 to 16 digits are wanted");
    if (last) return out.add_fault(number, "there is no comma behind the prefix");
    if (!take_field(line, value, last)) return out.add_fault(number, "a quote is not closed, or something stands behind it");
    if (!last) return out.add_fault(number, "there are more than two fields");
    if (value.empty()) return out.add_fault(number, "there is nothing behind the comma");
    out.rows.push_back({*key, value, number});
}

// Of rows with the same prefix the first stays.
void keep_each_once(prefix_rows& out) {
    std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < out.rows.size(); ++i) {
        const auto& row = out.rows[i];
        if (kept > 0 && out.rows[kept - 1].key == row.key) {
            const auto& before = out.rows[kept - 1];
            if (before.value != row.value)
                out.add_fault(row.line, unpacked(row.key) + " stands in line " + std::to_string(before.line) + " already, with " +
                                            shown(before.value) + " instead of " + shown(row.value));
            continue;
        }
        out.rows[kept++] = row;
    }
    out.rows.resize(kept);
}

}  // namespace

void prefix_rows::add_fault(std::size_t line, std::string what) {
    if (faults.size() < most_faults)
        faults.push_back({line, std::move(what)});
    else
        ++more_faults;
}

prefix_rows read_prefix_rows(std::string_view text) {
    prefix_rows out;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::uint32_t number = 0;
    bool first = true;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        read_line(line, number, std::exchange(first, false), out);
    }
    keep_each_once(out);
    std::stable_sort(out.faults.begin(), out.faults.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    return out;
}

}  // namespace hermod::route
