#include "shelf.hpp"

#include <gtest/gtest.h>

namespace hermod::simulated {

shelf::shelf(timeline& time, dice& luck, std::size_t messages, bool resend_unsure) : time_(time), luck_(luck), shelf_(messages) {
    for (std::size_t i = 0; i < messages; ++i) {
        auto m = std::make_shared<message>();
        m->id = message_id{static_cast<std::int64_t>(i + 1)};
        m->receipt = false;
        m->resend_unsure = resend_unsure;
        m->accepted_at = time.wall();
        m->expires_at = time.wall() + std::chrono::hours(48);
        m->from = "Hermod";
        std::string digits = std::to_string(i);
        m->to = "+4915" + std::string(9 - digits.size(), '0') + digits;
        m->body = "Hello";
        shelf_[i].rec.emplace(std::move(m));
    }
}

// In order, each 1 to 9 ms after it was handed over: the gate gathers for up to 5 ms and syncs.
void shelf::later(std::function<void()> what) {
    last_ = std::max(last_, time_.now() + luck_.between(micros(1'000), micros(9'000)));
    ++under_way_;
    time_.at(last_, [this, what = std::move(what), life = life_] {
        if (life != life_) return;
        --under_way_;
        what();
    });
}

void shelf::crash() {
    ++life_;
    under_way_ = 0;
}

deliver::lane::store_side shelf::serve(deliver::lane*& where) {
    const auto place_of = [this](message_id id) -> std::optional<record>& {
        return shelf_[static_cast<std::size_t>(id.value - 1)].rec;
    };
    deliver::lane::store_side side;
    side.claim = [this, &where, place_of](std::vector<message_id> ids, std::uint64_t token) {
        later([this, &where, place_of, ids = std::move(ids), token] {
            for (const message_id id : ids) {
                ASSERT_TRUE(place_of(id)) << "a closed message is claimed";
                place_of(id)->claim();
            }
            where->claimed(token, time_.wall());
        });
    };
    side.load = [this, &where, place_of](std::vector<message_id> ids) {
        later([this, &where, place_of, ids = std::move(ids)] {
            std::vector<record> found;
            for (const message_id id : ids)
                if (place_of(id)) found.push_back(*place_of(id));
            where->loaded(std::move(found), time_.wall());
        });
    };
    side.settle = [this](message_id id, event happened) {
        later([this, id, happened = std::move(happened)] { settle(id, happened); });
    };
    side.random = [this] { return static_cast<std::uint32_t>(luck_.roll()); };
    return side;
}

void shelf::settle(message_id id, event happened) {
    place& at = shelf_[static_cast<std::size_t>(id.value - 1)];
    ASSERT_TRUE(at.rec) << "a closed message is settled again";
    at.rec->apply(std::move(happened));
    if (!at.rec->closed()) return;
    at.folded = sum(*at.rec);
    at.rec.reset();
}

shelf::summary shelf::sum(const record& r) {
    summary out{r.now, r.possible_duplicate, r.claimed, r.sendable(), 0, 0};
    for (const event& e : r.events) {
        out.deferred += e.kind == event_kind::deferred;
        out.unsure += e.kind == event_kind::unsure;
    }
    return out;
}

shelf::summary shelf::of(std::size_t which) const {
    const place& at = shelf_[which];
    return at.rec ? sum(*at.rec) : at.folded;
}

std::vector<store::open_entry> shelf::left() const {
    std::vector<store::open_entry> out;
    for (const place& at : shelf_) {
        if (!at.rec) continue;
        store::open_entry entry;
        entry.id = at.rec->what->id;
        entry.expires_at = at.rec->what->expires_at;
        entry.sendable = at.rec->sendable();
        out.push_back(entry);
    }
    return out;
}

}  // namespace hermod::simulated
