// Translation, inward: what a modem hands over is a message from a handset, or the network's word on one of ours.
//
// Pure; nothing borrowed survives in the result. What a network sends is never refused for its text: what cannot be read stands
// as U+FFFD, and alphabets that we do not know stay octets.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "connectors/modem/session.hpp"
#include "message/message.hpp"
#include "message/state.hpp"

namespace hermod::connectors::modem {

struct handset_message {
    std::string from;
    std::string body;                // UTF-8, or octets when coding is binary
    std::string udh;                 // without national shifts: those stand in extras
    std::optional<encoding> coding;  // binary, or nullopt for text
    std::uint8_t data_coding = 0;    // TP-DCS
    std::shared_ptr<const message_extras> extras;
};

// SMS-STATUS-REPORT. Which message it means is for sent_messages to say.
struct status_report {
    std::uint8_t reference = 0;  // TP-MR
    std::string recipient;
    std::optional<wall_time> taken_at;  // TP-SCTS: when the service centre took the message
    state outcome = state::submitted;
    std::uint8_t status = 0;  // TP-ST
    std::string detail;
};

struct unreadable {
    std::string why;
};

using brought = std::variant<handset_message, status_report, unreadable>;
brought read_arrival(const arrival& what);

}  // namespace hermod::connectors::modem
