#include "simulate/common/ring.hpp"

#include <gtest/gtest.h>

namespace hermod::simulate {

TEST(simulated_work, ring_grows_around_its_seam_and_keeps_the_order) {
    ring<int> r;
    int in = 0, out = 0;
    for (int round = 0; round < 300; ++round) {
        for (int i = 0; i < 3; ++i) r.push(in++);
        EXPECT_EQ(r.front(), out++);
        r.pop();
    }
    for (; !r.empty(); r.pop()) EXPECT_EQ(r.front(), out++);
    EXPECT_EQ(in, out);
}

TEST(simulated_work, short_text_cuts) {
    EXPECT_EQ(std::string_view(short_text<3>("abcd")), "abc");
}

}  // namespace hermod::simulate
