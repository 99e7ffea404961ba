// Tables that people keep in text files, line by line, and what is wrong with their lines. For whoever reads such a table: of
// prefixes (csv.hpp), of whole numbers.
//
// Lines end with LF or CRLF; a byte order mark is passed over. Pure; what is handed out points into the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::prefixes {

// Without the blanks around it.
std::string_view trimmed(std::string_view text);
// In quotes, as a person may be shown what somebody else wrote: a bounded part of it, without control characters.
std::string shown(std::string_view text);

class line_reader {
public:
    explicit line_reader(std::string_view text);

    // The next line, trimmed; false: there is none left.
    bool next(std::string_view& line);
    std::size_t number() const { return number_; }  // of that line, from 1

private:
    std::string_view left_;
    std::size_t number_ = 0;
};

// What is wrong with a table: the first hundred of its lines, and how many more. Nothing of a table with faults is to be used.
class line_faults {
public:
    struct one {
        std::size_t line = 0;  // from 1
        std::string what;
    };
    static constexpr std::size_t most = 100;

    // In any order; those that come first in the file are kept.
    void add(std::size_t line, std::string what);
    bool empty() const { return listed_.empty(); }
    const std::vector<one>& listed() const { return listed_; }  // in the order of the file
    std::size_t more() const { return more_; }                  // that are not listed

private:
    std::vector<one> listed_;
    std::size_t more_ = 0;
};

}  // namespace hermod::prefixes
