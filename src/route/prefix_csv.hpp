// Reads a table of `prefix,value` lines: number portability, networks, what a network charges. Pure: text in, rows out.
//
// A line is a beginning of a number (digits, "+" before them or not), a comma and the value, either in double quotes or not;
// further fields are an error. Empty lines and those that begin with "#" are passed over, and so is a first line whose first
// field is the word "prefix" or "number". Lines end with LF or CRLF; a byte order mark is passed over.
// Every line that is wrong is reported, up to a bound; nothing of a table with faults is to be used.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::route {

struct csv_fault {
    std::size_t line = 0;  // counted from 1
    std::string what;
};

struct prefix_rows {
    struct row {
        std::uint64_t key = 0;   // packed_prefix()
        std::string_view value;  // in the text
        std::uint32_t line = 0;
    };
    std::vector<row> rows;  // sorted by key, each key once
    std::vector<csv_fault> faults;
    std::size_t more_faults = 0;  // that `faults` has no room for

    void add_fault(std::size_t line, std::string what);
};

// A prefix that comes twice with the same value counts once, with another it is a fault.
prefix_rows read_prefix_rows(std::string_view text);

}  // namespace hermod::route
