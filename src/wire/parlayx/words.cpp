#include "wire/parlayx/words.hpp"

namespace hermod::wire::parlayx {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view scheme = "tel:";

bool has_scheme(std::string_view text) {
    if (text.size() < scheme.size()) return false;
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if (const char c = text[i]; (c >= 'A' && c <= 'Z' ? c + 32 : c) != scheme[i]) return false;
    return true;
}

bool has_offset(std::string_view time) {
    if (time.ends_with('Z') || time.ends_with('z')) return true;
    return time.size() > 6 && (time[time.size() - 6] == '+' || time[time.size() - 6] == '-') && time[time.size() - 3] == ':';
}

}  // namespace

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

std::string bare_address(std::string_view written) {
    std::string rest = trimmed(written.substr(0, written.find(';')));
    while (has_scheme(rest)) rest = trimmed(std::string_view(rest).substr(scheme.size()));
    return rest;
}

std::string tel_uri(std::string_view address) {
    return has_scheme(address) ? std::string(address) : std::string(scheme).append(address);
}

std::optional<wall_time> date_time(std::string_view written, std::chrono::minutes zone) {
    std::string text = trimmed(written);
    if (has_offset(text)) return parse_rfc3339(text);
    const auto read = parse_rfc3339(text += 'Z');
    if (!read) return std::nullopt;
    return *read - zone;
}

}  // namespace hermod::wire::parlayx
