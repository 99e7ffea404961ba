// Test code: notes, what commits with a message, moving to another connector, and messages that wait for somebody's word, on every
// store. Included by an engine's contract_test.cpp, beside contract.hpp.
#pragma once

#include "store/contract_fixture.hpp"

namespace hermod::store::contract {

inline put_result write(store& s, std::vector<note> changes) {
    put_wait done;
    s.write(std::move(changes), done);
    return done.get();
}
inline replace_reply::outcome release(store& s, message_id id, wall_time now = {}) {
    replace_wait done;
    s.release(id, now, done);
    return done.get();
}

// Counts what became of it; keeps one note of its own.
struct counted_admission {
    int *kept, *gone;

    void settle(notes* with) const noexcept {
        ++*gone;
        if (with) with->keep("purse", "shop", std::to_string(++*kept));
    }
};

class noting_companion final : public companion {
public:
    void stored(const message& what, notes& with) noexcept override { with.keep("seen", to_text(what.id), "stored"); }
    void ended(const record& what, notes& with) noexcept override {
        with.keep("seen", to_text(what.what->id), std::string(to_text(what.now)));
    }
    void replaced(const message& was, const message& next, notes& with) noexcept override {
        with.keep("seen", to_text(next.id), was.body + " became " + next.body);
        ++changes_;
    }
    void committing(notes& with) noexcept override {
        if (std::exchange(changes_, 0) > 0) with.keep("last", "transaction", "with a replacement");
    }

private:
    int changes_ = 0;
};

TEST_P(contract, keeps_notes_by_kind_and_key) {
    ASSERT_EQ(write(s(), {{"b", "2", "two"}, {"a", "1", "one"}, {"b", "1", "first"}, {"b", "1", "last"}}).is, put_result::kind::stored);
    ASSERT_EQ(write(s(), {{"a", "1", std::nullopt}, {"a", "none", std::nullopt}}).is, put_result::kind::stored);
    const auto found = notes_at_the_end("b");
    EXPECT_TRUE(s().notes_of("a").empty());
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].key, "1");
    EXPECT_EQ(found[0].value, "last");
    EXPECT_EQ(found[1].value, "two");
}

TEST_P(contract, what_was_set_aside_for_a_message_is_kept_once_when_it_is_stored) {
    int kept = 0, gone = 0;
    auto m = a_message();
    admissions own;
    own.add(counted_admission{&kept, &gone});
    m->admitted.put(std::move(own));
    stored(std::move(m));
    EXPECT_EQ(kept, 1);
    EXPECT_EQ(gone, 1);
    ASSERT_EQ(notes_at_the_end("purse").size(), 1u);
}

TEST_P(contract, what_was_set_aside_is_given_back_where_nothing_is_stored) {
    int kept = 0, gone = 0;
    ASSERT_EQ(put(s(), {a_message()}, a_key("k", 1, "first")).is, put_result::kind::stored);
    auto m = a_message();
    admissions own;
    own.add(counted_admission{&kept, &gone});
    m->admitted.put(std::move(own));
    ASSERT_EQ(put(s(), {std::move(m)}, a_key("k", 1, "second")).is, put_result::kind::replayed);
    flush(s());
    EXPECT_EQ(kept, 0);
    EXPECT_EQ(gone, 1);
    EXPECT_TRUE(notes_at_the_end("purse").empty());
}

TEST_P(contract, a_companion_hears_of_beginnings_and_ends_and_its_notes_commit_with_them) {
    noting_companion heard;
    companion_ = &heard;
    start();
    const auto sent = stored(a_message()), ended = stored(a_message());
    cancel(s(), shop, ended, clock_.now());
    EXPECT_EQ(cancel(s(), shop, ended, clock_.now()), cancel_reply::outcome::too_late);
    const auto found = notes_at_the_end("seen");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].key, to_text(sent));
    EXPECT_EQ(found[0].value, "stored");
    EXPECT_EQ(found[1].value, "cancelled");
}

TEST_P(contract, a_replacement_keeps_what_was_set_aside_for_it_and_is_told_to_companions) {
    noting_companion heard;
    companion_ = &heard;
    start();
    int kept = 0, gone = 0;
    const auto with_admission = [&](message_ptr like) {
        auto m = std::make_shared<message>(*like);
        m->body = "another";
        admissions own;
        own.add(counted_admission{&kept, &gone});
        m->admitted.put(std::move(own));
        return m;
    };
    auto first = a_message();
    first->body = "one";
    stored(first);
    EXPECT_EQ(replace(s(), shop, with_admission(first), clock_.now()), replace_reply::outcome::replaced);
    EXPECT_EQ(std::pair(kept, gone), std::pair(1, 1));
    const auto sent = stored(a_message());
    claim(s(), {sent});
    EXPECT_EQ(replace(s(), shop, with_admission(find(s(), sent)->what), clock_.now()), replace_reply::outcome::too_late);
    flush(s());
    EXPECT_EQ(std::pair(kept, gone), std::pair(1, 2));
    EXPECT_EQ(notes_at_the_end("seen").at(0).value, "one became another");
    EXPECT_EQ(s().notes_of("last").size(), 1u);
}

TEST_P(contract, moves_what_waits_and_nothing_that_may_be_on_the_wire) {
    const auto waits = stored(a_message()), claimed = stored(a_message()), sent = submitted_as("mv1");
    claim(s(), {claimed});
    s().move({waits, claimed, sent, message_id{4}}, operator_b, clock_.now(), "operator_a is down");
    flush(s());
    EXPECT_EQ(find(s(), waits)->what->connector, operator_b);
    EXPECT_EQ(find(s(), waits)->what->moves, 1);
    EXPECT_EQ(find(s(), waits)->events.back().kind, event_kind::moved);
    EXPECT_EQ(find(s(), waits)->events.back().detail, "operator_a is down");
    EXPECT_EQ(find(s(), claimed)->what->connector, operator_a);
    EXPECT_EQ(find(s(), sent)->what->connector, operator_a);
    const auto told = notebook_.of(waits).back();
    EXPECT_EQ(told.happened.kind, event_kind::moved);
    EXPECT_EQ(told.was->connector, operator_a);
    EXPECT_EQ(told.what->connector, operator_b);
    s().settle(waits, submitted(1, "mv2"));
    EXPECT_EQ(report(s(), receipt("mv2", state::delivered, operator_b)), receipt_match::matched);
}

TEST_P(contract, a_held_message_waits_until_it_is_released) {
    auto m = a_message();
    m->held = true;
    const auto id = stored(m);
    EXPECT_EQ(now_of(id), state::held);
    EXPECT_EQ(release(s(), id, clock_.now()), replace_reply::outcome::replaced);
    EXPECT_EQ(now_of(id), state::accepted);
    EXPECT_FALSE(find(s(), id)->what->held);
    EXPECT_EQ(notebook_.of(id).back().happened.kind, event_kind::released);
    EXPECT_EQ(release(s(), id, clock_.now()), replace_reply::outcome::too_late);
    EXPECT_EQ(release(s(), message_id{4}), replace_reply::outcome::unknown);
    auto ended = a_message();
    ended->held = true;
    const auto other = stored(ended);
    EXPECT_EQ(cancel(s(), shop, other, clock_.now()), cancel_reply::outcome::cancelled);
    EXPECT_EQ(now_of(other), state::cancelled);
}

}  // namespace hermod::store::contract
