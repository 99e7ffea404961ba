#include "xml/prescan.hpp"

#include <algorithm>
#include <array>

namespace hermod::xml {

namespace {

constexpr std::string_view::size_type none = std::string_view::npos;

// "&amp;" and its likes, "&#38;", "&#x26;" (XML 1.0 sections 4.1 and 4.6).
bool known_reference(std::string_view text, std::size_t at) {
    static constexpr std::array<std::string_view, 5> names{"amp", "lt", "gt", "quot", "apos"};
    const auto end = text.find(';', at);
    if (end == none || end - at > 10) return false;
    const std::string_view name = text.substr(at + 1, end - at - 1);
    if (name.starts_with('#')) {
        const bool hex = name.starts_with("#x");
        const std::string_view digits = name.substr(hex ? 2 : 1);
        return !digits.empty() && digits.find_first_not_of(hex ? "0123456789abcdefABCDEF" : "0123456789") == none;
    }
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Behind the end of the tag that begins at `at`; none when it does not end. A ">" in quotes ends nothing.
std::size_t behind_tag(std::string_view text, std::size_t at) {
    char quote = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return at + 1;
    }
    return none;
}

std::size_t behind(std::string_view text, std::size_t at, std::string_view end) {
    const auto found = text.find(end, at);
    return found == none ? none : found + end.size();
}

}  // namespace

std::optional<errc> prescan(std::string_view text, const limits& within) {
    if (text.size() > within.octets) return errc::too_large;
    if (text.find('\0') != none) return errc::malformed;  // UTF-16 and UTF-32 would be read by the parser, not by us
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '&' && !known_reference(text, at)) return errc::unknown_entity;
        if (text[at] != '<') {
            ++at;
            continue;
        }
        const std::string_view rest = text.substr(at);
        std::size_t next = none;
        if (rest.starts_with("<!--")) {
            next = behind(text, at + 4, "-->");
        } else if (rest.starts_with("<![CDATA[")) {
            next = behind(text, at + 9, "]]>");
        } else if (rest.starts_with("<!")) {
            return errc::has_dtd;
        } else if (rest.starts_with("<?")) {
            next = behind(text, at + 2, "?>");
        } else {
            next = behind_tag(text, at);
            if (next == none) return errc::malformed;
            if (std::find(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(next), '&') !=
                text.begin() + static_cast<std::ptrdiff_t>(next))
                for (std::size_t i = at; i < next; ++i)
                    if (text[i] == '&' && !known_reference(text, i)) return errc::unknown_entity;
            if (rest.starts_with("</"))
                depth -= depth > 0 ? 1 : 0;
            else if (text[next - 2] != '/' && ++depth > within.depth)
                return errc::too_deep;
        }
        if (next == none) return errc::malformed;
        at = next;
    }
    return std::nullopt;
}

}  // namespace hermod::xml
