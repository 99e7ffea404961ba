// The queue of one connector: claims messages from the store, feeds their parts to the outlet, settles what became of
// each. Who goes first, fair_queue.hpp says: the highest priority, then accounts in turn. Pure: it is told the time, and the store's answers reach it through deliver/dispatch. One executor: the
// connector's; owned by the dispatch.
//
// Memory is bounded: options.active messages with their content (twice as many while ranks that have none are served), and
// 16 octets for each one beyond, which is loaded again when its turn comes; a scheduled one costs 32 octets until its time
// has come. A message is claimed (durably) before its first octet can be written, so after a
// crash exactly the claimed ones are flagged as possible duplicates; no more than two windows of a priority
// and those above it are claimed at a time.
// Whether a cancelling or a replacement came before a claim is decided by the store alone: its notice reaches the lane
// before the answer to the claim does.
//
// Its sources: lane.cpp (queue, claims, parts), lane_waiting.cpp (what waits: shelf, schedule, cancelled, replaced).
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <deque>
#include <functional>
#include <unordered_set>
#include <vector>

#include "deliver/by_level.hpp"
#include "deliver/fair_queue.hpp"
#include "gateway/outlet.hpp"
#include "store/store.hpp"

namespace hermod::deliver {

struct lane_options {
    std::size_t active = 10'000;  // messages kept with their content
    account_weights weights{};    // empty: all accounts have the same
    std::function<std::string(const message&)> barred{};  // why it may not be sent, empty: it may; asked when it would be claimed
    std::chrono::milliseconds retry_first{1'000}, retry_most{300'000};
};

// Read from any thread.
struct lane_counters {
    std::atomic<std::uint64_t> queued{0}, in_flight{0}, delayed{0}, scheduled{0};
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
    void cancelled(const message& what);
    void replaced(const message& was, message_ptr next);
    void moved_away(const message& what);         // another lane has it
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
    // Waits for its time, or for its end when that comes first.
    struct scheduled {
        std::int64_t due, expires, id;
        std::uint64_t where;  // its rank, packed
        friend auto operator<=>(const scheduled&, const scheduled&) = default;
        friend std::size_t hash_value(const scheduled& s) {
            return static_cast<std::size_t>((static_cast<std::uint64_t>(s.id) ^ static_cast<std::uint64_t>(s.due)) * 0x9e3779b97f4a7c15ull);
        }
    };
    static scheduled entry_of(message_id id, const rank& where, wall_time not_before, wall_time expires_at);
    static scheduled entry_of(const message& m) { return entry_of(m.id, rank_of(m), m.not_before, m.expires_at); }
    struct flight {
        item what;  // first == last
        bool used = false;
    };
    struct delayed {
        wall_time due;
        item what;
        bool operator>(const delayed& other) const { return due > other.due; }
    };

    bool has_room_for(const rank& newcomer) const;
    bool is_loading(const rank& one) const;
    void note_need(const rank& of);
    // A rank that has fewer with their content here is in need.
    std::size_t few() const { return std::max<std::size_t>(1, options_.active / 64); }
    std::size_t held_from(std::uint8_t level) const;
    void claim_more();
    void send_ready();
    void refill();
    bool waits(const scheduled& s) const { return s.due > released_through_; }
    void schedule(const scheduled& s);
    void unschedule(const scheduled& s);
    void release();
    bool renew(const message_ptr& next);
    void move_to_schedule(const scheduled& s);
    void take_out(message_id id);  // of what waits with its content or on the shelf
    bool gone(const item& i);  // expired or cancelled: settled, not to be sent
    bool barred(const item& i);  // settled as refused
    void retry_later(item i, const verdict& v);
    void give_back(const item& i);
    void settle(const item& i, event_kind kind, const verdict& v, state outcome);
    void sweep();
    void publish();

    lane_options options_;
    store_side store_;
    outlet* outlet_ = nullptr;
    lane_counters counters_;
    wall_time now_{}, swept_{};
    fair_queue<item> queue_;
    fair_queue<shelved> shelf_;
    by_level<item> ready_;  // claimed
    std::vector<item> claiming_;
    std::uint64_t claim_token_ = 0;
    std::vector<flight> flights_;
    std::vector<std::uint32_t> free_flights_;
    std::size_t flights_used_ = 0;
    std::array<std::size_t, priority_levels> flights_at_{};  // of them, by priority
    std::vector<delayed> delayed_;  // a heap, soonest first
    std::unordered_set<std::int64_t> cancelled_;
    std::deque<scheduled> schedule_;                    // a heap, soonest first
    boost::unordered_flat_set<scheduled> not_meant_;    // of it: cancelled, or moved to another time
    std::unordered_set<std::int64_t> not_loaded_;       // to be passed over in the answer that is on its way
    std::int64_t released_through_ = 0;                 // what was due up to here has left the schedule
    std::vector<rank> loading_ranks_;                   // of what is being loaded
    std::vector<rank> needy_;                           // have much on the shelf and little here
    bool loading_ = false, stopping_ = false, pumping_ = false;
};

}  // namespace hermod::deliver
