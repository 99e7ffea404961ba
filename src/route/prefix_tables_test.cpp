#include "route/prefix_tables.hpp"

#include <gtest/gtest.h>

namespace hermod::route {

TEST(label_table, tells_the_label_of_the_longest_prefix) {
    const label_table networks("networks", read_prefix_rows("41,CH\n4179,228-01\n41791234567,228-03\n43,AT\n"));
    EXPECT_EQ(networks.label_of("+41791111111"), "228-01");
    EXPECT_EQ(networks.label_of("+41791234567"), "228-03");
    EXPECT_EQ(networks.label_of("+41440000000"), "CH");
    EXPECT_EQ(networks.label_of("+49151"), "");
    EXPECT_EQ(networks.labels()[networks.place_of("AT")], "AT");
    EXPECT_EQ(networks.place_of("DE"), label_table::none);
    EXPECT_EQ(networks.size(), 4u);
}

TEST(cost_table, reads_prices_in_units_and_reports_what_is_none) {
    auto rows = read_prefix_rows("prefix,price\n41,0.035\n4179,2\n4178,1.5\n44,1000000\n46,0\n");
    const cost_table costs(rows);
    EXPECT_TRUE(rows.faults.empty());
    EXPECT_EQ(costs.find(packed_number("+41791234567")), 2000);
    EXPECT_EQ(costs.find(packed_number("+41780000000")), 1500);
    EXPECT_EQ(costs.find(packed_number("+41760000000")), 35);
    EXPECT_EQ(costs.find(packed_number("+44")), 1'000'000'000);
    EXPECT_EQ(costs.find(packed_number("+46")), 0);
    EXPECT_EQ(costs.find(packed_number("+43")), std::nullopt);
    auto bad = read_prefix_rows("41,cheap\n42,-1\n43,0.0351\n44,1000000.001\n45,.5\n46,1.\n47,1e3\n");
    const cost_table none(bad);
    EXPECT_EQ(bad.faults.listed().size(), 7u);
    EXPECT_EQ(bad.faults.listed()[0].what,
              "\"cheap\" is no price: write units with at most three decimals, like 0.035, up to 1000000");
}

}  // namespace hermod::route
