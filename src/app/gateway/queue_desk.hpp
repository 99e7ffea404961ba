// Shows people the queues and has done with them what they order: gateway/queues.hpp made real over the lanes and the board.
//
// An order to pause or to drain is a note of the store, kind "queue", key the connector's name: it is obeyed once it is durable, and
// again after a restart, or when the connector comes back. Owned by app/; any thread; destroy it after the executors stopped.
#pragma once

#include <atomic>
#include <map>
#include <mutex>

#include "deliver/board.hpp"
#include "deliver/dispatch.hpp"
#include "gateway/queues.hpp"

namespace hermod::app {

class queue_desk {
public:
    queue_desk(store::store& behind, const deliver::board& shown) : store_(behind), board_(shown) {}

    // What the desk shows of one connector; by pointer or reference: for good.
    struct entry {
        connector_id id;
        deliver::lane_host* host;
        const connector_counters* numbers;
        const std::atomic<bool>* configured;
    };
    // What the last run's people have ordered: after the store is open, before it starts and before the first add().
    void read_notes();
    // Under a name that it has from now on; what people have ordered under it, its lane obeys.
    void add(const std::string& name, const entry& what);
    // What is durable now: obeyed, then heard.
    void ordered(const std::string& name, deliver::queue_order order, queue_heard then);

    std::vector<queue_status> look() const;
    void act(queue_request what, queue_heard then);
    queue_access access() {
        return {[this] { return look(); }, [this](queue_request what, queue_heard then) { act(std::move(what), std::move(then)); }};
    }

private:
    std::optional<entry> find(const std::string& name) const;
    queue_status status_of(const std::string& name, const entry& of) const;
    void write_order(const std::string& name, deliver::queue_order order, queue_heard then);
    static void start(const entry& at, deliver::errand what, queue_heard then);

    store::store& store_;
    const deliver::board& board_;
    mutable std::mutex mutex_;  // guards what follows
    std::map<std::string, entry> all_;
    std::map<std::string, deliver::queue_order> orders_;  // also of those that are not there
};

}  // namespace hermod::app
