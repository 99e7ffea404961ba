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
// What is queued may go to another connector's lane (lane_leaving.cpp): because this one's connector is gone, or by somebody's order,
// or one message because the network will not have it. The store moves it, if nothing of it was sent; its notices take it out here
// and bring it there, so it is in one lane at a time.
//
// Its sources: lane.cpp (queue, claims, parts), lane_waiting.cpp (what waits: shelf, schedule, cancelled, replaced),
// lane_leaving.cpp (what goes elsewhere, and what is purged), lane_retiring.cpp (its connector goes), lane_turned_away.cpp (what the network will not have), lane_clock.cpp (a
// clock that is set back), lane_put_off.cpp (what must wait again when it is about to leave), lane_shaping.cpp (what waits for its turn by a limit).
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <deque>
#include <functional>
#include <unordered_map>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "deliver/by_level.hpp"
#include "deliver/elsewhere.hpp"
#include "deliver/errand.hpp"
#include "deliver/fair_queue.hpp"
#include "deliver/waiting_room.hpp"
#include "deliver/standing.hpp"
#include "gateway/outlet.hpp"
#include "limits/shaping.hpp"
#include "store/store.hpp"

namespace hermod::deliver {

struct lane_options {
    std::size_t active = 10'000;  // messages kept with their content
    account_weights weights{};    // empty: all accounts have the same
    std::function<std::string(const message&)> barred{};  // why it may not be sent, empty: it may; asked when it would be claimed
    std::chrono::milliseconds retry_first{1'000}, retry_most{300'000};
    std::uint8_t most_moves = 8;  // of one message, from connector to connector
    // When a message that is about to be claimed or sent may go; `now` (or earlier): now. Empty: all may.
    std::function<wall_time(const message&, wall_time now)> may_go{};
    const limits::shaping* shaping = nullptr;  // limits that make messages wait; null: none
};

// Read from any thread.
struct lane_counters {
    std::atomic<std::uint64_t> queued{0}, in_flight{0}, delayed{0}, scheduled{0};
    std::atomic<std::uint64_t> aside{0};  // of those queued: they wait for a limit
    std::atomic<std::int64_t> oldest_accepted_micros{0};  // of the head of the queue; 0 = empty
    std::atomic<std::uint64_t> moved_away{0}, moved_here{0}, purged{0};  // since the start
    std::atomic<bool> busy{false};  // an errand is under way
};

// What a lane knows of the world beside its connector; what stands here by pointer outlives it.
struct neighbours {
    connector_id here{};
    std::string name{};                 // the connector's, for people; empty: it is configured no more
    const elsewhere* others = nullptr;  // null: nothing goes elsewhere by itself
    standing* health = nullptr;         // null: always well
};

class lane final : public outlet_events {
public:
    // claim and load: hand over to the store, whose answers come back as claimed() and loaded().
    struct store_side {
        std::function<void(std::vector<message_id>, std::uint64_t token)> claim;
        std::function<void(std::vector<message_id>)> load;
        std::function<void(message_id, event)> settle;
        std::function<std::uint32_t()> random;  // for jitter
        std::function<void(std::vector<message_id>)> load_called{};  // answered by loaded_called()
        std::function<void(wall_time)> wake{};  // pump() is to be called then; the last time asked for counts
        std::function<void(std::vector<message_id>)> look{};  // as load, answered by looked_at()
        // What of them was moved is told by moved_away(); what was not, stays.
        std::function<void(std::vector<message_id>, connector_id to, std::string why)> move{};
        // Answered by reached() when all that was handed over before is decided and told.
        std::function<void(std::uint64_t token)> mark{};
    };
    lane(lane_options options, store_side store);

    void attach(outlet* way_out) {
        outlet_ = way_out;
        retiring_ = false;
    }
    // Its connector goes: nothing more is claimed; what is claimed goes back to the queue, but messages of which parts have left: they
    // are sent to their end. When drained(), or when that takes too long, detach().
    void retire(std::string why, wall_time now);
    bool drained() const { return flights_used_ == 0 && ready_.empty() && claiming_.empty(); }
    // Nothing leaves until another is attached; what is on the wire is still settled by the one that was.
    void detach(wall_time now);
    void known_as(std::string name) { around_.name = std::move(name); }
    void meet(neighbours around) { around_ = std::move(around); }

