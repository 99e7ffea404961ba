// Test code: what every store keeps, whatever its engine. An engine's contract_test.cpp includes this and instantiates
// `contract` with its regimes; what outlives the process is in sqlite/durability_test.cpp.
#pragma once

#include <algorithm>
#include <set>

#include "store/contract_fixture.hpp"

namespace hermod::store::contract {

TEST_P(contract, finds_what_it_stored) {
    const auto m = a_message(3, callback_final);
    m->udh = std::string("\0\x01", 2);
    m->client_ref = "order 7";
    ASSERT_EQ(put(s(), {m}).is, put_result::kind::stored);
    const auto r = find(s(), m->id);
    ASSERT_TRUE(r);
    EXPECT_EQ(r->what->body, m->body);
    EXPECT_EQ(r->what->udh, m->udh);
    EXPECT_EQ(r->what->client_ref, m->client_ref);
    EXPECT_EQ(r->now, state::accepted);
    EXPECT_EQ(r->part_states.size(), 3u);
    EXPECT_GT(r->stored_at, m->accepted_at);
    EXPECT_FALSE(find(s(), message_id{m->id.value + 1}));
}

TEST_P(contract, stores_a_batch_as_one) {
    std::vector<message_ptr> batch;
    for (int i = 0; i < 700; ++i) batch.push_back(a_message());
    const auto copy = batch;
    ASSERT_EQ(put(s(), std::move(batch)).is, put_result::kind::stored);
    EXPECT_EQ(s().count().messages_stored, 700u);
    for (const auto& m : copy) ASSERT_TRUE(find(s(), m->id));
    std::vector<message_id> ids;
    for (const auto& m : copy) ids.push_back(m->id);
    EXPECT_EQ(load(s(), ids).size(), 700u);
}

TEST_P(contract, a_key_used_again_gets_the_first_answer_and_stores_nothing) {
    const auto first = a_message(), second = a_message(), third = a_message(), fourth = a_message();
    EXPECT_EQ(put(s(), {first}, a_key("k", 1, "first")).is, put_result::kind::stored);
    const auto again = put(s(), {second}, a_key("k", 1, "second"));
    EXPECT_EQ(again.is, put_result::kind::replayed);
    EXPECT_EQ(again.answer, "first");
    EXPECT_FALSE(find(s(), second->id));
    EXPECT_EQ(put(s(), {third}, a_key("k", 2, "third")).is, put_result::kind::conflict);
    EXPECT_FALSE(find(s(), third->id));
    EXPECT_EQ(put(s(), {fourth}, a_key("k", 2, "fourth", other_shop)).is, put_result::kind::stored) << "keys are an account's own";
}

TEST_P(contract, a_put_of_nothing_asks_for_a_key_and_leaves_it_unused) {
    EXPECT_EQ(put(s(), {}, a_key("k", 1, "asked")).is, put_result::kind::stored);
    EXPECT_EQ(put(s(), {a_message()}, a_key("k", 2, "first")).is, put_result::kind::stored);
    EXPECT_EQ(put(s(), {}, a_key("k", 1, "asked")).is, put_result::kind::conflict);
    const auto asked = put(s(), {}, a_key("k", 2, "asked"));
    EXPECT_EQ(asked.is, put_result::kind::replayed);
    EXPECT_EQ(asked.answer, "first");
}

TEST_P(contract, a_key_used_twice_in_one_batch_is_stored_once) {
    std::vector<std::unique_ptr<put_wait>> waits;
    for (int i = 0; i < 200; ++i) {
        waits.push_back(std::make_unique<put_wait>());
        s().put({a_message()}, a_key("k", static_cast<std::uint8_t>(i % 2), std::to_string(i)), *waits.back());
    }
    int stored = 0, replayed = 0, conflicts = 0;
    for (auto& w : waits) {
        const auto r = w->get();
        stored += r.is == put_result::kind::stored;
        conflicts += r.is == put_result::kind::conflict;
        replayed += r.is == put_result::kind::replayed && r.answer == "0";
    }
    EXPECT_EQ(stored, 1);
    EXPECT_EQ(replayed, 99);
    EXPECT_EQ(conflicts, 100);
    EXPECT_EQ(s().count().messages_stored, 1u);
}

TEST_P(contract, claiming_queues_a_message_and_cancelling_then_comes_too_late) {
    const auto id = stored(a_message());
    claim(s(), {id, message_id{5}});
    const auto r = find(s(), id);
    ASSERT_TRUE(r);
    EXPECT_TRUE(r->claimed);
    EXPECT_EQ(r->now, state::queued);
    EXPECT_EQ(cancel(s(), shop, id), cancel_reply::outcome::too_late);
}

TEST_P(contract, cancels_only_what_is_ones_own_and_not_on_the_wire) {
    const auto id = stored(a_message());
    EXPECT_EQ(cancel(s(), other_shop, id), cancel_reply::outcome::unknown);
    EXPECT_EQ(now_of(id), state::accepted);
    EXPECT_EQ(cancel(s(), shop, message_id{3}), cancel_reply::outcome::unknown);
    EXPECT_EQ(cancel(s(), shop, id), cancel_reply::outcome::cancelled);
    EXPECT_EQ(now_of(id), state::cancelled);
    EXPECT_EQ(cancel(s(), shop, id), cancel_reply::outcome::too_late);
    until_archived(1);
    EXPECT_EQ(cancel(s(), shop, id), cancel_reply::outcome::too_late) << "also when it is in history";
    EXPECT_EQ(cancel(s(), other_shop, id), cancel_reply::outcome::unknown);
}

TEST_P(contract, a_message_from_a_handset_cannot_be_cancelled) {
    auto m = a_message(1, callback_received);
    m->way = direction::from_handset;
    const auto id = stored(m);
    EXPECT_EQ(cancel(s(), shop, id), cancel_reply::outcome::unknown);
    EXPECT_EQ(now_of(id), state::accepted);
}

TEST_P(contract, a_deferred_message_is_sent_again_and_an_unsure_one_is_flagged) {
    const auto id = stored(a_message());
    claim(s(), {id});
    s().settle(id, happened(event_kind::deferred));
    flush(s());
    auto r = find(s(), id);
    ASSERT_TRUE(r && !r->claimed);
    EXPECT_TRUE(r->sendable());
    claim(s(), {id});
    s().settle(id, happened(event_kind::unsure, 1, state::queued));
    flush(s());
    r = find(s(), id);
    ASSERT_TRUE(r);
    EXPECT_TRUE(r->possible_duplicate);
    EXPECT_TRUE(r->sendable());
    EXPECT_EQ(r->now, state::queued);
}

TEST_P(contract, receipts_find_their_message_in_every_spelling) {
    const std::pair<const char*, const char*> spellings[] = {
        {"3e8", "3E8"},          {"00123", "123"}, {"77", "0000077"}, {"ff01", "65281"},   {"65290", "FF0A"},
        {"abc-1", "ABC-1"},      {" 99 ", "99"},   {"0", "000"},      {"1F4", "000001f4"}, {"18446744073709551615", "ffffffffffffffff"},
        {"123456789012345678901234", "123456789012345678901234"}};
    for (const auto& [response, later] : spellings) {
        const auto id = submitted_as(response);
        EXPECT_EQ(report(s(), receipt(later)), receipt_match::matched) << response << " / " << later;
        EXPECT_EQ(now_of(id), state::delivered) << response << " / " << later;
        EXPECT_EQ(report(s(), receipt(later)), receipt_match::repeated) << response << " / " << later;
    }
    EXPECT_TRUE(unmatched(s()).empty());
}

TEST_P(contract, a_respelled_id_must_name_the_same_subscriber) {
    const auto id = submitted_as("16");
    auto other = receipt("10");  // 16 in hexadecimal, or somebody else's 10
    other.recipient = "447700900999";
    EXPECT_EQ(report(s(), other), receipt_match::parked);
    EXPECT_EQ(now_of(id), state::submitted);
    EXPECT_EQ(report(s(), receipt("10")), receipt_match::matched);
    EXPECT_EQ(now_of(id), state::delivered);
}

TEST_P(contract, a_parked_receipt_of_somebody_else_is_not_taken_for_a_respelled_id) {
    auto other = receipt("10");
    other.recipient = "447700900999";
    EXPECT_EQ(report(s(), other), receipt_match::parked);
    const auto id = submitted_as("16");
    EXPECT_EQ(now_of(id), state::submitted);
    EXPECT_EQ(unmatched(s()).size(), 1u);
}

TEST_P(contract, a_receipt_may_overtake_the_response) {
    const auto id = stored(a_message(2));
    EXPECT_EQ(report(s(), receipt("A1")), receipt_match::parked);
    EXPECT_EQ(report(s(), receipt("162", state::undelivered)), receipt_match::parked);
    ASSERT_EQ(unmatched(s()).size(), 2u);
    s().settle(id, submitted(1, "a1"));
    s().settle(id, submitted(2, "A2"));  // 162
    flush(s());
    EXPECT_EQ(now_of(id), state::undelivered);
    EXPECT_TRUE(unmatched(s()).empty());
    EXPECT_EQ(s().count().receipts_matched, 2u);
}

TEST_P(contract, repeated_receipts_change_nothing) {
    const auto id = submitted_as("1001", 2);
    s().settle(id, submitted(2, "1002"));
    EXPECT_EQ(report(s(), receipt("1001")), receipt_match::matched);
    EXPECT_EQ(report(s(), receipt("1001", state::undelivered)), receipt_match::repeated);
    EXPECT_EQ(report(s(), receipt("1002")), receipt_match::matched);
    EXPECT_EQ(report(s(), receipt("1002")), receipt_match::repeated);
    EXPECT_EQ(now_of(id), state::delivered);
    until_archived(1);
    EXPECT_EQ(report(s(), receipt("1001")), receipt_match::repeated) << "also when it is in history";
    EXPECT_EQ(report(s(), receipt("3EA")), receipt_match::repeated) << "in another spelling";
    EXPECT_EQ(s().count().receipts_repeated, 4u);
    EXPECT_EQ(find(s(), id)->events.size(), 4u);
}

TEST_P(contract, an_id_that_the_network_uses_again_for_somebody_else_is_not_a_repetition) {
    submitted_as("1001");
    EXPECT_EQ(report(s(), receipt("1001")), receipt_match::matched);
    auto anew = receipt("1001");
    anew.recipient = "447700900999";
    EXPECT_EQ(report(s(), anew), receipt_match::parked);
    auto m = a_message();
    m->to = "+447700900999";
    const auto id = stored(m);
    s().settle(id, submitted(1, "1001"));
    flush(s());
    EXPECT_EQ(now_of(id), state::delivered);
}

TEST_P(contract, receipts_of_another_connector_do_not_match) {
    const auto id = submitted_as("55");
    EXPECT_EQ(report(s(), receipt("55", state::delivered, operator_b)), receipt_match::parked);
    EXPECT_EQ(now_of(id), state::submitted);
    const auto left = unmatched(s());
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left[0].receipt.connector, operator_b);
    EXPECT_EQ(left[0].receipt.remote_id, "55");
}

