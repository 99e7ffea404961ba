#include "limits/duplicate_rows.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace hermod::limits {
namespace {

constexpr std::size_t number_digits = 16, entry_digits = 3 * number_digits, window_digits = 8;

void append_digits(std::string& to, std::uint64_t number, std::size_t count) {
    for (std::size_t left = count; left-- != 0;) to += "0123456789abcdef"[(number >> (4 * left)) & 15];
}

std::optional<std::uint64_t> digits_of(std::string_view text) {
    std::uint64_t out = 0;
    for (const char c : text) {
        const bool letter = c >= 'a' && c <= 'f';
        if (!letter && (c < '0' || c > '9')) return std::nullopt;
        out = out << 4 | static_cast<std::uint64_t>(letter ? c - 'a' + 10 : c - '0');
    }
    return out;
}

std::string row_key(std::uint32_t window, std::uint64_t number) {
    std::string out;
    append_digits(out, window, window_digits);
    out += '-';
    append_digits(out, number, number_digits);
    return out;
}

struct row_place {
    std::uint32_t window;
    std::uint64_t number;
};
std::optional<row_place> read_row_key(std::string_view key) {
    if (key.size() != window_digits + 1 + number_digits || key[window_digits] != '-') return std::nullopt;
    const auto window = digits_of(key.substr(0, window_digits)), number = digits_of(key.substr(window_digits + 1));
    if (!window || !number) return std::nullopt;
    return row_place{static_cast<std::uint32_t>(*window), *number};
}

std::optional<duplicate_rows::entry> read_entry(std::string_view text, std::uint32_t window) {
    const auto what = digits_of(text.substr(0, number_digits)), id = digits_of(text.substr(number_digits, number_digits)),
               until = digits_of(text.substr(2 * number_digits, number_digits));
    if (!what || !id || !until) return std::nullopt;
    return duplicate_rows::entry{*what, message_id{static_cast<std::int64_t>(*id)}, static_cast<nanos>(*until), window};
}

}  // namespace

void duplicate_rows::restore(const std::vector<note>& left, duplicates& seen, nanos now) {
    for (const note& one : left) {
        const auto wrong = [&one] {
            return std::runtime_error("the row of duplicates " + one.key + " cannot be read: \"" + one.value.value_or("") + '"');
        };
        const auto at = read_row_key(one.key);
        const std::string_view value = one.value ? std::string_view(*one.value) : std::string_view();
        if (!at || value.empty() || value.size() % entry_digits != 0) throw wrong();
        row mine{at->number, 0, value.size() / entry_digits};
        for (std::size_t from = 0; from < value.size(); from += entry_digits) {
            const auto what = read_entry(value.substr(from, entry_digits), at->window);
            if (!what) throw wrong();
            mine.until = std::max(mine.until, what->until);
            if (what->until > now) seen.restore(what->what, what->id, what->until, now);
        }
        auto& mates = windows_[at->window];
        mates.rows.push_back(mine);
        mates.next = mine.number + 1;
        entries_ += mine.entries;
    }
}

void duplicate_rows::write(notes& with, nanos now) {
    auto last = windows_.end();
    for (const entry& one : at_hand_) {
        if (last == windows_.end() || last->first != one.window) last = windows_.try_emplace(one.window).first;
        rows_of_window& to = last->second;
        if (to.open.empty()) to.rows.push_back({to.next++, 0, 0});
        append_digits(to.open, one.what, number_digits);
        append_digits(to.open, static_cast<std::uint64_t>(one.id.value), number_digits);
        append_digits(to.open, static_cast<std::uint64_t>(one.until), number_digits);
        to.rows.back().until = std::max(to.rows.back().until, one.until);
        to.changed = true;
        if (++to.rows.back().entries >= most_in_a_row) write_open(*last, with);
    }
    const std::size_t came = at_hand_.size();
    entries_ += came;
    at_hand_.clear();
    for (auto& one : windows_) write_open(one, with);
    make_room(with, now, few + 2 * came);
}

void duplicate_rows::write_open(windows::value_type& of, notes& with) {
    auto& [window, its] = of;
    if (!std::exchange(its.changed, false)) return;
    with.keep(kind, row_key(window, its.rows.back().number), its.open);
    if (its.rows.back().entries >= grows_until) its.open.clear();
}

void duplicate_rows::make_room(notes& with, nanos now, std::size_t may_go) {
    while (may_go != 0) {
        auto soonest = windows_.end();
        for (auto at = windows_.begin(); at != windows_.end(); ++at)
            if (!at->second.rows.empty() &&
                (soonest == windows_.end() || at->second.rows.front().until < soonest->second.rows.front().until))
                soonest = at;
        if (soonest == windows_.end()) return;
        rows_of_window& from = soonest->second;
        const row oldest = from.rows.front();
        if (oldest.until > now && entries_ <= most_) return;
        with.forget(kind, row_key(soonest->first, oldest.number));
        from.rows.pop_front();
        if (from.rows.empty()) from.open.clear();
        entries_ -= oldest.entries;
        may_go -= std::min(may_go, oldest.entries);
    }
}

}  // namespace hermod::limits
