#include "xml/references.hpp"

#include <algorithm>
#include <charconv>

#include "text/utf.hpp"
#include "xml/character.hpp"

namespace hermod::xml {
namespace {

struct predefined {
    std::string_view name;
    char value;
};
constexpr predefined predefined_entities[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

// "#65" or "#x41"; 0 is never a character.
char32_t numbered(std::string_view name) {
    const bool hex = name.size() > 1 && name[1] == 'x';
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    return failed == std::errc() && !digits.empty() && end == digits.data() + digits.size() ? value : 0;
}

// Appends what `name` (between & and ;) stands for.
std::optional<errc> append_reference(std::string& out, std::string_view name) {
    if (name.starts_with('#')) {
        const char32_t value = numbered(name);
        if (!is_character(value)) return errc::not_a_character;
        text::append_utf8(out, value);
        return std::nullopt;
    }
    const auto* found = std::ranges::find(predefined_entities, name, &predefined::name);
    if (found == std::end(predefined_entities)) return errc::has_entity;
    out += found->value;
    return std::nullopt;
}

}  // namespace

boost::system::result<std::string, errc> decode_references(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size();) {
        const std::size_t mark = std::min(raw.find('&', at), raw.size());
        out.append(raw, at, mark - at);
        if (mark == raw.size()) break;
        const std::size_t end = raw.find(';', mark);
        if (end == std::string_view::npos) return errc::malformed;
        if (const auto wrong = append_reference(out, raw.substr(mark + 1, end - mark - 1))) return *wrong;
        at = end + 1;
    }
    return out;
}

}  // namespace hermod::xml
