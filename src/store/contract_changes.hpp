// Test code: joining the parts of a handset's long message, replacing a message's content, and what may be cancelled, on
// every store. Included by an engine's contract_test.cpp, beside contract.hpp.
#pragma once

#include "store/contract_fixture.hpp"

namespace hermod::store::contract {

TEST_P(contract, joining_stores_the_whole_and_ends_its_parts) {
    std::vector<message_id> parts;
    for (int i = 0; i < 3; ++i) parts.push_back(stored(a_held_part()));
    EXPECT_EQ(load(s(), parts).size(), 3u) << "held parts are open";
    auto whole = a_message(1, callback_received);
    whole->way = direction::from_handset;
    whole->body = "one, two, three";
    ASSERT_EQ(join(s(), whole, parts).is, put_result::kind::stored);
    EXPECT_EQ(find(s(), whole->id)->pending_callback(), 0u);
    EXPECT_EQ(notebook_.of(whole->id).at(0).happened.callback, callback_state::pending);
    until_archived(3);
    for (const auto id : parts) {
        const auto r = find(s(), id);
        ASSERT_TRUE(r);
        EXPECT_EQ(r->now, state::delivered);
        EXPECT_EQ(r->events.back().kind, event_kind::joined);
        EXPECT_EQ(r->events.back().detail, to_text(whole->id));
    }
    EXPECT_TRUE(load(s(), parts).empty());
}

TEST_P(contract, joining_passes_over_parts_that_are_closed_unknown_or_not_held) {
    const auto part = stored(a_held_part()), to_handset = stored(a_message());
    auto first = a_message(), second = a_message();
    for (auto& m : {first, second}) m->way = direction::from_handset;
    ASSERT_EQ(join(s(), first, {part, message_id{4}, to_handset}).is, put_result::kind::stored);
    ASSERT_EQ(join(s(), second, {part}).is, put_result::kind::stored);
    EXPECT_EQ(find(s(), part)->events.back().detail, to_text(first->id));
    EXPECT_EQ(find(s(), part)->events.size(), 1u);
    EXPECT_EQ(now_of(to_handset), state::accepted);
    until_archived(3);
    ASSERT_EQ(join(s(), a_held_part(), {part}).is, put_result::kind::stored) << "also when it is in history";
    EXPECT_EQ(find(s(), part)->events.back().detail, to_text(first->id));
}

TEST_P(contract, joins_also_when_the_disk_takes_nothing_new) {
    auto full = options();
    full.reserve_bytes = UINT64_MAX;
    start(std::move(full));
    auto whole = a_message();
    whole->way = direction::from_handset;
    EXPECT_EQ(join(s(), whole, {}).is, put_result::kind::stored);
    EXPECT_EQ(put(s(), {a_message()}).is, put_result::kind::full);
}

TEST_P(contract, replaces_what_is_ones_own_and_not_on_the_wire) {
    const auto m = a_message();
    const auto id = stored(m);
    const auto next = another_content(*m, "Your parcel is late", 2);
    EXPECT_EQ(replace(s(), other_shop, next), replace_reply::outcome::unknown);
    EXPECT_EQ(find(s(), id)->what->body, m->body);
    ASSERT_EQ(replace(s(), shop, next, clock_.now()), replace_reply::outcome::replaced);
    auto r = find(s(), id);
    EXPECT_EQ(r->what->body, "Your parcel is late");
    EXPECT_EQ(r->part_states.size(), 2u);
    EXPECT_EQ(r->events.back().kind, event_kind::replaced);
    const auto told = notebook_.of(id).back();
    EXPECT_EQ(told.what->body, "Your parcel is late");
    ASSERT_TRUE(told.was);
    EXPECT_EQ(told.was->body, m->body);
    claim(s(), {id});
    EXPECT_EQ(replace(s(), shop, m), replace_reply::outcome::too_late);
    s().settle(id, happened(event_kind::deferred));
    EXPECT_EQ(replace(s(), shop, another_content(*m, "third", 1)), replace_reply::outcome::replaced);
    s().settle(id, submitted(1, "rp1"));
    EXPECT_EQ(replace(s(), shop, m), replace_reply::outcome::too_late);
    EXPECT_EQ(report(s(), receipt("rp1")), receipt_match::matched);
    until_archived(1);
    EXPECT_EQ(find(s(), id)->what->body, "third");
    EXPECT_EQ(replace(s(), shop, m), replace_reply::outcome::too_late) << "also when it is in history";
    EXPECT_EQ(replace(s(), other_shop, m), replace_reply::outcome::unknown);
    EXPECT_EQ(replace(s(), shop, a_message()), replace_reply::outcome::unknown);
}

TEST_P(contract, a_message_from_a_handset_cannot_be_replaced) {
    auto m = a_message(1, callback_received);
    m->way = direction::from_handset;
    const auto id = stored(m);
    EXPECT_EQ(replace(s(), shop, another_content(*m, "x", 1)), replace_reply::outcome::unknown);
    EXPECT_EQ(find(s(), id)->what->body, m->body);
}

TEST_P(contract, a_replacement_may_schedule_a_message_and_take_its_schedule_away) {
    const auto m = a_message();
    const auto id = stored(m);
    auto later = std::make_shared<message>(*m);
    later->not_before = clock_.now() + std::chrono::hours{1};
    ASSERT_EQ(replace(s(), shop, later, clock_.now()), replace_reply::outcome::replaced);
    EXPECT_EQ(now_of(id), state::scheduled);
    ASSERT_EQ(replace(s(), shop, m, clock_.now()), replace_reply::outcome::replaced);
    EXPECT_EQ(now_of(id), state::accepted);
}

// Whoever the store sees first wins; whoever is told second knows.
TEST_P(contract, a_claim_and_a_replacement_or_cancelling_on_their_way_have_one_winner) {
    for (int i = 0; i < 50; ++i) {
        const auto m = a_message();
        const auto id = stored(m);
        claim_wait claimed;
        replace_wait replaced;
        cancel_wait cancelled;
        const bool claim_first = i % 2;
        if (claim_first) s().claim({id}, claimed, 1);
        if (i % 4 < 2) s().replace(shop, id, another_content(*m, "new", 1), clock_.now(), replaced);
        else s().cancel(shop, id, clock_.now(), cancelled);
        if (!claim_first) s().claim({id}, claimed, 1);
        EXPECT_TRUE(claimed.get());
        const auto r = find(s(), id);
        if (i % 4 < 2) {
            EXPECT_EQ(replaced.get(), claim_first ? replace_reply::outcome::too_late : replace_reply::outcome::replaced);
            EXPECT_EQ(r->what->body, claim_first ? m->body : "new");
            EXPECT_TRUE(r->claimed);
        } else {
            EXPECT_EQ(cancelled.get(), claim_first ? cancel_reply::outcome::too_late : cancel_reply::outcome::cancelled);
            EXPECT_EQ(r->claimed, claim_first);
        }
    }
}

TEST_P(contract, lists_what_may_be_cancelled) {
    auto scheduled = a_message(), handset = a_message(1, callback_received);
    scheduled->not_before = clock_.now() + std::chrono::hours{1};
    handset->way = direction::from_handset;
    const auto accepted = stored(a_message()), queued = stored(a_message()), sent = submitted_as("lc"), ended = stored(a_message());
    const auto waits = stored(scheduled);
    stored(handset);
    stored(a_held_part());
    claim(s(), {queued});
    cancel(s(), shop, ended);
    until_archived(1);
    std::vector<message_id> found;
    for (const record& r : query(s(), where(&filter::open_only, true)).found) found.push_back(r.what->id);
    EXPECT_EQ(found, (std::vector<message_id>{queued, accepted, waits}));
    EXPECT_EQ(now_of(sent), state::submitted);
}

}  // namespace hermod::store::contract
