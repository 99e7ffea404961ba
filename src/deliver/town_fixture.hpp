// Test code: several lanes over one store, as the dispatch ties them together, but step by step: what is handed over waits until the
// test (or its dice) takes a step. The store is the rule book of records itself.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <set>

#include "deliver/board.hpp"
#include "deliver/lane.hpp"

namespace hermod::deliver {

struct town;

struct house : outlet {
    house(town& of, connector_id id);
    std::size_t capacity() const override { return up && on_wire.size() < size ? size - on_wire.size() : 0; }
    std::size_t window() const override { return size; }
    void send(outbound part) override;
    void flush() override {}

    town& all;
    connector_id id;
    std::size_t size = 4;
    bool up = true;
    std::vector<outbound> on_wire;
    std::deque<std::function<void()>> letters;  // to the lane
    board_row& row;
    connector_counters numbers;
    standing health;
    lane queue;
};

struct town : elsewhere {
    using ms = std::chrono::milliseconds;
    static constexpr int houses = 3;

    explicit town(unsigned seed, lane_options options = {.active = 8, .retry_first = ms{200}, .retry_most = ms{2'000}})
        : dice(seed), lanes(options) {
        for (std::uint32_t i = 1; i <= houses; ++i) {
            all.push_back(std::make_unique<house>(*this, connector_id{name_hash("c" + std::to_string(i))}));
            at(i).queue.meet({at(i).id, "c" + std::to_string(i), this, &at(i).health});
            at(i).queue.attach(&at(i));
            shown.show(at(i).id, at(i).numbers, at(i).queue.counters());
        }
        tick(ms{0});
    }
    house& at(std::uint32_t number) { return *all[number - 1]; }
    house& of(connector_id id) {
        for (auto& one : all)
            if (one->id == id) return *one;
        std::abort();
    }
    unsigned roll(unsigned below) { return static_cast<unsigned>(dice() % below); }

    // ---- elsewhere ----
    way next(const message& what, std::span<const connector_id> tried) const override {
        way out;
        for (const auto& one : all) {
            if (one->id == what.connector || std::find(tried.begin(), tried.end(), one->id) != tried.end()) continue;
            out.exists = true;
            if (!out.to && shown.of(one->id).usable) out.to = one->id;
        }
        return out;
    }
    bool any(connector_id here) const override { return shown.any_but(here); }
    std::uint64_t changes() const override { return shown.changes(); }

    // ---- the store ----
    void put(std::shared_ptr<message> m) {
        store.push_back([this, m] {
            records.insert_or_assign(m->id.value, record(m));
            paths[m->id.value] = {m->connector.value};
            of(m->connector).letters.push_back([this, m] { of(m->connector).queue.enqueue(m); });
        });
    }
    void cancel(std::int64_t id) {
        store.push_back([this, id] {
            event e;
            e.kind = event_kind::cancelled;
            e.at = now;
            record& r = records.at(id);
            if (!r.apply(e).applied) return;
            house& h = of(r.what->connector);
            h.letters.push_back([&h, m = r.what] { h.queue.cancelled(*m); });
        });
    }
    void replace(std::int64_t id, std::chrono::milliseconds put_off) {
        store.push_back([this, id, put_off] {
            record& r = records.at(id);
            auto next = std::make_shared<message>(*r.what);
            next->body += "+";
            next->not_before = put_off.count() ? now + put_off : wall_time{};
            const message_ptr was = r.what;
            if (!r.replace(next, now).applied) return;
            house& h = of(next->connector);
            h.letters.push_back([&h, was, next, flagged = r.possible_duplicate] { h.queue.replaced(*was, next, flagged); });
        });
    }
    void claim(house& who, const std::vector<message_id>& ids, std::uint64_t token) {
        store.push_back([this, &who, ids, token] {
            for (const message_id id : ids)
                if (record& r = records.at(id.value); !r.closed()) r.claim();
            who.letters.push_back([this, &who, token] { who.queue.claimed(token, now); });
        });
    }
    void load(house& who, const std::vector<message_id>& ids, bool look) {
        store.push_back([this, &who, ids, look] {
            std::vector<record> found;
            for (const message_id id : ids)
                if (const record& r = records.at(id.value); !r.closed()) found.push_back(r);
            who.letters.push_back([this, &who, found = std::move(found), look] {
                look ? who.queue.looked_at(found, now) : who.queue.loaded(found, now);
            });
        });
    }
    void settle(message_id id, const event& e) {
        store.push_back([this, id, e] {
            if (record& r = records.at(id.value); !r.closed()) r.apply(e);
        });
    }
    void move(const std::vector<message_id>& ids, connector_id to, const std::string& why) {
        store.push_back([this, ids, to, why] {
            for (const message_id id : ids) {
                record& r = records.at(id.value);
                const message_ptr was = r.what;
                if (r.closed() || !r.move(to, now, why).applied) continue;
                house &from = of(was->connector), &there = of(to);
                if (!was_tried(id.value)) paths[id.value].push_back(to.value);
                from.letters.push_back([&from, was] { from.queue.moved_away(*was); });
                there.letters.push_back([&there, m = r.what, flagged = r.possible_duplicate] { there.queue.arrived(m, flagged); });
            }
        });
    }
    void mark(house& who, std::uint64_t token) {
        store.push_back([this, &who, token] { who.letters.push_back([this, &who, token] { who.queue.reached(token, now); }); });
    }

    // ---- steps ----
    bool store_step() {
        if (store.empty()) return false;
        auto step = std::move(store.front());
        store.pop_front();
        step();
        return true;
    }
    bool letter_step(house& h) {
        if (h.letters.empty()) return false;
        auto letter = std::move(h.letters.front());
        h.letters.pop_front();
        letter();
        h.queue.pump(now);
        return true;
    }
    void tick(ms later) {
        now += later;
        mono += later;
        for (auto& h : all) {
            if (h->health.look(h->up, &h->numbers, mono) && h->health.usable()) shown.changed();
            h->queue.tick(now);
        }
    }
    // Until the store and the lanes have nothing more to say to each other.
    void settle_down() {
        for (bool any = true; any;) {
            any = store_step();
            for (auto& h : all) any = letter_step(*h) || any;
        }
    }
    void pass(ms time) {
        for (; time.count() > 0; time -= ms{100}) {
            tick(ms{100});
            settle_down();
        }
    }
    void answer(house& h, std::size_t which, verdict v) {
        const outbound part = h.on_wire[which];
        h.on_wire.erase(h.on_wire.begin() + static_cast<std::ptrdiff_t>(which));
        if (v.is == verdict::kind::sent) taken.emplace(key(part), std::pair{h.id, part.possible_duplicate});
        h.queue.settled(part.token, std::move(v));
        h.queue.ready();
    }
    // It loses its connection: what is on the wire was taken or not, who knows.
    void kill(house& h) {
        h.up = false;
        while (!h.on_wire.empty()) {
            const outbound part = h.on_wire.back();
            const bool written = roll(4) != 0;
            if (written && roll(2)) maybe.emplace(key(part), part.possible_duplicate);
            answer(h, h.on_wire.size() - 1, {.is = written ? verdict::kind::unsure : verdict::kind::unsent});
        }
    }
    void revive(house& h) {
        h.up = true;
        h.queue.ready();
    }

    bool was_tried(std::int64_t id) const { return std::find(tries.begin(), tries.end(), id) != tries.end(); }

    using content = std::tuple<std::int64_t, std::string, int>;  // message, text, part
    static content key(const outbound& part) { return {part.what->id.value, part.what->body, part.part}; }

    std::minstd_rand dice;
    lane_options lanes;
    wall_time now = from_micros(1'795'446'000'000'000);
    mono_time mono{std::chrono::hours{1}};
    board shown;
    std::vector<std::unique_ptr<house>> all;
    std::map<std::int64_t, record> records;
    std::deque<std::function<void()>> store;
    std::multimap<content, std::pair<connector_id, bool>> taken;  // by which network, and whether flagged
    std::multimap<content, bool> maybe;
    std::map<std::int64_t, std::vector<std::uint32_t>> paths;  // of each message, from connector to connector until it is tried
    std::vector<std::int64_t> tries;  // first ones
};

inline house::house(town& of, connector_id which)
    : all(of),
      id(which),
      row(of.shown.row(which)),
      health({.move_after = std::chrono::milliseconds{300}, .slow_start = std::chrono::seconds{1}, .errors = {.open_first = std::chrono::milliseconds{500}}},
             row),
      queue(of.lanes, {.claim = [this](std::vector<message_id> ids, std::uint64_t token) { all.claim(*this, ids, token); },
                       .load = [this](std::vector<message_id> ids) { all.load(*this, ids, false); },
                       .settle = [this](message_id one, event e) { all.settle(one, e); },
                       .random = [] { return 0u; },
                       .look = [this](std::vector<message_id> ids) { all.load(*this, ids, true); },
                       .move = [this](std::vector<message_id> ids, connector_id to, std::string why) { all.move(ids, to, why); },
                       .mark = [this](std::uint64_t token) { all.mark(*this, token); }}) {}

inline void house::send(outbound part) {
    for (const auto& other : all.all)
        for (const outbound& under_way : other->on_wire)
            EXPECT_FALSE(under_way.what->id == part.what->id && under_way.part == part.part) << "a part is on two wires";
    const record& r = all.records.at(part.what->id.value);
    EXPECT_FALSE(is_final(r.now)) << part.what->id.value << " is sent after its end: " << to_text(r.now);
    EXPECT_EQ(r.what->connector.value, id.value) << "it is another lane's";
    EXPECT_EQ(r.what->body, part.what->body) << "it has another content";
    if (!all.was_tried(part.what->id.value)) all.tries.push_back(part.what->id.value);
    on_wire.push_back(std::move(part));
}

}  // namespace hermod::deliver
