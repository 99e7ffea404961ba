#include "message/record.hpp"

#include <gtest/gtest.h>

namespace hermod {
namespace {

record make(std::uint8_t parts, std::uint8_t callbacks = callback_final, bool receipt = true) {
    auto m = std::make_shared<message>();
    m->parts = parts;
    m->callbacks = callbacks;
    m->receipt = receipt;
    return record(m);
}

event happened(event_kind kind, std::uint8_t part, state outcome = state::submitted) {
    event e;
    e.kind = kind;
    e.part = part;
    e.outcome = outcome;
    return e;
}

}  // namespace

TEST(record, goes_from_accepted_to_delivered_and_closes_when_the_callback_is_answered) {
    record r = make(1);
    EXPECT_TRUE(r.sendable());
    r.claim();
    EXPECT_EQ(r.now, state::queued);
    EXPECT_FALSE(r.apply(happened(event_kind::submitted, 1)).ended);
    EXPECT_EQ(r.now, state::submitted);
    EXPECT_FALSE(r.sendable());
    const auto done = r.apply(happened(event_kind::receipt, 1, state::delivered));
    EXPECT_TRUE(done.ended);
    EXPECT_EQ(r.pending_callback(), done.index);
    EXPECT_FALSE(r.closed());
    event answer;
    answer.callback = callback_state::answered;
    answer.code = 200;
    r.called_back(done.index, answer);
    EXPECT_TRUE(r.closed());
}

TEST(record, a_receipt_before_the_response_is_final_and_the_response_still_told) {
    record r = make(1, callback_none);
    r.claim();
    EXPECT_TRUE(r.apply(happened(event_kind::receipt, 1, state::delivered)).ended);
    EXPECT_TRUE(r.apply(happened(event_kind::submitted, 1)).applied);
    EXPECT_EQ(r.now, state::delivered);
}

TEST(record, a_long_message_has_one_result_when_all_parts_have_theirs) {
    record r = make(3);
    for (std::uint8_t p = 1; p <= 3; ++p) r.apply(happened(event_kind::submitted, p));
    EXPECT_EQ(r.now, state::submitted);
    EXPECT_FALSE(r.apply(happened(event_kind::receipt, 2, state::undelivered)).ended);
    EXPECT_FALSE(r.apply(happened(event_kind::receipt, 1, state::delivered)).ended);
    EXPECT_EQ(r.now, state::submitted);
    EXPECT_TRUE(r.apply(happened(event_kind::receipt, 3, state::delivered)).ended);
    EXPECT_EQ(r.now, state::undelivered);
}

TEST(record, a_repeated_receipt_says_nothing_new) {
    record r = make(1, callback_none);
    r.apply(happened(event_kind::submitted, 1));
    r.apply(happened(event_kind::receipt, 1, state::delivered));
    EXPECT_FALSE(r.apply(happened(event_kind::receipt, 1, state::undelivered)).applied);
    EXPECT_EQ(r.now, state::delivered);
    EXPECT_FALSE(r.apply(happened(event_kind::receipt, 2, state::delivered)).applied) << "no such part";
}

TEST(record, without_a_receipt_submitted_closes_it) {
    record r = make(1, callback_none, false);
    r.apply(happened(event_kind::submitted, 1));
    EXPECT_TRUE(r.closed());
}

TEST(record, unsure_is_sent_again_flagged_or_parked) {
    record again = make(1);
    again.claim();
    again.apply(happened(event_kind::unsure, 1, state::queued));
    EXPECT_TRUE(again.possible_duplicate);
    EXPECT_TRUE(again.sendable());
    record parked = make(1);
    parked.claim();
    EXPECT_TRUE(parked.apply(happened(event_kind::unsure, 1, state::unsure)).ended);
    EXPECT_EQ(parked.now, state::unsure);
}

TEST(record, cancel_comes_too_late_once_it_may_be_on_the_wire) {
    record r = make(1);
    r.claim();
    EXPECT_FALSE(r.apply(happened(event_kind::cancelled, 0)).applied);
    record waiting = make(1);
    EXPECT_TRUE(waiting.apply(happened(event_kind::cancelled, 0)).ended);
}

TEST(record, a_long_outage_does_not_grow_it) {
    record r = make(1);
    for (int i = 0; i < 1000; ++i) r.apply(happened(event_kind::deferred, 1));
    EXPECT_LE(r.events.size(), 16u);
}

TEST(record, a_message_from_a_handset_is_delivered_by_its_callback) {
    auto m = std::make_shared<message>();
    m->way = direction::from_handset;
    m->callbacks = callback_received;
    record r(m);
    EXPECT_EQ(r.pending_callback(), 0u);
    EXPECT_FALSE(r.sendable());
    event failed;
    failed.code = 500;
    r.called_back(0, failed);
    EXPECT_FALSE(r.closed());
    event ok;
    ok.callback = callback_state::answered;
    r.called_back(0, ok);
    EXPECT_EQ(r.now, state::delivered);
    EXPECT_TRUE(r.closed());
}

TEST(record, asks_for_the_callbacks_of_its_bits_only) {
    const auto asked = [](std::uint8_t bits, state end) {
        auto m = std::make_shared<message>();
        m->callbacks = bits;
        record r(m);
        r.apply(happened(event_kind::submitted, 1));
        r.apply(happened(event_kind::receipt, 1, state::submitted));
        const bool on_the_way = r.pending_callback() != record::npos;
        r.apply(happened(event_kind::receipt, 1, end));
        return std::pair(on_the_way, r.events.back().callback == callback_state::pending);
    };
    EXPECT_EQ(asked(callback_failure, state::delivered), std::pair(false, false));
    EXPECT_EQ(asked(callback_failure, state::expired), std::pair(false, true));
    EXPECT_EQ(asked(callback_success, state::delivered), std::pair(false, true));
    EXPECT_EQ(asked(callback_success, state::undelivered), std::pair(false, false));
    EXPECT_EQ(asked(callback_final | callback_intermediate, state::delivered), std::pair(true, true));
}

TEST(record, is_scheduled_until_it_is_claimed) {
    auto m = std::make_shared<message>();
    m->accepted_at = from_micros(1'000);
    m->not_before = from_micros(5'000);
    record r(m);
    EXPECT_EQ(r.now, state::scheduled);
    EXPECT_TRUE(r.sendable());
    r.claim();
    EXPECT_EQ(r.now, state::queued);
}

}  // namespace hermod
