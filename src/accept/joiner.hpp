// Puts long messages from handsets together. An inbox before the inbox: each part is stored, held, before the network gets
// its answer; when the last one is durable, the whole takes their place in one transaction (store::join). After
// options.patience what is there is delivered, marked with the number of parts that are missing.
//
// Owned by app/. Any thread may call; one mutex guards the assembly, and nobody is called while it is held. A crash at any
// point leaves the parts held, or the whole and its parts joined: load() takes up what is held. It must outlive the
// store's threads. A network without our answer to the last parts before a crash repeats them: load() also recalls what
// was joined last, and no part is looked at before that is known.
#pragma once

#include <atomic>
#include <mutex>

#include "accept/assembly.hpp"
#include "base/ids.hpp"
#include "gateway/inbox.hpp"
#include "store/store.hpp"

namespace hermod::accept {

// Read from any thread.
struct joiner_counters {
    std::atomic<std::uint64_t> waiting{0};     // messages that are not whole
    std::atomic<std::uint64_t> joined{0}, incomplete{0}, repeated{0};
};

class joiner final : public inbox, private store::load_reply, private store::query_reply {
public:
    ~joiner() override;
    joiner(inbox& inner, id_source& ids, store::store& store, joiner_options options = {});

    // Once, when the store has started and before connectors do: the messages whose open_entry is held; none is as good.
    void load(std::vector<message_id> held, wall_time now);
    // About once a second.
    void tick(wall_time now);

    // As the inner inbox; a part of a long message is marked held, and nobody is told of it.
    prepared prepare(const submission& submitted, wall_time now) override;
    // A part that is durable already is answered as stored and not stored again.
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) override;

    const joiner_counters& count() const { return counters_; }

private:
    class storing;
    struct unheard final : put_reply {
        void put_done(put_result) noexcept override {}  // not stored: the store has failed, and the parts are held still
    };
    void loaded(std::uint64_t token, std::vector<record> found) noexcept override;
    std::unique_ptr<storing> ended(const storing& of);
    void durable(std::vector<message_ptr> parts, wall_time now);
    void listed(store::page last) noexcept override;
    void join(gathered all, wall_time now);
    message_ptr whole_of(const gathered& all, wall_time now);

    inbox& inner_;
    id_source& ids_;
    store::store& store_;
    joiner_options options_;
    joiner_counters counters_;
    unheard unheard_;
    std::mutex mutex_;  // guards what follows
    wall_time ticked_{};
    assembly assembly_;
    wall_time loaded_at_{};
    bool recalling_ = false;
    std::vector<message_ptr> early_;  // came while recalling
    std::unordered_map<const storing*, std::unique_ptr<storing>> under_way_;
};

}  // namespace hermod::accept
