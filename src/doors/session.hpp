// One application's protocol as its link sees it: octets, events and `now` in, octets out. No socket, no clock, no coroutine.
//
// A session that waits (for the verdict on its bind, for answers to a full window, for the peer to read) uses up no octets:
// waiting() says so, and the link feeds it again when it is over. So a peer that sends too fast waits in its own socket.
// Owned by its link, on the link's executor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.hpp"

namespace hermod::doors {

using octets = std::span<const std::uint8_t>;

class session {
public:
    virtual ~session() = default;

    virtual void connected(mono_time now) = 0;
    // Everything it was told and has not answered goes back as unanswered.
    virtual void disconnected() = 0;
    // Returns the octets it has used. The rest is the beginning of a frame, or must wait: it comes again with what follows.
    virtual std::size_t feed(octets bytes, mono_time now) = 0;
    virtual bool waiting() const = 0;
    virtual void tick(mono_time now) = 0;
    // No requests are taken any more; says goodbye when all that was asked is answered, or at `until`.
    virtual void start_drain(mono_time now, mono_time until) = 0;

    virtual bool awaits_verdict() const = 0;       // has asked to bind
    virtual bool hears() const = 0;                // bound, and takes what its account is told
    virtual std::size_t deliver_room() const = 0;  // frames that it may be told now
    virtual std::size_t unanswered() const = 0;    // of its requests

    // Exchanges the output for `into`, which must be empty.
    virtual void take_output(std::vector<std::uint8_t>& into) = 0;
    virtual bool has_output() const = 0;
    virtual void written(std::size_t count, mono_time now) = 0;
};

}  // namespace hermod::doors
