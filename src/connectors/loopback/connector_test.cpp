#include "connectors/loopback/connector.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace hermod::connectors::loopback {
namespace {

struct other_side : outlet_events, receipts {
    std::vector<std::pair<std::uint64_t, verdict>> settled_;
    std::vector<remote_receipt> reported;
    int readies = 0;
    void settled(std::uint64_t token, verdict v) override { settled_.emplace_back(token, std::move(v)); }
    void ready() override { ++readies; }
    void report(remote_receipt r, receipt_reply& reply, std::uint64_t token) override {
        reported.push_back(std::move(r));
        reply.receipt_done(token, receipt_match::matched);
    }
};

}  // namespace

TEST(loopback, every_part_is_settled_once_and_its_receipt_names_its_id) {
    boost::asio::io_context io(1);
    other_side world;
    connector c(io.get_executor(), {connector_id{7}, 2}, world, world, [] { return wall_time{}; });
    EXPECT_EQ(c.capacity(), 0u);
    c.start();
    EXPECT_EQ(c.capacity(), 2u);
    auto m = std::make_shared<message>();
    m->id = message_id{1};
    m->to = "+447700900123";
    m->parts = 2;
    c.send({m, 10, 1, false});
    c.send({m, 11, 2, false});
    EXPECT_EQ(c.capacity(), 0u);
    c.flush();
    io.poll();
    ASSERT_EQ(world.settled_.size(), 2u);
    ASSERT_EQ(world.reported.size(), 2u);
    EXPECT_EQ(world.settled_[1].first, 11u);
    EXPECT_EQ(world.reported[0].remote_id, world.settled_[0].second.detail);
    EXPECT_NE(world.reported[0].remote_id, world.reported[1].remote_id);
    EXPECT_EQ(c.capacity(), 2u);
    bool stopped = false;
    c.stop(std::chrono::seconds{1}, [&] { stopped = true; });
    EXPECT_TRUE(stopped);
    EXPECT_EQ(c.capacity(), 0u);
}

}  // namespace hermod::connectors::loopback