    void recover(const store::open_entry& left);  // before start: what the last run left for this connector
    void enqueue(message_ptr what, bool possible_duplicate = false);
    void arrived(message_ptr what, bool possible_duplicate);  // from another lane
    void cancelled(const message& what);
    void replaced(const message& was, message_ptr next, bool possible_duplicate);  // of what it was, and it stays so
    void moved_away(const message& what);         // another lane has it
    void claimed(std::uint64_t token, wall_time now);
    void loaded(std::vector<record> found, wall_time now);
    void loaded_called(std::vector<record> found, wall_time now);
    void looked_at(std::vector<record> found, wall_time now);
    void reached(std::uint64_t token, wall_time now);
    // Of people: one after the other.
    void run(errand what);
    void tick(wall_time now);                     // about once a second: expiry, retries
    void pump(wall_time now);
    void settled(std::uint64_t token, verdict result) override;
    void ready() override;                        // pumps at the last time told
    // Claims nothing more. What is claimed and unsent goes back to the queue on disk, unflagged.
    void stop(wall_time now);
    bool idle() const { return flights_used_ == 0; }
    // Before anything else of a turn: also finds out that the clock was set back (lane_clock.cpp).
    void at(wall_time now);

    const lane_counters& counters() const { return counters_; }

private:
    // Parts first..last of a message, none of them on the wire.
    struct item {
        message_ptr what;
        std::uint8_t first = 1, last = 1;
        std::uint8_t attempts = 0;
        bool possible_duplicate = false;
        std::uint64_t place = 0;  // in the order of first claims; 0: not claimed yet
        std::uint64_t called_by = 0;  // the bucket of a limit that it waited for
        bool stays = false;      // the store would not move it
        bool looked_at = false;  // `tried` is known
        wall_time due{};         // on its way through an errand: not tried again before
        std::vector<connector_id> tried{};  // would not have it
        bool whole() const { return first == 1 && last == what->parts; }
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

