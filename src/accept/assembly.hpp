// Long messages from handsets while their parts come: which part belongs to which message, what is whole, what has waited
// too long. It holds durable parts only, so after a crash the same parts lead to the same messages.
//
// Pure: told of parts and of the time, it answers what is to be done. Owned by the joiner, under its mutex. Bounded: beyond
// options.most_halves or most_parts, what waited longest leaves incomplete.
#pragma once

#include <deque>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "message/message.hpp"
#include "text/udh.hpp"

namespace hermod::accept {

struct joiner_options {
    // After its last part, how long a message waits for the missing ones. Handsets send all within seconds; what is late
    // was refused or lost on its way to us, and networks try again after 1, 5, 15, 30 minutes. An hour covers these;
    // an application seldom wants a fragment before.
    std::chrono::seconds patience = std::chrono::hours{1};
    std::size_t most_halves = 100'000;  // messages that are not whole yet
    std::size_t most_parts = 200'000;   // of all of them
    // A part that is repeated after its message was joined is known for so long.
    std::chrono::seconds memory = std::chrono::minutes{10};
    std::size_t most_remembered = 10'000;
};

// A part's place in a long message; nullopt for what is a single message: no concatenation that makes sense, or a total of 1.
std::optional<text::concatenation> place_in_long_message(std::string_view udh);

// The parts of one message, all that ever came.
struct gathered {
    std::vector<message_ptr> parts;  // in the order of their sequence, each once
    std::vector<message_id> ids;     // every held record that goes into it, those stored twice too
    std::uint8_t missing = 0;
};

// What they say together: UTF-8, or octets when one of them is binary; the header's elements but the concatenation.
struct whole_content {
    std::string body, udh;
    encoding coding = encoding::gsm7;
    std::shared_ptr<const message_extras> extras;
};
whole_content content_of(const gathered& all);

class assembly {
public:
    explicit assembly(joiner_options options) : options_(options) {}

    // Is this very part durable already? Then it must not be stored again.
    bool known(const message& part, wall_time now);
    // A held part is durable. `done`: what is whole by it, or had to leave for it. `repeated`: its message was joined
    // already, the record is to be closed.
    struct outcome {
        std::vector<gathered> done;
        bool repeated = false;
    };
    outcome durable(message_ptr part, wall_time now);
    std::vector<gathered> overdue(wall_time now);
    // The clock was set back: what waits would wait for longer by as much.
    void clock_went_back(std::chrono::microseconds by);
    // A part that was joined before a restart.
    void remember(const message& part, wall_time now);
    std::size_t halves() const { return halves_.size(); }
    std::size_t parts() const { return parts_; }

private:
    struct half {
        std::vector<std::pair<std::uint8_t, message_ptr>> parts;  // by sequence
        std::vector<message_id> twins;                            // stored again before the first one was durable
        wall_time deadline{};
        std::list<const std::string*>::iterator place;
    };
    struct finished {
        std::vector<std::pair<std::uint8_t, std::size_t>> parts;  // sequence and a hash of the content
        wall_time until{};
    };
    using half_map = std::unordered_map<std::string, half>;
    gathered take(half_map::iterator at, wall_time now);
    finished& finish(const std::string& key, wall_time now);
    bool is_finished(const std::string& key, std::uint8_t sequence, const message& part) const;
    void forget_finished(wall_time now);

    joiner_options options_;
    half_map halves_;
    std::list<const std::string*> order_;  // of their last part, the longest ago first
    std::size_t parts_ = 0;
    std::unordered_map<std::string, finished> finished_;
    std::deque<std::pair<wall_time, std::string>> finished_order_;
};

}  // namespace hermod::accept
