#include "text/hex_text.hpp"

#include <gtest/gtest.h>

namespace hermod::text {
namespace {

TEST(hex_text, reads_what_it_writes_and_both_cases) {
    std::string written, read;
    append_hex(written, std::string("\x00\x0a\xff", 3));
    EXPECT_EQ(written, "000aff");
    EXPECT_TRUE(read_hex("000AfF", read));
    EXPECT_EQ(read, std::string("\x00\x0a\xff", 3));
    EXPECT_TRUE(read_hex("", read));
    EXPECT_EQ(read, "");
}

TEST(hex_text, refuses_what_is_none) {
    std::string out = "as it was";
    for (const char* bad : {"0", "0g", "g0", "+1", "0x"}) EXPECT_FALSE(read_hex(bad, out)) << bad;
    EXPECT_EQ(out, "as it was");
}

}  // namespace
}  // namespace hermod::text
