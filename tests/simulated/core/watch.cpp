#include "watch.hpp"

#include <algorithm>

namespace hermod::simulated::core {

void watched_store::claim(std::vector<message_id> ids, hermod::store::claim_reply& reply, std::uint64_t token) {
    for (const message_id id : ids) {
        line& one = lines_[id];
        // A claim that a move has overtaken is nothing: the lane hears of the move before it hears of the claim.
        if (one.may_claim == 0)
            stage_.broken(name_of(id) + (one.claimed && one.by != &reply ? ": is claimed by two lanes" : ": is claimed twice"));
        else
            --one.may_claim;
        one.by = &reply;
        one.claimed = true;
        book_.claimed(id);
        if (const message_ptr what = book_.content(id)) speed_.claimed(*what);
        if (const message_ptr what = book_.untouched(id)) people_.claimed(*what);
    }
    behind_.claim(std::move(ids), reply, token);
}

void watched_store::settle(message_id id, event happened) {
    line& one = lines_[id];
    one.claimed = false;
    if (happened.kind == event_kind::unsure || happened.kind == event_kind::deferred) ++one.may_claim;
    if (happened.kind == event_kind::refused && happened.detail.starts_with("opted_out")) {
        book_.barred(id);
        if (const message_ptr what = book_.untouched(id)) people_.barred(*what);
    }
    behind_.settle(id, std::move(happened));
}

// What is loaded may be in pieces: each part may stand by itself.
void watched_store::load(std::vector<message_id> ids, hermod::store::load_reply& reply, std::uint64_t token) {
    for (const message_id id : ids) lines_[id].may_claim = std::max(lines_[id].may_claim, book_.parts_of(id));
    behind_.load(std::move(ids), reply, token);
}

void watched_store::move(std::vector<message_id> ids, connector_id to, wall_time now, std::string why) {
    for (const message_id id : ids) {
        ++lines_[id].may_claim;  // in the other lane, if it is moved
        book_.moving(id, to, why == by_hand);
    }
    behind_.move(std::move(ids), to, now, std::move(why));
}

std::size_t watched_store::claimed_by(const hermod::store::claim_reply& lane) const {
    return static_cast<std::size_t>(std::count_if(lines_.begin(), lines_.end(),
                                                  [&](const auto& one) { return one.second.claimed && one.second.by == &lane; }));
}

}  // namespace hermod::simulated::core
