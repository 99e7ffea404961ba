// Port 4: how an application that keeps sessions (SMPP binds) hears of its messages and of what handsets write to it.
//
// callback/ implements the audience: it keeps what is to be told, durably and in order per handset, until an application
// has taken it. A door lends it the application's sessions as listeners, each with room for so many tellings at once.
// What a session was told and never answered is told again, perhaps to another one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "message/event.hpp"
#include "message/message.hpp"

namespace hermod {

// One event for the application: the end (or a step) of a message of its own, or a message from a handset.
struct telling {
    message_ptr what;
    std::uint64_t token = 0;      // names it in `told`
    state now = state::accepted;  // of the message, by this event
    bool possible_duplicate = false;
    std::uint32_t code = 0;  // the network's
    wall_time at{};          // of the event
    std::string detail;      // of the event
};

struct told {
    enum class kind : std::uint8_t {
        taken,
        later,       // not this one now: tell it again after a second, later after a minute each
        throttled,   // nothing now: all wait a second
        refused,     // never again
        unanswered,  // the session ended before it answered: tell it again at once
        overdue,     // no answer in time: as later, but no sign that it hears
    };
    std::uint64_t token = 0;
    kind is = kind::taken;
    std::uint32_t code = 0;  // the application's own
    std::string detail{};    // in words, when it was not taken
};

// A session that can be told. A door implements it.
class listener {
public:
    virtual ~listener() = default;
    // On the audience's executor: hands over to its own. Each is answered exactly once, or the listener leaves.
    virtual void tell(std::vector<telling> these) noexcept = 0;
    // On the audience's executor. While `on`, its account shall cause nothing new to be told: much waits for it, and none of its
    // listeners answers. Off again with the first answer, at the latest when this one leaves.
    virtual void hold(bool on) noexcept = 0;
};

class audience {
public:
    virtual ~audience() = default;
    // Any thread, all four. `room`: the most tellings that wait for an answer at one time, 1 at least.
    virtual void join(account_id who, std::shared_ptr<listener> by, std::size_t room) = 0;
    virtual void hear(account_id who, const listener& by, std::vector<told> answers) = 0;
    // Tells it nothing more; what it was told it may still answer.
    virtual void shut(account_id who, const listener& by) = 0;
    virtual void leave(account_id who, const listener& by) = 0;
};

}  // namespace hermod
