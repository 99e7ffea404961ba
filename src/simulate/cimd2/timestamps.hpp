// The service centre timestamps that a simulated centre gives: the second of the submit, or the next one that the recipient
// has not had, since the two together are the message's id. A restarted centre repeats none, unless one recipient got more
// messages than seconds passed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"

namespace hermod::simulate::cimd2 {

class timestamps {
public:
    // repeats: the plain second, whoever had it.
    explicit timestamps(bool repeats) : repeats_(repeats) {}
    std::string next(std::string_view recipient, wall_time now);

private:
    bool repeats_;
    std::int64_t latest_ = 0;  // of all that were given
    std::unordered_map<std::string, std::int64_t> given_;
};

// yymmddhhmmss, UTC.
std::string timestamp_of(std::int64_t second);

}  // namespace hermod::simulate::cimd2
