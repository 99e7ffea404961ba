// Limits, duplicates and lists of numbers, as an inbox keeps to them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accept/checked_inbox.hpp"
#include "accept/limiting.hpp"
#include "limits/book.hpp"
#include "store/no_store.hpp"

namespace hermod::accept::limiting_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr account_id shop{name_hash("shop")}, bank{name_hash("bank")};

struct limiting : testing::Test {
    wall_time now = from_micros(1'795'446'023'123'456);
    hermod::limits::book counts{[this] { return now; }, {1'000, 1'000}};
    id_source ids{1};
    hermod::store::no_store store;
    std::vector<hermod::limits::limit> limits;
    std::shared_ptr<rules> by = std::make_shared<rules>();
    std::unique_ptr<checked_inbox> in;
    std::vector<std::shared_ptr<message>> accepted;  // undecided until told

    limiting() {
        route::rule all;
        all.name = "all";
        all.to = {connector_id{7}};
        by->routes = std::make_shared<route::table>(std::vector<route::rule>{all});
        for (const account_id who : {shop, bank}) by->accounts[who] = {who, true, "Shop", callback_final, true};
        by->counts = &counts;
    }
    hermod::limits::limit& add(std::string name) {
        limits.emplace_back();
        limits.back().name = std::move(name);
        return limits.back();
    }
    void begin() {
        for (auto& one : limits) counts.attach(one);
        by->counting = std::make_shared<const hermod::limits::table>(limits);
        in = std::make_unique<checked_inbox>(ids, store, by, 1);
    }
    refusal ask(account_id who = shop, std::string_view to = "+41791234567", std::string_view text = "Hello") {
        submission s;
        s.account = who;
        s.to = to;
        s.body = text;
        auto done = in->prepare(s, now);
        if (done.refused) return *done.refused;
        accepted.push_back(std::move(done.ready));
        return {};
    }
    bool let_in(account_id who = shop, std::string_view to = "+41791234567", std::string_view text = "Hello") {
        return ask(who, to, text).code.empty();
    }
    void keep_all() {
        notes with;
        for (const auto& one : accepted) one->admitted.keep(with);
        EXPECT_TRUE(with.empty());
        accepted.clear();
    }
};

named_list list(std::string name, std::string_view text) {
    return {std::move(name), hermod::limits::number_list::parse(text).list};
}

}  // namespace

TEST_F(limiting, parts_are_counted_where_a_limit_says_so) {
    auto& rate = add("rate");
    rate.parts = true;
    rate.by = hermod::limits::pace::of(1, 1s, 4);
    rate.by.owed = 254 * rate.by.each;
    auto& window = add("window");
    window.parts = true;
    window.within = {5, 3600s, false};
    window.allows = "5 parts within 3600 seconds";
    begin();
    const std::string three(400, 'a'), six(800, 'a');
    const refusal never = ask(shop, "+41791234567", six);
    EXPECT_EQ(never.code, "rate_limited");
    EXPECT_EQ(never.detail, "limit \"window\" allows 5 parts within 3600 seconds: this message alone has 6");
    EXPECT_EQ(never.retry_after, 0ms);
    EXPECT_TRUE(let_in(shop, "+41791234567", three));
    EXPECT_EQ(ask(shop, "+41791234567", three).retry_after, 2s) << "of the rate";
    EXPECT_TRUE(let_in());
    now += 4s;
    EXPECT_THAT(ask(shop, "+41791234567", three).detail, HasSubstr("\"window\""));
    EXPECT_TRUE(let_in());
    EXPECT_FALSE(let_in());
}

TEST_F(limiting, a_clock_that_is_set_back_makes_nobody_wait_longer_than_an_empty_bucket_does) {
    auto& rate = add("rate");
    rate.by = hermod::limits::pace::of(20, 60s, 4);
    begin();
    EXPECT_TRUE(let_in());
    now -= 9s + 700ms;
    EXPECT_EQ(ask().retry_after, 3s);
    now += 3s;
    EXPECT_TRUE(let_in());
    EXPECT_FALSE(let_in());
}