TEST_P(contract, unmatched_receipts_are_listed_newest_first_and_bounded) {
    auto few = options();
    few.most_parked = 10;
    start(std::move(few));
    for (int i = 0; i < 25; ++i) EXPECT_EQ(report(s(), receipt("x" + std::to_string(i))), receipt_match::parked);
    const auto left = unmatched(s());
    ASSERT_EQ(left.size(), 10u);
    EXPECT_EQ(left.front().receipt.remote_id, "x24");
    EXPECT_EQ(left.back().receipt.remote_id, "x15");
    EXPECT_EQ(unmatched(s(), 3).size(), 3u);
    // Matched ones make room: they do not drive out others, nor take a later one of the same id with them.
    submitted_as("x20");
    EXPECT_EQ(report(s(), receipt("new")), receipt_match::parked);
    EXPECT_EQ(unmatched(s()).size(), 10u);
    EXPECT_EQ(now_of(submitted_as("x15")), state::delivered);
}

TEST_P(contract, an_intermediate_receipt_is_told_and_leaves_the_message_open) {
    const auto id = submitted_as("9");
    EXPECT_EQ(report(s(), receipt("9", state::submitted)), receipt_match::matched);
    EXPECT_EQ(now_of(id), state::submitted);
    EXPECT_EQ(report(s(), receipt("9")), receipt_match::matched);
    EXPECT_EQ(now_of(id), state::delivered);
}

