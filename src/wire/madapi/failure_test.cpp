#include "wire/madapi/failure.hpp"

#include <gtest/gtest.h>

#include <set>

namespace hermod::wire::madapi {

TEST(madapi_failure, knows_every_code_of_the_portal_once) {
    std::set<std::string_view> known;
    for (const error_code& one : error_codes()) EXPECT_TRUE(known.insert(one.code).second) << one.code;
    EXPECT_EQ(known, (std::set<std::string_view>{"1000", "1001", "1004", "1005", "1007", "1012", "1013", "2000", "3000", "3001",
                                                 "3003", "3006", "4000", "4001", "4004", "5000", "5001", "6000", "6001"}));
    EXPECT_EQ(find_error_code("6001")->name, "funds");
    EXPECT_EQ(find_error_code("0000"), nullptr) << "no failure";
    EXPECT_EQ(find_error_code(""), nullptr);
}

TEST(madapi_failure, the_code_tells_what_to_do) {
    EXPECT_EQ(class_of(200, "1000"), failure_class::final);
    EXPECT_EQ(class_of(200, "1005"), failure_class::retry);
    EXPECT_EQ(class_of(200, "1013"), failure_class::throttled);
    EXPECT_EQ(class_of(500, "3006"), failure_class::throttled);
    EXPECT_EQ(class_of(200, "4000"), failure_class::authorisation);
    EXPECT_EQ(class_of(200, "6000"), failure_class::funds);
    EXPECT_EQ(class_of(500, "3003"), failure_class::unsure) << "a time-out behind the interface: it may have gone";
    EXPECT_EQ(class_of(403, "4004"), failure_class::final);
}

TEST(madapi_failure, without_a_code_the_http_status_does) {
    EXPECT_EQ(class_of(400, ""), failure_class::final);
    EXPECT_EQ(class_of(401, "5000"), failure_class::authorisation);
    EXPECT_EQ(class_of(402, ""), failure_class::funds);
    EXPECT_EQ(class_of(403, ""), failure_class::authorisation);
    EXPECT_EQ(class_of(404, "77"), failure_class::final);
    EXPECT_EQ(class_of(429, "5001"), failure_class::throttled);
    EXPECT_EQ(class_of(500, ""), failure_class::retry);
    EXPECT_EQ(class_of(502, ""), failure_class::unsure);
    EXPECT_EQ(class_of(503, ""), failure_class::retry);
    EXPECT_EQ(class_of(504, ""), failure_class::unsure);
    EXPECT_EQ(class_of(200, "9999"), failure_class::final) << "a failure, though nobody knows which";
}

TEST(madapi_failure, reads_the_error_of_the_interface) {
    EXPECT_EQ(
        read_failure(401, R"({"statusCode":"4000","statusMessage":"Unauthorized","supportMessage":"s","transactionId":"t-1",)"
                          R"("timestamp":"2026-11-25T10:00:00Z","path":"/messages/sms/outbound","method":"POST"})"),
        (failure{401, "4000", "Unauthorized", "t-1", failure_class::authorisation}));
    EXPECT_EQ(read_failure(500, R"({"statusCode":3001,"supportMessage":"try later"})"),
              (failure{500, "3001", "try later", "", failure_class::retry}));
}

TEST(madapi_failure, reads_the_error_of_the_gateway_before_it) {
    EXPECT_EQ(read_failure(401, R"({"fault":{"faultstring":"Invalid Access Token","detail":{"errorcode":"keymanagement.x"}}})"),
              (failure{401, "keymanagement.x", "Invalid Access Token", "", failure_class::authorisation}));
}

TEST(madapi_failure, is_one_whatever_the_body) {
    for (const char* body : {"", "<html>502</html>", "null", "[]", "{\"statusCode\":{}}", "\xFF"}) {
        const failure read = read_failure(503, body);
        EXPECT_EQ(read, (failure{503, "", "", "", failure_class::retry})) << body;
    }
}

}  // namespace hermod::wire::madapi
