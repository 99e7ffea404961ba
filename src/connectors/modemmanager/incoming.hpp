// Translation, inward: what ModemManager has for us is a message from a handset, or the network's word on one of ours. Pure.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "connectors/modemmanager/bus.hpp"
#include "message/message.hpp"
#include "message/state.hpp"

namespace hermod::connectors::modemmanager {

struct handset_message {
    std::string from, body;          // UTF-8, or octets when coding is binary
    std::optional<encoding> coding;  // binary, or nullopt for text
    std::uint8_t data_coding = 0;    // what ModemManager shows of TP-DCS: a class
};

struct status_report {
    std::uint8_t reference = 0;
    std::string recipient;
    state outcome = state::submitted;
    std::uint32_t status = 0;  // TP-ST
    std::string detail;
};

// Of another kind, or parts of it are missing still.
struct not_yet {};
struct not_ours {};

using brought = std::variant<handset_message, status_report, not_yet, not_ours>;
brought read_arrival(const sms& what);

// The same message listed anew by a ModemManager that has come back has the same print, though another path.
std::string print_of(const sms& what);

}  // namespace hermod::connectors::modemmanager
