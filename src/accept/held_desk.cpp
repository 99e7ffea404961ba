#include "accept/held_desk.hpp"

namespace hermod::accept {
namespace {

event ended_by(event_kind kind, std::string why, wall_time at) {
    event e;
    e.kind = kind;
    e.at = at;
    e.detail = std::move(why);
    return e;
}

}  // namespace

// Both delete themselves with their answers.
class held_desk::releasing final : public store::replace_reply {
public:
    explicit releasing(holds_reply& reply) : reply_(reply) {}
    void replace_done(outcome result) noexcept override {
        reply_.hold_done(result == outcome::replaced ? holds_reply::outcome::done
                         : result == outcome::failed ? holds_reply::outcome::failed
                                                     : holds_reply::outcome::not_held);
        delete this;
    }

private:
    holds_reply& reply_;
};

class held_desk::refusing final : public put_reply {
public:
    refusing(held_desk& of, message_id id, holds_reply& reply) : of_(of), id_(id), reply_(reply) {}
    void put_done(put_result result) noexcept override {
        using outcome = holds_reply::outcome;
        const bool refused = of_.was_refused(id_);  // its sender may have cancelled it just before
        reply_.hold_done(result.is != put_result::kind::stored ? outcome::failed : refused ? outcome::done : outcome::not_held);
        delete this;
    }

private:
    held_desk& of_;
    message_id id_;
    holds_reply& reply_;
};

void held_desk::recover(const store::open_entry& left) {
    if (left.on_hold) held_.emplace(left.id.value, left.expires_at);
}

void held_desk::committed(std::span<const store::notice> changes) noexcept {
    for (const store::notice& change : changes) {
        const message& m = *change.what;
        const event_kind kind = change.happened.kind;
        if (m.way != direction::to_handset) continue;
        const bool comes = m.held && (kind == event_kind::stored || kind == event_kind::replaced);
        if (!comes && !change.ended && kind != event_kind::released) continue;
        const std::lock_guard lock(mutex_);
        if (const auto at = refusing_.find(m.id.value); at != refusing_.end() && change.ended) at->second = kind == event_kind::refused;
        if (comes)
            held_.insert_or_assign(m.id.value, m.expires_at);
        else
            held_.erase(m.id.value);
    }
}

void held_desk::tick(wall_time now) {
    std::vector<message_id> over;
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(held_, [&](const auto& one) {
            if (now < one.second) return false;
            over.push_back(message_id{one.first});
            return true;
        });
    }
    for (const message_id id : over) store_.settle(id, ended_by(event_kind::expired, "validity ended while it was held", now));
}

bool held_desk::was_refused(message_id id) {
    const std::lock_guard lock(mutex_);
    const auto at = refusing_.find(id.value);
    return at != refusing_.end() && refusing_.extract(at).mapped();
}

bool held_desk::take(message_id id, bool to_refuse) {
    const std::lock_guard lock(mutex_);
    const bool mine = held_.erase(id.value) != 0;
    if (mine && to_refuse) refusing_.insert_or_assign(id.value, false);
    return mine;
}

void held_desk::release(message_id id, wall_time now, holds_reply& reply) {
    if (!take(id, false)) return reply.hold_done(holds_reply::outcome::not_held);
    store_.release(id, now, *new releasing(reply));
}

// The answer to what is written behind it comes when both are durable.
void held_desk::refuse(message_id id, std::string why, wall_time now, holds_reply& reply) {
    if (!take(id, true)) return reply.hold_done(holds_reply::outcome::not_held);
    store_.settle(id, ended_by(event_kind::refused, std::move(why), now));
    store_.write({}, *new refusing(*this, id, reply));
}

std::size_t held_desk::size() const {
    const std::lock_guard lock(mutex_);
    return held_.size();
}

}  // namespace hermod::accept
