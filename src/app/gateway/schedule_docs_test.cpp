// The worked example of docs/scheduling.md, replayed: its configuration as it stands there, and each row of its table.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <sstream>

#include "accept/checked_inbox.hpp"
#include "accept/schedule.hpp"
#include "app/gateway/build.hpp"
#include "store/no_store.hpp"

namespace hermod::app {
namespace {

std::string document() {
    std::ifstream in(std::string(HERMOD_DOCS) + "/scheduling.md");
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

struct schedule_docs : testing::Test {
    std::string text = document();
    id_source ids{1};
    store::no_store store;
    std::shared_ptr<accept::rules> by = std::make_shared<accept::rules>();
    std::vector<accept::trace::step> seen;
    static constexpr account_id shop{name_hash("shop")};

    void SetUp() override {
        const auto begin = text.find("```toml\n"), end = text.find("```", begin + 8);
        ASSERT_NE(begin, std::string::npos);
        std::string toml = text.substr(begin + 8, end - begin - 8);
        ::setenv("HERMOD_TEST_API_KEY", "0123456789abcdef0123", 1);
        const auto loaded = parse_config(toml + "api_key = \"env:HERMOD_TEST_API_KEY\"\n", "scheduling.md", config_vocabulary{});
        for (const auto& p : loaded.problems) EXPECT_NE(p.how_bad, problem::severity::error) << to_text(p);
        by->routes = std::make_shared<route::table>(std::vector<route::rule>{});
        by->accounts[shop] = {shop, true, "Shop", callback_final, true};
        by->schedule = make_schedule(loaded.values);
    }
    // The instant at which the message goes; an empty text: at once. The row must stand in the table.
    std::string goes(const std::string& row, std::string_view to, std::string_view at, std::string_view window = {},
                     std::uint8_t priority = 0) {
        EXPECT_NE(text.find("| " + row + " |"), std::string::npos) << row;
        message_extras more;
        more.priority = priority;
        submission what;
        what.account = shop;
        what.to = to;
        what.window = window;
        what.extras = std::make_shared<const message_extras>(more);
        accept::trace told;
        accept::draft work{.in = what, .by = *by, .account = by->accounts[shop], .now = *parse_rfc3339(at), .seen = &told};
        work.to = to;
        work.validity = by->bounds.default_validity;
        const auto wrong = accept::schedule(work);
        EXPECT_FALSE(wrong) << wrong->detail;
        seen = told.steps;
        return work.not_before == wall_time{} ? "" : to_rfc3339(work.not_before).substr(0, 16);
    }
};

TEST_F(schedule_docs, each_row_of_the_example_goes_as_it_says) {
    EXPECT_EQ(goes("shop to +41791234567 | at once: 15:00 there", "+41791234567", "2026-11-26T14:00:00Z"), "");
    EXPECT_EQ(goes("shop to +819012345678 | Friday 09:00 in Tokyo, 00:00 UTC", "+819012345678", "2026-11-26T14:00:00Z"),
              "2026-11-27T00:00");
    EXPECT_EQ(goes("shop to +33612345678 with `\"window\":\"campaign\"`, at 21:00 | Friday 09:00 in Paris", "+33612345678",
                   "2026-11-26T20:00:00Z", "campaign"),
              "2026-11-27T08:00");
    EXPECT_EQ(goes("priority 3 to +33612345678 at 23:00 | as `campaign` says; `quiet-france` is not heeded", "+33612345678",
                   "2026-11-26T22:00:00Z", {}, 3),
              "2026-11-27T08:00");
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_EQ(seen[0].name, "quiet-france");
    EXPECT_FALSE(seen[0].took);
    EXPECT_EQ(seen[1].name, "campaign");
    EXPECT_TRUE(seen[1].took);
}

}  // namespace
}  // namespace hermod::app
