#include "net/token_cache.hpp"

#include <gtest/gtest.h>

#include "net/oauth2_client.hpp"

namespace hermod::net {
namespace {

using std::chrono::seconds;
const mono_time start = mono_time{} + seconds{1000};

}  // namespace

TEST(token_cache, a_token_is_renewed_a_minute_before_its_end_and_serves_until_then) {
    token_cache cache;
    EXPECT_EQ(cache.good(start), nullptr);
    EXPECT_TRUE(cache.wants_renewal(start));
    cache.renewal_begins();
    cache.renewed("t", seconds{3600}, start);
    EXPECT_EQ(*cache.good(start + seconds{3539}), "t");
    EXPECT_FALSE(cache.wants_renewal(start + seconds{3539}));
    EXPECT_TRUE(cache.wants_renewal(start + seconds{3540}));
    EXPECT_EQ(*cache.good(start + seconds{3599}), "t");
    EXPECT_EQ(cache.good(start + seconds{3600}), nullptr);
}

TEST(token_cache, a_short_life_is_renewed_in_its_last_tenth) {
    token_cache cache;
    cache.renewed("t", seconds{100}, start);
    EXPECT_FALSE(cache.wants_renewal(start + seconds{89}));
    EXPECT_TRUE(cache.wants_renewal(start + seconds{90}));
}

TEST(token_cache, one_renewal_at_a_time) {
    token_cache cache;
    EXPECT_TRUE(cache.may_renew(start));
    cache.renewal_begins();
    EXPECT_FALSE(cache.may_renew(start));
    cache.renewed("t", seconds{10}, start);
    EXPECT_TRUE(cache.may_renew(start));
}

TEST(token_cache, failed_renewals_wait_longer_each_time_up_to_a_minute) {
    token_cache cache;
    seconds pause{1};
    mono_time now = start;
    for (int i = 0; i < 10; ++i) {
        cache.renewal_begins();
        cache.renewal_failed(now);
        EXPECT_FALSE(cache.may_renew(now + pause - seconds{1})) << i;
        EXPECT_TRUE(cache.may_renew(now + pause)) << i;
        now += pause;
        pause = std::min(pause * 2, seconds{60});
    }
}

TEST(token_cache, a_refused_token_is_forgotten_but_not_its_successor) {
    token_cache cache;
    cache.renewed("old", seconds{100}, start);
    cache.renewed("new", seconds{100}, start);
    cache.refused("old");
    EXPECT_EQ(*cache.good(start), "new");
    cache.refused("new");
    EXPECT_EQ(cache.good(start), nullptr);
}

TEST(oauth2, an_answer_is_read_with_its_lifetime_as_number_or_text) {
    const auto read = read_oauth2_answer(R"({"access_token":"abc","token_type":"Bearer","expires_in":3599})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->token, "abc");
    EXPECT_EQ(read->lifetime, seconds{3599});
    EXPECT_EQ(read_oauth2_answer(R"({"access_token":"abc","expires_in":"60"})")->lifetime, seconds{60});
    EXPECT_EQ(read_oauth2_answer(R"({"access_token":"abc"})")->lifetime, std::nullopt);
    EXPECT_EQ(read_oauth2_answer(R"({"access_token":"abc","expires_in":-5})")->lifetime, std::nullopt);
}

TEST(oauth2, what_is_no_token_for_a_header_is_none) {
    for (const char* body : {"", "{}", "[]", R"({"access_token":""})", R"({"access_token":1})", R"({"access_token":"a\r\nb"})", R"({"access_token":"a b"})"})
        EXPECT_FALSE(read_oauth2_answer(body)) << body;
}

TEST(oauth2, credentials_stand_in_the_header_or_in_the_body) {
    oauth2_options options;
    options.client_id = "me";
    options.client_secret = "a b&c";
    options.scope = "x y";
    EXPECT_EQ(oauth2_request(options), "grant_type=client_credentials&scope=x%20y");
    EXPECT_EQ(oauth2_basic(options), "Basic bWU6YSUyMGIlMjZj");
    options.credentials_in_body = true;
    EXPECT_EQ(oauth2_request(options), "grant_type=client_credentials&client_id=me&client_secret=a%20b%26c&scope=x%20y");
}

}  // namespace hermod::net
