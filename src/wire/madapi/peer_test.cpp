#include "wire/madapi/peer.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::madapi {
namespace {

template <class What>
void reads_back(version v, const What& what) {
    const auto written = write(what);
    ASSERT_TRUE(written) << written.error().field;
    const auto read = read_request(v, written->method, written->path, written->body);
    ASSERT_TRUE(read) << written->path;
    EXPECT_EQ(*read, request(what)) << written->path;
}

codec_error unread(version v, std::string_view method, std::string_view path, std::string_view body = {}) {
    const auto read = read_request(v, method, path, body);
    EXPECT_FALSE(read) << path;
    return read ? codec_error{} : read.error();
}

}  // namespace

TEST(madapi_peer, every_call_that_we_write_reads_back) {
    reads_back(version::v3, v3::outbound{"MTN", {"1", "2"}, " \"x\"\n\u20AC ", "c", "11221", "k", true});
    reads_back(version::v3, v3::subscription{"11221", "https://a?b=c&d", "t", "https://r"});
    reads_back(version::v3, v3::subscription_change{"s/1 %?", {"", "https://a", "", ""}, {"a", "b"}});
    reads_back(version::v3, v3::subscription_change{"nothing changes", {}, {}});
    reads_back(version::v3, v3::deletion{"\u20AC"});
    reads_back(version::v2, v2::outbound{"MTN", {"1"}, "x", "c"});
    reads_back(version::v2, v2::status_request{"a/b", "r"});
    reads_back(version::v2, v2::subscription{"11221", "https://a", "t"});
    reads_back(version::v2, v2::deletion{"11221", "s"});
    reads_back(version::v2, v2::poll{"11221", 50});
    reads_back(version::v2, v2::poll{"11221", 0});
    reads_back(version::v1, v1::outbound{{"1", "2"}, "", "MTN", "https://n", "c"});
    reads_back(version::v1, v1::status_request{"m"});
    reads_back(version::v1, v1::poll{20});
    reads_back(version::v1, v1::poll{0});
    reads_back(version::v1, v1::listener{"https://a", "11221", ""});
    reads_back(version::v1, v1::deletion{"11221"});
}

TEST(madapi_peer, refuses_what_is_no_call) {
    EXPECT_EQ(unread(version::v3, "GET", "/messages/sms/outbound").code, errc::unknown_call);
    EXPECT_EQ(unread(version::v3, "POST", "/messages/sms/outbound/").code, errc::unknown_call);
    EXPECT_EQ(unread(version::v3, "POST", "/messages/sms").code, errc::unknown_call);
    EXPECT_EQ(unread(version::v1, "POST", "/messages/sms/outbound").code, errc::unknown_call) << "another version's";
    EXPECT_EQ(unread(version::v1, "POST", "").code, errc::unknown_call);
    EXPECT_EQ(unread(version::v3, "DELETE", "/messages/sms/subscription/%4").code, errc::bad_value);
    EXPECT_EQ(unread(version::v3, "DELETE", "/messages/sms/subscription/%+1").code, errc::bad_value);
    EXPECT_EQ(unread(version::v3, "DELETE", "/messages/sms/subscription/").code, errc::missing_member);
}

TEST(madapi_peer, refuses_what_write_would_refuse) {
    EXPECT_EQ(unread(version::v3, "POST", "/messages/sms/outbound", "{").code, errc::not_json);
    EXPECT_EQ(unread(version::v3, "POST", "/messages/sms/outbound", "{}"),
              (codec_error{errc::missing_member, "receiverAddress"}));
    EXPECT_EQ(unread(version::v2, "POST", "/messages/sms/outbound",
                     R"({"senderAddress":"a","receiverAddress":["1","2"],"message":"x","clientCorrelator":"c"})"),
              (codec_error{errc::too_many, "receiverAddress"}));
}

}  // namespace hermod::wire::madapi
