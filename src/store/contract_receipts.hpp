// Test code: what every store keeps when a network uses an id again while an older message under it is still open.
// Included by an engine's contract_test.cpp, beside contract.hpp; restarts are in sqlite/durability_test.cpp.
#pragma once

#include "store/contract_fixture.hpp"

namespace hermod::store::contract {

TEST_P(contract, two_open_messages_under_one_id_each_get_their_own_receipt) {
    for (const bool newest_first : {false, true}) {
        const auto older = submitted_to("+447700900111", "7001"), newer = submitted_to("+447700900222", "7001");
        const auto first = newest_first ? newer : older, second = newest_first ? older : newer;
        EXPECT_EQ(report(s(), receipt_of(first, "7001")), receipt_match::matched);
        EXPECT_EQ(now_of(first), state::delivered);
        EXPECT_EQ(now_of(second), state::submitted);
        EXPECT_EQ(report(s(), receipt_of(second, "1B59")), receipt_match::matched) << "in another spelling too";
        EXPECT_EQ(now_of(second), state::delivered);
    }
    EXPECT_TRUE(unmatched(s()).empty());
}

TEST_P(contract, an_id_used_again_finds_its_message_after_the_older_ones_outgrew_the_journal) {
    const auto older = submitted_to("+447700900111", "7002");
    for (int i = 0; i < 600; ++i) stored(a_message());  // the small journals overflow
    const auto newer = submitted_to("+447700900222", "7002");
    EXPECT_EQ(report(s(), receipt_of(older, "7002")), receipt_match::matched);
    EXPECT_EQ(now_of(older), state::delivered);
    EXPECT_EQ(now_of(newer), state::submitted);
    for (int i = 0; i < 600; ++i) stored(a_message());
    EXPECT_EQ(report(s(), receipt_of(newer, "7002")), receipt_match::matched);
    EXPECT_EQ(now_of(newer), state::delivered);
}

TEST_P(contract, of_two_messages_to_one_recipient_under_one_id_the_newest_gets_the_receipt) {
    const auto older = submitted_as("7003"), newer = submitted_as("7003");
    EXPECT_EQ(report(s(), receipt("7003")), receipt_match::matched);
    EXPECT_EQ(now_of(newer), state::delivered);
    EXPECT_EQ(now_of(older), state::submitted);
}

// UCP names messages by recipient and second: two in one second have one name.
TEST_P(contract, of_two_messages_under_one_id_the_second_receipt_is_the_others_though_the_first_ones_callback_waits) {
    const auto older = stored(a_message(1, callback_final)), newer = stored(a_message(1, callback_final));
    for (const auto id : {older, newer}) s().settle(id, submitted(1, "447700900123:231126152730"));
    flush(s());
    EXPECT_EQ(report(s(), receipt("447700900123:231126152730")), receipt_match::matched);
    EXPECT_EQ(now_of(newer), state::delivered);
    EXPECT_EQ(now_of(older), state::submitted);
    EXPECT_EQ(report(s(), receipt("447700900123:231126152730")), receipt_match::matched);
    EXPECT_EQ(now_of(older), state::delivered);
    EXPECT_EQ(report(s(), receipt("447700900123:231126152730")), receipt_match::repeated);
}

// What was taken last is the newest, whenever it was accepted.
TEST_P(contract, the_newest_under_an_id_is_the_one_that_the_network_took_last) {
    const auto waited = stored(a_message()), quick = stored(a_message());
    s().settle(quick, submitted(1, "7004", clock_.now()));
    s().settle(waited, submitted(1, "7004", clock_.now()));
    flush(s());
    EXPECT_EQ(report(s(), receipt("7004")), receipt_match::matched);
    EXPECT_EQ(now_of(waited), state::delivered);
    EXPECT_EQ(now_of(quick), state::submitted);
}

TEST_P(contract, a_literal_id_is_taken_at_its_word_when_no_candidate_is_the_recipient) {
    const auto older = submitted_to("+447700900111", "7005"), newer = submitted_to("+447700900222", "7005");
    auto elsewhere = receipt("7005");
    elsewhere.recipient = "447700900999";
    EXPECT_EQ(report(s(), elsewhere), receipt_match::matched);
    EXPECT_EQ(now_of(newer), state::delivered);
    EXPECT_EQ(now_of(older), state::submitted);
}

TEST_P(contract, a_repeated_receipt_of_a_closed_message_is_not_taken_for_another_ones_under_its_id) {
    const auto first = submitted_to("+447700900111", "7006");
    EXPECT_EQ(report(s(), receipt_of(first, "7006")), receipt_match::matched);
    const auto second = submitted_to("+447700900222", "7006");
    EXPECT_EQ(report(s(), receipt_of(first, "7006")), receipt_match::repeated);
    EXPECT_EQ(now_of(second), state::submitted);
    EXPECT_EQ(report(s(), receipt_of(second, "7006")), receipt_match::matched);
}

TEST_P(contract, an_id_that_ended_leaves_the_others_under_it) {
    const auto a = submitted_to("+447700900111", "7007"), b = submitted_to("+447700900222", "7007"),
               c = submitted_to("+447700900333", "7007");
    EXPECT_EQ(report(s(), receipt_of(c, "7007")), receipt_match::matched);
    until_archived(1);
    EXPECT_EQ(report(s(), receipt_of(a, "7007")), receipt_match::matched);
    until_archived(2);
    EXPECT_EQ(now_of(b), state::submitted);
    EXPECT_EQ(report(s(), receipt_of(b, "7007")), receipt_match::matched);
    EXPECT_EQ(now_of(b), state::delivered);
}

// A network that gives every message the same id must not make each receipt dearer.
TEST_P(contract, one_id_for_everything_keeps_to_the_newest_few) {
    for (int i = 0; i < 300; ++i) submitted_as("0");
    const auto last = submitted_as("0");
    EXPECT_EQ(report(s(), receipt("0")), receipt_match::matched);
    EXPECT_EQ(now_of(last), state::delivered);
}

TEST_P(contract, parts_under_one_id_each_take_one_of_its_receipts) {
    const auto id = stored(a_message(2));
    s().settle(id, submitted(1, "both"));
    s().settle(id, submitted(2, "both"));
    flush(s());
    EXPECT_EQ(report(s(), receipt("both")), receipt_match::matched);
    EXPECT_EQ(now_of(id), state::submitted);
    EXPECT_EQ(report(s(), receipt("both")), receipt_match::matched);
    EXPECT_EQ(now_of(id), state::delivered);
}

}  // namespace hermod::store::contract
