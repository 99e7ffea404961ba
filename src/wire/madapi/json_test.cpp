#include "wire/madapi/json.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::madapi {
namespace {

std::string one(std::string_view number) {
    const auto json = read_json(std::string("{\"A\":").append(number).append("}"));
    return json ? word(&*json, {"x", "a"}) : "unread";
}

}  // namespace

TEST(madapi_json, a_word_is_a_string_or_a_whole_number) {
    EXPECT_EQ(one("\" b \""), "b");
    EXPECT_EQ(one("23423456789"), "23423456789");
    EXPECT_EQ(one("18446744073709551615"), "18446744073709551615");
    EXPECT_EQ(one("-5"), "-5");
    EXPECT_EQ(one("2.3423456789e10"), "23423456789");
    EXPECT_EQ(one("1.5"), "");
    EXPECT_EQ(one("1e300"), "");
    EXPECT_EQ(one("true"), "");
    EXPECT_EQ(one("null"), "");
    EXPECT_EQ(one("[\"b\"]"), "");
}

TEST(madapi_json, says_where_it_is_none) {
    EXPECT_EQ(read_json("{\"a\":1,}").error(), (codec_error{errc::not_json, "", 7}));
    EXPECT_EQ(read_json("{}{}").error().code, errc::not_json);
    EXPECT_EQ(read_json("").error().code, errc::not_json);
}

TEST(madapi_json, a_status_code_has_four_digits) {
    const auto code = [](std::string_view body) { return status_code(read_json(body).value()); };
    EXPECT_EQ(code(R"({"statusCode":"0000"})"), "0000");
    EXPECT_EQ(code(R"({"statusCode":0})"), "0000");
    EXPECT_EQ(code(R"({"STATUSCODE":"77"})"), "0077");
    EXPECT_EQ(code(R"({"statusCode":"E1"})"), "E1");
    EXPECT_EQ(code(R"({"statusCode":""})"), "");
    EXPECT_EQ(code("[]"), "");
}

}  // namespace hermod::wire::madapi
