#include "simulate/app/sink.hpp"

#include <gtest/gtest.h>

namespace hermod::simulate {
namespace {

const std::string single =
    R"({"type":"message.delivered","timestamp":"2026-11-23T15:00:23Z","data":{"id":"m1","state":"delivered","from":"A","to":"B"}})";
const std::string batch = R"({"type":"batch","timestamp":"2026-11-23T15:00:23Z","data":[)"
                          R"({"id":"evt_m1_1","type":"message.delivered","data":{"id":"m1","from":"A","to":"B"}},)"
                          R"({"id":"evt_m2_0","type":"message.received","data":{"id":"m2","from":"A","to":"B","text":"hi\nthere"}}]})";

wall_time noon() { return *parse_rfc3339("2026-11-23T12:00:00Z"); }
const std::string noon_text = std::to_string(to_micros(noon()) / 1'000'000);

struct posted {
    explicit posted(std::string text) : body(std::move(text)) {}
    int status(sink& to) {
        head.fields = {{"webhook-id", id}, {"webhook-timestamp", noon_text}, {"webhook-signature", signature}};
        const net::http_request request{"POST", "/", "", body, "127.0.0.1", head};
        return to.try_handle(request)->status;
    }
    std::string body, id = "evt_m1_1", signature;
    net::http_head head;
};

TEST(told_events, reads_one_event_and_a_batch) {
    const auto one = read_events(single, "evt_m1_1");
    ASSERT_TRUE(one);
    ASSERT_EQ(one->size(), 1u);
    EXPECT_EQ((*one)[0].id, "evt_m1_1");
    EXPECT_EQ((*one)[0].message, "m1");
    const auto two = read_events(batch, "evt_m1_1_n2");
    ASSERT_TRUE(two);
    ASSERT_EQ(two->size(), 2u);
    EXPECT_EQ((*two)[1].id, "evt_m2_0");
    EXPECT_EQ(line_of((*two)[1]), "message.received m2 A -> B: hi there");
}

TEST(told_events, refuses_what_is_no_callback) {
    for (const auto* text : {"", "[]", "{}", R"({"type":"x"})", R"({"type":"x","data":{}})", R"({"type":"batch","data":[1]})", R"({"type":"batch"})"})
        EXPECT_FALSE(read_events(text, "evt")) << text;
}

TEST(sink, accepts_and_remembers_each_event_of_a_batch) {
    std::vector<std::string> ids;
    sink to({}, nullptr, [&](const told_event& e) { ids.push_back(e.id); });
    EXPECT_EQ((posted(batch).status(to)), 200);
    EXPECT_EQ(ids, (std::vector<std::string>{"evt_m1_1", "evt_m2_0"}));
    EXPECT_EQ(to.count().events, 2u);
}

TEST(sink, counts_without_reading_when_it_is_quiet) {
    sink_options options;
    options.quiet = true;
    sink to(options, [](const told_event&) { FAIL(); }, nullptr);
    EXPECT_EQ((posted(single).status(to)), 200);
    EXPECT_EQ((posted(batch).status(to)), 200);
    EXPECT_EQ(to.count().events, 3u);
}

TEST(sink, refuses_a_bad_signature_and_takes_a_good_one) {
    sink_options options;
    options.secret = "whsec_aGVybW9k";
    options.now = &noon;
    sink to(options, nullptr, nullptr);
    posted p(single);
    EXPECT_EQ(p.status(to), 401);
    callback::signer signer({options.secret});
    signer.sign(p.id, noon_text, p.body, p.signature);
    EXPECT_EQ(p.status(to), 200);
    EXPECT_EQ(to.count().bad_signature, 1u);
    EXPECT_EQ(to.count().events, 1u);
}

TEST(sink, fails_as_often_as_it_is_told_and_remembers_nothing_then) {
    sink_options options;
    options.fail_percent = 25;
    std::uint64_t remembered = 0;
    sink to(options, nullptr, [&](const told_event&) { ++remembered; });
    int failed = 0;
    for (int i = 0; i < 10'000; ++i) failed += posted(single).status(to) == 500;
    EXPECT_NEAR(failed, 2500, 300);
    EXPECT_EQ(remembered, 10'000u - static_cast<unsigned>(failed));
}

TEST(sink, answers_with_the_status_it_is_told) {
    sink_options options;
    options.status = 410;
    sink to(options, nullptr, [](const told_event&) { FAIL(); });
    EXPECT_EQ((posted(single).status(to)), 410);
    EXPECT_EQ(to.count().events, 0u);
}

TEST(sink, leaves_an_answer_with_delay_to_a_coroutine) {
    sink_options options;
    options.delay = std::chrono::milliseconds(5);
    sink to(options, nullptr, nullptr);
    net::http_head head;
    EXPECT_FALSE(to.try_handle({"POST", "/", "", single, "127.0.0.1", head}));
}

}  // namespace
}  // namespace hermod::simulate
