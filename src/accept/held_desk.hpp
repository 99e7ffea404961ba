// The messages to handsets that wait for somebody's word: released, refused, or expired when nobody has said anything.
//
// No lane has them. Owned by app/, which shows it those of the last run before the store starts, has it observe the store, and
// ticks it. Whoever takes an id out of held_ decides of it; so no message is both released and refused. What its sender takes back
// meanwhile the store decides.
#pragma once

#include <mutex>
#include <unordered_map>

#include "gateway/holds.hpp"
#include "store/store.hpp"

namespace hermod::accept {

class held_desk final : public store::observer, public holds {
public:
    explicit held_desk(store::store& store) : store_(store) {}

    void recover(const store::open_entry& left);
    void committed(std::span<const store::notice> changes) noexcept override;
    void tick(wall_time now);  // about once a second

    void release(message_id id, wall_time now, holds_reply& reply) override;
    void refuse(message_id id, std::string why, wall_time now, holds_reply& reply) override;

    std::size_t size() const;

private:
    class releasing;
    class refusing;
    bool take(message_id id, bool to_refuse);
    bool was_refused(message_id id);

    store::store& store_;
    mutable std::mutex mutex_;
    std::unordered_map<std::int64_t, wall_time> held_;  // until when they may wait
    std::unordered_map<std::int64_t, bool> refusing_;   // and whether it came to that
};

}  // namespace hermod::accept
