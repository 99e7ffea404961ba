// What a centre's EC means for the part that got it: gone for good, or try again later.
//
// The defaults are those that gateways agree on; centres differ, so a connector may override any code. UCP has no code for
// "too fast": where a centre uses one, it is to be set as throttled. Pure; a copy belongs to each session's options.
#pragma once

#include <array>
#include <cstdint>

#include "lines/error_meaning.hpp"
#include "wire/ucp/error_code.hpp"

namespace hermod::connectors::ucp {

using lines::error_meaning;

class error_table {
public:
    // Later: 01 (damaged on the way), 30, 37, 50, 54, 55. Elsewhere: 03, 04, 07, 08, 12, 14, 23. All others: refused.
    error_table();
    void set(wire::ucp::error_code code, error_meaning meaning);
    error_meaning of(wire::ucp::error_code code) const;

private:
    std::array<error_meaning, 100> rows_{};
};

}  // namespace hermod::connectors::ucp
