#include "wire/at/parameter_reader.hpp"

#include <algorithm>
#include <charconv>

#include "wire/at/trimmed.hpp"

namespace hermod::wire::at {
namespace {

// Behind the quote that ends a string which begins at `from`: the first one before a comma or the end.
std::size_t end_of_string(std::string_view line, std::size_t from) {
    for (std::size_t at = line.find('"', from + 1); at != std::string_view::npos; at = line.find('"', at + 1)) {
        const std::size_t next = line.find_first_not_of(' ', at + 1);
        if (next == std::string_view::npos || line[next] == ',' || line[next] == ')') return at + 1;
    }
    return line.size();
}

std::string_view without_quotes(std::string_view text) {
    if (text.starts_with('"')) text.remove_prefix(1);
    if (text.ends_with('"')) text.remove_suffix(1);
    return text;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<unsigned> number_in(std::string_view text) {
    unsigned value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

parameter_reader::parameter_reader(std::string_view line, std::string_view name) : line_(line) {
    if (!line.starts_with(name) || line.size() == name.size() || line[name.size()] != ':') {
        fail(errc::wrong_answer, "name", 0);
        return;
    }
    at_ = std::min(line.find_first_not_of(' ', name.size() + 1), line.size());
}

bool parameter_reader::fail(errc code, const char* field, std::size_t at) {
    if (!failed_) error_ = {code, field, static_cast<std::uint32_t>(at)};
    failed_ = true;
    return false;
}

// The text up to the next comma that is in no string and, if asked for, in no parentheses.
parameter_reader::piece parameter_reader::take(bool in_parentheses) {
    piece out;
    if (failed_ || at_ >= line_.size()) {
        out.offset = line_.size();
        return out;
    }
    const std::size_t from = at_;
    std::size_t end = from;
    int depth = 0;
    while (end < line_.size() && (line_[end] != ',' || depth > 0)) {
        if (in_parentheses && line_[end] == '(') ++depth;
        if (in_parentheses && line_[end] == ')') --depth;
        end = line_[end] == '"' ? end_of_string(line_, end) : end + 1;
    }
    out = {trimmed(line_.substr(from, end - from)), from, true};
    at_ = end < line_.size() ? end + 1 : end;
    return out;
}

bool parameter_reader::to_number(const char* field, const piece& from, unsigned& value, unsigned most) {
    const auto got = number_in(without_quotes(from.text));  // some quote their numbers
    if (!got) return fail(all_digits(from.text) ? errc::out_of_range : errc::not_a_number, field, from.offset);
    if (*got > most) return fail(errc::out_of_range, field, from.offset);
    value = *got;
    return true;
}

bool parameter_reader::number(const char* field, unsigned& value, unsigned most) {
    const piece got = take();
    if (!got.there) return fail(errc::missing, field, got.offset);
    return to_number(field, got, value, most);
}

bool parameter_reader::optional_number(const char* field, std::optional<unsigned>& value, unsigned most) {
    const piece got = take();
    if (failed_) return false;
    if (!got.there || got.text.empty()) return true;
    unsigned number = 0;
    if (!to_number(field, got, number, most)) return false;
    value = number;
    return true;
}

bool parameter_reader::string(const char* field, std::string& value) {
    const piece got = take();
    if (!got.there) return fail(errc::missing, field, got.offset);
    value = without_quotes(got.text);
    return true;
}

bool parameter_reader::optional_string(const char*, std::string& value) {
    const piece got = take();
    if (failed_) return false;
    if (got.there) value = without_quotes(got.text);
    return true;
}

bool parameter_reader::range(const char* field, std::vector<std::pair<unsigned, unsigned>>& value) {
    const piece got = take(true);
    if (!got.there) return fail(errc::missing, field, got.offset);
    std::string_view rest = got.text;
    while (rest.starts_with('(')) rest.remove_prefix(1);
    while (rest.ends_with(')')) rest.remove_suffix(1);
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const std::string_view one = trimmed(rest.substr(0, comma));
        const std::size_t dash = one.find('-');
        const auto first = number_in(one.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : number_in(one.substr(dash + 1));
        if (!first || !last) return fail(errc::not_a_number, field, got.offset);
        value.emplace_back(*first, *last);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return true;
}

bool parameter_reader::list(const char* field, std::vector<std::string>& value) {
    // Parentheses around the whole: ("SM","BM"),("SM") becomes two lists whether or not all of it is in another pair.
    while (at_ < line_.size() && line_.substr(at_).starts_with("((")) ++at_;
    const piece got = take(true);
    if (!got.there) return fail(errc::missing, field, got.offset);
    std::string_view rest = got.text;
    while (rest.starts_with('(')) rest.remove_prefix(1);
    while (rest.ends_with(')')) rest.remove_suffix(1);
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        value.emplace_back(without_quotes(trimmed(rest.substr(0, comma))));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return true;
}

bool parameter_reader::last_number() const {
    return !failed_ && all_digits(trimmed(line_.substr(at_)));
}

bool parameter_reader::next_is_quoted() const {
    return !failed_ && line_.substr(at_).starts_with('"');
}

}  // namespace hermod::wire::at
