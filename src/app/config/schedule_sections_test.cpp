// [zones] and [[window]].
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>

#include "app/config/config.hpp"
#include "base/scratch_folder.hpp"

namespace hermod::app::schedule_sections_test {
namespace {

using texts = std::vector<std::string>;

class schedule_sections : public testing::Test {
protected:
    schedule_sections() { ::setenv("HERMOD_TEST_API_KEY", "0123456789abcdef0123", 1); }
    texts problems_of(const std::string& text) {
        loaded = parse_config(text, "c.toml", config_vocabulary{});
        texts out;
        for (const auto& p : loaded.problems)
            if (p.key != "connector" && p.key != "route") out.push_back(to_text(p));
        return out;
    }
    std::string only(const std::string& text) {
        const auto all = problems_of(text);
        return all.size() == 1 ? all[0] : std::to_string(all.size()) + " problems" + (all.empty() ? "" : ": " + all[0]);
    }
    loaded_config loaded;
};

const std::string account = "[[account]]\nname = \"shop\"\napi_key = \"env:HERMOD_TEST_API_KEY\"\n";

TEST_F(schedule_sections, without_any_the_worlds_prefixes_have_their_zones) {
    EXPECT_EQ(problems_of(account), texts{});
    ASSERT_TRUE(loaded.values.zones.places);
    EXPECT_EQ(loaded.values.zones.places->of("+41791234567")[0].name(), "Europe/Zurich");
    EXPECT_TRUE(loaded.values.windows.empty());
}

TEST_F(schedule_sections, a_window_has_days_hours_and_whom_it_binds) {
    EXPECT_EQ(problems_of(account + "send_window = \"campaign\"\n[[window]]\nname = \"campaign\"\ndays = [\"mon-fri\", "
                                    "\"sat\"]\nhours = [\"09:00-12:00\", \"13:00-20:00\"]\n"
                                    "except = [\"2026-12-25\"]\nexempt_priority = 3\n[[window]]\nname = \"france\"\nquiet = "
                                    "[\"20:00-08:00\"]\nprefix = [\"+33\"]\n"
                                    "accounts = [\"shop\"]\nzone = \"Europe/Paris\"\n"),
              texts{});
    ASSERT_EQ(loaded.values.windows.size(), 2u);
    const auto& campaign = loaded.values.windows[0];
    EXPECT_FALSE(campaign.zone);
    EXPECT_EQ(campaign.exempt_priority, std::uint8_t{3});
    EXPECT_TRUE(campaign.hours.is_open(*zones::parse_local("2026-11-28T09:00")));   // Saturday
    EXPECT_FALSE(campaign.hours.is_open(*zones::parse_local("2026-11-29T09:00")));  // Sunday
    EXPECT_FALSE(campaign.hours.is_open(*zones::parse_local("2026-11-27T12:00")));
    EXPECT_FALSE(campaign.hours.is_open(*zones::parse_local("2026-12-25T10:00")));
    const auto& france = loaded.values.windows[1];
    EXPECT_EQ(france.zone->name(), "Europe/Paris");
    EXPECT_EQ(france.prefix, texts{"33"});
    EXPECT_TRUE(france.hours.is_open(*zones::parse_local("2026-11-27T19:59")));
    EXPECT_FALSE(france.hours.is_open(*zones::parse_local("2026-11-27T20:00")));
    EXPECT_EQ(loaded.values.accounts.at(0).send_window, "campaign");
}

TEST_F(schedule_sections, what_is_wrong_is_told_with_its_place) {
    const std::string named = "[[window]]\nname = \"w\"\n";
    EXPECT_EQ(only(named + "hours = [\"09:00-20:00\", \"9-5\"]\n" + account),
              "c.toml:3:25: error: window[0].hours[1]: \"9-5\" are no hours: write \"09:00-20:00\"");
    EXPECT_EQ(only(named + "days = [\"funday\"]\n" + account),
              "c.toml:3:9: error: window[0].days[0]: \"funday\" is no day: write \"mon\" or \"mon-fri\"");
    EXPECT_EQ(only(named + "hours = [\"09:00-20:00\"]\nexcept = [\"25.12.2026\"]\n" + account),
              "c.toml:4:11: error: window[0].except[0]: \"25.12.2026\" is no day: write \"2026-12-25\"");
    EXPECT_EQ(only(named + "hours = [\"09:00-20:00\"]\nzone = \"Europe/Zurihc\"\n" + account),
              "c.toml:4:8: error: window[0].zone: \"Europe/Zurihc\" is no zone of the IANA database, did you mean "
              "\"Europe/Zurich\"?; \"recipient\" is possible too");
    EXPECT_NE(only(named + account).find("would always be open"), std::string::npos);
    EXPECT_NE(only(named + "quiet = [\"00:00-24:00\"]\n" + account).find("leaves no time at all"), std::string::npos);
    EXPECT_NE(only(named + "hours = [\"09:00-20:00\"]\nquiet = [\"20:00-21:00\"]\n" + account).find("exclude each other"),
              std::string::npos);
    EXPECT_NE(only(named + "hours = [\"09:00-20:00\"]\nprefix = [\"4x\"]\n" + account).find("no beginning of a number"),
              std::string::npos);
    EXPECT_NE(only(named + "hours = [\"09:00-20:00\"]\nhuors = []\n" + account).find("did you mean \"hours\"?"),
              std::string::npos);
}

TEST_F(schedule_sections, names_must_lead_somewhere) {
    const std::string window = "[[window]]\nname = \"day\"\nhours = [\"09:00-20:00\"]\n";
    EXPECT_NE(only(account + "send_window = \"dya\"\n" + window)
                  .find("account[0].send_window: there is no window \"dya\", did you mean \"day\"?"),
              std::string::npos);
    EXPECT_NE(only(account + window + "accounts = [\"shpo\"]\n")
                  .find("window[0].accounts[0]: there is no account \"shpo\", did you mean \"shop\"?"),
              std::string::npos);
    EXPECT_NE(only(account + window + "routes = [\"x\"]\n").find("window[0].routes[0]: there is no route \"x\""),
              std::string::npos);
    EXPECT_NE(only(account + window + window).find("is used twice"), std::string::npos);
}

TEST_F(schedule_sections, a_table_of_zones_is_read_and_its_wrong_lines_are_told) {
    const scratch_folder folder;
    const std::string path = folder.write("zones.csv", "prefix,zone\n1,America/New_York\n");
    EXPECT_EQ(problems_of("[zones]\ntable = \"" + path + "\"\notherwise = \"Europe/London\"\n" + account), texts{});
    EXPECT_EQ(loaded.values.zones.places->of("+12125551234").size(), 1u);
    EXPECT_EQ(loaded.values.zones.places->of("+8881")[0].name(), "Europe/London");
    folder.write("zones.csv", "prefix,zone\n1,America/Nwe_York\n");
    EXPECT_EQ(only("[zones]\ntable = \"" + path + "\"\n" + account),
              path + ":2: error: \"America/Nwe_York\" is no zone of the IANA database, did you mean \"America/New_York\"?");
    EXPECT_FALSE(loaded.usable());
    std::remove(path.c_str());
    EXPECT_NE(only("[zones]\ntable = \"" + path + "\"\n" + account), "0 problems");
    EXPECT_NE(only("[zones]\notherwise = \"Nowhere\"\n" + account).find("zones.otherwise"), std::string::npos);
}

}  // namespace
}  // namespace hermod::app::schedule_sections_test
