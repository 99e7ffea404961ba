// [[price_table]], and what accounts and connectors say of money.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/config/config.hpp"
#include "base/scratch_folder.hpp"

namespace hermod::app {
namespace {

using texts = std::vector<std::string>;

std::any nothing(table_reader&) { return {}; }

class money_sections : public testing::Test {
protected:
    money_sections() {
        ::setenv("HERMOD_TEST_KEY", "a key of 16 octets or more", 1);
    }
    // A table named `retail` of these lines.
    std::string table(std::string_view lines, const std::string& more = {}) {
        return "[[price_table]]\nname = \"retail\"\nfile = \"" + folder.write("retail.csv", lines) + "\"\n" + more;
    }
    static std::string account(const std::string& keys) {
        return "[[account]]\nname = \"shop\"\napi_key = \"env:HERMOD_TEST_KEY\"\n" + keys;
    }
    texts problems_of(const std::string& text) {
        const connector_type types[] = {{"loopback", nothing}};
        config_vocabulary words{types};
        loaded = parse_config(text, "c.toml", words);
        texts out;
        for (const auto& p : loaded.problems)
            if (p.key != "connector" && p.key != "route") out.push_back(to_text(p));
        return out;
    }
    scratch_folder folder;
    loaded_config loaded;
};

}  // namespace

TEST_F(money_sections, reads_a_table_and_what_an_account_may_spend) {
    EXPECT_EQ(problems_of(table("prefix,price\n44,0.04\n", "default = 0.1\n") +
                          account("prices = \"retail\"\ncredit = true\nrefund = [\"rejected\", \"undelivered\"]\nquota_day = 100\n"
                                  "quota_month = 1000\ncap_day = 12.5\ncap_month = \"99.999\"\nzone = \"Europe/Berlin\"\n")),
              texts{});
    ASSERT_EQ(loaded.values.price_tables.size(), 1u);
    EXPECT_EQ(loaded.values.price_tables[0].table->price("+441234567"), 40);
    EXPECT_EQ(loaded.values.price_tables[0].table->price("+491234567"), 100);
    const auto& mine = loaded.values.accounts.at(0).money;
    EXPECT_TRUE(mine.credit);
    EXPECT_EQ(mine.refund, (std::vector{refund_end::rejected, refund_end::undelivered}));
    EXPECT_EQ(mine.quota_day, 100);
    EXPECT_EQ(mine.quota_month, 1'000);
    EXPECT_EQ(mine.cap_day, 12'500);
    EXPECT_EQ(mine.cap_month, 99'999);
    EXPECT_EQ(mine.zone.name(), "Europe/Berlin");
}

TEST_F(money_sections, an_account_without_such_keys_has_no_purse) {
    EXPECT_EQ(problems_of(account("")), texts{});
    EXPECT_FALSE(loaded.values.accounts.at(0).money.any());
}

TEST_F(money_sections, each_bad_line_of_a_table_is_told_with_file_and_line) {
    EXPECT_EQ(problems_of(table("44,0.04\nx,1\n45,0.0001\n") + account("")),
              (texts{folder.path() + "/retail.csv:2: error: \"x\" is no beginning of a number: write 1 to 15 digits",
                     folder.path() + "/retail.csv:3: error: \"0.0001\" is no price: write an amount from 0 to 1000000 with up to three decimals"}));
    EXPECT_FALSE(loaded.usable());
}

TEST_F(money_sections, amounts_that_would_be_rounded_are_mistakes) {
    for (const char* amount : {"0.1234", "-1", "\"1,5\"", "true", "1e20", "\"1.0000\""}) {
        const auto found = problems_of(table("44,1\n") + account("prices = \"retail\"\ncap_day = " + std::string(amount) + "\n"));
        ASSERT_EQ(found.size(), 1u) << amount;
        EXPECT_NE(found[0].find("account[0].cap_day: is no amount"), std::string::npos) << found[0];
    }
}

TEST_F(money_sections, a_table_that_is_not_there_and_words_that_are_not_known) {
    EXPECT_EQ(problems_of(table("44,1\n") + account("prices = \"retial\"\nrefund = [\"lost\"]\nquota_day = 0\n")),
              (texts{"c.toml:7:10: error: account[0].prices: there is no price table \"retial\", did you mean \"retail\"?",
                     "c.toml:8:11: error: account[0].refund[0]: \"lost\" is unknown, use one of: rejected, expired, undelivered, cancelled",
                     "c.toml:9:13: error: account[0].quota_day: 0 is out of range, 1 to 1000000000000"}));
}

TEST_F(money_sections, a_zone_that_is_none) {
    EXPECT_EQ(problems_of(account("zone = \"Europe/Berlni\"\n")).size(), 1u);
    EXPECT_NE(problems_of(account("zone = \"Europe/Berlni\"\n"))[0].find("c.toml:4:8: error: account[0].zone: "), std::string::npos);
}

TEST_F(money_sections, credit_and_caps_without_any_price_are_warned_of) {
    EXPECT_EQ(problems_of(account("credit = true\ncap_day = 1\n")),
              (texts{"c.toml:4:10: warning: account[0].credit: neither the account nor a connector has prices: all its messages are refused",
                     "c.toml:5:11: warning: account[0].cap_day: has no effect: neither the account nor a connector has prices"}));
    const std::string connector = "[[connector]]\nname = \"a\"\ntype = \"loopback\"\nprices = \"retail\"\n";
    EXPECT_EQ(problems_of(table("44,1\n") + account("credit = true\ncap_day = 1\n") + connector), texts{});
    EXPECT_EQ(loaded.values.connectors.at(0).prices, "retail");
}

}  // namespace hermod::app
