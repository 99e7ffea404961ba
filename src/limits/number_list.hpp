// A list of numbers, whole ones and beginnings: a million of them in 8 MB, a question costs a binary search or a few.
// Immutable once made. Any thread.
//
// number_text: one a line, "+447700900123", "447700900123", or "4477*" for all that begin so. Of a CSV line the first field is
// taken, in quotes or without; a first line whose field has no digit is a heading. Empty lines, and what follows "#", are
// nothing.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::limits {

class number_list {
public:
    // `number` with or without "+".
    bool contains(std::string_view number) const;
    std::size_t size() const;

    struct fault {
        std::size_t line;  // from 1
        std::string what;
    };
    // All lines that are wrong, at most `most` of them; nothing is taken over then.
    struct parsed;
    static parsed parse(std::string_view text, std::size_t most_faults = 20);

private:
    static constexpr std::size_t most_digits = 15;
    std::vector<std::uint64_t> numbers_;  // sorted; the first digit is never 0, so their lengths are told apart
    std::array<std::vector<std::uint64_t>, most_digits> beginnings_;  // by length less one, sorted
};

using number_list_ptr = std::shared_ptr<const number_list>;

struct number_list::parsed {
    number_list_ptr list;  // null: there are faults
    std::vector<fault> faults;
    std::size_t more_faults = 0;  // than are told
};

}  // namespace hermod::limits
