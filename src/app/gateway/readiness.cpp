#include "app/gateway/readiness.hpp"

namespace hermod::app {

// Paused by people or full of errors, a gateway is ready all the same: it takes messages, and keeps them.
api::readiness readiness_of(const store::counters& store, const std::vector<queue_status>& queues) {
    api::readiness out;
    const bool store_good = !store.failed.load();
    out.checks.push_back({"store", store_good, store_good ? "durable" : "a write or a sync has failed"});
    bool any_bound = false, any = false;
    for (const queue_status& one : queues) {
        if (!one.configured) continue;
        any = true;
        any_bound = any_bound || one.binds > 0;
        std::string sentence = std::to_string(one.binds) + " binds up";
        if (one.binds > 0 && !one.why.empty()) sentence += ", " + one.why;
        out.checks.push_back({"connector " + one.name, one.binds > 0 && one.usable, std::move(sentence)});
    }
    out.ready = store_good && (any_bound || !any);
    return out;
}

}  // namespace hermod::app
