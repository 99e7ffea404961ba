// What a centre's EC means for the part that got it: gone for good, or try again later.
//
// The defaults are those that gateways agree on; centres differ, so a connector may override any code. UCP has no code for
// "too fast": where a centre uses one, it is to be set as throttled. Pure; a copy belongs to each session's options.
#pragma once

#include <array>
#include <cstdint>

#include "wire/ucp/error_code.hpp"

namespace hermod::connectors::ucp {

enum class error_meaning : std::uint8_t {
    refused,    // the same part would be refused again
    later,      // the centre's trouble, not the part's
    throttled,  // we send too fast: counts no attempt, pauses
};

class error_table {
public:
    // Later: 01 (damaged on the way), 30, 37, 50, 54, 55. All others: refused.
    error_table();
    void set(wire::ucp::error_code code, error_meaning meaning);
    error_meaning of(wire::ucp::error_code code) const;

private:
    std::array<error_meaning, 100> rows_{};
};

}  // namespace hermod::connectors::ucp