TEST_P(contract, several_parts_have_one_result) {
    const auto id = stored(a_message(3));
    for (std::uint8_t part = 1; part <= 3; ++part) s().settle(id, submitted(part, "p" + std::to_string(part)));
    EXPECT_EQ(report(s(), receipt("p2", state::expired)), receipt_match::matched);
    EXPECT_EQ(report(s(), receipt("p3")), receipt_match::matched);
    EXPECT_EQ(now_of(id), state::submitted);
    EXPECT_EQ(report(s(), receipt("p1")), receipt_match::matched);
    EXPECT_EQ(now_of(id), state::expired);
    EXPECT_EQ(s().count().ended[static_cast<int>(state::expired)], 1u);
}

TEST_P(contract, parts_under_one_id_share_its_receipts) {
    const auto id = submitted_as("same", 2);
    s().settle(id, submitted(2, "same"));
    flush(s());
    EXPECT_EQ(report(s(), receipt("same")), receipt_match::matched);
    EXPECT_EQ(find(s(), id)->events.back().kind, event_kind::receipt);
}

TEST_P(contract, a_callback_is_pending_until_it_is_answered) {
    const auto id = stored(a_message(1, callback_final));
    s().settle(id, submitted(1, "c1"));
    report(s(), receipt("c1"));
    auto r = find(s(), id);
    ASSERT_TRUE(r);
    const auto index = r->pending_callback();
    ASSERT_EQ(index, 1u);
    s().called_back(id, 1, told(callback_state::pending, 503));
    flush(s());
    EXPECT_EQ(find(s(), id)->pending_callback(), 1u) << "a failed attempt leaves it pending";
    EXPECT_EQ(load(s(), {id}).size(), 1u);
    s().called_back(id, 1, told(callback_state::answered, 200));
    flush(s());
    r = find(s(), id);
    EXPECT_EQ(r->pending_callback(), record::npos);
    EXPECT_EQ(r->events.back().code, 200u);
    until_archived(1);
    EXPECT_TRUE(load(s(), {id}).empty()) << "closed";
    EXPECT_EQ(now_of(id), state::delivered);
}

