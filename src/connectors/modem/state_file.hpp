// What must outlive a restart: how much each SIM has sent in the last hours, and which PIN was tried and never seen accepted.
//
// A small text file, written anew and put in the old one's place. A PIN stands in it as a number made of it and the modem's name,
// from which nobody needs to be kept: it is one that does not open the SIM. One for each connector, on its executor.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hermod::connectors::modem {

struct kept_state {
    std::map<std::string, std::map<std::int64_t, unsigned>> hours;  // by modem
    std::map<std::string, std::uint32_t> tried_pins;                // by modem: pin_mark()
};

std::uint32_t pin_mark(std::string_view modem, std::string_view pin);

// A file that is not there is an empty state; lines that cannot be read are left out.
kept_state read_state(const std::string& path);
// `durable`: synced before it returns.
result<void> write_state(const std::string& path, const kept_state& what, bool durable);

}  // namespace hermod::connectors::modem
