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

TEST(record, what_is_no_news_says_whether_it_changed_anything) {
    record r = make(2);
    r.claim();
    EXPECT_TRUE(r.apply(happened(event_kind::receipt, 1, state::delivered)).changed);
    const auto repeated = r.apply(happened(event_kind::receipt, 1, state::delivered));
    EXPECT_FALSE(repeated.applied);
    EXPECT_FALSE(repeated.changed);
    const auto late_unsure = r.apply(happened(event_kind::unsure, 1, state::queued));
    EXPECT_FALSE(late_unsure.applied);
    EXPECT_TRUE(late_unsure.changed);
    EXPECT_TRUE(r.possible_duplicate);
    EXPECT_FALSE(r.apply(happened(event_kind::unsure, 1, state::queued)).changed);
    EXPECT_FALSE(r.apply(happened(event_kind::cancelled, 0)).changed);
    EXPECT_FALSE(r.apply(happened(event_kind::submitted, 9)).changed);
}

TEST(record, stays_claimed_while_one_of_its_parts_may_be_on_the_wire) {
    record r = make(3);
    r.claim();
    r.apply(happened(event_kind::submitted, 1));
    EXPECT_TRUE(r.claimed);
    r.apply(happened(event_kind::deferred, 2));
    EXPECT_TRUE(r.claimed);
    EXPECT_FALSE(r.apply(happened(event_kind::cancelled, 0)).applied);
    r.apply(happened(event_kind::unsure, 3, state::queued));
    EXPECT_FALSE(r.claimed);
    EXPECT_TRUE(r.sendable());
}

TEST(record, a_late_unsure_of_a_part_that_is_done_leaves_the_state_alone) {
    record r = make(2, callback_none);
    r.apply(happened(event_kind::submitted, 1));
    r.apply(happened(event_kind::submitted, 2));
    r.apply(happened(event_kind::receipt, 1, state::delivered));
    r.apply(happened(event_kind::unsure, 1, state::queued));
    EXPECT_EQ(r.now, state::submitted);
}

TEST(record, a_held_part_is_open_until_it_is_joined) {
    auto m = std::make_shared<message>();
    m->way = direction::from_handset;
    m->held = true;
    record r(m);
    EXPECT_FALSE(r.closed());
    EXPECT_FALSE(r.sendable());
    auto joined = happened(event_kind::joined, 0);
    joined.detail = "m1";
    EXPECT_TRUE(r.apply(joined).ended);
    EXPECT_EQ(r.now, state::delivered);
    EXPECT_TRUE(r.closed());
    EXPECT_EQ(r.events.back().detail, "m1");
    EXPECT_FALSE(r.apply(joined).applied);
    record other = make(1);
    EXPECT_FALSE(other.apply(joined).applied) << "nothing else is ever joined";
}

TEST(record, takes_another_content_until_a_part_may_have_left) {
    const auto next_of = [](const record& r, std::uint8_t parts, wall_time not_before = {}) {
        auto next = std::make_shared<message>(*r.what);
        next->parts = parts;
        next->not_before = not_before;
        next->body = "next";
        return next;
    };
    const wall_time now = from_micros(1000), later = from_micros(2000);
    record r = make(1);
    EXPECT_TRUE(r.replace(next_of(r, 3), now).applied);
    EXPECT_EQ(r.what->body, "next");
    EXPECT_EQ(r.part_states.size(), 3u);
    EXPECT_EQ(r.events.back().kind, event_kind::replaced);
    EXPECT_TRUE(r.replace(next_of(r, 1, later), now).applied);
    EXPECT_EQ(r.now, state::scheduled);
    EXPECT_TRUE(r.replace(next_of(r, 2), now).applied);
    EXPECT_EQ(r.now, state::accepted);
    r.claim();
    EXPECT_FALSE(r.replace(next_of(r, 1), now).applied) << "it may be on the wire";
    r.apply(happened(event_kind::deferred, 0));
    EXPECT_TRUE(r.replace(next_of(r, 2), now).applied);
    EXPECT_EQ(r.now, state::queued);
    r.apply(happened(event_kind::submitted, 1));
    EXPECT_FALSE(r.replace(next_of(r, 1), now).applied);
    auto other = std::make_shared<message>(*r.what);
    other->connector = connector_id{99};
    record fresh = make(1);
    EXPECT_FALSE(fresh.replace(other, now).applied) << "a message keeps its connector";
}

}  // namespace hermod
