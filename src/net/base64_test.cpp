#include "net/base64.hpp"

#include <gtest/gtest.h>

namespace hermod::net {
namespace {

TEST(base64, reads_what_it_writes_at_every_length) {
    std::string octets;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(read_base64(base64(octets)), octets);
        octets += static_cast<char>(250 + i);
    }
    EXPECT_EQ(base64("foob"), "Zm9vYg==");  // RFC 4648, section 10
    EXPECT_EQ(read_base64("Zm9vYmE="), "fooba");
}

TEST(base64, reads_nothing_else) {
    for (const char* wrong : {"Zg", "Zg=", "Zg=a", "====", "Zm9v\n", "Zm9v ", "Z-9v", "=AAA", "A==="})
        EXPECT_FALSE(read_base64(wrong)) << wrong;
    EXPECT_EQ(read_base64(""), "");
}

}  // namespace
}  // namespace hermod::net
