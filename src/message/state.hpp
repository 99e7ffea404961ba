// The states of a message as every interface shows them.
//
//   accepted -> queued -> submitted -> delivered | undelivered | unsure
//       \          \-> rejected | expired | unsure | cancelled
//        \-> scheduled, held
// A state is final when nothing more will happen to the message by itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hermod {

enum class state : std::uint8_t {
    accepted = 0,    // durable, waiting for its connector
    scheduled = 1,   // durable, waiting for its time
    queued = 2,      // its connector has it: in the window, or waiting for another try
    submitted = 3,   // the network took it
    delivered = 4,
    undelivered = 5, // the network gave up
    expired = 6,     // its validity ended first
    rejected = 7,    // the network or a rule of ours refused it
    unsure = 8,      // written to the network, never answered, parked by the route's rule
    cancelled = 9,
    held = 10,       // durable, waiting for somebody to release or to refuse it
};
constexpr int state_count = 11;

constexpr std::string_view state_names[state_count] = {"accepted",    "scheduled", "queued",   "submitted", "delivered",
                                                       "undelivered", "expired",   "rejected", "unsure",    "cancelled", "held"};

constexpr std::string_view to_text(state s) { return state_names[static_cast<int>(s)]; }

constexpr std::optional<state> parse_state(std::string_view text) {
    for (int i = 0; i < state_count; ++i)
        if (state_names[i] == text) return static_cast<state>(i);
    return std::nullopt;
}

constexpr bool is_final(state s) { return s >= state::delivered && s != state::held; }
// Nothing of it has been given to a network.
constexpr bool is_waiting(state s) { return s <= state::queued || s == state::held; }

}  // namespace hermod
