// The queue of one connector: claims messages from the store, feeds their parts to the outlet, settles what became of
// each. Pure: it is told the time, and the store's answers reach it through deliver/dispatch. One executor: the
// connector's; owned by the dispatch.
//
// Memory is bounded: at most options.active messages with their content, and 16 octets for each one beyond, which is
// loaded again when its turn comes. A message is claimed (durably) before its first octet can be written, so after a
// crash exactly the claimed ones are flagged as possible duplicates; no more than two windows are claimed at a time.
#pragma once

#include <deque>
#include <functional>
#include <unordered_set>
#include <vector>

#include "gateway/outlet.hpp"
#include "store/store.hpp"

namespace hermod::deliver {

struct lane_options {
    std::size_t active = 10'000;      // messages kept with their content
    std::chrono::milliseconds retry_first{1'000}, retry_most{300'000};
};

// Read from any thread.
struct lane_counters {
    std::atomic<std::uint64_t> queued{0}, in_flight{0}, delayed{0};
    std::atomic<std::int64_t> oldest_accepted_micros{0};  // of the head of the queue; 0 = empty
};

class lane final : public outlet_events {
public:
    // claim and load: hand over to the store, whose answers come back as claimed() and loaded().
    struct store_side {
        std::function<void(std::vector<message_id>, std::uint64_t token)> claim;
        std::function<void(std::vector<message_id>)> load;
        std::function<void(message_id, event)> settle;
        std::function<std::uint32_t()> random;  // for jitter
    };
    lane(lane_options options, store_side store);

    void attach(outlet* way_out) { outlet_ = way_out; }

    void recover(const store::open_entry& left);  // before start: what the last run left for this connector
    void enqueue(message_ptr what);
    void cancelled(message_id id);
    void claimed(std::uint64_t token, wall_time now);
    void loaded(std::vector<record> found, wall_time now);
    void tick(wall_time now);                     // about once a second: expiry, retries
    void pump(wall_time now);
    void settled(std::uint64_t token, verdict result) override;
    void ready() override;                        // pumps at the last time told
    // Claims nothing more. What is claimed and unsent goes back to the queue on disk, unflagged.
    void stop(wall_time now);
    bool idle() const { return flights_used_ == 0; }
    void at(wall_time now) { now_ = now; }

    const lane_counters& counters() const { return counters_; }

private:
    // Parts first..last of a message, none of them on the wire.
    struct item {
        message_ptr what;
        std::uint8_t first = 1, last = 1;
        std::uint8_t attempts = 0;
        bool possible_duplicate = false;
    };
    struct shelved {
        message_id id;
        std::int64_t expires_micros;
    };
    struct flight {
        item what;  // first == last
        bool used = false;
    };
    struct delayed {
        wall_time due;
        item what;
        bool operator>(const delayed& other) const { return due > other.due; }
    };

    void claim_more();
    void send_ready();
    void refill();
    bool gone(const item& i);  // expired or cancelled: settled, not to be sent
    void retry_later(item i, const verdict& v);
    void settle(const item& i, event_kind kind, const verdict& v, state outcome);
    void sweep();
    void publish();

    lane_options options_;
    store_side store_;
    outlet* outlet_ = nullptr;
    lane_counters counters_;
    wall_time now_{}, swept_{};
    std::deque<item> queue_, ready_;
    std::deque<shelved> shelf_;
    std::vector<item> claiming_;
    std::uint64_t claim_token_ = 0;
    std::vector<flight> flights_;
    std::vector<std::uint32_t> free_flights_;
    std::size_t flights_used_ = 0;
    std::vector<delayed> delayed_;  // a heap, soonest first
    std::unordered_set<std::int64_t> cancelled_;
    bool loading_ = false, stopping_ = false, pumping_ = false;
};

}  // namespace hermod::deliver
