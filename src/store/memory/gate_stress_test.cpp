// Eight threads at one gate, for the thread sanitizer: everything that callers, gate, archiver and reader share.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "store/contract_fixture.hpp"
#include "store/memory/backend.hpp"

namespace hermod::store::contract {
namespace {

constexpr account_id shop{11};
constexpr connector_id operator_a{21};

struct caller {
    store& s;
    id_source& ids;
    ticking& clock;
    unsigned seed;
    std::size_t stored = 0, lost = 0;

    message_id put_one() {
        auto m = std::make_shared<message>();
        m->accepted_at = clock.now();
        m->id = ids.next(m->accepted_at);
        m->account = shop;
        m->connector = operator_a;
        m->callbacks = seed % 2 ? callback_final : callback_none;
        const auto id = m->id;
        std::unique_ptr<idempotency> key;
        if (seed % 3 == 0) {
            key = std::make_unique<idempotency>();
            key->key = to_text(id);
        }
        stored += put(s, {std::move(m)}, std::move(key)).is == put_result::kind::stored;
        return id;
    }
    void one_life(std::mt19937& random) {
        const auto id = put_one();
        claim(s, {id});
        remote_receipt r;
        r.connector = operator_a;
        r.remote_id = to_text(id);
        if (random() % 2) {
            report(s, r);  // overtakes
            s.settle(id, submitted(1, r.remote_id));
        } else {
            s.settle(id, submitted(1, r.remote_id));
            report(s, r);
        }
        s.called_back(id, 1, told(callback_state::answered, 200));
        cancel(s, shop, id);
        load(s, {id});
        const auto found = find(s, id);
        lost += !found || found->now != state::delivered;
        if (random() % 16 == 0) query(s, where(&filter::limit, 20));
        if (random() % 16 == 0) unmatched(s, 5);
    }
    void operator()() {
        std::mt19937 random(seed);
        for (int i = 0; i < 150; ++i) one_life(random);
    }
};

}  // namespace

class gate_stress : public testing::TestWithParam<std::uint64_t> {};

TEST_P(gate_stress, loses_nothing_under_eight_callers) {
    ticking clock;
    notebook seen;
    gate_options o;
    o.now = [&] { return clock.now(); };
    o.journal_bytes = GetParam();
    o.reserve_bytes = 0;
    o.archive_wait = std::chrono::milliseconds{0};
    gate g(memory::make_backend(), o);
    g.open([](const open_entry&) {});
    g.subscribe(seen);
    g.start();
    id_source ids(1, g.last_id());
    std::vector<caller> callers;
    for (unsigned i = 0; i < 8; ++i) callers.push_back({g, ids, clock, i});
    std::vector<std::thread> threads;
    for (caller& c : callers) threads.emplace_back(std::ref(c));
    for (std::thread& t : threads) t.join();
    // Stop with work in the queue: it is written first.
    put_wait last;
    auto m = std::make_shared<message>();
    m->id = ids.next(clock.now());
    g.put({m}, nullptr, last);
    g.stop();
    EXPECT_EQ(last.get().is, put_result::kind::stored);
    for (const caller& c : callers) {
        EXPECT_EQ(c.stored, 150u);
        EXPECT_EQ(c.lost, 0u);
    }
    EXPECT_EQ(g.count().messages_stored, 1201u);
    EXPECT_EQ(g.count().ended[static_cast<int>(state::delivered)], 1200u);
}

INSTANTIATE_TEST_SUITE_P(journals, gate_stress, testing::Values(64u << 20, 16u << 10, 1u));

}  // namespace hermod::store::contract
