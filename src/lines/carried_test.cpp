#include "lines/carried.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace hermod::lines {
namespace {

class slow_store final : public receipts {
public:
    void report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) override {
        told.push_back(std::move(receipt));
        answers.push_back([&reply, token](receipt_match match) { reply.receipt_done(token, match); });
    }
    std::vector<remote_receipt> told;
    std::vector<std::function<void(receipt_match)>> answers;
};

class lines_carried : public testing::Test {
protected:
    outbound part(std::uint64_t token, std::uint8_t number, bool receipt = true) {
        auto what = std::make_shared<message>();
        what->id = message_id{77};
        what->to = "+447700900123";
        what->parts = 3;
        what->receipt = receipt;
        return {what, token, number, false};
    }
    boost::asio::io_context io{1};
    slow_store store;
    std::map<std::uint64_t, verdict> verdicts;
    int batches = 0;
    carried_parts carried{io.get_executor(), store, [this](std::uint64_t token, verdict v) { verdicts[token] = v; }, [this] { ++batches; }};
};

TEST_F(lines_carried, a_part_is_sent_only_when_its_end_is_on_disk) {
    carried.add(part(2, 2), connector_id{7}, {});
    carried.add(part(3, 3), connector_id{7}, {});
    io.poll();
    EXPECT_TRUE(verdicts.empty());
    EXPECT_EQ(carried.pending(), 2u);
    ASSERT_EQ(store.told.size(), 2u);
    EXPECT_EQ(store.told[0].outcome, state::delivered);
    EXPECT_EQ(store.told[0].remote_id, carried_id(message_id{77}, 2));
    store.answers[0](receipt_match::parked);
    store.answers[1](receipt_match::failed);
    io.restart();
    io.poll();
    EXPECT_EQ(verdicts.at(2).is, verdict::kind::sent);
    EXPECT_EQ(verdicts.at(2).detail, carried_id(message_id{77}, 2));
    EXPECT_EQ(verdicts.at(3).is, verdict::kind::later);
    EXPECT_EQ(batches, 1);
    EXPECT_EQ(carried.pending(), 0u);
}

TEST_F(lines_carried, without_a_receipt_nothing_is_told_and_nothing_settled_from_within) {
    carried.add(part(2, 2, false), connector_id{7}, {});
    EXPECT_TRUE(verdicts.empty());
    io.poll();
    EXPECT_EQ(verdicts.at(2).is, verdict::kind::sent);
    EXPECT_TRUE(store.told.empty());
}

TEST(lines_carried_id, is_told_from_a_networks) {
    EXPECT_TRUE(is_carried_id(carried_id(message_id{5}, 2)));
    EXPECT_NE(carried_id(message_id{5}, 2), carried_id(message_id{5}, 3));
    EXPECT_FALSE(is_carried_id("1f"));
}

}  // namespace
}  // namespace hermod::lines
