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

}  // namespace hermod::app
