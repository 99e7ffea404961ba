// Tells of most texts, at a glance, that none of many regular expressions can be found in them.
//
// RE2 says which pieces of plain text every match must have; four octets in a row of each are marked in a table of bits. A text
// in which no four octets are marked holds none of the expressions. Letters' case is not looked at, as the expressions may not.
// Immutable, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::route {

class text_sieve {
public:
    // Lets everything through when one of them can match without a piece of at least four octets, or when they are too many.
    explicit text_sieve(const std::vector<std::string>& expressions);

    // False: none of them is found in it.
    bool lets_through(std::string_view text) const;

private:
    void mark(std::string_view piece);

    std::vector<std::uint64_t> marks_;  // empty: everything goes through
    std::size_t stride_ = 1;            // between the places of a text that are looked at
};

}  // namespace hermod::route
