// What a network's command_status means for the part that got it: gone for good, another network's, try again later, or slow down.
//
// The defaults are those that gateways agree on; networks differ, so a connector may override any value, vendor ones too.
// Pure; a copy belongs to each session's options.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "lines/error_meaning.hpp"
#include "wire/smpp/command_status.hpp"

namespace hermod::connectors::smpp {

using lines::error_meaning;

class error_table {
public:
    error_table();
    void set(wire::smpp::command_status status, error_meaning meaning);
    // For every status but ESME_ROK. A status that is not in the table is `refused`.
    error_meaning of(wire::smpp::command_status status) const;

private:
    std::vector<std::pair<wire::smpp::command_status, error_meaning>> rows_;  // few: searched from the front
};

}  // namespace hermod::connectors::smpp
