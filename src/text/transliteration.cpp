#include <algorithm>
#include <iterator>

#include "text/rewrite_tables.hpp"
#include "text/utf.hpp"

namespace hermod::text {
namespace {

// Letters whose Latin base is one letter, by code point; a dot where there is none, or where GSM has the letter itself.
constexpr char32_t latin_first = 0xC0, latin_last = 0x24F, latin_more_first = 0x1E00, latin_more_last = 0x1EFF;
constexpr std::string_view latin =
    "AAAA....E.EEIIIID.OOOO...UUU.Y...aaa...c..ee.iiid..ooo....uu.y.y"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKkkLlLlLl."
    ".LlNnNnNn.NnOoOoOo..RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs"
    "bB....OCcDDDd.EEEFfGG.IIKkl..NnOOo..PpR....tTtTUu.VYyZz........."
    ".............AaIiOoUuUuUuUuUueAaAa..GgGgKkOoOo..j...Gg..NnAa..Oo"
    "AaAaEeEeIiIiOoOoRrRrUuUuSsTt..HhNd..ZzAaEeOoOoOoOoYylntj..ACcLTs"
    "z..BU.EeJjQqRrYy";
constexpr std::string_view latin_more =
    "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm"
    "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"
    "WwWwWwWwWwXxXxYyZzZzZzhtwy.sss.dAaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"
    "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy....Yy";
static_assert(latin.size() == latin_last - latin_first + 1 && latin_more.size() == latin_more_last - latin_more_first + 1);

// What is several letters, or no letter at all: fractions, superscripts, signs of currency and of trade. In order.
struct respelling {
    char32_t character;
    std::string_view instead;
};
constexpr respelling others[] = {
    {0xA2, "c"},      {0xA9, "(C)"},   {0xAA, "a"},      {0xAE, "(R)"},      {0xAF, "-"},     {0xB2, "2"},     {0xB3, "3"},
    {0xB5, "u"},      {0xB9, "1"},     {0xBA, "o"},      {0xBC, "1/4"},      {0xBD, "1/2"},   {0xBE, "3/4"},   {0xDE, "TH"},
    {0xFE, "th"},     {0x132, "IJ"},   {0x133, "ij"},    {0x149, "'n"},      {0x152, "OE"},   {0x153, "oe"},   {0x1C4, "DZ"},
    {0x1C5, "Dz"},    {0x1C6, "dz"},   {0x1C7, "LJ"},    {0x1C8, "Lj"},      {0x1C9, "lj"},   {0x1CA, "NJ"},   {0x1CB, "Nj"},
    {0x1CC, "nj"},    {0x1E2, "AE"},   {0x1E3, "ae"},    {0x1F1, "DZ"},      {0x1F2, "Dz"},   {0x1F3, "dz"},   {0x1FC, "AE"},
    {0x1FD, "ae"},    {0x1E9E, "SS"},  {0x2070, "0"},    {0x2071, "i"},      {0x2074, "4"},   {0x2075, "5"},   {0x2076, "6"},
    {0x2077, "7"},    {0x2078, "8"},   {0x2079, "9"},    {0x207A, "+"},      {0x207B, "-"},   {0x207C, "="},   {0x207D, "("},
    {0x207E, ")"},    {0x207F, "n"},   {0x2080, "0"},    {0x2081, "1"},      {0x2082, "2"},   {0x2083, "3"},   {0x2084, "4"},
    {0x2085, "5"},    {0x2086, "6"},   {0x2087, "7"},    {0x2088, "8"},      {0x2089, "9"},   {0x208A, "+"},   {0x208B, "-"},
    {0x208C, "="},    {0x208D, "("},   {0x208E, ")"},    {0x20A4, "\u00A3"}, {0x20A6, "NGN"}, {0x20A9, "KRW"}, {0x20AA, "ILS"},
    {0x20AB, "VND"},  {0x20B4, "UAH"}, {0x20B8, "KZT"},  {0x20B9, "Rs"},     {0x20BA, "TL"},  {0x20BD, "RUB"}, {0x2103, "C"},
    {0x2109, "F"},    {0x2113, "l"},   {0x2116, "No"},   {0x2120, "SM"},     {0x2122, "TM"},  {0x2150, "1/7"}, {0x2151, "1/9"},
    {0x2152, "1/10"}, {0x2153, "1/3"}, {0x2154, "2/3"},  {0x2155, "1/5"},    {0x2156, "2/5"}, {0x2157, "3/5"}, {0x2158, "4/5"},
    {0x2159, "1/6"},  {0x215A, "5/6"}, {0x215B, "1/8"},  {0x215C, "3/8"},    {0x215D, "5/8"}, {0x215E, "7/8"}, {0x215F, "1/"},
    {0x2160, "I"},    {0x2161, "II"},  {0x2162, "III"},  {0x2163, "IV"},     {0x2164, "V"},   {0x2165, "VI"},  {0x2166, "VII"},
    {0x2167, "VIII"}, {0x2168, "IX"},  {0x2169, "X"},    {0x216A, "XI"},     {0x216B, "XII"}, {0x216C, "L"},   {0x216D, "C"},
    {0x216E, "D"},    {0x216F, "M"},   {0x2170, "i"},    {0x2171, "ii"},     {0x2172, "iii"}, {0x2173, "iv"},  {0x2174, "v"},
    {0x2175, "vi"},   {0x2176, "vii"}, {0x2177, "viii"}, {0x2178, "ix"},     {0x2179, "x"},   {0x217A, "xi"},  {0x217B, "xii"},
    {0x217C, "l"},    {0x217D, "c"},   {0x217E, "d"},    {0x217F, "m"},
};

// Greek in capitals, as Greek messages have long been written: those that GSM has, and Latin ones of the same shape. From 386.
constexpr char32_t greek_capitals_first = 0x386;
constexpr char16_t greek[] = {
    u'A', 0,     u'E', u'H',  u'I',  0,    u'O', 0,     u'Y',  0x3A9, u'I',  u'A', u'B',  0,    0,    u'E',  u'Z', u'H', 0,
    u'I', u'K',  0,    u'M',  u'N',  0,    u'O', 0,     u'P',  0,     0,     u'T', u'Y',  0,    u'X', 0,     0,    u'I', u'Y',
    u'A', u'E',  u'H', u'I',  u'Y',  u'A', u'B', 0x393, 0x394, u'E',  u'Z',  u'H', 0x398, u'I', u'K', 0x39B, u'M', u'N', 0x39E,
    u'O', 0x3A0, u'P', 0x3A3, 0x3A3, u'T', u'Y', 0x3A6, u'X',  0x3A8, 0x3A9, u'I', u'Y',  u'O', u'Y', 0x3A9,
};

// The small letters 430 to 45F as machine readable passports spell them (ICAO Doc 9303-3, section 6 B), without that table's
// exceptions by country.
constexpr char32_t cyrillic_small = 0x430, cyrillic_capital = 0x410, cyrillic_capital_more = 0x400;
constexpr std::string_view cyrillic_spelt[] = {"a",  "b",    "v",  "g", "d", "e",  "zh", "z",  "i", "i",  "k",  "l",
                                               "m",  "n",    "o",  "p", "r", "s",  "t",  "u",  "f", "kh", "ts", "ch",
                                               "sh", "shch", "ie", "y", "",  "e",  "iu", "ia", "e", "e",  "d",  "g",
                                               "ie", "dz",   "i",  "i", "j", "lj", "nj", "c",  "k", "i",  "u",  "dz"};
static_assert(std::size(cyrillic_spelt) == 48);

// Letters of other languages in Cyrillic, capital and small side by side, by their likeness.
constexpr respelling cyrillic_pairs[] = {{0x490, "g"}, {0x492, "g"}, {0x49A, "k"}, {0x4A2, "n"}, {0x4AE, "u"},
                                         {0x4B0, "u"}, {0x4B2, "h"}, {0x4BA, "h"}, {0x4D8, "a"}, {0x4E8, "o"}};

bool is_cyrillic_capital(char32_t c) {
    return c >= cyrillic_capital_more && c < cyrillic_small;
}
bool is_cyrillic_small(char32_t c) {
    return c >= cyrillic_small && c < cyrillic_small + std::size(cyrillic_spelt);
}

std::string capital(std::string_view small, bool whole) {
    std::string out(small);
    for (std::size_t at = 0; at < out.size() && (at == 0 || whole); ++at)
        if (out[at] >= 'a' && out[at] <= 'z') out[at] = static_cast<char>(out[at] - 'a' + 'A');
    return out;
}

// A capital that becomes several letters is all capitals between capitals: SHCHI, but Shchi.
bool stands_among_capitals(char32_t before, char32_t after) {
    return is_cyrillic_capital(after) || (is_cyrillic_capital(before) && !is_cyrillic_small(after));
}

std::optional<std::string> from_cyrillic(char32_t c, char32_t before, char32_t after) {
    if (is_cyrillic_small(c)) return std::string(cyrillic_spelt[c - cyrillic_small]);
    if (is_cyrillic_capital(c)) {
        const char32_t at = c >= cyrillic_capital ? c - cyrillic_capital : c - cyrillic_capital_more + 0x20;
        return capital(cyrillic_spelt[at], stands_among_capitals(before, after));
    }
    for (const respelling& pair : cyrillic_pairs) {
        if (c == pair.character) return capital(pair.instead, true);
        if (c == pair.character + 1) return std::string(pair.instead);
    }
    return std::nullopt;
}

std::optional<std::string> letter(char32_t c) {
    std::string out(1, static_cast<char>(c));
    if (c == U'.') return std::nullopt;
    return out;
}

}  // namespace

std::optional<std::string> transliteration_of(char32_t c, char32_t before, char32_t after) {
    const auto found = std::lower_bound(std::begin(others), std::end(others), c,
                                        [](const respelling& r, char32_t x) { return r.character < x; });
    if (found != std::end(others) && found->character == c) return std::string(found->instead);
    if (c >= latin_first && c <= latin_last) return letter(static_cast<unsigned char>(latin[c - latin_first]));
    if (c >= latin_more_first && c <= latin_more_last)
        return letter(static_cast<unsigned char>(latin_more[c - latin_more_first]));
    if (c >= 0x300 && c <= 0x36F) return std::string();  // accents that stand for themselves
    if (c >= greek_capitals_first && c < greek_capitals_first + std::size(greek)) {
        const char16_t instead = greek[c - greek_capitals_first];
        if (instead == 0) return std::nullopt;
        std::string out;
        append_utf8(out, instead);
        return out;
    }
    if (c == 0xFF40) return std::string("'");  // full width of a character that GSM lacks
    if (c >= 0xFF01 && c <= 0xFF5E) return std::string(1, static_cast<char>(c - 0xFF01 + 0x21));
    return from_cyrillic(c, before, after);
}

}  // namespace hermod::text
