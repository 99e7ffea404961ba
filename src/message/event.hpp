// One thing that happened to a message: a line of its timeline, and the unit of change in the store.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "message/state.hpp"

namespace hermod {

enum class event_kind : std::uint8_t {
    accepted = 0,   // an application or a handset handed it in
    stored = 1,     // durable; from here on it is our promise
    submitted = 2,  // a part was taken by the network; detail = the network's id
    deferred = 3,   // the network said "later"; code and detail say why, it stays queued
    refused = 4,    // the network or a rule refused it for good
    unsure = 5,     // written, never answered: sent again or parked, by the route's rule
    receipt = 6,    // the network told a part's state; outcome holds it
    expired = 7,
    cancelled = 8,
    callback = 9,   // the application was told; code = HTTP status or its command_status, detail = the error if it failed
    joined = 10,    // a part from a handset went into the whole message that detail names
    replaced = 11,  // its sender gave it another content before it was sent
    moved = 12,     // another connector has it now; detail says why
    held = 13,      // it waits for somebody's word; detail says why
    released = 14,  // it was held and may go
};
constexpr int event_kind_count = 15;

constexpr std::string_view event_kind_names[event_kind_count] = {"accepted", "stored",  "submitted", "deferred",  "refused",
                                                                 "unsure",   "receipt", "expired",   "cancelled", "callback", "joined",
                                                                 "replaced", "moved",   "held",     "released"};
constexpr std::string_view to_text(event_kind k) { return event_kind_names[static_cast<int>(k)]; }

// Where the callback that an event asks for stands.
enum class callback_state : std::uint8_t { none = 0, pending = 1, answered = 2, dead = 3 };

struct event {
    event_kind kind = event_kind::accepted;
    std::uint8_t part = 0;               // 1 to parts, 0 = the whole message
    state outcome = state::accepted;     // receipt: the part's state; others: the message's state after it
    callback_state callback = callback_state::none;
    bool possible_duplicate = false;     // this submission may have been the second one
    // submitted: the network gave this id to messages to several handsets at once, so only a receipt that names this
    // message's recipient means it.
    bool shared_id = false;
    std::uint32_t code = 0;              // the network's own code (command_status, receipt's err) or an HTTP status
    wall_time at{};
    std::string detail;                  // remote id, reason in words
};

}  // namespace hermod
