// What a centre's error code (900) means for the part that got it: gone for good, another network's, try again later, or slow down.
//
// The defaults are those that the reference names; centres differ, so a connector may override any value, unlisted ones too.
// Pure; a copy belongs to each session's options.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "lines/error_meaning.hpp"

namespace hermod::connectors::cimd2 {

using lines::error_meaning;

class error_table {
public:
    // Later: 4, 5, 6. Throttled: 10. Elsewhere, for they say something of us and this centre, not of the message: 3 (a parameter
    // that it does not know), 9 (without a reason), 106, 306, 321, 322 (a sender that is not ours here), 313, 314. All others: refused.
    error_table() = default;
    void set(std::int32_t code, error_meaning meaning);
    error_meaning of(std::int32_t code) const;

private:
    std::vector<std::pair<std::int32_t, error_meaning>> rows_{{4, error_meaning::later},
                                                              {5, error_meaning::later},
                                                              {6, error_meaning::later},
                                                              {10, error_meaning::throttled},
                                                              {3, error_meaning::elsewhere},
                                                              {9, error_meaning::elsewhere},
                                                              {106, error_meaning::elsewhere},
                                                              {306, error_meaning::elsewhere},
                                                              {313, error_meaning::elsewhere},
                                                              {314, error_meaning::elsewhere},
                                                              {321, error_meaning::elsewhere},
                                                              {322, error_meaning::elsewhere}};  // few: searched from the front
};

}  // namespace hermod::connectors::cimd2
