// Reads a table of `prefix,value` lines: number portability, networks, prices, zones. Pure: text in, rows out.
//
// A line is a beginning of a number (digits, "+" before them or not), a comma and the value, either in double quotes or not;
// further columns are an error. Empty lines and those that begin with "#" are passed over, and so is a first line of column
// names: one that has two columns and no digit, or whose first is the word "prefix" or "number".
// Every line that is wrong is reported (lines.hpp); what a value means, and whether it is one, is the caller's.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "prefixes/lines.hpp"

namespace hermod::prefixes {

struct csv_form {
    std::string_view value = "label";  // what the second column is called when a line is wrong
    std::size_t most_digits = 16;      // of a prefix; index.hpp takes no more than 16
    bool several = false;              // a prefix may have several lines; else a second one must say the same as the first
};

struct prefix_rows {
    struct row {
        std::uint64_t key = 0;   // packed_prefix()
        std::string_view value;  // in the text; not empty
        std::uint32_t line = 0;
    };
    std::vector<row> rows;  // sorted by key and line; each key once, unless the form allows several
    line_faults faults;

    std::vector<std::uint64_t> keys() const;  // of each row
};

prefix_rows read_prefix_rows(std::string_view text, const csv_form& form = {});

}  // namespace hermod::prefixes
