// The parameters of an answer, +X: 1,"text",,3 (V.250 section 5.4.3), one after the other, each by its name in the standard.
//
// Liberal where modems are: no space behind the colon, a string without its quotes or without the last one, quotes inside a
// string (it ends at a quote before a comma or the end), more parameters than the standard has. A missing one is missing, an
// empty one is not given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/at/errc.hpp"

namespace hermod::wire::at {

class parameter_reader {
public:
    // `name`: "+CMGL". Every call fails when the line bears another name.
    parameter_reader(std::string_view line, std::string_view name);

    // Must be there. Decimal, no sign; at most `most`.
    bool number(const char* field, unsigned& value, unsigned most = 0xFFFFFFFF);
    // May be empty or missing.
    bool optional_number(const char* field, std::optional<unsigned>& value, unsigned most = 0xFFFFFFFF);
    // Quoted or not. Must be there, may be empty.
    bool string(const char* field, std::string& value);
    bool optional_string(const char* field, std::string& value);
    // One "(0-3,5)" or "3" of the answer to AT+X=?; the numbers in it.
    bool range(const char* field, std::vector<std::pair<unsigned, unsigned>>& value);
    // One ("SM","ME") of the answer to AT+CPMS=?, however often it is put into parentheses.
    bool list(const char* field, std::vector<std::string>& value);

    bool at_end() const { return !failed_ && at_ >= line_.size(); }
    // Whether the next parameter is a number, and the last one.
    bool last_number() const;
    bool next_is_quoted() const;
    std::size_t offset() const { return at_; }
    const codec_error& error() const { return error_; }

private:
    struct piece {
        std::string_view text;
        std::size_t offset = 0;
        bool there = false;
    };
    piece take(bool in_parentheses = false);
    bool fail(errc code, const char* field, std::size_t at);
    bool to_number(const char* field, const piece& from, unsigned& value, unsigned most);

    std::string_view line_;
    std::size_t at_ = 0;
    bool failed_ = false;
    codec_error error_;
};

}  // namespace hermod::wire::at
