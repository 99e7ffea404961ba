// For tests only: RapidCheck generators of texts, weighted towards where encodings and splits go wrong.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "text/gsm7.hpp"

namespace hermod::text {

inline std::string utf8_of(const std::vector<char32_t>& characters) {
    std::string out;
    for (const char32_t c : characters) append_utf8(out, c);
    return out;
}

// Every character that one septet or a pair can say, in a fixed order.
inline std::vector<char32_t> gsm7_characters() {
    std::vector<char32_t> out;
    for (char32_t c = 0; c <= 0xFFFF; ++c)
        if (gsm7_width(c) != 0) out.push_back(c);
    return out;
}

inline rc::Gen<char32_t> arbitrary_code_point() {
    return rc::gen::weightedOneOf<char32_t>({{4, rc::gen::inRange<char32_t>(0, 0x80)},
                                             {2, rc::gen::inRange<char32_t>(0x80, 0x800)},
                                             {2, rc::gen::inRange<char32_t>(0x800, 0xD800)},
                                             {1, rc::gen::inRange<char32_t>(0xE000, 0x10000)},
                                             {4, rc::gen::inRange<char32_t>(0x10000, 0x110000)}});
}

inline rc::Gen<std::string> arbitrary_text() {
    return rc::gen::map(rc::gen::container<std::vector<char32_t>>(arbitrary_code_point()), utf8_of);
}

// Long enough for several parts; a third are pairs, so that boundaries are met in every way.
template <class Character>
rc::Gen<std::string> long_text(rc::Gen<Character> one) {
    return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, 700), [one](std::size_t count) {
        return rc::gen::map(rc::gen::container<std::vector<char32_t>>(count, one), utf8_of);
    });
}

inline rc::Gen<std::string> long_gsm7_text() {
    return long_text(rc::gen::weightedOneOf<char32_t>({{2, rc::gen::elementOf(gsm7_characters())},
                                                       {1, rc::gen::element<char32_t>(0x20AC, U'[', U']', U'{', U'\\')}}));
}

inline rc::Gen<std::string> long_ucs2_text() {
    return long_text(rc::gen::weightedOneOf<char32_t>({{2, arbitrary_code_point()}, {1, rc::gen::just<char32_t>(0x1F600)}}));
}

// What people write: words in many scripts, typographic signs, accents that stand alone, emoji, pairs; long enough for parts.
inline rc::Gen<std::string> long_everyday_text() {
    const std::vector<char32_t> signs = {0x201C, 0x201D, 0x2019, 0x2026, 0x2013, 0xA0,
                                         0x2022, 0xFB01, 0x200B, 0x301,  0x308,  0x327};
    const std::vector<char32_t> letters = {U'A',  U'e',  U'o',  U'c', U' ',  0xE7,  0xE9,  0xE3,
                                           0x11F, 0x131, 0x15F, 0xED, 0x142, 0x3B1, 0x3A9, 0x436};
    return rc::gen::mapcat(rc::gen::inRange<std::uint32_t>(1, 64), [=](std::uint32_t kinds) {
        std::vector<std::pair<std::size_t, rc::Gen<char32_t>>> from = {{6, rc::gen::inRange<char32_t>(U' ', 0x7F)}};
        if (kinds & 1) from.push_back({3, rc::gen::elementOf(letters)});
        if (kinds & 2) from.push_back({2, rc::gen::elementOf(signs)});
        if (kinds & 4) from.push_back({3, rc::gen::elementOf(gsm7_characters())});
        if ((kinds & 24) == 24) from.push_back({2, rc::gen::inRange<char32_t>(0x900, 0x980)});
        if ((kinds & 40) == 40) from.push_back({2, rc::gen::inRange<char32_t>(0x410, 0x450)});
        if ((kinds & 48) == 48) from.push_back({1, rc::gen::element<char32_t>(0x1F600, 0x20AC, 0x5D)});
        return long_text(rc::gen::mapcat(rc::gen::just(0), [from](int) {
            std::size_t total = 0;
            for (const auto& one : from) total += one.first;
            return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, total), [from](std::size_t pick) {
                std::size_t at = 0;
                while (pick >= from[at].first) pick -= from[at++].first;
                return from[at].second;
            });
        }));
    });
}

}  // namespace hermod::text
