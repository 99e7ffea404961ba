// [zones] and [[window]] as they are written: where a number's clocks are, and when messages may go.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "zones/prefix_zones.hpp"
#include "zones/window.hpp"

namespace hermod::app {

// [zones]
struct zones_config {
    std::string table;                                  // path of a CSV file prefix,zone; empty: the built-in prefixes alone
    std::shared_ptr<const zones::prefix_zones> places;  // null where no configuration was read
};

// [[window]]
struct window_config {
    std::string name;
    zones::window hours;
    std::optional<zones::zone> zone;  // unset: the recipient's
    std::optional<std::uint8_t> exempt_priority;
    std::vector<std::string> accounts, routes, prefix;  // whom it binds whatever they name; prefix: digits without "+"
};

}  // namespace hermod::app
