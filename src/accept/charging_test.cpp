#include "accept/charging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accept/checked_inbox.hpp"
#include "store/no_store.hpp"

namespace hermod::accept {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr account_id shop{name_hash("shop")};
constexpr connector_id operator_a{7};
const wall_time noon = *parse_rfc3339("2026-11-30T12:00:00Z");

money::named_prices_ptr prices(std::string name, std::string_view csv, std::optional<money::thousandths> otherwise = {}) {
    return std::make_shared<money::named_prices>(money::named_prices{std::move(name), money::price_table::read(csv, otherwise).table});
}

struct charging : testing::Test {
    id_source ids{1};
    store::no_store store;
    money::purses purses;
    money::account_terms terms;
    money::named_prices_ptr by_connector;

    charging() {
        terms.purse = purses.of("shop");
        terms.prices = prices("retail", "44,0.04\n447,0.03\n41,0\n");
        terms.within.credit = true;
        terms.refunds = refund_rejected;
    }
    std::shared_ptr<rules> current() {
        auto by = std::make_shared<rules>();
        route::rule rest;
        rest.name = "rest";
        rest.to = {operator_a};
        by->routes = std::make_shared<route::table>(std::vector<route::rule>{rest});
        by->accounts[shop] = {shop, true, "Shop"};
        by->accounts[shop].money = terms;
        by->purses = &purses;
        if (by_connector) by->connector_prices[operator_a] = by_connector;
        return by;
    }
    static submission to_send(std::string_view to, std::string_view body) {
        submission out;
        out.account = shop;
        out.to = to;
        out.body = body;
        return out;
    }
    prepared prepare(std::string_view to, std::string_view body = "Hello", wall_time now = noon) {
        return checked_inbox(ids, store, current(), 1).prepare(to_send(to, body), now);
    }
    foreseen foresee(std::string_view to, std::string_view body = "Hello", wall_time now = noon) {
        return checked_inbox(ids, store, current(), 1).foresee(to_send(to, body), now);
    }
    refusal refused(std::string_view to, std::string_view body = "Hello", wall_time now = noon) {
        auto out = prepare(to, body, now);
        EXPECT_FALSE(out.ready);
        return out.refused.value_or(refusal{});
    }
    void pay_in(money::thousandths amount) { terms.purse->money().add_credit(amount); }
    // As the store does it.
    void keep(prepared&& done) {
        ASSERT_TRUE(done.ready) << done.refused->detail;
        notes with;
        done.ready->admitted.keep(with);
        purses.committing(with);
    }
    money::purse::view purse() { return terms.purse->look(noon); }
};

}  // namespace

