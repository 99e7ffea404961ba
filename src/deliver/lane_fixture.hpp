// Test code: a lane between an outlet that notes what it is given and a store that answers when the test says so.
#pragma once

#include <gtest/gtest.h>

#include <map>

#include "deliver/lane.hpp"

namespace hermod::deliver {

inline const wall_time start = from_micros(1'795'446'000'000'000);

inline std::shared_ptr<message> make(std::int64_t id, std::uint8_t parts = 1, bool resend = true) {
    auto m = std::make_shared<message>();
    m->id = message_id{id};
    m->parts = parts;
    m->resend_unsure = resend;
    m->accepted_at = start;
    m->expires_at = start + std::chrono::hours{1};
    return m;
}

inline std::shared_ptr<message> ranked(std::shared_ptr<message> m, std::uint32_t account, unsigned priority) {
    message_extras more = m->more();
    more.priority = static_cast<std::uint8_t>(priority);
    m->account = account_id{account};
    m->extras = std::make_shared<const message_extras>(std::move(more));
    return m;
}

// An outlet that notes what it is given, and a store that answers when the test says so.
struct world : outlet {
    std::size_t room = 0, size = 10;
    std::vector<outbound> sent;
    int flushes = 0;
    std::vector<std::pair<std::vector<message_id>, std::uint64_t>> claims;
    std::vector<std::vector<message_id>> loads, called_loads;
    std::optional<wall_time> wake;
    std::multimap<std::int64_t, event> settled;
    wall_time now = start;
    lane queue;

    explicit world(lane_options options = {})
        : queue(options, {.claim = [this](std::vector<message_id> ids, std::uint64_t token) { claims.emplace_back(std::move(ids), token); },
                          .load = [this](std::vector<message_id> ids) { loads.push_back(std::move(ids)); },
                          .settle = [this](message_id id, event e) { settled.emplace(id.value, std::move(e)); },
                          .random = [] { return 0u; },
                          .load_called = [this](std::vector<message_id> ids) { called_loads.push_back(std::move(ids)); },
                          .wake = [this](wall_time when) { wake = when; }}) {
        queue.attach(this);
    }
    std::size_t capacity() const override { return room; }
    std::size_t window() const override { return size; }
    void send(outbound part) override {
        --room;
        sent.push_back(std::move(part));
    }
    void flush() override { ++flushes; }

    void enqueue(message_ptr m) {
        queue.enqueue(std::move(m));
        queue.pump(now);
    }
    void claim_done() {
        const auto token = claims.back().second;
        queue.claimed(token, now);
    }
    event only(std::int64_t id) {
        EXPECT_EQ(settled.count(id), 1u);
        return settled.find(id)->second;
    }
};

// Answers loads and claims from records, as the store would.
struct waiting_world : world {
    using world::world;
    std::map<std::int64_t, record> records;

    void put(message_ptr m) {
        records.insert_or_assign(m->id.value, record(m));
        enqueue(m);
    }
    void replace(std::int64_t id, message_ptr next) {
        const auto was = records.at(id).what;
        ASSERT_TRUE(records.at(id).replace(next, now).applied);
        queue.replaced(*was, next, records.at(id).possible_duplicate);
        queue.pump(now);
    }
    void cancel(std::int64_t id) {
        event e;
        e.kind = event_kind::cancelled;
        ASSERT_TRUE(records.at(id).apply(e).applied);
        queue.cancelled(*records.at(id).what);
        queue.pump(now);
    }
    void answer_loads() {
        while (!loads.empty()) {
            std::vector<record> found;
            for (const message_id id : loads.front())
                if (const auto at = records.find(id.value); at != records.end() && !at->second.closed()) found.push_back(at->second);
            loads.erase(loads.begin());
            queue.loaded(std::move(found), now);
        }
    }
    void answer_claims() {
        const auto open = std::move(claims);
        claims.clear();
        for (const auto& [ids, token] : open) {
            for (const message_id id : ids)
                if (!records.at(id.value).closed()) records.at(id.value).claim();
            queue.claimed(token, now);
        }
    }
    void apply_settled() {
        for (const auto& [id, e] : settled) records.at(id).apply(e);
        settled.clear();
    }
    void go_to(std::chrono::seconds from_start) {
        now = start + from_start;
        queue.tick(now);
        answer_loads();
        answer_claims();
    }
    std::uint64_t waiting() { return queue.counters().scheduled.load(); }
};

}  // namespace hermod::deliver
