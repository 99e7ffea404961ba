#include "connectors/cimd2/error_table.hpp"

#include <gtest/gtest.h>

#include <set>

#include "wire/cimd2/codes.hpp"

namespace hermod::connectors::cimd2 {
namespace {

TEST(cimd2_error_table, the_centres_own_trouble_is_worth_another_try_and_what_says_something_of_it_another_way) {
    const error_table table;
    for (const auto& row : wire::cimd2::error_codes()) {
        const bool trouble = row.value == 4 || row.value == 5 || row.value == 6;
        const bool its_own = std::set{3, 9, 106, 306, 313, 314, 321, 322}.contains(row.value);
        EXPECT_EQ(table.of(row.value), row.value == 10 ? error_meaning::throttled
                                       : trouble       ? error_meaning::later
                                       : its_own       ? error_meaning::elsewhere
                                                       : error_meaning::refused)
            << row.value << ' ' << row.words;
    }
    EXPECT_EQ(table.of(999), error_meaning::refused);
}

TEST(cimd2_error_table, rows_can_be_changed_and_added) {
    error_table table;
    table.set(9, error_meaning::later);
    table.set(10, error_meaning::refused);
    table.set(999, error_meaning::throttled);
    table.set(999, error_meaning::later);
    EXPECT_EQ(table.of(9), error_meaning::later);
    EXPECT_EQ(table.of(10), error_meaning::refused);
    EXPECT_EQ(table.of(999), error_meaning::later);
}

}  // namespace
}  // namespace hermod::connectors::cimd2
