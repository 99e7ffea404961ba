// One line's protocol as the line sees it: octets, events and `now` in, octets out. No socket, no clock, no coroutine.
//
// A protocol's connector wraps its pure session into one of these, which hears that session's events too and passes them
// to its line (established(), settled(), close_soon(), ...) and its connector. A batch of input or time is one call here, and
// so is a write, whatever stands in it; once a part are only room() and usable(), once a receipt answer().
// Owned by its line, on the line's executor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/clock.hpp"

namespace hermod::lines {

class line;
using octets = std::span<const std::uint8_t>;

// What became of a receipt or message that the network has handed to us.
enum class intake : std::uint8_t {
    kept,     // on disk: the network may forget it
    later,    // not kept; the network should try again
    refused,  // nobody here wants it, now or later
};

class session {
public:
    virtual ~session() = default;

    // A connection is there: says what is to be said first.
    virtual void connected(mono_time now) = 0;
    // The connection is gone: settles what is outstanding. connected() may follow.
    virtual void disconnected() = 0;
    // Returns the octets it has used; the rest is the beginning of a frame: it comes again with what follows.
    virtual std::size_t feed(octets bytes, mono_time now) = 0;
    virtual void tick(mono_time now) = 0;
    // No more parts; says goodbye when everything is answered, or at `until`.
    virtual void start_drain(mono_time now, mono_time until) = 0;
    // The answer to a request of the present connection, by the key that it was handed over with.
    virtual void answer(std::uint64_t key, intake what) = 0;

    // Takes out what is to be written; valid until the next call.
    virtual octets take_output() = 0;
    virtual bool has_output() const = 0;
    // So many octets of what was taken are with the peer's kernel or ours: what they hold is `unsure` when the line breaks.
    virtual void written(std::size_t count) = 0;

    virtual bool usable() const = 0;  // logged in, and not about to leave
    virtual std::size_t room() const = 0;         // parts that may be sent now
    virtual std::size_t outstanding() const = 0;  // sent and not answered
    virtual std::size_t window() const = 0;       // the most that outstanding() can be
    virtual std::size_t longest_frame() const = 0;
    // What is known of the peer, to follow "1 of 1 binds up" in a sentence for people.
    virtual std::string peer() const { return {}; }

protected:
    line& on() const { return *line_; }  // the line that owns it

private:
    friend class line;
    line* line_ = nullptr;
};

}  // namespace hermod::lines
