#include "app/gateway/readiness.hpp"

#include <gtest/gtest.h>

namespace hermod::app {
namespace {

queue_status one(std::uint32_t binds, bool usable, std::string why = {}) {
    queue_status out;
    out.name = "red";
    out.binds = binds;
    out.usable = usable;
    out.why = std::move(why);
    return out;
}

}  // namespace

TEST(readiness, needs_a_store_that_writes_and_a_bind) {
    store::counters store;
    EXPECT_TRUE(readiness_of(store, {}).ready) << "without connectors it serves what it can";
    EXPECT_FALSE(readiness_of(store, {one(0, true)}).ready) << "at the start all are taken for usable, but none is bound";
    EXPECT_TRUE(readiness_of(store, {one(0, false), one(1, true)}).ready);
    store.failed = true;
    EXPECT_FALSE(readiness_of(store, {one(1, true)}).ready);
}

TEST(readiness, says_of_each_connector_how_it_is) {
    store::counters store;
    const auto out = readiness_of(store, {one(2, false, "it is paused")});
    EXPECT_TRUE(out.ready);
    ASSERT_EQ(out.checks.size(), 2u);
    EXPECT_EQ(out.checks[1].name, "connector red");
    EXPECT_FALSE(out.checks[1].good);
    EXPECT_EQ(out.checks[1].sentence, "2 binds up, it is paused");
}

}  // namespace hermod::app
