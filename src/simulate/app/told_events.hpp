// Reads a callback's body as an application would: the events in it, one or a batch. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::simulate {

struct told_event {
    std::string id;       // evt_...: of the event, the same when it is told again
    std::string type;     // message.delivered
    std::string message;  // m...
    std::string state, from, to, text, reason;
};

// `webhook_id` names the event when the body is not a batch. nullopt: not JSON, or not what a callback holds.
std::optional<std::vector<told_event>> read_events(std::string_view body, std::string_view webhook_id);

// For people: "message.delivered m06HZ3V0CG0001 Hermod -> +49151... reason". Control characters become spaces.
std::string line_of(const told_event& e);

}  // namespace hermod::simulate
