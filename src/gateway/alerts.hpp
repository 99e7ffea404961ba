// A network's word that a handset can be reached again (SMPP's alert_notification): passed to whoever listens, kept nowhere,
// answered by nobody.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/ids.hpp"

namespace hermod {

struct alert {
    std::string handset;                       // "+447700900123"
    std::string to;                            // the address of ours that it is for, as the network has it
    std::optional<std::uint8_t> availability;  // 0 available, 1 denied, 2 unavailable
};

// Any thread; hands over. Empty: nobody listens.
using alert_function = std::function<void(account_id, const alert&)>;

}  // namespace hermod