TEST_P(contract, a_callback_that_nobody_asked_for_or_that_is_answered_is_ignored) {
    const auto id = stored(a_message(1, callback_final));
    s().called_back(id, 0, told(callback_state::answered, 200));
    s().called_back(id, 9, told(callback_state::answered, 200));
    s().called_back(message_id{1}, 0, told(callback_state::answered, 200));
    s().settle(id, happened(event_kind::refused, 0, state::rejected));
    s().called_back(id, 0, told(callback_state::dead, 0));
    s().called_back(id, 0, told(callback_state::answered, 200));
    flush(s());
    const auto r = find(s(), id);
    ASSERT_EQ(r->events.size(), 2u);
    EXPECT_EQ(r->events[0].callback, callback_state::dead);
    EXPECT_EQ(notebook_.of(id).size(), 3u) << "stored, refused, one callback";
}

TEST_P(contract, a_message_from_a_handset_ends_with_its_callback) {
    auto m = a_message(1, callback_received);
    m->way = direction::from_handset;
    const auto id = stored(m);
    ASSERT_EQ(find(s(), id)->pending_callback(), 0u);
    s().called_back(id, 0, told(callback_state::answered, 204));
    until_archived(1);
    EXPECT_EQ(now_of(id), state::delivered);
    EXPECT_TRUE(notebook_.of(id).back().ended);
}

TEST_P(contract, loads_the_open_ones_in_the_order_asked_for) {
    const auto a = stored(a_message()), b = stored(a_message()), c = stored(a_message());
    cancel(s(), shop, b);
    const auto found = load(s(), {c, b, message_id{9}, a});
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].what->id, c);
    EXPECT_EQ(found[1].what->id, a);
}

TEST_P(contract, finds_a_record_wherever_it_is) {
    const auto closed = stored(a_message()), open = stored(a_message());
    cancel(s(), shop, closed);
    until_archived(1);
    s().settle(open, submitted(1, "z"));
    for (int i = 0; i < 600; ++i) stored(a_message());  // the small journals overflow
    EXPECT_EQ(now_of(closed), state::cancelled);
    EXPECT_EQ(now_of(open), state::submitted);
    if (GetParam().journal_bytes < 1000) {
        EXPECT_GT(s().count().open_on_disk, 500u);
        EXPECT_LT(s().count().records_in_memory, 100u);
    }
    EXPECT_EQ(report(s(), receipt("Z")), receipt_match::matched);
    EXPECT_EQ(now_of(open), state::delivered);
}

