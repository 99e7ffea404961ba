// What scheduled messages cost while nobody asks for them: few of them stay in memory, and none is lost by leaving.
#include <gtest/gtest.h>

#include "store/contract_fixture.hpp"
#include "store/memory/backend.hpp"

namespace hermod::store::contract {
namespace {

constexpr std::size_t messages = 4'000;
constexpr std::uint64_t journal = 512u << 10;  // room for all of them

struct scheduled_memory : testing::Test {
    ticking clock;
    id_source ids{1};
    std::unique_ptr<gate> at;

    void start() {
        gate_options o;
        o.now = [this] { return clock.now(); };
        o.journal_bytes = journal;
        o.reserve_bytes = 0;
        at = std::make_unique<gate>(memory::make_backend(), o);
        at->open([](const open_entry&) {});
        at->start();
    }
    void TearDown() override {
        if (at) at->stop();
    }
    std::vector<message_id> fill(std::chrono::minutes ahead) {
        std::vector<message_id> out;
        for (std::size_t i = 0; i < messages; i += 100) {
            std::vector<message_ptr> batch;
            for (int n = 0; n < 100; ++n) {
                auto m = std::make_shared<message>();
                m->accepted_at = clock.now();
                m->id = ids.next(m->accepted_at);
                m->account = account_id{11};
                m->connector = connector_id{21};
                m->to = "+447700900123";
                m->body = "Your parcel is on its way";
                if (ahead.count()) m->not_before = m->accepted_at + ahead;
                m->expires_at = m->accepted_at + std::chrono::hours{48};
                out.push_back(m->id);
                batch.push_back(std::move(m));
            }
            EXPECT_EQ(put(*at, std::move(batch)).is, put_result::kind::stored);
        }
        return out;
    }
};

TEST_F(scheduled_memory, of_those_for_a_far_time_few_stay) {
    start();
    const auto all = fill(std::chrono::hours{24});
    EXPECT_LE(at->count().journal_bytes.load(), journal / 8 + journal / 16);
    EXPECT_LT(at->count().records_in_memory.load(), messages / 2);
    for (std::size_t i = 0; i < all.size(); i += 399) {
        const auto found = find(*at, all[i]);
        ASSERT_TRUE(found) << i;
        EXPECT_EQ(found->now, state::scheduled);
    }
    EXPECT_EQ(load(*at, {all.front(), all.back()}).size(), 2u);
}

TEST_F(scheduled_memory, those_that_go_soon_and_those_that_go_now_stay) {
    for (const auto ahead : {std::chrono::minutes{0}, std::chrono::minutes{2}}) {
        start();
        fill(ahead);
        EXPECT_EQ(at->count().records_in_memory.load(), messages);
        at->stop();
    }
    at.reset();
}

}  // namespace
}  // namespace hermod::store::contract
