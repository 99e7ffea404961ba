// What the API asks of whoever holds the configuration: `POST /v1/config/reload`, `POST /v1/config/rollback`, `GET /v1/config`.
// The functions may be called on any thread; answers come on the holder's thread and must only hand over.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace hermod::api {

struct config_version {
    std::uint64_t number = 0;  // 1: what the program started with
    wall_time at{};  // when it was taken over
};

struct config_report {
    bool applied = false;
    std::uint64_t running = 0;          // version
    std::vector<std::string> problems;  // sentences with their places; of what was applied: warnings
    std::vector<std::string> changed;   // what was taken over: "routes", ...
};

using config_heard = std::function<void(config_report)>;

struct config_access {
    std::function<void(config_heard)> reload, roll_back;
    std::function<std::vector<config_version>()> versions;  // newest first; the first one runs
};

}  // namespace hermod::api