TEST_P(contract, a_look_at_a_record_in_its_table_leaves_nothing_in_memory_and_writes_nothing) {
    std::vector<message_id> ids;
    for (int i = 0; i < 20; ++i) ids.push_back(stored(a_message()));
    for (int i = 0; i < 3; ++i) flush(s());
    const auto in_memory = s().count().records_in_memory.load(), commits = s().count().commits.load();
    for (const auto id : ids) EXPECT_EQ(cancel(s(), other_shop, id), cancel_reply::outcome::unknown);
    flush(s());
    EXPECT_EQ(s().count().records_in_memory, in_memory);
    EXPECT_EQ(s().count().commits, commits);
}

// What comes for it in the very batch that takes it out of its table finds nothing there any more.
TEST_P(contract, a_closed_message_never_comes_back) {
    for (std::uint64_t i = 1; i <= 200; ++i) {
        const auto id = stored(a_message(2));
        stored(a_message());
        s().settle(id, submitted(1, "back" + std::to_string(i)));
        ASSERT_EQ(cancel(s(), shop, id), cancel_reply::outcome::cancelled);
        for (int turns = 0; turns < 1'000'000 && s().count().archived < i; ++turns) {
            s().settle(id, happened(event_kind::deferred));
            s().settle(id, submitted(2, "again" + std::to_string(i)));
            flush(s());
        }
        flush(s());
        ASSERT_EQ(now_of(id), state::cancelled) << i;
        ASSERT_TRUE(load(s(), {id}).empty()) << i;
    }
}

TEST_P(contract, each_filter_narrows_a_query) {
    auto a = a_message(), b = a_message(), c = a_message();
    a->account = other_shop;
    b->from = "Bank";
    b->client_ref = "ref-b";
    c->to = "+12025550123";
    const auto since = clock_.now() + std::chrono::seconds{1};
    clock_.skip(std::chrono::seconds{2});
    auto d = a_message();
    message_extras given;
    given.was_to = "079 123 45 67";
    given.was_from = "Given";
    given.tags = "spring,otp";
    d->extras = std::make_shared<const message_extras>(given);
    put(s(), {a, b, c, d});
    cancel(s(), shop, b->id);
    const auto only = [&](filter f) {
        std::vector<message_id> ids;
        for (const record& r : query(s(), std::move(f)).found) ids.push_back(r.what->id);
        return ids;
    };
    using ids = std::vector<message_id>;
    for (const bool in_history : {false, true}) {
        if (in_history) until_archived(1);
        EXPECT_EQ(only(filter{}), (ids{d->id, c->id, b->id, a->id}));
        EXPECT_EQ(only(where(&filter::account, other_shop)), ids{a->id});
        EXPECT_EQ(only(where(&filter::now, state::cancelled)), ids{b->id});
        EXPECT_EQ(only(where(&filter::now, state::accepted)), (ids{d->id, c->id, a->id}));
        EXPECT_EQ(only(where(&filter::to, "+12025550123")), ids{c->id});
        EXPECT_EQ(only(where(&filter::from, "Bank")), ids{b->id});
        EXPECT_EQ(only(where(&filter::client_ref, "ref-b")), ids{b->id});
        EXPECT_EQ(only(where(&filter::to, "079 123 45 67")), ids{d->id});  // as they were given
        EXPECT_EQ(only(where(&filter::from, "Given")), ids{d->id});
        EXPECT_EQ(only(where(&filter::tag, "otp")), ids{d->id});
        EXPECT_EQ(only(where(&filter::tag, "ot")), ids{});
        EXPECT_EQ(only(where(&filter::since, since)), ids{d->id});
        EXPECT_EQ(only(where(&filter::before, c->id)), (ids{b->id, a->id}));
        EXPECT_EQ(only(where(&filter::limit, 2)), (ids{d->id, c->id}));
        EXPECT_EQ(only(where(&filter::way, direction::to_handset)), (ids{d->id, c->id, b->id, a->id}));
        EXPECT_EQ(only(where(&filter::way, direction::from_handset)), ids{});
    }
}

