// [ucp] and what an account says of UCP alone.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/config/config.hpp"

namespace hermod::app::ucp_sections_test {
namespace {

using texts = std::vector<std::string>;

constexpr std::string_view flags[] = {"amsg_is_ira", "no_otoa"};

class ucp_sections : public testing::Test {
protected:
    ucp_sections() {
        ::setenv("HERMOD_TEST_PLAIN", "s3cret", 1);
        ::setenv("HERMOD_TEST_ENDLESS", "seventeen letters", 1);
    }
    // The problems of `text`, without the warnings that there is no connector and no route.
    texts problems_of(const std::string& text) {
        config_vocabulary words{};
        words.ucp_dialect_flags = flags;
        loaded = parse_config(text, "c.toml", words);
        texts out;
        for (const auto& p : loaded.problems)
            if (p.key != "connector" && p.key != "route") out.push_back(to_text(p));
        return out;
    }
    bool says(const std::string& text, std::string_view part) {
        for (const auto& one : problems_of(text))
            if (one.find(part) != std::string::npos) return true;
        return false;
    }
    loaded_config loaded;
};

const std::string account = "[[account]]\nname = \"shop\"\nucp_user = \"shop\"\npassword = \"env:HERMOD_TEST_PLAIN\"\n";

TEST_F(ucp_sections, a_server_and_an_account_with_all_defaults) {
    EXPECT_EQ(problems_of("[ucp]\n" + account), texts{});
    const config& got = loaded.values;
    ASSERT_TRUE(got.ucp);
    EXPECT_EQ(got.door(door_kind::ucp), &*got.ucp);
    EXPECT_EQ(got.door(door_kind::smpp), nullptr);
    EXPECT_EQ(got.ucp->listen.at(0).port, 3025);
    EXPECT_EQ(got.ucp->throttled_error, 4u);
    EXPECT_EQ(got.ucp->keepalive_seconds, 0u);
    EXPECT_FALSE(got.ucp->utc_offset_minutes);
    EXPECT_EQ(got.accounts.at(0).sessions.login(door_kind::ucp), "shop");
    EXPECT_EQ(got.accounts.at(0).inbound, inbound_way::session);  // and it needs no api_key
}

TEST_F(ucp_sections, its_own_keys_are_read) {
    EXPECT_EQ(problems_of("[ucp]\nkeepalive_seconds = 4\nutc_offset_minutes = -90\nthrottled_error = 90\n" + account + "ucp_dialect = [\"no_otoa\"]\n"), texts{});
    EXPECT_EQ(loaded.values.ucp->keepalive_seconds, 4u);
    EXPECT_EQ(loaded.values.ucp->utc_offset_minutes, -90);
    EXPECT_EQ(loaded.values.ucp->throttled_error, 90u);
    EXPECT_EQ(loaded.values.accounts.at(0).ucp.dialect, texts{"no_otoa"});
}

TEST_F(ucp_sections, says_what_is_wrong_and_where) {
    EXPECT_TRUE(says("[ucp]\nlisten = [\"0.0.0.0:3025\"]\n" + account, "use [ucp.tls], or say allow_plaintext = true"));
    EXPECT_TRUE(says("[ucp]\n", "no account has a ucp_user"));
    EXPECT_TRUE(says(account, "there is no [ucp]"));
    EXPECT_TRUE(says("[ucp]\n" + account + account, "is the ucp_user of account \"shop\" too"));
    EXPECT_TRUE(says("[ucp]\n[[account]]\nname = \"shop\"\nucp_user = \"a/b\"\npassword = \"env:HERMOD_TEST_PLAIN\"\n", "separates the fields"));
    EXPECT_TRUE(says("[ucp]\n[[account]]\nname = \"shop\"\nucp_user = \"a\"\npassword = \"env:HERMOD_TEST_ENDLESS\"\n", "more than the 16 octets"));
    EXPECT_FALSE(loaded.usable());
    EXPECT_TRUE(says("[ucp]\nthrottled_error = 100\n" + account, "throttled_error"));
    EXPECT_TRUE(says("[ucp]\n" + account + "ucp_dialect = [\"no_oto\"]\n", "no_otoa"));
    EXPECT_TRUE(says("[[account]]\nname = \"shop\"\napi_key = \"env:HERMOD_TEST_PLAIN\"\nucp_dialect = [\"no_otoa\"]\n", "has no ucp_user"));
}

}  // namespace
}  // namespace hermod::app::ucp_sections_test
