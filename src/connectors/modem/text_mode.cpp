#include "connectors/modem/text_mode.hpp"

#include <charconv>

#include "text/utf.hpp"
#include "wire/at/line_kind.hpp"
#include "wire/at/parameter_reader.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

namespace {

std::string utf8_of(std::string_view said) {
    return text::is_utf8(said) ? std::string(said) : text::decode_latin1(said).utf8;
}

unsigned nibble(char c) {
    return c <= '9' ? static_cast<unsigned>(c - '0') : static_cast<unsigned>((c | 0x20) - 'a' + 10);
}

}  // namespace

std::optional<unsigned> index_of_listed(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::size_t from = line.find_first_not_of(' ', colon + 1);
    if (from == std::string_view::npos) return std::nullopt;
    unsigned index = 0;
    const auto [end, fault] = std::from_chars(line.data() + from, line.data() + line.size(), index);
    if (fault != std::errc{} || end == line.data() + from) return std::nullopt;
    return index;
}

std::string text_behind(const std::vector<at::line>& lines, std::size_t at) {
    std::string out;
    for (std::size_t i = at + 1; i < lines.size() && at::name_of(lines[i].text) != at::name_of(lines[at].text); ++i)
        out.append(i == at + 1 ? "" : "\n").append(lines[i].text);
    return out;
}

// +CMGL: <index>,<stat>,<oa>,...; +CMGR: <stat>,<oa>,...
std::optional<arrival> read_text_message(std::string_view line, std::string_view text, bool listed, bool hex) {
    at::parameter_reader reader(line, listed ? "+CMGL" : "+CMGR");
    unsigned index = 0;
    std::string status, from;
    if ((listed && !reader.number("index", index)) || !reader.string("stat", status) || !reader.string("oa", from))
        return std::nullopt;
    if (!status.starts_with("REC")) return std::nullopt;
    arrival out;
    out.text_mode = true;
    out.from = hex ? from_ucs2_hex(from) : utf8_of(from);
    out.text = hex ? from_ucs2_hex(text) : utf8_of(text);
    return out;
}

std::string ucs2_hex(std::string_view utf8) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    const auto units = text::encode_utf16be(utf8);
    if (!units) return out;
    for (const char c : *units) {
        const auto octet = static_cast<unsigned char>(c);
        out += digits[octet >> 4];
        out += digits[octet & 15];
    }
    return out;
}

std::string from_ucs2_hex(std::string_view said) {
    if (said.empty() || said.size() % 4 != 0 || !at::is_hex(said)) return utf8_of(said);
    std::string units;
    for (std::size_t i = 0; i < said.size(); i += 2) units += static_cast<char>(nibble(said[i]) << 4 | nibble(said[i + 1]));
    return text::decode_utf16be(units).utf8;
}

}  // namespace hermod::connectors::modem
