#include "consent/fold.hpp"

#include <unordered_map>

#include "text/utf.hpp"

namespace hermod::consent {
namespace {

struct likes {
    std::string_view written, plain;
};

// Letters with marks, and the plain ones that people write for them.
constexpr likes tables[] = {
    {"àáâãäåāăąǎạảấầẩẫậắằẳẵặÀÁÂÃÄÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ", "a"},
    {"çćĉċčÇĆĈĊČ", "c"},
    {"ďđðĎĐÐ", "d"},
    {"èéêëēĕėęěẹẻẽếềểễệÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ", "e"},
    {"ĝğġģĜĞĠĢ", "g"},
    {"ĥħĤĦ", "h"},
    {"ìíîïĩīĭįıỉịÌÍÎÏĨĪĬĮİỈỊ", "i"},
    {"ĵĴ", "j"},
    {"ķĶ", "k"},
    {"ĺļľłĹĻĽŁ", "l"},
    {"ñńņňÑŃŅŇ", "n"},
    {"òóôõöøōŏőơọỏốồổỗộớờởỡợÒÓÔÕÖØŌŎŐƠỌỎỐỒỔỖỘỚỜỞỠỢ", "o"},
    {"ŕŗřŔŖŘ", "r"},
    {"śŝşšșŚŜŞŠȘ", "s"},
    {"ţťŧțŢŤŦȚ", "t"},
    {"ùúûüũūŭůűųưụủứừửữựÙÚÛÜŨŪŬŮŰŲƯỤỦỨỪỬỮỰ", "u"},
    {"ŵŴ", "w"},
    {"ýÿŷỳỵỷỹÝŸŶỲỴỶỸ", "y"},
    {"źżžŹŻŽ", "z"},
    {"æÆ", "ae"},
    {"œŒ", "oe"},
    {"ßẞ", "ss"},
    {"þÞ", "th"},
    // Greek
    {"άΆ", "α"},
    {"έΈ", "ε"},
    {"ήΉ", "η"},
    {"ίϊΐΊΪ", "ι"},
    {"όΌ", "ο"},
    {"ύϋΰΎΫ", "υ"},
    {"ώΏ", "ω"},
    {"ς", "σ"},
    // Cyrillic
    {"ёЁ", "е"},
    {"ґҐ", "г"},
    // Arabic and Persian
    {"أإآٱ", "ا"},
    {"ىیئ", "ي"},
    {"ة", "ه"},
    {"ک", "ك"},
    {"ؤ", "و"},
};

std::unordered_map<char32_t, std::string_view> read_tables() {
    std::unordered_map<char32_t, std::string_view> out;
    for (const likes& row : tables)
        for (std::size_t at = 0; at < row.written.size();) {
            const auto c = text::code_point_at(row.written, at);
            out.emplace(c.value, row.plain);
            at += c.length;
        }
    return out;
}

bool between(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

// Marks that stand over or under a letter, and the line that stretches Arabic words: as if they were not there.
bool is_mark(char32_t c) {
    return between(c, 0x300, 0x36F) || between(c, 0x591, 0x5C7) || c == 0x640 || between(c, 0x64B, 0x65F) || c == 0x670 ||
           c == 0x200C || c == 0x200D || c == 0xAD;
}

char32_t lower(char32_t c) {
    if (between(c, U'A', U'Z')) return c + 32;
    if (between(c, 0xFF01, 0xFF5E)) return lower(c - 0xFEE0);  // full width
    if (between(c, 0x391, 0x3A9)) return c + 32;               // Greek
    if (between(c, 0x410, 0x42F)) return c + 32;               // Cyrillic
    if (between(c, 0x400, 0x40F)) return c + 80;
    if (between(c, 0x660, 0x669)) return c - 0x660 + U'0';  // Arabic digits, and Persian ones
    if (between(c, 0x6F0, 0x6F9)) return c - 0x6F0 + U'0';
    return c;
}

// Of what lower() gave.
bool is_kept(char32_t c) {
    if (c < 0x80) return between(c, U'a', U'z') || between(c, U'0', U'9');
    return between(c, 0x3B1, 0x3C9) || between(c, 0x430, 0x45F) || between(c, 0x490, 0x4FF) ||  // Greek, Cyrillic
           between(c, 0x5D0, 0x5EA) || between(c, 0x620, 0x64A) || between(c, 0x671, 0x6D3) ||  // Hebrew, Arabic
           between(c, 0x900, 0x963) || between(c, 0xE01, 0xE4E) ||                              // Devanagari, Thai
           between(c, 0x3041, 0x30FF) || between(c, 0x3400, 0x9FFF) || between(c, 0xAC00, 0xD7A3);
}

enum class until { end, word };

std::string fold(std::string_view text, until where) {
    static const auto plain = read_tables();
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = text::code_point_at(text, at);
        if (c.length == 0) return {};
        at += c.length;
        if (is_mark(c.value)) continue;
        // Small first: what becomes a letter with a mark by that is plain, too.
        const char32_t small = lower(c.value);
        auto found = plain.find(c.value);
        if (found == plain.end()) found = plain.find(small);
        if (found != plain.end()) {
            out += found->second;
        } else if (is_kept(small)) {
            text::append_utf8(out, small);
        } else if (where == until::word && !out.empty()) {
            return out;
        }
        if (out.size() > longest_text) return {};
    }
    return out;
}

}  // namespace

std::string folded(std::string_view text) {
    return text.size() > longest_text ? std::string() : fold(text, until::end);
}

std::string first_word(std::string_view text) {
    return fold(text, until::word);
}

}  // namespace hermod::consent