TEST_P(contract, a_query_by_state_tells_the_newest_state_only) {
    std::vector<message_id> ids;
    for (int i = 0; i < 40; ++i) ids.push_back(stored(a_message()));
    for (const auto id : ids) s().settle(id, submitted(1, "q" + std::to_string(id.value)));
    EXPECT_TRUE(query(s(), where(&filter::now, state::accepted)).found.empty()) << "the table may still say accepted";
    EXPECT_EQ(query(s(), where(&filter::now, state::submitted)).found.size(), 40u);
}

TEST_P(contract, paging_shows_everything_once_while_more_arrives) {
    std::set<message_id> expected;
    for (int i = 0; i < 300; ++i) {
        const auto id = stored(a_message());
        expected.insert(id);
        if (i % 3 == 0) cancel(s(), shop, id);
        if (i % 3 == 1) s().settle(id, submitted(1, "page" + std::to_string(i)));
        if (i % 100 == 50) clock_.skip(std::chrono::hours{24});
    }
    std::set<message_id> seen;
    filter f = where(&filter::limit, 7);
    for (int pages = 0; pages < 1000; ++pages) {
        const page p = query(s(), f);
        EXPECT_LE(p.found.size(), 7u);
        for (const record& r : p.found) EXPECT_TRUE(seen.insert(r.what->id).second) << to_text(r.what->id) << " came twice";
        stored(a_message());
        if (pages % 5 == 0 && !p.found.empty()) cancel(s(), shop, p.found.back().what->id);
        if (!p.next) break;
        EXPECT_LT(*p.next, f.before);
        f.before = *p.next;
    }
    EXPECT_TRUE(std::includes(seen.begin(), seen.end(), expected.begin(), expected.end()));
}

TEST_P(contract, observers_see_every_change_in_order_and_before_the_reply) {
    const auto id = stored(a_message(1, callback_final));
    ASSERT_EQ(notebook_.of(id).size(), 1u);
    EXPECT_EQ(notebook_.of(id)[0].happened.kind, event_kind::stored);
    s().settle(id, submitted(1, "o1"));
    ASSERT_EQ(report(s(), receipt("o1")), receipt_match::matched);
    const auto seen = notebook_.of(id);
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[1].happened.kind, event_kind::submitted);
    EXPECT_EQ(seen[1].index, 0u);
    EXPECT_FALSE(seen[1].ended);
    EXPECT_EQ(seen[2].happened.kind, event_kind::receipt);
    EXPECT_EQ(seen[2].index, 1u);
    EXPECT_TRUE(seen[2].ended);
    EXPECT_EQ(seen[2].now, state::delivered);
    EXPECT_EQ(seen[2].happened.callback, callback_state::pending);
}

TEST_P(contract, refuses_when_the_disk_is_full_and_still_takes_receipts) {
    const auto id = submitted_as("f1");
    (void)id;
    auto full = options();
    full.reserve_bytes = UINT64_MAX;
    start(std::move(full));
    const auto m = a_message();
    EXPECT_EQ(put(s(), {m}).is, put_result::kind::full);
    EXPECT_FALSE(find(s(), m->id));
    EXPECT_NE(report(s(), receipt("f1")), receipt_match::failed);
    EXPECT_EQ(s().count().refused_full, 1u);
}

TEST_P(contract, refuses_when_too_much_waits) {
    auto narrow = options();
    narrow.most_waiting = 0;
    start(std::move(narrow));
    std::vector<std::unique_ptr<put_wait>> waits;
    int stored = 0, full = 0;
    for (int i = 0; i < 5000; ++i) {
        waits.push_back(std::make_unique<put_wait>());
        s().put({a_message()}, nullptr, *waits.back());
    }
    for (auto& w : waits) {
        const auto is = w->get().is;
        stored += is == put_result::kind::stored;
        full += is == put_result::kind::full;
    }
    EXPECT_GT(stored, 0);
    EXPECT_GT(full, 0);
    EXPECT_EQ(stored + full, 5000);
}

}  // namespace hermod::store::contract
