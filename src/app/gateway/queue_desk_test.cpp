#include "app/gateway/queue_desk.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "store/no_store.hpp"

namespace hermod::app {
namespace {

using namespace std::chrono_literals;

// Stands and takes what it is told to.
class told_connector final : public connector {
public:
    std::size_t capacity() const override { return room; }
    std::size_t window() const override { return 10; }
    void send(outbound) override {}
    void flush() override {}
    void start() override {}
    void stop(std::chrono::milliseconds, std::function<void()> done) override { done(); }
    const connector_counters& counters() const override { return numbers; }
    condition health() const override { return {usable, usable ? "bound" : "refused", "the provider has refused our key"}; }

    connector_counters numbers;
    std::size_t room = 0;
    bool usable = false;
};

struct queue_desk_ticks : testing::Test {
    queue_desk_ticks() {
        deliver::health_options options;
        options.start_within = 0ms;
        host.meet({connector_id{1}, "operator", nullptr}, options, board.row(connector_id{1}), [] {});
        tick(0ms);
        tick(1s);
        EXPECT_FALSE(host.health()->usable());
    }
    void tick(std::chrono::milliseconds at) { tick_lane(host, &made, "operator", mono_time{} + 1h + at); }

    boost::asio::io_context io;
    hermod::store::no_store store;
    deliver::board board;
    deliver::lane_host host{io.get_executor(), store, {}, [] { return wall_time{}; }, 1};
    told_connector made;
};

}  // namespace

// Only by being given a part can a provider that has refused us be found to take us again.
TEST_F(queue_desk_ticks, a_connector_that_was_refused_and_takes_parts_is_tried_again) {
    made.room = 1;
    tick(2s);
    EXPECT_TRUE(host.health()->usable());
    EXPECT_TRUE(board.find(connector_id{1})->usable.load());
}

TEST_F(queue_desk_ticks, one_that_takes_none_stays_gone_and_one_that_is_well_is_used) {
    tick(2s);
    EXPECT_FALSE(host.health()->usable());
    made.usable = true;
    tick(3s);
    EXPECT_TRUE(host.health()->usable());
}

TEST_F(queue_desk_ticks, a_queue_whose_connector_is_configured_no_more_is_not_used) {
    made.room = 1;
    tick_lane(host, nullptr, "", mono_time{} + 1h + 2s);
    EXPECT_FALSE(host.health()->usable());
}

}  // namespace hermod::app
