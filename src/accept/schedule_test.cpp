#include "accept/schedule.hpp"

#include <gtest/gtest.h>

#include "accept/checked_inbox.hpp"
#include "store/no_store.hpp"

namespace hermod::accept::schedule_test {
namespace {

using namespace std::chrono_literals;

constexpr account_id shop{name_hash("shop")}, bank{name_hash("bank")};
wall_time at(std::string_view text) {
    return *parse_rfc3339(text);
}
const wall_time thursday = at("2026-11-26T14:00:00Z");

zones::week_hours every_day(int begin, int end) {
    zones::week_hours out;
    for (int day = 0; day < 7; ++day)
        out.add(day * zones::minutes_of_day + begin * 60, day * zones::minutes_of_day + (end > begin ? end : end + 24) * 60);
    return out;
}

struct scheduling : testing::Test {
    id_source ids{1};
    store::no_store store;
    std::shared_ptr<rules> by = std::make_shared<rules>();
    std::shared_ptr<schedule_rules> windows =
        std::make_shared<schedule_rules>(schedule_rules{zones::prefix_zones::built_in(), {}, {}});
    checked_inbox in{ids, store, by, 1};
    submission what;
    message_extras extras;

    scheduling() {
        route::rule all, cheap;
        cheap.name = "cheap";
        cheap.when.prefixes = {"33"};
        all.name = "all";
        all.to = cheap.to = {connector_id{7}};
        by->routes = std::make_shared<route::table>(std::vector<route::rule>{cheap, all});
        by->accounts[shop] = {shop, true, "Shop", callback_final, true};
        by->accounts[bank] = {bank, true, "Bank", callback_final, true};
        windows->windows = {{"day", {every_day(9, 21), {}}, {}, {}, {}, {}, {}}};
        what.account = shop;
        what.to = "+41791234567";
        what.from = "Shop";
        what.body = "Hello";
    }
    prepared prepare() {
        by->schedule = windows;
        if (!(extras == message_extras{})) what.extras = std::make_shared<const message_extras>(extras);
        return in.prepare(what, thursday);
    }
    std::string not_before() {
        const auto done = prepare();
        if (done.refused) return done.refused->code + ": " + done.refused->detail;
        return done.ready->not_before == wall_time{} ? "" : to_rfc3339(done.ready->not_before).substr(0, 16);
    }
};

TEST_F(scheduling, without_windows_nothing_is_moved) {
    windows->windows.clear();
    EXPECT_EQ(not_before(), "");
}

TEST_F(scheduling, a_named_window_holds_in_the_recipients_zone) {
    what.window = "day";
    EXPECT_EQ(not_before(), "");  // 15:00 in Zurich
    what.to = "+819012345678";    // 23:00 in Tokyo
    EXPECT_EQ(not_before(), "2026-11-27T00:00");
    what.to = "+12125551234";  // 04:00 in Honolulu
    EXPECT_EQ(not_before(), "2026-11-26T19:00");
    EXPECT_EQ(window_of(*prepare().ready), "day");
}

TEST_F(scheduling, a_window_may_have_a_zone_of_its_own) {
    windows->windows[0].fixed = zones::find_zone("Asia/Tokyo");
    what.window = "day";
    EXPECT_EQ(not_before(), "2026-11-27T00:00");
}

TEST_F(scheduling, an_accounts_window_holds_for_what_names_none) {
    windows->windows.push_back({"night", {every_day(22, 6), {}}, {}, {}, {}, {}, {}});
    windows->of_accounts[shop] = 1;
    EXPECT_EQ(not_before(), "2026-11-26T21:00");
    what.window = "day";
    EXPECT_EQ(not_before(), "");
    what.window = {};
    what.account = bank;
    EXPECT_EQ(not_before(), "");
}

TEST_F(scheduling, a_window_that_is_bound_holds_whatever_is_named) {
    windows->windows.push_back({"france", {every_day(8, 14), {}}, {}, {}, {}, {}, {"33"}});
    EXPECT_EQ(not_before(), "");
    what.to = "+33612345678";
    EXPECT_EQ(not_before(), "2026-11-27T07:00");  // 08:00 in Paris
    what.window = "day";
    EXPECT_EQ(not_before(), "2026-11-27T08:00");  // both: 09:00
    windows->windows[1].accounts = {bank};
    EXPECT_EQ(not_before(), "");
    windows->windows[1] = {"cheap hours", {every_day(0, 6), {}}, zones::zone(), {}, {}, {"cheap"}, {}};
    what.window = {};
    EXPECT_EQ(not_before(), "2026-11-27T00:00");
    what.to = "+41791234567";
    EXPECT_EQ(not_before(), "");
}

TEST_F(scheduling, what_is_urgent_may_be_exempt) {
    windows->windows[0].exempt_priority = std::uint8_t{3};
    what.window = "day";
    what.to = "+819012345678";
    EXPECT_EQ(not_before(), "2026-11-27T00:00");
    extras.priority = 2;
    EXPECT_EQ(not_before(), "2026-11-27T00:00");
    extras.priority = 3;
    EXPECT_EQ(not_before(), "");
}

TEST_F(scheduling, the_default_validity_counts_from_the_opening) {
    what.window = "day";
    what.to = "+819012345678";
    const auto made = prepare().ready;
    EXPECT_EQ(made->expires_at, at("2026-11-27T00:00:00Z") + 72h);
}

TEST_F(scheduling, a_validity_that_is_asked_for_is_never_stretched) {
    what.window = "day";
    what.to = "+819012345678";
    what.validity = 10h;  // exactly until the opening
    EXPECT_EQ(not_before(),
              "window_closed: it would be out of date at 2026-11-27T00:00:00.000000Z, before the window \"day\" opens at "
              "2026-11-27T00:00:00.000000Z");
    what.validity = 11h;
    EXPECT_EQ(not_before(), "2026-11-27T00:00");
    EXPECT_EQ(prepare().ready->expires_at, thursday + 11h);
    what.not_before = at("2026-11-26T20:00:00Z");  // from there it counts
    EXPECT_EQ(prepare().ready->expires_at, at("2026-11-27T07:00:00Z"));
}

TEST_F(scheduling, windows_that_never_meet_are_refused_with_their_names) {
    windows->windows.push_back({"night", {every_day(22, 6), {}}, {}, {}, {}, {}, {"41"}});
    what.window = "day";
    EXPECT_EQ(not_before(),
              "window_closed: the windows \"day\", \"night\" do not open together within 31 days from "
              "2026-11-26T14:00:00.000000Z, in the recipient's zones Europe/Zurich");
}

TEST_F(scheduling, an_unknown_window_is_refused_with_the_nearest) {
    what.window = "dya";
    EXPECT_EQ(not_before(), "unknown_window: there is no window \"dya\", did you mean \"day\"?");
}

TEST_F(scheduling, the_clocks_where_a_number_lives_may_be_several) {
    const auto shown = *zones::parse_local("2026-12-24T18:00");
    EXPECT_EQ(at_recipient(windows->places, "+41791234567", shown), at("2026-12-24T17:00:00Z"));
    EXPECT_EQ(at_recipient(windows->places, "+12125551234", shown),
              at("2026-12-25T04:00:00Z"));  // not before 18:00 in Honolulu either
}

TEST_F(scheduling, what_waited_until_its_window_closed_waits_for_the_next) {
    what.window = "day";
    const auto made = prepare().ready;
    EXPECT_EQ(made->not_before, wall_time{});
    EXPECT_EQ(in.may_go(*made, thursday + 1h), thursday + 1h);
    EXPECT_EQ(in.may_go(*made, at("2026-11-26T20:00:00Z")), at("2026-11-27T08:00:00Z"));  // 21:00 in Zurich
    auto without = std::make_shared<rules>(*by);
    without->schedule = std::make_shared<schedule_rules>();
    in.use(without);
    EXPECT_EQ(in.may_go(*made, at("2026-11-26T20:00:00Z")), at("2026-11-26T20:00:00Z"));
}

TEST_F(scheduling, says_what_it_did_to_whoever_asks) {
    trace seen;
    windows->windows[0].exempt_priority = std::uint8_t{3};
    by->schedule = windows;
    what.window = "day";
    what.to = "+819012345678";
    draft work{.in = what, .by = *by, .account = by->accounts[shop], .now = thursday, .seen = &seen};
    work.to = what.to;
    ASSERT_FALSE(schedule(work));
    ASSERT_EQ(seen.steps.size(), 1u);
    EXPECT_EQ(seen.steps[0].name, "day");
    EXPECT_TRUE(seen.steps[0].took);
    EXPECT_EQ(seen.steps[0].sentence, "may go at 2026-11-27T00:00:00.000000Z, in Asia/Tokyo");
}

}  // namespace
}  // namespace hermod::accept::schedule_test
