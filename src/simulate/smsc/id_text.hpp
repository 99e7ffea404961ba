// A message's number as the centre spells it, and read back.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "simulate/smsc/options.hpp"

namespace hermod::simulate {

struct id_text {
    std::array<char, 24> chars{};
    std::size_t size = 0;
    operator std::string_view() const { return {chars.data(), size}; }  // NOLINT: it is a string
};

inline id_text spell(std::uint64_t number, id_spelling how) {
    static constexpr const char* forms[] = {"%llu", "%llx", "%llX", "%010llu"};
    id_text out;
    out.size = static_cast<std::size_t>(
        std::snprintf(out.chars.data(), out.chars.size(), forms[static_cast<int>(how)], static_cast<unsigned long long>(number)));
    return out;
}

inline std::uint64_t read_id(std::string_view text, id_spelling how) {
    const bool hex = how == id_spelling::hex || how == id_spelling::upper_hex;
    return std::strtoull(std::string(text).c_str(), nullptr, hex ? 16 : 10);
}

}  // namespace hermod::simulate
