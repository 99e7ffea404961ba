#include "callback/signature.hpp"

#include <gtest/gtest.h>

namespace hermod::callback::signature_test {
namespace {

// The vector that the libraries of Standard Webhooks share.
const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view id = "msg_p5jXN8AQM9LWM0D4loKWxJek", at = "1614265330", body = R"({"test": 2432232314})";
constexpr std::string_view expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

std::string sign(signer& with) {
    std::string out;
    with.sign(id, at, body, out);
    return out;
}

TEST(signature, is_that_of_the_published_vector) {
    signer one({secret});
    EXPECT_EQ(sign(one), expected);
}

TEST(signature, is_the_same_when_the_signer_is_used_again) {
    signer one({secret});
    std::string other;
    one.sign("another", "1", "text", other);
    EXPECT_EQ(sign(one), expected);
    EXPECT_NE(other, expected);
}

TEST(signature, signs_with_each_secret_while_they_are_rotated) {
    signer both({"a plain secret", secret});
    const auto text = sign(both);
    EXPECT_EQ(text.find(' '), expected.size());
    EXPECT_TRUE(text.ends_with(expected));
}

TEST(signature, is_empty_without_a_secret) {
    signer none({});
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(sign(none), "");
}

TEST(signature, takes_raw_text_as_it_stands_and_base64_behind_the_prefix) {
    EXPECT_EQ(decode_secret("plain text"), "plain text");
    EXPECT_EQ(decode_secret("whsec_aGVybW9k"), "hermod");
    EXPECT_EQ(decode_secret("whsec_aGVybW9kIQ=="), "hermod!");
    EXPECT_FALSE(decode_secret(""));
    EXPECT_FALSE(decode_secret("whsec_"));
    EXPECT_FALSE(decode_secret("whsec_not*base64"));
    EXPECT_FALSE(decode_secret("whsec_abcde"));
}

TEST(signature, is_verified_with_either_secret_within_five_minutes) {
    signer both({"a plain secret", secret}), one({secret}), stranger({"whsec_aGVybW9k"});
    const auto header = sign(both);
    EXPECT_TRUE(verify(one, id, at, body, header, 1614265330 + 299));
    EXPECT_TRUE(verify(both, id, at, body, expected, 1614265330 - 299));
    EXPECT_FALSE(verify(one, id, at, body, header, 1614265330 + 301));
    EXPECT_FALSE(verify(stranger, id, at, body, header, 1614265330));
    EXPECT_FALSE(verify(one, id, at, "{}", header, 1614265330));
    EXPECT_FALSE(verify(one, "another", at, body, header, 1614265330));
    EXPECT_FALSE(verify(one, id, "soon", body, header, 1614265330));
    EXPECT_FALSE(verify(one, id, at, body, "", 1614265330));
}

}  // namespace
}  // namespace hermod::callback::signature_test
