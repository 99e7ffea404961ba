// Port 2: the way out. A connector is an outlet; deliver/ feeds it parts and hears what became of each.
// One executor: the connector's. All calls in both directions are made on it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "message/message.hpp"
#include "message/verdict.hpp"

namespace hermod {

class broadcasts;         // broadcasts.hpp
class network_questions;  // network_questions.hpp

struct outbound {
    message_ptr what;
    std::uint64_t token = 0;          // names this try in settled()
    std::uint8_t part = 1;            // 1 to what->parts
    bool possible_duplicate = false;  // an earlier try may have reached the network
};

// deliver/ implements this.
class outlet_events {
public:
    // Exactly once for every send().
    virtual void settled(std::uint64_t token, verdict result) = 0;
    // capacity() has grown from nothing: a window opened, a bind came up, a rate allows more.
    virtual void ready() = 0;

protected:
    ~outlet_events() = default;
};

// A connector implements this.
class outlet {
public:
    virtual ~outlet() = default;
    // Parts that would be taken now without waiting. 0 while unbound, throttled, or with a full window.
    virtual std::size_t capacity() const = 0;
    // The most parts that can be on the wire at once: windows times binds.
    virtual std::size_t window() const = 0;
    // Takes the part, whatever capacity() says; never answers from within.
    virtual void send(outbound part) = 0;
    // Parts sent since the last flush() leave in one write.
    virtual void flush() = 0;
    // For asking about parts that the network has taken; null: this network cannot be asked.
    virtual network_questions* questions() { return nullptr; }
    // For cell broadcasts; null: this network takes none.
    virtual hermod::broadcasts* broadcasts() { return nullptr; }
};

}  // namespace hermod
