// [cimd2] and what an account says of CIMD2; what all doors share is smpp_sections_test's.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/config/config.hpp"

namespace hermod::app {
namespace {

using texts = std::vector<std::string>;

constexpr std::string_view flags[] = {"latin1_link", "numbers_in_order"};

class cimd2_sections : public testing::Test {
protected:
    cimd2_sections() {
        ::setenv("HERMOD_TEST_PLAIN", "s3cret", 1);
        ::setenv("HERMOD_TEST_LONG", "a password of more than 32 octets", 1);
    }
    // The problems of `text`, without the warnings that there is no connector and no route.
    texts problems_of(const std::string& text) {
        config_vocabulary words;
        words.cimd2_dialect_flags = flags;
        loaded = parse_config(text, "c.toml", words);
        texts out;
        for (const auto& p : loaded.problems)
            if (p.key != "connector" && p.key != "route") out.push_back(to_text(p));
        return out;
    }
    loaded_config loaded;
};

// 4 lines; one more line after it is line 5.
const std::string account = "[[account]]\nname = \"shop\"\ncimd2_user = \"shop\"\npassword = \"env:HERMOD_TEST_PLAIN\"\n";

}  // namespace

TEST_F(cimd2_sections, what_is_not_written_has_its_default) {
    EXPECT_EQ(problems_of(account + "[cimd2]\n"), texts{});
    const cimd2_config& c = loaded.values.cimd2.value();
    ASSERT_EQ(c.listen.size(), 1u);
    EXPECT_EQ(c.listen[0].host, "127.0.0.1");
    EXPECT_EQ(c.listen[0].port, 9971);
    EXPECT_EQ(c.alive_seconds, 60u);
    EXPECT_EQ(c.centre_offset_minutes, 0);
    EXPECT_EQ(loaded.values.door(door_kind::cimd2), &c);
    EXPECT_EQ(loaded.values.door(door_kind::smpp), nullptr);
    const account_config& a = loaded.values.accounts.at(0);
    EXPECT_EQ(a.sessions.login(door_kind::cimd2), "shop");
    EXPECT_EQ(a.inbound, inbound_way::session);
    EXPECT_TRUE(a.cimd2.dialect.empty());
}

TEST_F(cimd2_sections, each_key_is_taken) {
    EXPECT_EQ(problems_of(account + "cimd2_dialect = [\"latin1_link\"]\n[cimd2]\nlisten = [\"127.0.0.1:1\", \"[::1]:2\"]\nalive_seconds = 0\n"
                                    "centre_offset_minutes = -90\nmax_binds = 5\nsession_init_seconds = 9\n"),
              texts{});
    const cimd2_config& c = loaded.values.cimd2.value();
    EXPECT_EQ(c.listen.size(), 2u);
    EXPECT_EQ(c.alive_seconds, 0u);
    EXPECT_EQ(c.centre_offset_minutes, -90);
    EXPECT_EQ(c.max_binds, 5u);
    EXPECT_EQ(c.session_init_seconds, 9u);
    EXPECT_EQ(loaded.values.accounts.at(0).cimd2.dialect, texts{"latin1_link"});
}

TEST_F(cimd2_sections, what_cannot_be_meant_is_a_mistake) {
    EXPECT_EQ(problems_of(account + "[cimd2]\nalive_seconds = 3601\ncentre_offset_minutes = 900\nenquire_link_seconds = 30\n").size(), 3u);
    EXPECT_EQ(problems_of(account + "cimd2_dialect = [\"latin1\"]\n[cimd2]\n").size(), 1u);
    EXPECT_EQ(problems_of("[[account]]\nname = \"shop\"\ncimd2_user = \"" + std::string(33, 'x') + "\"\npassword = \"env:HERMOD_TEST_PLAIN\"\n[cimd2]\n").front(),
              "c.toml:3:14: error: account[0].cimd2_user: is longer than 32 octets");
    EXPECT_EQ(problems_of(account + "[[account]]\nname = \"other\"\ncimd2_user = \"shop\"\npassword = \"env:HERMOD_TEST_PLAIN\"\n[cimd2]\n"),
              texts{"c.toml:7:14: error: account[1].cimd2_user: is the cimd2_user of account \"shop\" too"});
    EXPECT_EQ(problems_of(account + "[cimd2]\nlisten = [\"0.0.0.0:9971\"]\n"),
              texts{"c.toml:6:11: error: cimd2.listen[0]: is not loopback: passwords and messages would travel in the clear; use "
                    "[cimd2.tls], or say allow_plaintext = true"});
}

TEST_F(cimd2_sections, a_password_that_no_client_can_send_is_a_warning) {
    EXPECT_EQ(problems_of("[[account]]\nname = \"shop\"\ncimd2_user = \"shop\"\npassword = \"env:HERMOD_TEST_LONG\"\n[cimd2]\n"),
              texts{"c.toml:4:12: warning: account[0].password: over cimd2 many clients cannot send more than 32 octets"});
}

TEST_F(cimd2_sections, keys_without_a_login_and_a_login_without_a_server_are_warnings) {
    EXPECT_EQ(problems_of(account).size(), 1u);
    ::setenv("HERMOD_TEST_KEY", "0123456789abcdef", 1);
    EXPECT_EQ(problems_of("[[account]]\nname = \"shop\"\napi_key = \"env:HERMOD_TEST_KEY\"\ncimd2_dialect = [\"latin1_link\"]\n"),
              texts{"c.toml:4:17: warning: account[0].cimd2_dialect: has no effect: it is for CIMD2, and the account has no cimd2_user"});
    EXPECT_EQ(problems_of("[[account]]\nname = \"shop\"\napi_key = \"env:HERMOD_TEST_KEY\"\n[cimd2]\n").size(), 1u);
}

}  // namespace hermod::app
