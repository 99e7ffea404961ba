// What people see of the connectors' queues, and what they have done with them: pause, drain, move, purge. A door asks by these
// functions; app/ makes them real.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hermod {

struct queue_status {
    std::string name;         // the connector's; of one that is configured no more "gone-" and its number
    bool configured = true;
    bool usable = false;      // routes lead new messages here
    std::string why;          // not usable; may be empty
    std::string order;        // "open", "paused", "draining"
    std::string errors;       // the circuit: "closed", "half_open", "open"
    std::uint32_t share = 0;  // thousandths of what it would get
    std::uint64_t queued = 0, delayed = 0, scheduled = 0, in_flight = 0;
    std::optional<std::int64_t> oldest_micros{};  // when the head of the queue was accepted
    std::uint32_t binds = 0, window_used = 0, window_size = 0;
    std::optional<std::uint32_t> delivered{};     // thousandths of those that ended lately
    std::optional<std::uint32_t> latency_ms{};
    std::uint64_t moved_away = 0, moved_here = 0, purged = 0;  // since the start
    bool busy = false;        // a move or a purge is under way
};

enum class queue_action : std::uint8_t { pause, resume, drain, move, purge };

struct queue_request {
    std::string queue;
    queue_action what = queue_action::pause;
    std::string to;          // of move
    bool scheduled = false;  // of move and purge: those too whose time has not come
    std::string who;         // an account's name, for the log and for the senders of what is purged
};

struct queue_answer {
    enum class kind : std::uint8_t {
        done,
        under_way,  // it takes a while; the status says when it is no longer busy
        unknown,    // there is no such queue
        impossible, // text says why
        failed,     // the store
    };
    kind is = kind::done;
    std::string text{};
    std::uint64_t moved = 0, purged = 0, kept = 0;
};
using queue_heard = std::function<void(queue_answer)>;

// Any thread; what is heard comes on any. Empty functions: there are no queues.
struct queue_access {
    std::function<std::vector<queue_status>()> look;
    std::function<void(queue_request, queue_heard)> act;
};

}  // namespace hermod
