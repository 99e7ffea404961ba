// A text's first word as it is written: up to a blank or one of . , ; : ! ? Empty when there is none. Pure.
//
// Asked of every message as soon as any rule has a keyword, so one look into a table an octet and no copy.
#pragma once

#include <array>
#include <string_view>

namespace hermod::route {

inline std::string_view first_word(std::string_view utf8) {
    enum : unsigned char { within = 0, blank = 1, mark = 2 };
    static constexpr auto kinds = [] {
        std::array<unsigned char, 256> out{};
        for (const char c : std::string_view(" \t\r\n")) out[static_cast<unsigned char>(c)] = blank;
        for (const char c : std::string_view(".,;:!?")) out[static_cast<unsigned char>(c)] = mark;
        return out;
    }();
    const auto kind = [&](std::size_t at) { return kinds[static_cast<unsigned char>(utf8[at])]; };
    std::size_t begin = 0;
    while (begin < utf8.size() && kind(begin) == blank) ++begin;
    std::size_t end = begin;
    while (end < utf8.size() && kind(end) == within) ++end;
    return utf8.substr(begin, end - begin);
}

}  // namespace hermod::route
