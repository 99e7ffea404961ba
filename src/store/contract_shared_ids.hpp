// Test code: what every store keeps when a network gives one id to messages to several handsets at once (SMPP's
// submit_multi): only a receipt that names the recipient means a message, and however many they are, each finds its own.
// Included by an engine's contract_test.cpp, beside contract.hpp; restarts are in sqlite/durability_test.cpp.
#pragma once

#include <algorithm>
#include <random>

#include "store/contract_fixture.hpp"

namespace hermod::store::contract {

inline event shared(std::uint8_t part, std::string remote_id, wall_time at) {
    event e = submitted(part, std::move(remote_id), at);
    e.shared_id = true;
    return e;
}

class shared_ids : public contract {
protected:
    std::vector<message_id> stored_to(const std::vector<std::string>& recipients) {
        std::vector<message_id> out;
        for (const std::string& to : recipients) {
            auto m = a_message();
            m->to = to;
            out.push_back(stored(m));
        }
        return out;
    }
    void taken(const std::vector<message_id>& all, const std::string& remote_id) {
        for (const message_id id : all) s().settle(id, shared(1, remote_id, clock_.now()));
        flush(s());
    }
    remote_receipt about(std::string recipient, std::string remote_id, state outcome = state::delivered) {
        auto r = receipt(std::move(remote_id), outcome);
        r.recipient = std::move(recipient);
        return r;
    }
    static std::vector<std::string> numbers(int count) {
        std::vector<std::string> out;
        for (int i = 0; i < count; ++i) out.push_back("+447700" + std::to_string(900000 + i));
        return out;
    }
};

TEST_P(shared_ids, receipts_of_three_recipients_in_another_order_find_each_its_own) {
    const auto ids = stored_to({"+447700900111", "+447700900222", "+447700900333"});
    taken(ids, "8001");
    EXPECT_EQ(report(s(), about("447700900333", "8001")), receipt_match::matched);
    EXPECT_EQ(now_of(ids[2]), state::delivered);
    EXPECT_EQ(report(s(), about("447700900111", "1F41", state::undelivered)), receipt_match::matched) << "in another spelling";
    EXPECT_EQ(now_of(ids[0]), state::undelivered);
    EXPECT_EQ(now_of(ids[1]), state::submitted);
    EXPECT_EQ(report(s(), about("07700900222", "8001")), receipt_match::matched) << "in national form";
    EXPECT_EQ(now_of(ids[1]), state::delivered);
}

// Far more than the few that are known under an id which a network merely used again.
TEST_P(shared_ids, each_of_254_recipients_gets_its_own_receipt_whatever_the_order) {
    auto recipients = numbers(254);
    const auto ids = stored_to(recipients);
    taken(ids, "8002");
    for (int i = 0; i < 300; ++i) stored(a_message());  // the small journal overflows
    std::vector<std::size_t> order(ids.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), std::minstd_rand(7));
    for (const std::size_t i : order) {
        const state outcome = i % 3 == 0 ? state::undelivered : state::delivered;
        ASSERT_EQ(report(s(), about(recipients[i], "8002", outcome)), receipt_match::matched) << recipients[i];
        ASSERT_EQ(now_of(ids[i]), outcome) << recipients[i];
    }
    EXPECT_TRUE(unmatched(s()).empty());
}

TEST_P(shared_ids, a_receipt_for_nobody_of_them_is_parked_and_taken_for_none) {
    const auto ids = stored_to({"+447700900111", "+447700900222"});
    taken(ids, "8003");
    EXPECT_EQ(report(s(), about("447700900999", "8003")), receipt_match::parked);
    for (const message_id id : ids) EXPECT_EQ(now_of(id), state::submitted);
}

TEST_P(shared_ids, receipts_that_overtake_the_response_wait_for_their_own_message) {
    const auto ids = stored_to({"+447700900111", "+447700900222", "+447700900333"});
    EXPECT_EQ(report(s(), about("447700900222", "8004", state::undelivered)), receipt_match::parked);
    EXPECT_EQ(report(s(), about("447700900333", "8004")), receipt_match::parked);
    taken(ids, "8004");
    EXPECT_EQ(now_of(ids[0]), state::submitted);
    EXPECT_EQ(now_of(ids[1]), state::undelivered);
    EXPECT_EQ(now_of(ids[2]), state::delivered);
    EXPECT_TRUE(unmatched(s()).empty());
}

TEST_P(shared_ids, a_repeated_receipt_of_a_closed_message_touches_no_other) {
    const auto ids = stored_to({"+447700900111", "+447700900222", "+447700900333"});
    taken(ids, "8005");
    EXPECT_EQ(report(s(), about("447700900111", "8005")), receipt_match::matched);
    EXPECT_EQ(report(s(), about("447700900222", "8005")), receipt_match::matched);
    until_archived(2);
    EXPECT_EQ(report(s(), about("447700900111", "8005")), receipt_match::repeated);
    EXPECT_EQ(report(s(), about("447700900222", "8005")), receipt_match::repeated);
    EXPECT_EQ(now_of(ids[2]), state::submitted);
}

// They are one subscriber to us. A connector does not put them into one request; should a network do it, none is lost.
TEST_P(shared_ids, of_two_recipients_alike_in_seven_digits_the_one_taken_last_gets_the_first_receipt) {
    const auto ids = stored_to({"+447700900111", "+497700900111"});
    taken(ids, "8006");
    EXPECT_EQ(report(s(), about("447700900111", "8006")), receipt_match::matched);
    EXPECT_EQ(now_of(ids[1]), state::delivered);
    EXPECT_EQ(now_of(ids[0]), state::submitted);
    EXPECT_EQ(report(s(), about("497700900111", "8006", state::undelivered)), receipt_match::matched);
    EXPECT_EQ(now_of(ids[0]), state::undelivered);
}

TEST_P(shared_ids, a_receipt_that_names_nobody_goes_to_the_one_taken_last) {
    const auto ids = stored_to({"+447700900111", "+447700900222"});
    taken(ids, "8007");
    EXPECT_EQ(report(s(), about("", "8007")), receipt_match::matched);
    EXPECT_EQ(now_of(ids[1]), state::delivered);
    EXPECT_EQ(report(s(), about("", "8007")), receipt_match::matched);
    EXPECT_EQ(now_of(ids[0]), state::delivered);
}

TEST_P(shared_ids, beside_a_message_that_has_the_same_id_alone_each_gets_its_own) {
    const auto alone = submitted_to("+447700900777", "8008");
    const auto ids = stored_to({"+447700900111", "+447700900222"});
    taken(ids, "8008");
    EXPECT_EQ(report(s(), about("447700900777", "8008")), receipt_match::matched);
    EXPECT_EQ(now_of(alone), state::delivered);
    EXPECT_EQ(report(s(), about("447700900111", "8008")), receipt_match::matched);
    EXPECT_EQ(now_of(ids[0]), state::delivered);
    EXPECT_EQ(now_of(ids[1]), state::submitted);
}

}  // namespace hermod::store::contract
