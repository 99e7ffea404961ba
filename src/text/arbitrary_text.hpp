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

}  // namespace hermod::text
