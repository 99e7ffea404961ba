#include "prefixes/csv.hpp"

#include <algorithm>
#include <utility>

#include "prefixes/index.hpp"

namespace hermod::prefixes {
namespace {

constexpr std::string_view digits = "0123456789";

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

bool is_heading(std::string_view line, std::string_view first) {
    return first == "prefix" || first == "Prefix" || first == "number" || first == "Number" ||
           (line.find(',') != std::string_view::npos && line.find_first_of(digits) == std::string_view::npos);
}

void read_line(std::string_view line, std::uint32_t number, bool first, const csv_form& form, prefix_rows& out) {
    const std::string_view whole = line;
    const auto wrong = [&](std::string_view why) {
        out.faults.add(number, shown(whole).append(" ").append(why).append(": write prefix,").append(form.value));
    };
    std::string_view prefix, value;
    bool last = false;
    if (!take_field(line, prefix, last)) return wrong("has a quote that is not closed, or something behind one");
    if (first && is_heading(whole, prefix)) return;
    if (last) return wrong("has one column");
    const auto key = packed_prefix(prefix);
    if (!key || prefix.size() - prefix.starts_with('+') > form.most_digits)
        return out.faults.add(
            number, shown(prefix) + " is no beginning of a number: write 1 to " + std::to_string(form.most_digits) + " digits");
    if (!take_field(line, value, last)) return wrong("has a quote that is not closed, or something behind one");
    if (!last) return wrong("has more than two columns");
    if (value.empty()) return wrong("has nothing behind the comma");
    out.rows.push_back({*key, value, number});
}

// No function: a sort would call it by its address.
constexpr auto goes_before = [](const prefix_rows::row& a, const prefix_rows::row& b) {
    return a.key != b.key ? a.key < b.key : a.line < b.line;
};

// Of rows with the same prefix the first stays.
void keep_each_once(prefix_rows& out) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < out.rows.size(); ++i) {
        const auto& row = out.rows[i];
        if (kept > 0 && out.rows[kept - 1].key == row.key) {
            const auto& before = out.rows[kept - 1];
            if (before.value != row.value)
                out.faults.add(row.line, unpacked(row.key) + " stands in line " + std::to_string(before.line) +
                                             " already, with " + shown(before.value) + " instead of " + shown(row.value));
            continue;
        }
        out.rows[kept++] = row;
    }
    out.rows.resize(kept);
}

}  // namespace

std::vector<std::uint64_t> prefix_rows::keys() const {
    std::vector<std::uint64_t> out;
    out.reserve(rows.size() + 16);  // to which the index fills them up
    for (const auto& row : rows) out.push_back(row.key);
    return out;
}

prefix_rows read_prefix_rows(std::string_view text, const csv_form& form) {
    prefix_rows out;
    out.rows.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
    line_reader lines(text);
    bool first = true;
    for (std::string_view line; lines.next(line);)
        if (!line.empty() && !line.starts_with('#') && !line.starts_with("\"#"))
            read_line(line, static_cast<std::uint32_t>(lines.number()), std::exchange(first, false), form, out);
    // People keep such tables sorted, and then there is nothing to do.
    if (!std::is_sorted(out.rows.begin(), out.rows.end(), goes_before)) std::sort(out.rows.begin(), out.rows.end(), goes_before);
    if (!form.several) keep_each_once(out);
    return out;
}

}  // namespace hermod::prefixes
