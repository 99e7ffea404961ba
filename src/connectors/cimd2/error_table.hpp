// What a centre's error code (900) means for the part that got it: gone for good, try again later, or slow down.
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
    // Later: 4, 5, 6. Throttled: 10. All others: refused.
    error_table() = default;
    void set(std::int32_t code, error_meaning meaning);
    error_meaning of(std::int32_t code) const;

private:
    std::vector<std::pair<std::int32_t, error_meaning>> rows_{{4, error_meaning::later},
                                                              {5, error_meaning::later},
                                                              {6, error_meaning::later},
                                                              {10, error_meaning::throttled}};  // few: searched from the front
};

}  // namespace hermod::connectors::cimd2