TEST_F(limiting, a_jump_against_the_usual_is_refused_or_held) {
    auto& jump = add("pumping");
    jump.above = {3, 2, 3600s};
    jump.per_prefix = true;
    jump.prefix_digits = 4;
    jump.allows = "3 times the usual, 2 messages at least, within 3600 seconds for each prefix";
    begin();
    now = from_micros(1'795'446'000'000'000 / 3'600'000'000 * 3'600'000'000);
    for (int hour = 0; hour < 4; ++hour, now += 1h) EXPECT_TRUE(let_in());
    EXPECT_TRUE(let_in());
    EXPECT_TRUE(let_in());
    accepted.pop_back();  // the store was full
    EXPECT_TRUE(let_in());
    EXPECT_TRUE(let_in());
    const refusal no = ask();
    EXPECT_EQ(no.code, "rate_limited");
    EXPECT_EQ(no.detail, "limit \"pumping\" allows " + jump.allows + "; usual are 1: try again in 60 min");
    EXPECT_EQ(no.retry_after, 1h);
    EXPECT_TRUE(let_in(shop, "+49151234567"));
    limits.front().holds = true;
    limits.front().state = nullptr;
    begin();  // a change of the configuration: it counts on
    ASSERT_TRUE(let_in());
    EXPECT_TRUE(accepted.back()->held);
    EXPECT_EQ(accepted.back()->more().keyword, "hold pumping");
    EXPECT_EQ(limits.front().state->held.load(), 1u);
    EXPECT_TRUE(let_in(shop, "+49151234567"));
    EXPECT_FALSE(accepted.back()->held);
}

TEST_F(limiting, an_estimate_asks_no_limit_and_takes_no_place) {
    auto& few = add("few");
    few.within = {1, 60s, false};
    by->accounts[shop].duplicates_within = 1h;
    begin();
    submission s;
    s.account = shop;
    s.to = "+41791234567";
    s.body = "Hello";
    EXPECT_FALSE(in->foresee(s, now).refused);
    EXPECT_TRUE(let_in());
    EXPECT_FALSE(in->foresee(s, now).refused);
    EXPECT_FALSE(let_in());
}

TEST_F(limiting, an_account_s_rate_is_refused_with_the_time_after_which_it_may_come_again) {
    auto& rate = add("account/shop");
    rate.accounts = {shop};
    rate.by = hermod::limits::pace::of(10, 1s, 2);
    rate.allows = "10 messages a second of this account";
    begin();
    EXPECT_TRUE(let_in());
    EXPECT_TRUE(let_in());
    const refusal no = ask();
    EXPECT_EQ(no.code, "rate_limited");
    EXPECT_EQ(no.field, "");
    EXPECT_EQ(no.retry_after, 100ms);
    EXPECT_EQ(no.detail, "limit \"account/shop\" allows 10 messages a second of this account: try again in 0.1 s");
    EXPECT_TRUE(let_in(bank));
    now += no.retry_after;
    EXPECT_TRUE(let_in());
    EXPECT_FALSE(let_in());
    counts.for_each([](const hermod::limits::limit_state& one) { EXPECT_EQ(one.refused.load(), 2u); });
}

TEST_F(limiting, what_is_not_kept_gives_its_tokens_back) {
    auto& rate = add("rate");
    rate.by = hermod::limits::pace::of(1, 1s, 2);
    auto& window = add("window");
    window.within = {2, 3600s, false};
    begin();
    EXPECT_TRUE(let_in());
    EXPECT_TRUE(let_in());
    EXPECT_FALSE(let_in());
    accepted.clear();  // the store was full, or the request a replay
    EXPECT_TRUE(let_in());
    EXPECT_TRUE(let_in());
    keep_all();
    EXPECT_FALSE(let_in());
    now += 10s;
    EXPECT_EQ(ask().detail.substr(0, 14), "limit \"window\"");  // and so the rate's token came back
    EXPECT_EQ(ask().detail.substr(0, 14), "limit \"window\"");
    EXPECT_EQ(ask().detail.substr(0, 14), "limit \"window\"");
}

TEST_F(limiting, each_recipient_sender_and_prefix_has_a_count_of_its_own) {
    auto& each = add("each");
    each.accounts = {shop};
    each.prefixes = {"41", "4179", "44"};
    each.per_prefix = true;
    each.by = hermod::limits::pace::of(1, 3600s, 1);
    auto& handset = add("handset");
    handset.per_recipient = true;
    handset.by = hermod::limits::pace::of(1, 3600s, 2);
    begin();
    EXPECT_TRUE(let_in(shop, "+41791234567"));
    EXPECT_FALSE(let_in(shop, "+41797654321"));  // 4179 has had its one
    EXPECT_TRUE(let_in(shop, "+41781234567"));   // 41
    EXPECT_FALSE(let_in(shop, "+41761234567"));
    EXPECT_TRUE(let_in(shop, "+447700900123"));
    EXPECT_TRUE(let_in(shop, "+33612345678"));  // counted by `handset` alone
    EXPECT_TRUE(let_in(shop, "+33612345678"));
    EXPECT_FALSE(let_in(shop, "+33612345678"));
    EXPECT_TRUE(let_in(bank, "+41791234567"));
    EXPECT_FALSE(let_in(bank, "+41791234567"));  // the handset's two
}

TEST_F(limiting, so_many_recipients_behind_a_prefix_and_no_more) {
    auto& pumping = add("pumping");
    pumping.per_account = pumping.per_prefix = true;
    pumping.prefix_digits = 6;
    pumping.within = {3, 3600s, true};
    pumping.allows = "3 different recipients within 3600 seconds for each account and prefix";
    begin();
    for (const char* to : {"+37125000001", "+37125000002", "+37125000003", "+37125000001"}) EXPECT_TRUE(let_in(shop, to)) << to;
    const refusal no = ask(shop, "+37125000004");
    EXPECT_EQ(no.code, "rate_limited");
    EXPECT_THAT(no.detail, HasSubstr("3 different recipients"));
    EXPECT_GE(no.retry_after, 3600s);
    EXPECT_TRUE(let_in(shop, "+37126000001"));
    EXPECT_TRUE(let_in(bank, "+37125000004"));
}

TEST_F(limiting, a_duplicate_is_refused_and_names_the_first) {
    by->accounts[shop].duplicates_within = 60s;
    begin();
    EXPECT_TRUE(let_in());
    const std::string first = to_text(accepted.front()->id);
    const refusal no = ask();
    EXPECT_EQ(no.code, "duplicate");
    EXPECT_THAT(no.detail, HasSubstr(first));
    EXPECT_EQ(no.retry_after, 0ms);
    EXPECT_TRUE(let_in(shop, "+41791234567", "Hello!"));
    EXPECT_TRUE(let_in(shop, "+41791234568"));
    EXPECT_TRUE(let_in(bank));
    EXPECT_TRUE(let_in(bank));  // has not asked for it
    keep_all();
    EXPECT_FALSE(let_in());
    now += 61s;
    EXPECT_TRUE(let_in());
}

TEST_F(limiting, a_message_that_was_not_kept_is_no_first_one) {
    by->accounts[shop].duplicates_within = 60s;
    begin();
    EXPECT_TRUE(let_in());
    EXPECT_FALSE(let_in());
    accepted.clear();
    EXPECT_TRUE(let_in());
}

TEST_F(limiting, lists_of_numbers_say_who_may_be_written_to) {
    by->deny = {list("nobody", "4477*\n")};
    by->accounts[shop].deny = {list("not-us", "41791234567\n")};
    by->accounts[bank].allow = {list("staff", "41791234567\n447700900123\n")};
    begin();
    EXPECT_EQ(ask(shop, "+447700900124").code, "denied_recipient");
    EXPECT_EQ(ask(shop, "+447700900124").field, "to");
    EXPECT_THAT(ask(shop, "+447700900124").detail, HasSubstr("\"nobody\""));
    EXPECT_THAT(ask(shop, "+41791234567").detail, HasSubstr("\"not-us\""));
    EXPECT_TRUE(let_in(shop, "+41791234568"));
    EXPECT_TRUE(let_in(bank, "+41791234567"));
    EXPECT_EQ(ask(bank, "+41791234568").code, "denied_recipient");
    EXPECT_EQ(ask(bank, "+447700900123").code, "denied_recipient");  // denying is stronger
    EXPECT_EQ(counts.denied.load(), 6u);
}

TEST_F(limiting, a_limit_of_the_same_name_goes_on_counting_after_the_rules_were_changed) {
    add("rate").by = hermod::limits::pace::of(1, 3600s, 2);
    begin();
    EXPECT_TRUE(let_in());
    EXPECT_TRUE(let_in());
    keep_all();
    auto next = std::make_shared<rules>(*by);
    limits.front().by = hermod::limits::pace::of(1, 3600s, 3);
    next->counting = std::make_shared<const hermod::limits::table>(limits);
    in->use(next);
    counts.forget_unused();
    EXPECT_TRUE(let_in());  // the third
    EXPECT_FALSE(let_in());
}

TEST_F(limiting, says_in_a_trace_what_counts_and_what_does_not) {
    auto& other = add("other");
    other.accounts = {bank};
    auto& mine = add("mine");
    mine.by = hermod::limits::pace::of(1, 1s, 1);
    mine.allows = "1 message a second";
    begin();
    trace seen;
    submission s;
    s.account = shop;
    s.to = "+41791234567";
    for (int i = 0; i < 2; ++i) {
        draft work{.in = s, .by = *by, .account = by->accounts[shop], .now = now, .seen = &seen, .to = "+41791234567", .from = "Shop"};
        EXPECT_FALSE(keep_to_limits(work, message_id{i + 1}).has_value());  // what the draft has taken it gives back
    }
    ASSERT_EQ(seen.steps.size(), 2u);
    EXPECT_EQ(seen.steps[0].sentence, "it counts for 1 message a second, which has room");
}

}  // namespace hermod::accept::limiting_test
