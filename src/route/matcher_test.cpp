#include "route/matcher.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "route/cover.hpp"
#include "route/why.hpp"

namespace hermod::route {
namespace {

std::vector<std::size_t> all_of(const matcher& in, const facts& of) {
    std::vector<std::size_t> out;
    matcher::search search(in, of);
    while (const auto one = search.next()) out.push_back(*one);
    return out;
}

std::vector<std::size_t> all_of(std::vector<conditions> rules, const facts& of) {
    return all_of(matcher(rules), of);
}

facts usual() {
    facts of;
    of.account = account_id{1};
    of.number = "+41791234567";
    of.other = "Bank";
    of.text = "Code 1234 is yours";
    of.at = *parse_rfc3339("2026-11-24T10:30:00Z");  // a Tuesday
    return of;
}

// A small world in which conditions meet often.
template <class Value>
rc::Gen<std::vector<Value>> some(std::vector<Value> from) {
    return rc::gen::apply(
        [](std::vector<Value> list, int kept) {
            list.resize(std::min<std::size_t>(list.size(), kept < 3 ? 0 : kept - 2));  // most ask for nothing
            return list;
        },
        rc::gen::container<std::vector<Value>>(rc::gen::elementOf(from)), rc::gen::inRange(0, 5));
}

label_table_ptr networks() {
    static const auto made =
        std::make_shared<const label_table>("networks", read_prefix_rows("41,CH\n4179,S\n417912,M\n43,AT\n"));
    return made;
}
label_table_ptr ported() {
    static const auto made = std::make_shared<const label_table>("ported", read_prefix_rows("4179,A\n4178,B\n"));
    return made;
}
pattern_ptr expression(const char* text) {
    return std::get<pattern_ptr>(pattern::compile(text));
}

conditions any_conditions() {
    conditions out;
    for (const int one : *some<int>({1, 2, 3})) out.accounts.push_back(account_id{static_cast<std::uint32_t>(one)});
    out.tags = *some<std::string>({"otp", "news", "x"});
    out.prefixes = *some<std::string>({"4", "41", "+4179", "43", "41791", "4179123"});
    out.others = *some<std::string>({"Bank", "Ba*", "*", "Bank*", "Shop", "4477*", "B*"});
    out.came_in = *some<std::string>({"http", "smpp"});
    out.keywords = *some<std::string>({"Stop", "join", "CODE"});
    if (*rc::gen::inRange(0, 4) == 0)
        out.labels.push_back({networks(), *rc::gen::nonEmpty(some<std::string>({"CH", "S", "M", "nowhere"}))});
    if (*rc::gen::inRange(0, 6) == 0) out.labels.push_back({ported(), *rc::gen::nonEmpty(some<std::string>({"A", "B"}))});
    if (*rc::gen::inRange(0, 4) == 0)
        out.text = *rc::gen::element(expression("[0-9]+"), expression("(?i)^stop"), expression("[0-9]+"));
    if (*rc::gen::inRange(0, 4) == 0) out.codings = *rc::gen::inRange<std::uint8_t>(1, 8);
    if (*rc::gen::inRange(0, 4) == 0) out.min_parts = *rc::gen::inRange<std::uint8_t>(1, 4);
    if (*rc::gen::inRange(0, 4) == 0) out.max_parts = *rc::gen::inRange<std::uint8_t>(1, 4);
    if (*rc::gen::inRange(0, 4) == 0) {
        week made;
        made.add(*rc::gen::inRange(1u, 128u), *rc::gen::inRange(0, 1440), *rc::gen::inRange(0, 1440));
        out.times = std::make_shared<const week>(made);
    }
    return out;
}

struct any_message {
    std::string number = *rc::gen::element<std::string>("+41791234567", "41781", "+4366", "", "41791", "+4");
    std::string other = *rc::gen::element<std::string>("Bank", "Bankers", "B", "Shop", "447700", "");
    std::string text = *rc::gen::element<std::string>("stop 1", "JOIN us", "Code 77", "", "hello");
    std::string tags = *rc::gen::element<std::string>("", "otp", "news,otp", "y", ",,x");
    facts of() const {
        facts out;
        out.account = account_id{*rc::gen::inRange(1u, 5u)};
        out.number = number;
        out.other = other;
        out.text = text;
        out.tags = tags;
        out.coding = *rc::gen::element(encoding::gsm7, encoding::ucs2, encoding::binary);
        out.parts = *rc::gen::inRange<std::uint8_t>(1, 5);
        out.came_in = *rc::gen::element(name_hash("http"), name_hash("smpp"), name_hash("ucp"), 0u);
        out.at = wall_time{std::chrono::minutes{*rc::gen::inRange(0, 20'000)}};
        return out;
    }
};

// Word for word what conditions.hpp promises.
template <class List, class Fits>
bool any(const List& list, Fits fits_one) {
    return list.empty() || std::any_of(list.begin(), list.end(), fits_one);
}
bool naively(const conditions& c, const facts& of, std::string_view tags) {
    const auto digits = of.number.starts_with('+') ? of.number.substr(1) : of.number;
    const auto plain = [](std::string_view prefix) { return prefix.starts_with('+') ? prefix.substr(1) : prefix; };
    const auto has = [&](const std::string& tag) {
        return ("," + std::string(tags) + ",").find("," + tag + ",") != std::string::npos;
    };
    for (const auto& one : c.labels) {
        const auto label = one.table->label_of(digits);
        if (label.empty() || std::find(one.any_of.begin(), one.any_of.end(), label) == one.any_of.end()) return false;
    }
    const bool text = of.coding != encoding::binary;
    return any(c.accounts, [&](account_id one) { return one == of.account; }) && any(c.tags, has) &&
           any(c.prefixes, [&](const std::string& one) { return digits.starts_with(plain(one)); }) &&
           any(c.others, [&](const std::string& one) { return fits(one, of.other); }) &&
           any(c.came_in, [&](const std::string& one) { return name_hash(one) == of.came_in; }) &&
           any(c.keywords, [&](const std::string& one) { return text && small_letters(one) == keyword_of(of.text); }) &&
           (c.codings >> static_cast<int>(of.coding) & 1) != 0 && of.parts >= c.min_parts && of.parts <= c.max_parts &&
           (!c.times || c.times->holds(zones::minute_of_week(of.at, c.times->where()))) &&
           (!c.text || (text && c.text->found_in(of.text)));
}

}  // namespace

TEST(route_matcher, asks_every_kind_of_condition) {
    const auto with = [](auto set) {
        conditions one;
        set(one);
        return one;
    };
    const facts of = usual();
    const auto holds = [&](auto set) { return all_of({with(set)}, of).size() == 1; };
    EXPECT_TRUE(holds([](auto&) {}));
    EXPECT_TRUE(holds([](auto& c) { c.accounts = {account_id{2}, account_id{1}}; }));
    EXPECT_FALSE(holds([](auto& c) { c.accounts = {account_id{2}}; }));
    EXPECT_TRUE(holds([](auto& c) { c.labels = {{networks(), {"M"}}}; }));
    EXPECT_FALSE(holds([](auto& c) { c.labels = {{networks(), {"S"}}}; })) << "the longest prefix has another label";
    EXPECT_TRUE(holds([](auto& c) { c.others = {"Shop", "Ban*"}; }));
    EXPECT_FALSE(holds([](auto& c) { c.others = {"bank"}; }));
    EXPECT_TRUE(holds([](auto& c) { c.keywords = {"CODE"}; }));
    EXPECT_TRUE(holds([](auto& c) { c.text = expression("[0-9]{4}"); }));
    EXPECT_FALSE(holds([](auto& c) { c.text = expression("[0-9]{5}"); }));
    EXPECT_FALSE(holds([](auto& c) { c.codings = bit_of(encoding::ucs2); }));
    EXPECT_FALSE(holds([](auto& c) { c.min_parts = 2; }));
    EXPECT_FALSE(holds([](auto& c) { c.tags = {"otp"}; }));
    EXPECT_FALSE(holds([](auto& c) { c.came_in = {"smpp"}; }));
}

TEST(route_matcher, knows_a_keyword_by_its_letters_however_it_is_written) {
    std::vector<conditions> rules(5);
    rules[0].keywords = {"Stop"};
    rules[1].keywords = {"ÄRGER", "9"};
    rules[2].keywords = {"СТОП"};
    rules[3].keywords = {"stopping"};
    const matcher in(rules);
    const auto found = [&](std::string_view text) {
        facts of = usual();
        of.text = text;
        const auto all = all_of(in, of);
        EXPECT_EQ(all.back(), 4u) << text;  // the one that asks for none
        return std::vector<std::size_t>(all.begin(), all.end() - 1);
    };
    using places = std::vector<std::size_t>;
    EXPECT_EQ(found("sTOP"), places{0});
    EXPECT_EQ(found(" \nstop, please"), places{0});
    EXPECT_EQ(found("ärger!"), places{1});
    EXPECT_EQ(found("Ärger"), places{1});
    EXPECT_EQ(found("9"), places{1});
    EXPECT_EQ(found("Стоп"), places{2});
    EXPECT_EQ(found("STOPPING"), places{3});
    for (const char* none : {"", " ", "!stop", "stops", "sto", "top", "stoppings", "s", "ärge", "стопп", "99", "Übel"}) EXPECT_EQ(found(none), places{}) << none;
}

TEST(route_matcher, gives_a_rule_the_tags_that_rules_before_it_added) {
    std::vector<conditions> rules(130);
    for (auto& one : rules) one.tags = {"never"};
    rules[3] = {};
    rules[2].tags = rules[4].tags = rules[63].tags = rules[129].tags = {"new"};
    const matcher in(rules);
    const facts of = usual();
    matcher::search search(in, of);
    EXPECT_EQ(search.next(), 3u);
    const std::vector<std::string> added{"new"};
    search.add_tags(added);
    EXPECT_EQ(search.next(), 4u);
    EXPECT_EQ(search.next(), 63u);
    search.add_tags(added);
    EXPECT_EQ(search.next(), 129u);
    EXPECT_EQ(search.next(), std::nullopt);
}

TEST(route_matcher, agrees_with_asking_every_rule_in_turn) {
    const bool held = rc::check([] {
        const auto size = *rc::gen::element(0, 1, 5, 64, 65, 90);
        std::vector<conditions> rules;
        for (int i = 0; i < size; ++i) rules.push_back(any_conditions());
        const matcher in(rules);
        for (int i = 0; i < 10; ++i) {
            const any_message message;
            const facts of = message.of();
            std::vector<std::size_t> expected;
            for (std::size_t k = 0; k < rules.size(); ++k) {
                const bool holds = naively(rules[k], of, of.tags);
                if (holds) expected.push_back(k);
                RC_ASSERT(!why_not(rules[k], of, side::to_handset) == holds);
            }
            RC_ASSERT(all_of(in, of) == expected);
        }
    });
    EXPECT_TRUE(held);
}

TEST(route_matcher, never_says_that_a_rule_covers_another_when_a_message_shows_that_it_does_not) {
    int covering = 0;
    const bool held = rc::check([&] {
        const conditions earlier = any_conditions(), later = any_conditions();
        const bool covered = covers(earlier, later), never = impossible(later).has_value();
        covering += covered;
        if (!covered && !never) return;
        for (int i = 0; i < 30; ++i) {
            const any_message message;
            const facts of = message.of();
            const bool holds = naively(later, of, of.tags);
            RC_ASSERT(!holds || !never);
            RC_ASSERT(!holds || !covered || naively(earlier, of, of.tags));
        }
    });
    EXPECT_TRUE(held);
    EXPECT_GT(covering, 0);
}

}  // namespace hermod::route
