// A message with all that happened to it. apply() is the only rule book of states: every store, every recovery and every
// test goes through it, so replaying the same events gives the same record. Pure; owned by the store's thread.
#pragma once

#include <string>
#include <vector>

#include "message/event.hpp"
#include "message/message.hpp"

namespace hermod {

struct record {
    message_ptr what;
    state now = state::accepted;
    bool claimed = false;             // a part was handed to a connector and is not known to be off the wire
    bool possible_duplicate = false;  // a try may have reached the network without our knowing
    wall_time stored_at{};
    std::string part_states;          // one octet a part, a state each; queued = claimed
    std::vector<event> events;        // submitted and later; accepted and stored are told by `what` and stored_at

    explicit record(message_ptr m);
    record() = default;

    // What apply() did with an event.
    struct effect {
        bool applied = false;  // false: it said nothing new (a repeated receipt, a cancel that came too late)
        bool changed = false;  // the record is another one now: also what is no news may tell that a part is off the wire
        std::size_t index = 0; // of the event in `events`
        bool ended = false;    // the message's state became final by it
    };
    effect apply(event happened);
    void claim();
    // Another content before anything of it was sent: `next` has the same id, account, connector and direction. Not
    // applied when it is too late.
    effect replace(message_ptr next, wall_time at);
    // Another connector has it from now on, while nothing of it was sent and it is not claimed.
    effect move(connector_id to, wall_time at, std::string why);
    // It was held (to a handset) and may go.
    effect release(wall_time at);

    // The answer to the callback that events[index] asked for. failure: still pending.
    void called_back(std::size_t index, event attempt);
    // Index of the oldest event whose callback is pending; npos when there is none.
    std::size_t pending_callback() const;
    static constexpr std::size_t npos = ~std::size_t{0};

    // Nothing more will happen by itself: final (or submitted without asking for a receipt), and every callback answered.
    // A part that is held for the others of its message is open until it is joined.
    bool closed() const;
    // A connector may still have parts to send.
    bool sendable() const;

private:
    bool untouched() const;
    effect become(message_ptr next, event by);
    state summed_up() const;
    bool part_done(std::size_t part) const;
    void see_claimed();
};

// The event that a message from a handset asks its callback with: index 0, kind accepted.
event received_event(const message& m);

}  // namespace hermod
