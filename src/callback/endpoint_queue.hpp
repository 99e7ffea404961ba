// All that waits to be told to one endpoint, and what may be sent now. Pure: `now` is an argument, nothing is sent here.
//
// Order: events about one recipient (a handset's number) form a lane; only a lane's head is ever under way, so a head that
// is being retried holds back its own lane and no other. Memory: at most `most_jobs` events are held with their content;
// what comes then is held as an id (8 octets) and read back from the store when there is room: wanted(), push, loaded().
// Whoever fails, all of it or one event, is judged by retry_schedule.hpp and circuit.hpp. Owned by a shard, one executor.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "callback/circuit.hpp"
#include "callback/job.hpp"
#include "callback/retry_schedule.hpp"

namespace hermod::callback {

struct queue_options {
    std::size_t concurrency = 16;   // most requests under way
    std::size_t batch = 1;          // most events a request
    std::size_t most_jobs = 10'000; // held with their content
    retry_schedule retries = for_web_servers;
};

// What came of a request.
struct answer {
    enum class kind : std::uint8_t {
        accepted,  // 2xx
        refused,   // 3xx, 4xx: says something of these events
        gone,      // 410: nobody wants to know of them
        busy,      // 429, 502, 503, 504 with Retry-After: all must wait for `pause`
        failed,    // 5xx, no answer, no connection: says something of the endpoint
        cut_off,   // a session ended before its answer: nobody's failure, to be sent again at once
    };
    kind is = kind::failed;
    std::chrono::milliseconds pause{0};
};

// What became of an event by that: for store::called_back.
struct settled {
    message_id id;
    std::uint32_t index = 0;
    callback_state state = callback_state::pending;  // answered, dead, or still pending
};

class endpoint_queue {
public:
    // Where a job comes from. What was read from the store may be here already, and is then ignored.
    enum class source : std::uint8_t {
        news,       // it has just happened
        read,       // from the store, not for wanted()
        read_back,  // the answer to wanted()
    };
    using group = std::vector<std::uint32_t>;

    explicit endpoint_queue(queue_options options) : options_(options) {}
    void configure(queue_options options) { options_ = options; }

    // `age`: how long ago it happened.
    void push(job told, std::chrono::milliseconds age, mono_time now, source from);

    // Events for the next request, which is under way from now on. False: none may be sent now.
    bool next(mono_time now, group& out);
    const job& at(std::uint32_t slot) const { return slots_[slot].told; }
    // Ends a request. Appends a line for each event; their slots are not to be used again.
    void finished(const group& of, answer result, mono_time now, std::vector<settled>& out);

    // Ids to read back, as many as there is room for. Unless empty, loaded() must follow the last push of them.
    std::vector<message_id> wanted(std::size_t most);
    void loaded() { loading_ = false; }

    // The account's URL leads elsewhere now: forgets the events that follow it, but for those under way, and gives their
    // ids, in order for each recipient. Events with a URL of their own stay, and so does what is held as an id: it is not
    // known which it is until it has been read back.
    std::vector<message_id> evict();

    std::size_t jobs() const { return jobs_; }
    std::size_t spilled() const { return spilled_.size(); }
    std::size_t under_way() const { return under_way_; }
    bool empty() const { return jobs_ == 0 && spilled_.empty() && !loading_; }
    const circuit& health() const { return circuit_; }
    std::uint64_t circuits_opened() const { return circuits_opened_; }

private:
    static constexpr std::uint32_t none = ~0u;

    struct slot {
        job told;
        std::size_t lane = 0;
        mono_time born{};
        std::uint32_t behind = none;  // the next of its lane
        std::uint16_t failures = 0;
        bool alone = false;           // its batch was refused: by itself it harms no other
        bool free = false;
        bool by_endpoint = false;     // the last failure was the endpoint's, not its own
    };
    struct lane {
        std::uint32_t head = none, tail = none;
        bool head_under_way = false;
    };
    struct waiting {
        mono_time due;
        std::uint32_t slot;
        friend bool operator<(const waiting& a, const waiting& b) { return a.due > b.due; }  // the earliest on top
    };

    void spill(message_id id);
    bool holds(std::size_t lane_key, message_id id, std::uint32_t index) const;
    std::uint32_t take_slot(job told);
    void thin_out(lane& l, std::vector<message_id>& ids);
    void promote(mono_time now);
    bool fits(std::uint32_t candidate, const group& others) const;
    bool judge(answer result, mono_time now, std::uint64_t seed);
    void settle(std::uint32_t index, callback_state state, std::vector<settled>& out);
    void retry(std::uint32_t index, answer result, bool was_open, bool in_company, mono_time now, std::vector<settled>& out);
    void give_up_old(mono_time now, std::vector<settled>& out);
    void hurry(mono_time now);
    void release(std::uint32_t index);
    void free_slot(std::uint32_t index);

    queue_options options_;
    circuit circuit_;
    std::deque<slot> slots_;
    std::vector<std::uint32_t> free_;
    std::unordered_map<std::size_t, lane> lanes_;
    std::deque<std::uint32_t> ready_;
    std::vector<waiting> waiting_;  // a heap
    std::deque<message_id> spilled_;
    std::size_t jobs_ = 0, under_way_ = 0;
    std::uint64_t circuits_opened_ = 0;
    bool loading_ = false;
};

}  // namespace hermod::callback
