// One event that its application is to be told of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "message/event.hpp"
#include "message/message.hpp"
#include "message/record.hpp"

namespace hermod::callback {

struct job {
    message_ptr what;
    std::uint32_t index = 0;  // of the event in its message's record
    event_kind kind = event_kind::accepted;
    state now = state::accepted;  // the message's state by this event
    bool possible_duplicate = false;
    std::uint32_t code = 0;
    wall_time at{};      // of the event
    std::string detail;  // of the event
};

job make_job(const message_ptr& what, const event& happened, std::uint32_t index, state now, bool possible_duplicate);
// The job of a record's event, for those that are read back from the store.
job make_job(const record& of, std::uint32_t index);

// The handset's number: callbacks about one of them are told in order.
std::string_view recipient(const message& m);

// message.delivered, message.received, ...
std::string_view type_of(const job& told);

// evt_m06HZ3V0CG0001_2: the same on every attempt, so that the application can tell a repetition. Appends.
void append_event_id(std::string& out, const job& told);

}  // namespace hermod::callback
