#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/config/config.hpp"
#include "base/scratch_folder.hpp"

namespace hermod::app::limit_sections_test {
namespace {

constexpr std::string_view account = "[[account]]\nname = \"shop\"\napi_key = \"env:HERMOD_TEST_LONG_KEY\"\n";

struct limit_sections : testing::Test {
    scratch_folder folder;
    loaded_config loaded;

    limit_sections() { ::setenv("HERMOD_TEST_LONG_KEY", "a-key-of-some-length", 1); }

    const config& read(const std::string& text) {
        loaded = parse_config(text, "shop.toml", {});
        return loaded.values;
    }
    std::vector<std::string> errors(const std::string& text) {
        read(text);
        std::vector<std::string> out;
        for (const auto& one : loaded.problems)
            if (one.how_bad == problem::severity::error) out.push_back(to_text(one));
        return out;
    }
    std::string error(const std::string& text) {
        const auto all = errors(text);
        EXPECT_EQ(all.size(), 1u) << text << testing::PrintToString(all);
        return all.empty() ? "" : all.front();
    }
};

std::string limit(std::string_view keys) {
    return std::string(account) + "[[limit]]\nname = \"one\"\n" + std::string(keys);
}

TEST_F(limit_sections, an_account_s_own) {
    const auto list = folder.write("list.csv", "447700900123\n");
    const auto& c = read(std::string(account) +
                         "rate = 10\nburst = 20\nduplicate_seconds = 60\nallow = [\"staff\"]\ndeny = "
                         "[\"staff\"]\n[[number_list]]\nname = \"staff\"\nfile = \"" +
                         list + "\"\n[limits]\ndeny = [\"staff\"]\nmost_keys = 5000\nmost_duplicates = 6000\n");
    EXPECT_TRUE(loaded.usable());
    EXPECT_EQ(c.accounts[0].limits.rate, 10u);
    EXPECT_EQ(c.accounts[0].limits.burst, 20u);
    EXPECT_EQ(c.accounts[0].limits.duplicate_seconds, 60u);
    EXPECT_EQ(c.accounts[0].limits.allow, std::vector<std::string>{"staff"});
    ASSERT_EQ(c.number_lists.size(), 1u);
    EXPECT_TRUE(c.number_lists[0].numbers->contains("+447700900123"));
    EXPECT_EQ(c.limits.deny, std::vector<std::string>{"staff"});
    EXPECT_EQ(c.limits.most_keys, 5'000u);
    EXPECT_EQ(c.limits.most_duplicates, 6'000u);
}

TEST_F(limit_sections, limits_of_both_kinds) {
    const auto& c = read(limit(
        "account = [\"shop\"]\nsender = [\"Shop\", \"+44*\"]\nprefix = [\"+41\", \"4477\"]\nscope = [\"account\", \"prefix\"]\n"
        "prefix_digits = 5\nrate = 100\nper = \"hour\"\nburst = 7\nover = \"wait\"\n"
        "[[limit]]\nname = \"two\"\nrecipients = 50\nwithin_seconds = 3600\n"));
    EXPECT_TRUE(loaded.usable());
    ASSERT_EQ(c.all_limits.size(), 2u);
    const limit_config& one = c.all_limits[0];
    EXPECT_EQ(one.prefix, (std::vector<std::string>{"41", "4477"}));
    EXPECT_EQ(one.scope, (std::vector<limit_scope>{limit_scope::account, limit_scope::prefix}));
    EXPECT_EQ(one.prefix_digits, 5u);
    EXPECT_EQ(one.rate, 100u);
    EXPECT_EQ(one.per, limit_period::hour);
    EXPECT_EQ(one.over, limit_over::wait);
    EXPECT_EQ(c.all_limits[1].recipients, 50u);
    EXPECT_EQ(c.all_limits[1].within_seconds, 3'600u);
}

TEST_F(limit_sections, parts_and_jumps) {
    const auto& c = read(limit("rate = 10\ncounts = \"parts\"\n[[limit]]\nname = \"two\"\njump = 5\nat_least = 50\nwithin_seconds = 3600\nover = \"hold\"\n"));
    EXPECT_TRUE(loaded.usable());
    ASSERT_EQ(c.all_limits.size(), 2u);
    EXPECT_EQ(c.all_limits[0].counts, limit_counts::parts);
    EXPECT_EQ(c.all_limits[1].counts, limit_counts::messages);
    EXPECT_EQ(c.all_limits[1].jump, 5u);
    EXPECT_EQ(c.all_limits[1].at_least, 50u);
    EXPECT_EQ(c.all_limits[1].over, limit_over::hold);
    const std::string jump = "jump = 5\nat_least = 50\n";
    EXPECT_NE(error(limit(jump)).find("within_seconds"), std::string::npos);
    EXPECT_NE(error(limit(jump + "within_seconds = 59\n")).find("60 at least"), std::string::npos);
    EXPECT_NE(error(limit(jump + "within_seconds = 60\nover = \"wait\"\n")).find("goes with rate"), std::string::npos);
    EXPECT_NE(error(limit("jump = 5\nwithin_seconds = 60\n")).find("at_least"), std::string::npos);
    EXPECT_NE(error(limit("jump = 1\nat_least = 5\nwithin_seconds = 60\n")).find("limit[0].jump"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\nat_least = 5\n")).find("goes with jump"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\nover = \"hold\"\n")).find("goes with jump"), std::string::npos);
    EXPECT_NE(error(limit("recipients = 1\nwithin_seconds = 60\ncounts = \"parts\"\n")).find("counts recipients"), std::string::npos);
    EXPECT_NE(error(limit(jump + "within_seconds = 60\nmessages = 3\n")).find("one amount too many"), std::string::npos);
}

TEST_F(limit_sections, says_what_is_wrong_and_where) {
    EXPECT_EQ(error(limit("rate = 1\nover = \"wiat\"\n")),
              R"(shop.toml:7:8: error: limit[0].over: "wiat" is unknown, did you mean "wait"?)");
    EXPECT_NE(error(limit("")).find("says no amount"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\nmessages = 1\nwithin_seconds = 5\n")).find("one amount too many"), std::string::npos);
    EXPECT_NE(error(limit("messages = 1\n")).find("within_seconds"), std::string::npos);
    EXPECT_NE(error(limit("messages = 1\nwithin_seconds = 5\nover = \"wait\"\n")).find("goes with rate"), std::string::npos);
    EXPECT_NE(error(limit("messages = 1\nwithin_seconds = 5\nburst = 3\n")).find("goes with rate"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\nwithin_seconds = 5\n")).find("write per"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\nper = \"day\"\nburst = 400\n")).find("longer than a year"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\nscope = [\"prefix\"]\n")).find("needs prefix"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\nprefix_digits = 4\n")).find("goes with scope"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\nprefix = [\"+41\", \"044\"]\n")).find("limit[0].prefix[1]"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\naccount = [\"shpo\"]\n")).find("did you mean \"shop\"?"), std::string::npos);
    EXPECT_NE(error(limit("rate = 1\n[[limit]]\nname = \"one\"\nrate = 1\n")).find("is used twice"), std::string::npos);
    EXPECT_NE(error(std::string(account) + "burst = 3\n").find("goes with rate"), std::string::npos);
    EXPECT_NE(error(std::string(account) + "allow = [\"staff\"]\n").find("there is no number list \"staff\""), std::string::npos);
}

TEST_F(limit_sections, tells_the_bad_lines_of_a_list_with_file_and_line_and_takes_nothing_over) {
    const auto list = folder.write("bad.csv", "msisdn,since\n447700900123,1\n0447700900123,2\nnobody,3\n");
    const auto all = errors(std::string(account) + "[[number_list]]\nname = \"bad\"\nfile = \"" + list + "\"\n");
    ASSERT_EQ(all.size(), 2u);
    EXPECT_TRUE(all[0].starts_with(list + ":3: error: \"0447700900123\" begins with 0")) << all[0];
    EXPECT_TRUE(all[1].starts_with(list + ":4: error: \"nobody\" is no number")) << all[1];
    EXPECT_FALSE(loaded.usable());
    EXPECT_FALSE(loaded.values.number_lists[0].numbers);
    EXPECT_NE(
        error(std::string(account) + "[[number_list]]\nname = \"none\"\nfile = \"/nowhere/at.all\"\n").find("there is no file"),
        std::string::npos);
}

}  // namespace
}  // namespace hermod::app::limit_sections_test
