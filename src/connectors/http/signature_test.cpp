#include "connectors/http/signature.hpp"

#include <gtest/gtest.h>

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