    struct put_aside {
        item what;  // without content, where there is no room for it
        std::int64_t expires = 0;
    };
    struct bucket_of {
        limits::table_ptr within;  // keeps `by`
        const limits::limit* by;
        std::uint64_t key;
    };
    struct paid {
        const limits::limit* by;
        std::uint64_t key;
        limits::taken token;
    };
    void look_at_limits();
    void ahead(const rank& where, item i);
    void bring_back_aside();
    bool set_aside(item& i, const rank& where);
    void call_those_aside();
    void call(std::uint64_t bucket, std::size_t most, std::vector<std::pair<rank, item>>& called, std::vector<message_id>& ids);
    std::size_t take_from_aside(message_id id);
    void sweep_aside();
    void ask_to_be_woken();
    bool unpack(const record& r, fair_queue<item>& to);

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
    bool is_scheduled(const scheduled& s) const;  // of one that was handed over before: in the schedule, not in the queue
    void set_back(wall_time now);
    void schedule(const scheduled& s);
    void unschedule(const scheduled& s);
    void release();
    bool renew(const message_ptr& next);
    void move_to_schedule(const scheduled& s);
    void take_out(message_id id);  // of what waits with its content or on the shelf
    std::size_t allowed() const { return around_.health ? around_.health->allowed() : standing::no_limit; }
    bool is_ours(const message& what) const { return !around_.others || what.connector == around_.here; }
    void unclaim_what_may_not_leave();
    void unclaim_ready(std::string_view why, bool begun_too);
    void put_back(item i);
    // lane_leaving.cpp
    void lead_out();
    bool begin();
    bool going_on() const;
    bool resting(wall_time until) const;
    void lead_batch();
    void look_further();
    void wait_for_store();
    void look_at_scheduled(const record& r);
    std::optional<connector_id> destination(const message& what, std::span<const connector_id> tried) const;
    void keep(item i);
    void purge(const item& i);
    void depart(std::vector<item> those, connector_id to, const std::string& why);
    void end_errand();
    // lane_turned_away.cpp
    void turn_away(item i, const verdict& v);
    void ask_about_turned_away(message_id id);
    void decide_turned_away(message_id id, const record* r);
    void delay(item i, std::chrono::milliseconds wait);
    bool gone(const item& i);  // expired or cancelled: settled, not to be sent
    void heard(item i, verdict result);
    bool put_off(const item& i);  // its time has not come (again): it waits for that, unclaimed
    bool forget_put_off(message_id id);
    // To the front, those that come back together in the order in which they left.
    void back_to_ready(item i);
    void back_to_queue(item i);
    bool barred(const item& i);  // settled as refused
    void retry_later(item i, const verdict& v);
    void give_back(const item& i, std::string_view why);
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
    std::uint64_t claim_token_ = 0, last_place_ = 0;
    std::vector<flight> flights_;
    std::vector<std::uint32_t> free_flights_;
    std::size_t flights_used_ = 0;
    std::array<std::size_t, priority_levels> flights_at_{};  // of them, by priority
    std::vector<delayed> delayed_;  // a heap, soonest first
    std::unordered_set<std::int64_t> cancelled_;
    std::deque<scheduled> schedule_;                    // a heap, soonest first
    boost::unordered_flat_set<scheduled> not_meant_;    // of it: cancelled, or moved to another time
    boost::unordered_flat_map<std::int64_t, scheduled> put_off_;  // of it: what waits for another time than its own, by id
    std::unordered_set<std::int64_t> not_loaded_;       // to be passed over in the answer that is on its way
    std::int64_t released_through_ = 0;                 // what was due up to here has left the schedule
    std::int64_t released_before_ = 0;                  // and up to here, before the clock was set back; of then, the schedule knows
    wall_time told_{};                                  // by at()
    std::vector<rank> loading_ranks_;                   // of what is being loaded
    std::vector<rank> needy_;                           // have much on the shelf and little here
    std::size_t loading_ = 0;  // so many are being loaded
    bool stopping_ = false, pumping_ = false, retiring_ = false;
    std::string retiring_why_;
    limits::table_ptr limits_;  // as of limits_version_
    std::uint64_t limits_version_ = 0;
    waiting_room<put_aside, bucket_of> aside_;
    std::unordered_map<std::int64_t, std::uint64_t> called_loading_;  // their content is on its way; by which bucket
    std::vector<paid> paid_;  // of the message that is looked at
    wall_time woken_at_{};

    // ---- what goes elsewhere ----
    neighbours around_;
    std::deque<errand> errands_;      // wait for their turn
    std::optional<errand> under_way_;
    errand_result so_far_;
    std::uint64_t led_at_ = ~std::uint64_t{0};  // others' changes() when all here was led out last
    bool fresh_ = false;                        // something came since
    wall_time rest_until_{}, again_at_{};
    fair_queue<item> leaving_;        // of an errand: what it has not decided yet, with its content
    fair_queue<shelved> leaving_shelf_;
    std::vector<message_id> leaving_schedule_;
    struct departure {  // waits for the store's word
        std::uint64_t token;
        std::vector<item> those;
    };
    std::deque<departure> departing_;
    struct undecided {
        std::uint64_t token;
        bool whole;  // all its parts wait there
    };
    boost::unordered_flat_map<std::int64_t, undecided> departing_ids_;
    std::uint64_t mark_token_ = 0;
    struct question {  // to the store, whose answers come in order
        enum class kind : std::uint8_t { shelf, schedule, turned_away } what;
        message_id about{};  // turned away
    };
    std::deque<question> asked_;
    bool is_looking_ = false;           // one of them is an errand's
    std::size_t looking_further_ = 0;   // which asks for so many of the shelf
    std::unordered_set<std::int64_t> not_looked_at_;
    struct turned_away {
        std::vector<item> refused, unsent;
        verdict why;
        bool asked = false;
    };
    boost::unordered_flat_map<std::int64_t, turned_away> turned_away_;  // few
};

}  // namespace hermod::deliver
