// Which parameters an operation has, as data: collected from its list in operations.hpp, which stays the one place.
#pragma once

#include <span>

#include "wire/cimd2/operations.hpp"

namespace hermod::wire::cimd2 {

enum class presence : std::uint8_t {
    must,
    may,
    some,  // one or more: a submit's destinations
    any,   // none or more: what a submit's response says of each
};

struct rule {
    parameter id{};
    presence how = presence::may;
};
struct exclusion {
    parameter one{}, other{};
};
struct operation_rules {
    std::span<const rule> parameters;
    std::span<const exclusion> exclusions;
    bool may_fail = false;  // a response with an error code needs nothing else

    const rule* find(parameter id) const;
};

// Of an operation that is in the table; empty for another.
operation_rules rules_of(operation code);

}  // namespace hermod::wire::cimd2
