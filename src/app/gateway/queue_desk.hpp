// Shows people the queues and has done with them what they order: gateway/queues.hpp made real over the lanes and the board.
//
// An order to pause or to drain is a note of the store, kind "queue", key the connector's name: it is obeyed once it is durable, and
// again after a restart. Owned by app/; add() all before the first question, then any thread; destroy it after the executors stopped.
#pragma once

#include <map>

#include "deliver/board.hpp"
#include "deliver/dispatch.hpp"
#include "gateway/queues.hpp"

namespace hermod::app {

class queue_desk {
public:
    queue_desk(store::store& behind, const deliver::board& shown) : store_(behind), board_(shown) {}

    // `name` empty: it is configured no more. `numbers` null then.
    void add(connector_id of, std::string name, deliver::lane_host& host, const connector_counters* numbers);
    // What the last run's people have ordered: after the store is open and all are added, before the lanes run.
    void obey_notes();

    std::vector<queue_status> look() const;
    void act(queue_request what, queue_heard then);
    queue_access access() {
        return {[this] { return look(); }, [this](queue_request what, queue_heard then) { act(std::move(what), std::move(then)); }};
    }

private:
    struct entry {
        connector_id id;
        deliver::lane_host* host;
        const connector_counters* numbers;
    };
    const entry* find(const std::string& name) const;
    queue_status status_of(const std::string& name, const entry& of) const;
    void write_order(const std::string& name, const entry& of, deliver::queue_order order, queue_heard then);
    static void start(const entry& at, deliver::errand what, queue_heard then);

    store::store& store_;
    const deliver::board& board_;
    std::map<std::string, entry> all_;
};

// A few times a second, on the lane's executor; the log is told when its connector becomes usable or ceases to be. `made`: null when
// it is configured no more.
void tick_lane(deliver::lane_host& host, const connector* made, const std::string& name, mono_time now);

}  // namespace hermod::app
