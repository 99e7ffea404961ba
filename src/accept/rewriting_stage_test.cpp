// What rules make of messages: the stages alone, over a draft, and through the inbox.
#include "accept/rewriting_stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accept/checked_inbox.hpp"
#include "accept/recipient.hpp"
#include "accept/routing.hpp"
#include "store/no_store.hpp"

namespace hermod::accept::rewriting_stage_test {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr account_id shop{name_hash("shop")}, bank{name_hash("bank")};
constexpr connector_id operator_a{7}, operator_b{8};
const wall_time now = from_micros(1'795'446'023'123'456);

replacement replaces(std::string_view match, std::string_view with) {
    replacement::fault wrong;
    return replacement::make(match, with, wrong).value();
}

struct rewriting_stage : testing::Test {
    rewriting_stage() {
        route::rule swiss, rest;
        swiss.name = "swiss";
        swiss.when.prefixes = {"41"};
        swiss.to = {operator_a};
        rest.name = "rest";
        rest.to = {operator_b};
        by->routes = std::make_shared<route::table>(std::vector<route::rule>{swiss, rest});
        for (const account_id one : {shop, bank}) {
            account_rules& account = by->accounts[one];
            account.id = one;
            account.default_from = "Shop";
        }
        in.account = shop;
        in.to = "+41791234567";
        in.from = "Shop";
        in.body = "Hello";
    }
    rewrite_rule& rule(std::string name) {
        by->rewrites.rules.emplace_back();
        by->rewrites.rules.back().name = std::move(name);
        return by->rewrites.rules.back();
    }
    sender_policy& policy(std::string name, std::vector<std::string> allowed) {
        by->rewrites.policies.emplace_back();
        by->rewrites.policies.back().name = std::move(name);
        by->rewrites.policies.back().allowed = sender_list(std::move(allowed));
        return by->rewrites.policies.back();
    }
    account_rules& account() { return by->accounts[shop]; }

    prepared done() {
        checked_inbox inbox(ids, store, by, 1);
        return inbox.prepare(in, now);
    }
    message_ptr made() {
        auto out = done();
        EXPECT_FALSE(out.refused) << out.refused->detail;
        return out.ready;
    }
    std::string sender() { return made()->from; }
    std::string text() { return made()->body; }
    refusal refused() {
        const auto out = done();
        EXPECT_FALSE(out.ready);
        return out.refused.value_or(refusal{});
    }
    // What the two stages say of the message.
    std::vector<std::string> said() {
        trace seen;
        draft work{.in = in, .by = *by, .account = by->accounts[in.account], .now = now, .seen = &seen};
        auto wrong = find_recipient(work);
        work.from = in.from;
        if (!wrong) {
            work.tags = by->accounts[in.account].tags;
            wrong = choose_route(work);
            if (!wrong) wrong = rewrite(work);
        }
        std::vector<std::string> out;
        for (const auto& step : seen.steps)
            out.push_back(step.stage + " " + step.name + (step.took ? ": " : " passed: ") + step.sentence);
        return out;
    }

    std::shared_ptr<rules> by = std::make_shared<rules>();
    submission in;
    id_source ids{1};
    store::no_store store;
};

}  // namespace

// ---- the recipient ----

TEST_F(rewriting_stage, a_national_number_is_sent_as_an_international_one_and_remembered_as_given) {
    account().home = find_country("CH");
    in.to = "079 123 45 67";
    const auto m = made();
    EXPECT_EQ(m->to, "+41791234567");
    EXPECT_EQ(m->more().was_to, "079 123 45 67");
    EXPECT_EQ(m->route, "swiss");
    EXPECT_THAT(said(), Contains("recipient CH: 079 123 45 67 is +41791234567, as it is dialled in CH"));
}

TEST_F(rewriting_stage, without_a_country_a_national_number_is_refused) {
    in.to = "0791234567";
    EXPECT_EQ(refused().code, "invalid_number");
}

TEST_F(rewriting_stage, an_international_number_leaves_no_trace_of_having_been_looked_at) {
    account().home = find_country("CH");
    EXPECT_EQ(made()->to, "+41791234567");
    EXPECT_FALSE(made()->extras);
}

TEST_F(rewriting_stage, a_number_rule_changes_the_beginning_before_the_route_is_chosen) {
    by->numbers = number_rules({{{}, "4179", "4479"}});
    const auto m = made();
    EXPECT_EQ(m->to, "+44791234567");
    EXPECT_EQ(m->more().was_to, "+41791234567");
    EXPECT_EQ(m->route, "rest");
    EXPECT_THAT(said(), Contains("recipient +4179: +41791234567 becomes +44791234567: +4179 is +4479"));
}

TEST_F(rewriting_stage, a_number_rule_that_makes_no_number_is_refused_by_name) {
    by->numbers = number_rules({{{}, "41791234567", "4"}});
    EXPECT_EQ(refused().code, "invalid_number");
    EXPECT_THAT(refused().detail, HasSubstr("+41791234567 would become +4 by the number rule for +41791234567"));
}

// ---- the sender ----

TEST_F(rewriting_stage, a_sender_is_fixed_by_account_route_connector_country_and_prefix) {
    rule("fixed").sender = {"Fixed"};
    rewrite_rule& one = by->rewrites.rules.back();
    const auto m = made();
    EXPECT_EQ(m->from, "Fixed");
    EXPECT_EQ(m->more().was_from, "Shop");
    const auto when = [&](auto member, auto fitting, auto other) {
        one = rewrite_rule{};
        one.name = "fixed";
        one.sender = {"Fixed"};
        member(one) = {fitting};
        EXPECT_EQ(sender(), "Fixed");
        member(one) = {other};
        EXPECT_EQ(sender(), "Shop");
    };
    when(
        [](rewrite_rule & r) -> auto& { return r.accounts; }, shop, bank);
    when(
        [](rewrite_rule & r) -> auto& { return r.routes; }, std::string("swiss"), std::string("rest"));
    when(
        [](rewrite_rule & r) -> auto& { return r.connectors; }, operator_a, operator_b);
    when(
        [](rewrite_rule & r) -> auto& { return r.recipients.countries; }, find_country("CH"), find_country("DE"));
    when(
        [](rewrite_rule & r) -> auto& { return r.recipients.prefixes; }, std::string("4179"), std::string("4176"));
    when(
        [](rewrite_rule & r) -> auto& { return r.looks; }, sender_look::name, sender_look::number);
}

TEST_F(rewriting_stage, a_name_becomes_a_number_where_names_are_refused) {
    rewrite_rule& one = rule("no-names");
    one.looks = {sender_look::name};
    one.recipients.countries = {find_country("US")};
    one.sender = {"+12025550123"};
    in.to = "+12125550100";
    EXPECT_EQ(sender(), "+12025550123");
    in.from = "+13125550199";
    EXPECT_EQ(sender(), "+13125550199");
}

TEST_F(rewriting_stage, a_pool_gives_each_recipient_its_own) {
    rule("pool").sender = {"+41760000001", "+41760000002", "+41760000003"};
    const std::string first = sender();
    EXPECT_EQ(sender(), first);
    EXPECT_THAT(said(), Contains("rewrite pool: the sender \"Shop\" becomes \"" + first +
                                 "\", which is this recipient's of the 3 in the pool"));
}

TEST_F(rewriting_stage, rules_apply_in_their_order_each_to_what_the_last_one_made) {
    rule("first").sender = {"First"};
    rewrite_rule& second = rule("second");
    second.senders = sender_list({"First"});
    second.sender = {"Second"};
    rewrite_rule& third = rule("third");
    third.senders = sender_list({"Shop"});
    third.sender = {"Third"};
    EXPECT_EQ(sender(), "Second");
    EXPECT_EQ(made()->more().was_from, "Shop");
    EXPECT_THAT(said(), Contains("rewrite third passed: is for another sender"));
    by->rewrites.rules.front().last = true;
    EXPECT_EQ(sender(), "First");
}

TEST_F(rewriting_stage, a_rule_may_ask_for_a_tag) {
    rewrite_rule& one = rule("campaigns");
    one.tags = {"campaign"};
    one.sender = {"Campaign"};
    EXPECT_EQ(sender(), "Shop");
    in.tags = "spring,campaign";
    EXPECT_EQ(sender(), "Campaign");
    EXPECT_EQ(made()->more().tags, "spring,campaign");
}

TEST_F(rewriting_stage, an_accounts_tags_come_before_its_messages_own) {
    account().tags = "retail,spring";
    in.tags = "spring,vip";
    EXPECT_EQ(made()->more().tags, "retail,spring,vip");
}

// ---- who may send as whom ----

TEST_F(rewriting_stage, an_accounts_allowed_senders_hold_at_every_door) {
    account().senders = sender_list({"Info*"});
    EXPECT_EQ(refused().field + " " + refused().code, "from sender_not_allowed");
    in.from = "InfoLine";
    EXPECT_EQ(sender(), "InfoLine");
    in.from = "";  // the account's own
    EXPECT_EQ(sender(), "Shop");
}

TEST_F(rewriting_stage, the_first_policy_for_account_and_country_decides) {
    policy("bank", {"Bank"}).accounts = {bank};
    policy("swiss", {"Shop"}).recipients.countries = {find_country("CH")};
    policy("rest", {"+4179*"});
    EXPECT_EQ(sender(), "Shop");
    in.to = "+447700900123";
    EXPECT_EQ(refused().code, "sender_not_allowed");
    EXPECT_THAT(refused().detail, HasSubstr("\"Shop\" is not among the senders that policy \"rest\" allows for +447700900123"));
    in.account = bank;
    EXPECT_EQ(refused().code, "sender_not_allowed");
    in.from = "Bank";
    EXPECT_EQ(sender(), "Bank");
}

TEST_F(rewriting_stage, a_policy_may_put_another_sender_in_place_of_one_that_is_not_allowed) {
    policy("registered", {"Registered"}).otherwise = "Registered";
    EXPECT_EQ(sender(), "Registered");
    EXPECT_EQ(made()->more().was_from, "Shop");
    EXPECT_THAT(said(), Contains("sender_policy registered: \"Shop\" is not allowed: \"Registered\" takes its place"));
}

TEST_F(rewriting_stage, policies_look_at_the_sender_before_rules_change_it) {
    policy("given", {"Shop"});
    rule("fixed").sender = {"Fixed"};
    EXPECT_EQ(sender(), "Fixed");
}

// ---- the text ----

TEST_F(rewriting_stage, a_text_gets_what_stands_before_and_behind_it_and_is_counted_again) {
    rewrite_rule& one = rule("ads");
    one.before = "[Ad] ";
    one.after = std::string(150, '.') + "STOP 1234";
    const auto m = made();
    EXPECT_EQ(m->body, "[Ad] Hello" + std::string(150, '.') + "STOP 1234");
    EXPECT_EQ(m->parts, 2);
    EXPECT_THAT(said(), Contains("carriage : the text is 2 parts as gsm7"));
}

TEST_F(rewriting_stage, replacements_come_before_what_stands_around_the_text) {
    rewrite_rule& one = rule("words");
    one.before = "Hello: ";
    one.replace = {replaces("(H)ello", "$1i"), replaces("i$", "o")};
    EXPECT_EQ(text(), "Hello: Ho");
}

TEST_F(rewriting_stage, another_encoding_is_chosen_when_the_new_text_needs_it) {
    rule("euro").after = " Ω";
    EXPECT_EQ(made()->coding, encoding::gsm7);
    by->rewrites.rules.back().after = " Ж";
    EXPECT_EQ(made()->coding, encoding::ucs2);
    in.coding = encoding::gsm7;  // was asked for, so as not to pay for more
    EXPECT_EQ(refused().code, "not_in_gsm7");
    EXPECT_THAT(refused().detail, HasSubstr("after rewriting by \"euro\""));
    in.via = told_by::session;  // only labels what is there
    EXPECT_EQ(made()->coding, encoding::ucs2);
}

TEST_F(rewriting_stage, letters_are_transliterated_by_rule) {
    rule("plain").transliterate = true;
    in.body = "Привет";
    const auto out = done();
    ASSERT_TRUE(out.ready);
    EXPECT_EQ(out.ready->coding, encoding::gsm7);
    EXPECT_EQ(out.ready->body, "Privet");
    EXPECT_FALSE(out.changes.empty());
}

TEST_F(rewriting_stage, a_text_that_becomes_too_long_is_refused_with_the_rules_name) {
    by->bounds.max_parts = 1;
    rule("suffix").after = std::string(160, 'x');
    EXPECT_EQ(refused().field + " " + refused().code, "body text_too_long");
    EXPECT_THAT(refused().detail, HasSubstr("after rewriting by \"suffix\": the message needs 2 parts"));
}

TEST_F(rewriting_stage, a_text_that_loses_all_it_has_is_refused) {
    rule("nothing").replace = {replaces(".", "")};
    EXPECT_EQ(refused().code, "empty_text");
}

TEST_F(rewriting_stage, octets_and_texts_with_a_header_of_their_own_stay_as_they_are) {
    rule("ads").before = "[Ad] ";
    in.coding = encoding::binary;
    EXPECT_EQ(text(), "Hello");
    in.coding = std::nullopt;
    in.udh = std::string_view("\x05\x00\x03\x07\x02\x01", 6);
    EXPECT_EQ(text(), "Hello");
    in.udh = {};
    in.ports = application_ports{9200, 9200};
    EXPECT_EQ(text(), "Hello");
    in.ports = std::nullopt;
    EXPECT_EQ(text(), "[Ad] Hello");
}

TEST_F(rewriting_stage, a_messages_old_traces_are_not_taken_for_this_ones) {
    auto old = std::make_shared<message_extras>();
    old->was_to = "079 123 45 67";
    old->was_from = "Old";
    old->tags = "old";
    old->service_type = "CMT";
    in.extras = old;
    const auto m = made();
    EXPECT_EQ(m->more().was_to + m->more().was_from + m->more().tags, "");
    EXPECT_EQ(m->more().service_type, "CMT");
}

// ---- estimates ----

TEST_F(rewriting_stage, an_estimate_of_a_message_is_what_would_leave) {
    account().home = find_country("CH");
    policy("swiss", {"Market"}).otherwise = "Market";
    auto& one = rule("footer");
    one.after = std::string(155, 'x');
    one.before = "₿: ";
    in.to = "0791234567";
    checked_inbox inbox(ids, store, by, 1);
    const auto told = inbox.foresee(in, now);
    const auto sent = made();
    EXPECT_FALSE(told.refused);
    EXPECT_EQ(told.to, "+41791234567");
    EXPECT_EQ(told.from, "Market");
    EXPECT_EQ(told.text, sent->body);
    EXPECT_EQ(told.how.coding, encoding::ucs2);
    EXPECT_EQ(told.how.parts, 3u);
    EXPECT_EQ(told.how.parts, sent->parts);
    EXPECT_EQ(told.how.units, 163u);
    ASSERT_EQ(told.how.forces_ucs2.size(), 1u);
    EXPECT_FALSE(told.price);
}

TEST_F(rewriting_stage, an_estimate_that_would_be_refused_says_how_far_it_came) {
    policy("swiss", {"Market"});
    checked_inbox inbox(ids, store, by, 1);
    auto told = inbox.foresee(in, now);
    ASSERT_TRUE(told.refused);
    EXPECT_EQ(told.refused->code, "sender_not_allowed");
    EXPECT_EQ(told.text, "Hello");
    EXPECT_EQ(told.how.units, 5u);
    by->rewrites = {};
    rule("footer").after = std::string(400, 'x');
    by->bounds.max_parts = 2;
    told = inbox.foresee(in, now);
    ASSERT_TRUE(told.refused);
    EXPECT_EQ(told.refused->code, "text_too_long");
    EXPECT_EQ(told.how.parts, 3u) << "of the rewritten text";
    EXPECT_EQ(told.text.size(), 405u);
    in.to = "12";
    told = inbox.foresee(in, now);
    ASSERT_TRUE(told.refused);
    EXPECT_EQ(told.refused->code, "invalid_number");
    EXPECT_EQ(told.how.parts, 1u);
}

}  // namespace hermod::accept::rewriting_stage_test