TEST_F(charging, a_message_has_the_price_of_its_parts_and_says_what_gives_it_back) {
    pay_in(1'000);
    const auto one = prepare("+441234567"), two = prepare("+447712345", std::string(200, 'a'));
    EXPECT_EQ(one.ready->price, 40);
    EXPECT_EQ(one.ready->refunds, refund_rejected);
    EXPECT_EQ(two.ready->price, 60);
    EXPECT_EQ(purse().reserved, 100);
    EXPECT_EQ(purse().balance(), 1'000);
}

TEST_F(charging, what_is_not_stored_costs_nothing_and_what_is_stored_is_charged) {
    pay_in(100);
    { const auto dropped = prepare("+441234567"); }
    EXPECT_EQ(purse().available(), 100);
    keep(prepare("+441234567"));
    EXPECT_EQ(purse().balance(), 60);
}

TEST_F(charging, refuses_what_the_credit_does_not_cover_and_says_how_it_stands) {
    pay_in(75);
    const auto first = prepare("+441234567");
    const auto why = refused("+441234567");
    EXPECT_EQ(why.code, "insufficient_credit");
    EXPECT_EQ(why.detail, "it costs 0.040, the account has 0.075, of which 0.040 is reserved");
    EXPECT_EQ(why.retry_after, 0ms);
    EXPECT_TRUE(prepare("+447712345").ready);
}

TEST_F(charging, what_is_free_needs_no_credit) {
    const auto free = prepare("+411234567");
    ASSERT_TRUE(free.ready);
    EXPECT_EQ(free.ready->price, 0);
    EXPECT_EQ(free.ready->refunds, 0);
}

TEST_F(charging, refuses_a_number_without_a_price) {
    pay_in(1'000);
    EXPECT_EQ(refused("+491234567").code, "no_price");
    EXPECT_EQ(refused("+491234567").detail, "price table \"retail\" has no price for +491234567");
    terms.prices = prices("retail", "", 500);
    EXPECT_EQ(prepare("+491234567").ready->price, 500);
}

TEST_F(charging, takes_the_connectors_prices_where_the_account_has_none) {
    pay_in(1'000);
    by_connector = prices("wholesale", "49,0.1\n");
    EXPECT_EQ(prepare("+441234567").ready->price, 40) << "its own go before";
    terms.prices = nullptr;
    EXPECT_EQ(prepare("+491234567").ready->price, 100);
    by_connector = nullptr;
    EXPECT_EQ(refused("+491234567").detail, "neither this account nor the connector of route \"rest\" has prices");
    terms.within.credit = false;
    EXPECT_EQ(prepare("+491234567").ready->price, 0) << "nobody wants money of it";
}

TEST_F(charging, without_credit_what_is_owed_is_counted) {
    terms.within.credit = false;
    keep(prepare("+441234567"));
    EXPECT_EQ(purse().balance(), -40);
}

TEST_F(charging, a_quota_counts_parts_and_says_when_it_begins_anew) {
    terms.within = {};
    terms.within.quota_day = 3;
    keep(prepare("+441234567", std::string(200, 'a')));
    const auto why = refused("+441234567", std::string(200, 'a'), noon + 6h);
    EXPECT_EQ(why.code, "quota_exceeded");
    EXPECT_EQ(why.detail, "the day's quota of 3 parts has no room for 2 parts more: 2 parts accepted");
    EXPECT_EQ(why.retry_after, 6h);
    keep(prepare("+441234567"));
    keep(prepare("+441234567", std::string(200, 'a'), noon + 12h));
}

TEST_F(charging, a_month_is_waited_for_a_day_at_most) {
    terms.within = {};
    terms.within.quota_month = 1;
    const wall_time early = *parse_rfc3339("2026-11-01T00:00:00Z");
    keep(prepare("+441234567", "Hello", early));
    EXPECT_EQ(refused("+441234567", "Hello", early).retry_after, 24h);
    EXPECT_EQ(refused("+441234567", "Hello", noon + 12h - 1ms).retry_after, 1s);
}

TEST_F(charging, caps_bound_what_a_day_and_a_month_may_cost) {
    terms.within = {};
    terms.within.cap_day = 100;
    keep(prepare("+441234567"));
    keep(prepare("+441234567"));
    EXPECT_EQ(refused("+441234567").code, "quota_exceeded");
    EXPECT_EQ(refused("+441234567").detail, "the day's spending cap of 0.100 has no room for 0.040 more: 0.080 spent");
    EXPECT_TRUE(prepare("+411234567").ready) << "what is free breaks no cap";
}

TEST_F(charging, an_estimate_says_the_price_and_what_credit_and_quota_would_say_and_takes_neither) {
    const auto dear = foresee("+441234567", std::string(200, 'a'));
    EXPECT_EQ(dear.price, 80);
    ASSERT_TRUE(dear.refused);
    EXPECT_EQ(dear.refused->code, "insufficient_credit");
    pay_in(100);
    terms.within.quota_day = 2;
    const auto told = foresee("+441234567", std::string(200, 'a'));
    EXPECT_FALSE(told.refused);
    EXPECT_EQ(told.price, 80);
    EXPECT_EQ(purse().reserved, 0);
    keep(prepare("+441234567"));
    EXPECT_EQ(foresee("+441234567", std::string(200, 'a')).refused->code, "quota_exceeded");
    EXPECT_EQ(foresee("+491234567").refused->code, "no_price");
    EXPECT_FALSE(foresee("+491234567").price);
    EXPECT_EQ(foresee("+411234567").price, 0);
}

TEST_F(charging, the_trace_says_price_and_credit) {
    pay_in(1'000);
    trace seen;
    rules by;
    by.purses = &purses;
    account_rules account;
    account.money = terms;
    submission s;
    draft work{.in = s, .by = by, .account = account, .now = noon, .seen = &seen};
    work.to = "+447712345";
    work.how.parts = 2;
    EXPECT_FALSE(charge(work));
    ASSERT_EQ(seen.steps.size(), 2u);
    EXPECT_EQ(seen.steps[0].stage + " " + seen.steps[0].name, "price retail");
    EXPECT_EQ(seen.steps[0].sentence, "0.030 for each of 2 parts: 0.060");
    EXPECT_EQ(seen.steps[1].sentence, "the account has 1.000, then 0.940");
    work.reserved = {};
    EXPECT_EQ(purse().reserved, 0);
}

}  // namespace hermod::accept
