// A simulator's statistics as one line of JSON: names and numbers, in this order. Pure.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>

namespace hermod::simulate {

inline std::string numbers_json(std::initializer_list<std::pair<const char*, std::uint64_t>> all) {
    std::string out = "{";
    for (const auto& [name, value] : all) {
        if (out.size() > 1) out += ',';
        ((out += '"') += name) += "\":";
        out += std::to_string(value);
    }
    return out += '}';
}

}  // namespace hermod::simulate
