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

// An outlet that notes what it is given, and a store that answers when the test says so.
struct world : outlet {
    std::size_t room = 0, size = 10;
    std::vector<outbound> sent;
    int flushes = 0;
    std::vector<std::pair<std::vector<message_id>, std::uint64_t>> claims;
    std::vector<std::vector<message_id>> loads;
    std::multimap<std::int64_t, event> settled;
    wall_time now = start;
    lane queue;

    explicit world(lane_options options = {})
        : queue(options, {.claim = [this](std::vector<message_id> ids, std::uint64_t token) { claims.emplace_back(std::move(ids), token); },
                          .load = [this](std::vector<message_id> ids) { loads.push_back(std::move(ids)); },
                          .settle = [this](message_id id, event e) { settled.emplace(id.value, std::move(e)); },
                          .random = [] { return 0u; }}) {
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

}  // namespace hermod::deliver
