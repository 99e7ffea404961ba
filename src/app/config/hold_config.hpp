// [[hold]]: which messages wait for an administrator's word.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hermod::app {

struct hold_config {
    std::string name;
    std::string account;              // empty: any
    std::string text;                 // a regular expression (RE2), found anywhere; empty: any
    std::string from;                 // without "+"; "*" at the end: a beginning; empty: any
    std::vector<std::string> prefix;  // digits without "+"; empty: every number
    std::uint32_t first = 0;          // of the first so many messages of an account; 0: of all
};

}  // namespace hermod::app
