#include "api/http_door_fixture.hpp"

namespace hermod::api {
namespace {

using namespace door_test;
using testing::HasSubstr;

}  // namespace

TEST_F(api, says_what_it_made_of_a_message_with_wishes) {
    const auto out = post(R"({"to":"+1","text":"Hi","flash":true,"service_type":"WAP","priority":2,"languages":["turkish"],
        "send_at":"2026-11-24T08:00:00Z","smart":true,"tlvs":{"entity_id":"7"}})");
    ASSERT_EQ(out.status, 202) << out.body;
    EXPECT_EQ(out.body, R"({"id":")" + to_text(in.stored.at(0)->id) +
                            R"(","state":"scheduled","encoding":"gsm7","parts":1,"message_class":0,"data_coding":16,)"
                            R"("send_at":"2026-11-24T08:00:00.000000Z","language":"turkish","service_type":"WAP","priority":2,)"
                            R"("tlvs":{"entity_id":"7"},"changes":[{"at":1,"from":"\"","to":""}]})");
    auto r = record(in.stored.at(0));
    store.records.push_back(r);
    const auto seen = parsed(ask("GET", "/v1/messages/" + to_text(r.what->id)));
    EXPECT_EQ(seen.at("state").as_string(), "scheduled");
    for (const char* member : {"message_class", "send_at", "language", "service_type", "priority", "tlvs"})
        EXPECT_EQ(seen.at(member), parsed(out).at(member)) << member;
}

TEST_F(api, shows_what_a_handsets_message_brought) {
    auto r = kept(shop);
    auto m = std::make_shared<message>(*r.what);
    m->way = direction::from_handset;
    m->held = true;
    m->data_coding = 0xF1;
    auto extras = std::make_shared<message_extras>();
    extras->tlvs = "entity_id=7;0x1500#CAFE;0x1501'x;";
    extras->missing_parts = 2;
    m->extras = extras;
    r = record(m);
    event e;
    e.kind = event_kind::joined;
    e.at = now;
    e.detail = "m06HZ3V0CG0001";
    ASSERT_TRUE(r.apply(e).applied);
    store.records.push_back(r);
    const auto o = parsed(ask("GET", "/v1/messages/" + to_text(m->id)));
    EXPECT_EQ(o.at("missing_parts").to_number<int>(), 2);
    EXPECT_EQ(o.at("part_of").as_string(), "m06HZ3V0CG0001");
    EXPECT_EQ(o.at("data_coding").to_number<int>(), 0xF1);
    EXPECT_EQ(o.at("message_class").to_number<int>(), 1);
    EXPECT_EQ(o.at("tlvs").at("entity_id").as_string(), "7");
    EXPECT_EQ(o.at("tlvs").at("0x1500").at("hex").as_string(), "CAFE");
    EXPECT_EQ(o.at("tlvs").at("0x1501").at("text").as_string(), "x");
    EXPECT_EQ(o.at("timeline").as_array().back().at("event").as_string(), "joined");
}

TEST_F(api, estimates_without_storing) {
    const auto out = post(R"({"text":"Hi","smart":true})", "", "/v1/estimate");
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(out.content_type, "application/json");
    EXPECT_EQ(
        out.body,
        R"({"encoding":"ucs2","language":"turkish","units":2,"units_per_part":70,"units_left":68,"parts":1,"max_parts":255,)"
        R"("forces_ucs2":[{"at":3,"character":")"
        "\xE2\x82\xBF"
        R"(","code_point":"U+20BF"}],"more":true,"changes":[{"at":1,"from":"\"","to":""}]})");
    EXPECT_TRUE(in.stored.empty());
    EXPECT_EQ(code(post("{}", "", "/v1/estimate")), "invalid_message");
    EXPECT_EQ(code(post("{", "", "/v1/estimate")), "malformed_json");
    EXPECT_EQ(code(post(R"({"text":"refuse"})", "", "/v1/estimate")), "text_too_long");
    EXPECT_EQ(code(ask("POST", "/v1/estimate", "", "{}")), "unsupported_media_type");
    EXPECT_EQ(code(ask("POST", "/v1/estimate", "Content-Type: application/json\r\n", "{}", "nobody")), "unauthorized");
    EXPECT_EQ(code(ask("GET", "/v1/estimate")), "method_not_allowed");
}

TEST_F(api, estimates_what_would_leave_for_a_recipient) {
    ahead.how.units = 2;
    ahead.how.units_per_part = 160;
    ahead.how.units_left = 158;
    ahead.from = "Shop";
    ahead.price = 1'040;
    ahead.not_before = from_micros(1'795'446'023'000'000);
    ahead.held = true;
    ahead.copies = 2;
    const auto out = post(R"({"text":"Hi","to":"+41791234567"})", "", "/v1/estimate");
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(out.body,
              R"({"encoding":"gsm7","units":2,"units_per_part":160,"units_left":158,"parts":1,"max_parts":255,"to":"+41791234567",)"
              R"("from":"Shop","text":"Hi","price":"1.040","send_at":"2026-11-23T15:00:23.000000Z","held":true,"copies":2})");
    ahead.refused = refusal{"from", "sender_not_allowed", "no"};
    const auto no = parsed(post(R"({"text":"Hi","to":"+41791234567"})", "", "/v1/estimate"));
    EXPECT_EQ(no.at("problem").at("errors").at(0).at("code").as_string(), "sender_not_allowed");
    EXPECT_EQ(no.at("problem").at("errors").at(0).at("pointer").as_string(), "/from");
    EXPECT_TRUE(in.stored.empty());
}

TEST_F(api, says_that_an_inbox_makes_no_estimates) {
    class : public inbox {
        prepared prepare(const submission&, wall_time) override { return {}; }
        void put(std::vector<message_ptr>, std::unique_ptr<idempotency>, put_reply&) override {}
    } plain;
    EXPECT_EQ(plain.estimate({}).refused->code, "refused");
}

TEST_F(api, points_into_a_batch_at_members_of_members) {
    const auto out =
        post(R"([{"to":"+1","text":"a","ports":{"destination":-1}},{"to":"+2","text":"b"}])", "", "/v1/messages/batch");
    EXPECT_THAT(out.body, HasSubstr(R"("pointer":"/0/ports/destination")"));
    EXPECT_EQ(in.stored.size(), 1u);
}

TEST(problem_of_accept, points_at_the_apis_own_fields) {
    EXPECT_EQ(problem_of(refusal{"not_before", "invalid_send_at", "x"}, "", false).errors.at(0).pointer, "/send_at");
    EXPECT_EQ(problem_of(refusal{"waiting", "invalid_mwi", "x"}, "", false).errors.at(0).pointer, "/mwi");
}

}  // namespace hermod::api
