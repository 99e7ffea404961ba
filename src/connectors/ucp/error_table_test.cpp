#include "connectors/ucp/error_table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace hermod::connectors::ucp {

TEST(ucp_error_table, what_says_something_of_the_centre_goes_elsewhere_and_its_trouble_is_tried_again) {
    const error_table table;
    const std::set<int> later{1, 30, 37, 50, 54, 55}, elsewhere{3, 4, 7, 8, 12, 14, 23};
    for (int code = 0; code < 120; ++code)
        EXPECT_EQ(table.of(static_cast<wire::ucp::error_code>(code)), later.contains(code)       ? error_meaning::later
                                                                      : elsewhere.contains(code) ? error_meaning::elsewhere
                                                                                                 : error_meaning::refused)
            << code;
}

}  // namespace hermod::connectors::ucp
