#include "connectors/http/signature.hpp"

#include <gtest/gtest.h>

#include "text/hex_text.hpp"

namespace hermod::connectors::http {
namespace {

// The credentials and the instant of AWS's published examples and test suite.
const aws_credentials suite{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "", "us-east-1", "service"};
constexpr std::string_view date = "20150830T123600Z";

std::string signature_of(const std::string& authorization) { return authorization.substr(authorization.find("Signature=") + 10); }

}  // namespace

TEST(signature, hmac_is_that_of_rfc_4231_and_rfc_2202) {
    EXPECT_EQ(in_form(octet_form::hex, hmac(hash::sha256, std::string(20, '\x0b'), "Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(in_form(octet_form::hex, hmac(hash::sha512, std::string(20, '\x0b'), "Hi There")),
              "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
    EXPECT_EQ(in_form(octet_form::hex, hmac(hash::sha1, std::string(20, '\x0b'), "Hi There")), "b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(in_form(octet_form::base64, "abcd"), "YWJjZA==");
}

TEST(signature, twilio_s_published_example_is_signed_as_published) {
    const pairs form{{"CallSid", "CA1234567890ABCDE"}, {"To", "+18005551212"}, {"Caller", "+14158675309"}, {"From", "+14158675309"}, {"Digits", "1234"}};
    const std::string subject = twilio_subject("https://mycompany.com/myapp.php?foo=1&bar=2", form);
    EXPECT_EQ(in_form(octet_form::base64, hmac(hash::sha1, "12345", subject)), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
}

TEST(signature, of_a_repeated_field_each_value_counts_once_in_order) {
    EXPECT_EQ(twilio_subject("u", {{"b", "2"}, {"a", "z"}, {"a", "y"}, {"a", "z"}}), "uayazb2");
}

// Checked with Plivo's own package (4.79.0), as are the others of plivo_'s.
TEST(signature, plivo_s_is_over_url_query_form_and_nonce) {
    const std::string token = "MAXXXXXXXXXXXXXXXXXX-token", nonce = "24680135792468013579", url = "https://sms.example.com/in/plivo/receipts";
    const auto signed_as = [&](pairs query, pairs form) {
        return in_form(octet_form::base64, hmac(hash::sha256, token, plivo_subject(url, std::move(query), std::move(form), nonce)));
    };
    EXPECT_EQ(signed_as({}, {{"MessageUUID", "db3ce55a"}, {"To", "447700900123"}, {"From", "Shop"}, {"Status", "delivered"}, {"ErrorCode", "000"}}),
              "ZRyF3aj0e2/xa0MPQj7eyk7EUMyjhBjVR1DF6DpfGus=");
    EXPECT_EQ(signed_as({{"token", "t"}, {"a", "1"}}, {{"To", "447700900123"}, {"Text", "caf\xC3\xA9 & co"}}),
              "Yox52uG8N2cxAZt6VNyIunIdeJL0n2Fa27Pm9MYuDxo=");
    EXPECT_EQ(signed_as({{"b", "2"}, {"a", "1"}}, {}), "LOAqwanNZuSTRQQW5JVNmqPLbweRMsmu5Xn6KvGuT1M=");
    EXPECT_EQ(signed_as({}, {}), "XBkZRJoZ6VTbXUI0S30nhB+og76XbreRLcVKlA59scE=");
    EXPECT_EQ(signed_as({}, {{"a", "2"}, {"a", "1"}, {"B", "x"}}), "QNblsi6ZHzvkBL57DfU23NqDyB5jStMn6UvPBhFqLNs=");
    EXPECT_EQ(signed_as({{"a", "1"}}, {}), "IlBIfk1XMUj01tBLAMTF/U1Ye8x+vcy9j12WH9gKleE=");
}

TEST(signature, ed25519_is_that_of_rfc_8032) {
    const auto octets = [](std::string_view hex) {
        std::string out;
        EXPECT_TRUE(text::read_hex(hex, out));
        return out;
    };
    const std::string key = octets("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    std::string by = octets(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    EXPECT_TRUE(ed25519_right(key, by, "\x72"));  // section 7.1, test 2
    EXPECT_FALSE(ed25519_right(key, by, "\x73"));
    EXPECT_FALSE(ed25519_right(key, by.substr(1), "\x72"));
    EXPECT_FALSE(ed25519_right("short", by, "\x72"));
    by[0] = static_cast<char>(by[0] ^ 1);
    EXPECT_FALSE(ed25519_right(key, by, "\x72"));
}

TEST(signature, aws_test_suite_get_vanilla) {
    const std::string out = aws_authorization(suite, {"GET", "example.amazonaws.com", "/", "", "", date});
    EXPECT_EQ(out,
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
              "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST(signature, aws_test_suite_get_vanilla_query_order_key_case) {
    const std::string out = aws_authorization(suite, {"GET", "example.amazonaws.com", "/?Param2=value2&Param1=value1", "", "", date});
    EXPECT_EQ(signature_of(out), "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
}

// Each with the request and the signature of AWS's suite of the same name.
TEST(signature, aws_test_suite_queries_paths_and_posts) {
    constexpr std::string_view unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const std::string all(unreserved);
    struct row {
        const char* name;
        std::string method, target, signature;
    };
    const row rows[] = {
        {"get-vanilla-query-order-value", "GET", "/?Param1=value2&Param1=value1", "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"},
        {"get-vanilla-query-unreserved", "GET", "/?" + all + "=" + all, "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
        {"get-vanilla-utf8-query", "GET", "/?%E1%88%B4=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"},
        {"get-unreserved", "GET", "/" + all, "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
        {"post-vanilla", "POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
    };
    for (const row& one : rows)
        EXPECT_EQ(signature_of(aws_authorization(suite, {one.method, "example.amazonaws.com", one.target, "", "", date})), one.signature) << one.name;
}

TEST(signature, aws_test_suite_post_x_www_form_urlencoded) {
    const std::string out =
        aws_authorization(suite, {"POST", "example.amazonaws.com", "/", "application/x-www-form-urlencoded", "Param1=value1", date});
    EXPECT_EQ(signature_of(out), "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
}

TEST(signature, aws_documentation_s_example_of_iam) {
    aws_credentials iam = suite;
    iam.service = "iam";
    const std::string out = aws_authorization(iam, {"GET", "iam.amazonaws.com", "/?Action=ListUsers&Version=2010-05-08",
                                                    "application/x-www-form-urlencoded; charset=utf-8", "", date});
    EXPECT_EQ(signature_of(out), "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST(signature, aws_dates_are_utc) {
    EXPECT_EQ(aws_date(*parse_rfc3339("2015-08-30T14:36:00.9+02:00")), date);
}

}  // namespace hermod::connectors::http
