// What a door may do with messages that wait for somebody's word (state held). accept/ implements it. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/ids.hpp"

namespace hermod {

// Before the rule's name, in message_extras::keyword of a message that was held.
constexpr std::string_view hold_mark = "hold ";

class holds_reply {
public:
    enum class outcome : std::uint8_t {
        done,
        not_held,  // it is not, or not any more, or there is no such message
        failed,    // the store has failed; nothing is certain
    };
    virtual void hold_done(outcome result) noexcept = 0;

protected:
    ~holds_reply() = default;
};

// Each reply comes once, when it is durable, on whatever thread.
class holds {
public:
    virtual ~holds() = default;
    virtual void release(message_id id, wall_time now, holds_reply& reply) = 0;
    // `why` is for its sender.
    virtual void refuse(message_id id, std::string why, wall_time now, holds_reply& reply) = 0;
};

}  // namespace hermod
