// The configuration as written, before anybody gives it a meaning: typed values, each with its place in the file.
//
// Nothing here knows TOML; read_toml() (toml.cpp) is the only function that does, so the rest of the program compiles
// without toml++. Plain values, copied freely.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "settings/problems.hpp"

namespace hermod::settings {

struct setting;
struct entry;

// Dates and times, which no key of ours takes.
struct other_value {};
using setting_list = std::vector<setting>;

struct setting_table {
    place at;
    std::vector<entry> entries;
    const entry* find(std::string_view key) const;
};

struct setting {
    place at;
    std::variant<other_value, bool, std::int64_t, double, std::string, setting_list, setting_table> value;
};

struct entry {
    std::string key;
    place at;  // of the key
    setting what;
};

// `over` with the keys of `under` that it has not; where both have a table, likewise in it.
setting_table laid_over(const setting_table& over, const setting_table& under);

// "a number", "text", "a list": what a person calls the value's type.
std::string_view kind_of(const setting& what);

// A syntax error goes to `out`, with its place; then the table is empty.
setting_table read_toml(std::string_view text, std::string_view file, problems& out);

}  // namespace hermod::settings
