#include "prefixes/lines.hpp"

#include <algorithm>
#include <utility>

namespace hermod::prefixes {
namespace {

constexpr std::size_t most_shown = 40;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string shown(std::string_view text) {
    std::size_t end = std::min(text.size(), most_shown);
    while (end > 0 && end < text.size() && (text[end] & 0xc0) == 0x80) --end;  // not in the middle of a character
    std::string out = "\"";
    for (const char c : text.substr(0, end)) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    return out + (end < text.size() ? "...\"" : "\"");
}

line_reader::line_reader(std::string_view text) : left_(text) {
    if (left_.starts_with("\xEF\xBB\xBF")) left_.remove_prefix(3);
}

bool line_reader::next(std::string_view& line) {
    if (left_.empty()) return false;
    const auto end = left_.find('\n');
    line = trimmed(left_.substr(0, end));
    left_.remove_prefix(end == std::string_view::npos ? left_.size() : end + 1);
    ++number_;
    return true;
}

void line_faults::add(std::size_t line, std::string what) {
    if (listed_.size() == most) {
        ++more_;
        if (line >= listed_.back().line) return;
        listed_.pop_back();
    }
    const auto behind =
        std::upper_bound(listed_.begin(), listed_.end(), line, [](std::size_t at, const one& each) { return at < each.line; });
    listed_.insert(behind, {line, std::move(what)});
}

}  // namespace hermod::prefixes
