// A list of numbers, whole ones and beginnings: a million of them in 8 MB, a question costs a binary search or a few.
// Immutable once made. Any thread.
//
// The text: one a line, "+447700900123", "447700900123", or "4477*" for all that begin so. Of a CSV line the first field is
// taken, in quotes or without; a first line whose field has no digit is a heading. Empty lines, and what follows "#", are
// nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "prefixes/index.hpp"
#include "prefixes/lines.hpp"

namespace hermod::limits {

class number_list {
public:
    // `number` with or without "+".
    bool contains(std::string_view number) const;
    std::size_t size() const;

    struct parsed;
    static parsed parse(std::string_view text);

private:
    std::vector<std::uint64_t> numbers_;  // packed, sorted
    prefixes::prefix_index beginnings_;
};

using number_list_ptr = std::shared_ptr<const number_list>;

struct number_list::parsed {
    number_list_ptr list;  // null: there are faults
    prefixes::line_faults faults;
};

}  // namespace hermod::limits
