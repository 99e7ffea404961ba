#include <gtest/gtest.h>

#include "app/config/config.hpp"

namespace hermod::app {
namespace {

loaded_config read(std::string_view health) {
    return parse_config("[health]\n" + std::string(health), "x.toml", {});
}

std::vector<std::string> errors(const loaded_config& of) {
    std::vector<std::string> out;
    for (const problem& p : of.problems)
        if (p.how_bad == problem::severity::error) out.push_back(p.key);
    return out;
}

// A connector "slow" with these keys, and "usual" without; [health] first.
loaded_config with_connectors(std::string_view general, std::string_view own) {
    static const std::vector<connector_type> types{{"loopback", [](table_reader&) { return std::any(); }}};
    return parse_config("[health]\n" + std::string(general) + "[[connector]]\nname = \"slow\"\ntype = \"loopback\"\n" + std::string(own) +
                            "[[connector]]\nname = \"usual\"\ntype = \"loopback\"\n",
                        "x.toml", {types});
}

std::vector<std::string> told(const loaded_config& of) {
    std::vector<std::string> out;
    for (const problem& p : of.problems)
        if (p.how_bad == problem::severity::error) out.push_back(to_text(p));
    return out;
}

}  // namespace

TEST(config_health, has_usual_values_and_reads_what_is_written) {
    EXPECT_EQ(parse_config("", "x.toml", {}).values.health.move_after_ms, 300u);
    const auto some = read("move_after_ms = 1000\nerror_percent = 0\nmost_moves = 2\n");
    EXPECT_EQ(some.values.health.move_after_ms, 1000u);
    EXPECT_EQ(some.values.health.error_percent, 0u);
    EXPECT_EQ(some.values.health.most_moves, 2u);
}

TEST(config_health, names_what_is_wrong) {
    EXPECT_EQ(errors(read("error_percent = 101")), std::vector<std::string>{"health.error_percent"});
    EXPECT_EQ(errors(read("trials = 0")), std::vector<std::string>{"health.trials"});
    EXPECT_EQ(errors(read("move_after = 1")), std::vector<std::string>{"health.move_after"});
    EXPECT_EQ(errors(read("open_seconds = 90")), std::vector<std::string>{"health.open_seconds"});
}

TEST(config_health, a_connector_has_its_own_where_it_says_so_and_the_general_one_where_not) {
    const auto some = with_connectors("move_after_ms = 1000\ntrials = 9\n", "[connector.health]\nerror_percent = 0\nslow_start_seconds = 60\ntrials = 2\n");
    EXPECT_EQ(told(some), std::vector<std::string>{});
    const auto named = [&](const std::string& name) {
        const auto& all = some.values.connectors;
        return std::find_if(all.begin(), all.end(), [&](const connector_config& one) { return one.name == name; })->health;
    };
    const auto slow = named("slow");
    EXPECT_EQ(slow.error_percent, 0u);
    EXPECT_EQ(slow.slow_start_seconds, 60u);
    EXPECT_EQ(slow.trials, 2u);
    EXPECT_EQ(slow.move_after_ms, 1000u) << "of [health]";
    EXPECT_EQ(slow.open_seconds, 5u) << "nobody says it";
    const auto usual = named("usual");
    EXPECT_EQ(usual.error_percent, 50u);
    EXPECT_EQ(usual.trials, 9u);
}

TEST(config_health, names_what_is_wrong_at_a_connector) {
    EXPECT_EQ(told(with_connectors("", "[connector.health]\ntrials = 0\n")),
              std::vector<std::string>{"x.toml:6:10: error: connector[0].health.trials: 0 is out of range, 1 to 1000"});
    EXPECT_EQ(told(with_connectors("", "[connector.health]\nerror_procent = 5\n")),
              std::vector<std::string>{"x.toml:6:1: error: connector[0].health.error_procent: unknown key, did you mean \"error_percent\"?"});
    EXPECT_EQ(told(with_connectors("open_most_seconds = 10\n", "[connector.health]\nopen_seconds = 11\n")),
              std::vector<std::string>{"x.toml:7:16: error: connector[0].health.open_seconds: open_seconds (11) is more than open_most_seconds (10)"});
    EXPECT_EQ(told(with_connectors("", "[connector.health]\nmost_moves = 3\n")),
              std::vector<std::string>{"x.toml:6:14: error: connector[0].health.most_moves: is a message's, whatever connectors it meets: write it in [health]"});
    EXPECT_EQ(told(with_connectors("", "health = 5\n")), std::vector<std::string>{"x.toml:5:10: error: connector[0].health: takes a table: write [connector[0].health], not a whole number"});
}

}  // namespace hermod::app
