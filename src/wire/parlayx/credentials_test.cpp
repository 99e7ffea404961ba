#include "wire/parlayx/credentials.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::parlayx {
namespace {

std::string digested;

// MD5 of "000201Huawei20120731064245", by md5sum.
md5_octets known_digest(std::string_view text) {
    digested = text;
    return {0x39, 0xca, 0x95, 0x81, 0x1f, 0xad, 0xdd, 0xd5, 0xd5, 0x02, 0x4d, 0x1c, 0x9c, 0x45, 0xd0, 0x52};
}

}  // namespace

TEST(parlayx_credentials, the_password_is_the_lower_case_digest_of_three_things_in_order) {
    EXPECT_EQ(sp_password("000201", "Huawei", "20120731064245", known_digest), "39ca95811fadddd5d5024d1c9c45d052");
    EXPECT_EQ(digested, "000201Huawei20120731064245");
}

TEST(parlayx_credentials, a_time_stamp_has_fourteen_digits) {
    using namespace std::chrono;
    EXPECT_EQ(time_stamp(local_days{year{2012} / 7 / 1} + 6h + 2min + 5s), "20120701060205");
    EXPECT_EQ(time_stamp(local_days{year{2026} / 12 / 31} + 23h + 59min + 59s), "20261231235959");
}

}  // namespace hermod::wire::parlayx
