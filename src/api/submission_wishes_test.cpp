#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/http_door_fixture.hpp"
#include "api/submission_json.hpp"

namespace hermod::api::submission_wishes_test {
namespace {

using door_test::plain_words;
using testing::HasSubstr;

std::string with(std::string_view members) {
    return R"({"to":"+41791234567","text":"Hi",)" + std::string(members) + "}";
}

submission read(submission_reader& reader, const std::string& body) {
    static const plain_words words;
    reader.use(&words);
    EXPECT_TRUE(reader.read(body, body_shape::one));
    const auto& one = reader.messages().front();
    for (const auto& e : one.errors) ADD_FAILURE() << body << ": " << e.pointer << ' ' << e.detail;
    return one.what;
}

// "pointer code" of each error.
std::vector<std::string> faults(const std::string& body) {
    static const plain_words words;
    submission_reader reader;
    reader.use(&words);
    EXPECT_TRUE(reader.read(body, body_shape::one)) << body;
    std::vector<std::string> out;
    for (const auto& e : reader.messages().front().errors) out.push_back(e.pointer + " " + e.code);
    return out;
}

}  // namespace

TEST(submission_wishes, reads_every_field) {
    submission_reader reader;
    const std::string body = with(R"("smart":true,"transliterate":false,"languages":["turkish","urdu"],"message_class":1,
        "ports":{"destination":2948,"source":9200},"service_type":"WAP","protocol_id":65,"priority":3,
        "send_at":"2026-11-24T09:00:00+01:00","tlvs":{"entity_id":"1101","0x1500":{"hex":"CAFE"},"0x1501":{"text":"x"}})");
    const auto s = read(reader, body);
    EXPECT_EQ(s.smart, true);
    EXPECT_EQ(s.transliterate, false);
    EXPECT_EQ(s.languages, 1u << 1 | 1u << 13);
    EXPECT_EQ(s.message_class, 1);
    EXPECT_EQ(s.ports->destination, 2948);
    EXPECT_EQ(s.ports->source, 9200);
    EXPECT_EQ(s.not_before, parse_rfc3339("2026-11-24T08:00:00Z"));
    ASSERT_TRUE(s.extras);
    EXPECT_EQ(s.extras->service_type, "WAP");
    EXPECT_EQ(s.extras->protocol_id, 65);
    EXPECT_EQ(s.extras->priority, 3);
    EXPECT_EQ(s.extras->tlvs, "entity_id=1101;0x1500#CAFE;0x1501'x;");
}

TEST(submission_wishes, reads_tags_of_each_message_as_one_text) {
    submission_reader reader;
    const std::string body =
        R"([{"to":"+41791234567","text":"Hi","tags":["otp","v\u0069p","otp"]},{"to":"+41791234567","text":"Hi"},)"
        R"({"to":"+41791234567","text":"Hi","tags":["a:b","1"]},{"to":"+41791234567","text":"Hi","tags":[]}])";
    ASSERT_TRUE(reader.read(body, body_shape::batch));
    const auto all = reader.messages();
    ASSERT_EQ(all.size(), 4u);
    EXPECT_EQ(all[0].what.tags, "otp,vip");
    EXPECT_EQ(all[1].what.tags, "");
    EXPECT_EQ(all[2].what.tags, "a:b,1");
    EXPECT_EQ(all[3].what.tags, "");
    EXPECT_EQ(read(reader, with(R"("tags":null)")).tags, "");
}

TEST(submission_wishes, reads_times_of_a_place_and_windows) {
    submission_reader reader;
    const std::string body = with(R"("zone":"Europe/Zurich","send_at":"2026-11-24T09:00","window":"day")");
    const auto s = read(reader, body);
    EXPECT_EQ(s.not_before, parse_rfc3339("2026-11-24T08:00:00Z"));
    EXPECT_EQ(s.window, "day");
    const std::string there = with(R"("zone":"recipient","send_at":"2026-11-24T09:00")");
    EXPECT_EQ(read(reader, there).not_before, wall_time{});
    ASSERT_TRUE(reader.messages().front().at_recipient);
    EXPECT_EQ(zones::to_text(*reader.messages().front().at_recipient), "2026-11-24T09:00:00");
}

TEST(submission_wishes, reads_flash_and_indications) {
    submission_reader reader;
    EXPECT_EQ(read(reader, with(R"("flash":true)")).message_class, 0);
    EXPECT_EQ(read(reader, with(R"("flash":true,"message_class":0)")).message_class, 0);
    EXPECT_FALSE(read(reader, with(R"("flash":false)")).message_class);
    EXPECT_EQ(read(reader, with(R"("flash":false,"message_class":2)")).message_class, 2);
    const auto s = read(reader, with(R"("mwi":{"kind":"email","active":false})"));
    EXPECT_EQ(s.waiting->what, waiting_notice::kind::email);
    EXPECT_FALSE(s.waiting->active);
    EXPECT_TRUE(s.waiting->store);
}

TEST(submission_wishes, keeps_nothing_from_one_message_to_the_next) {
    submission_reader reader;
    read(reader, with(R"("priority":1,"tlvs":{"a":"1"},"smart":true,"languages":["turkish"])"));
    const auto s =
        read(reader, with(R"("smart":null,"languages":null,"tlvs":null,"ports":null,"mwi":null,"send_at":null,"priority":null)"));
    EXPECT_FALSE(s.extras || s.smart || s.languages || s.ports || s.waiting);
    EXPECT_EQ(s.not_before, wall_time{});
    EXPECT_FALSE(read(reader, with(R"("tlvs":{},"priority":0)")).extras) << "nothing to keep";
}

TEST(submission_wishes, points_at_every_wrong_field_and_member) {
    const struct {
        const char* members;
        std::vector<std::string> faults;
    } table[] = {
        {R"("smart":1)", {"/smart wrong_type"}},
        {R"("languages":"turkish")", {"/languages wrong_type"}},
        {R"("languages":{"a":1})", {"/languages wrong_type"}},
        {R"("tags":"otp")", {"/tags wrong_type"}},
        {R"("tags":["otp",3,"a,b",""])", {"/tags/1 wrong_type", "/tags/2 invalid_value", "/tags/3 invalid_value"}},
        {R"("tags":["1","2","3","4","5","6","7","8","9","10","11"])", {"/tags/10 invalid_value"}},
        {R"("languages":["turkish",3,"klingon",["x"]])",
         {"/languages/1 wrong_type", "/languages/2 invalid_value", "/languages/3 wrong_type"}},
        {R"("message_class":4)", {"/message_class invalid_value"}},
        {R"("message_class":-1)", {"/message_class invalid_value"}},
        {R"("message_class":"0")", {"/message_class wrong_type"}},
        {R"("message_class":1,"flash":true)", {"/flash conflicting_fields"}},
        {R"("flash":true,"mwi":{"kind":"fax"})", {"/mwi conflicting_fields"}},
        {R"("mwi":{})", {"/mwi/kind missing_field"}},
        {R"("mwi":{"kind":null})", {"/mwi/kind missing_field"}},
        {R"("mwi":{"kind":"pigeon"})", {"/mwi/kind invalid_value"}},
        {R"("mwi":{"kind":"fax","active":"yes"})", {"/mwi/active wrong_type"}},
        {R"("mwi":[])", {"/mwi wrong_type"}},
        {R"("ports":{})", {"/ports/destination missing_field"}},
        {R"("ports":{"destination":65536})", {"/ports/destination invalid_value"}},
        {R"("ports":{"destination":1.5})", {"/ports/destination wrong_type"}},
        {R"("ports":{"destination":{"x":[1]}})", {"/ports/destination wrong_type"}},
        {R"("ports":{"destination":1,"destination":2})", {"/ports/destination duplicate_field"}},
        {R"("ports":{"destination":1,"sauce":{"deep":[2]}})", {"/ports/sauce unknown_field"}},
        {R"("service_type":"TOOLONG")", {"/service_type invalid_value"}},
        {R"("service_type":"a b")", {"/service_type invalid_value"}},
        {R"("protocol_id":256)", {"/protocol_id invalid_value"}},
        {R"("priority":4)", {"/priority invalid_value"}},
        {R"("send_at":"tomorrow")", {"/send_at invalid_value"}},
        {R"("send_at":1795446023)", {"/send_at wrong_type"}},
        {R"("send_at":"2026-11-24T09:00")", {"/send_at missing_field"}},
        {R"("send_at":"2026-11-24T09:00:00Z","zone":"Europe/Zurich")", {"/zone conflicting_fields"}},
        {R"("send_at":"tomorrow","zone":"Europe/Zurich")", {"/send_at invalid_value"}},
        {R"("zone":"Europe/Zurich")", {"/zone conflicting_fields"}},
        {R"("send_at":"2026-11-24T09:00","zone":"Europe/Zurihc")", {"/zone unknown_zone"}},
        {R"("zone":1)", {"/zone wrong_type", "/zone conflicting_fields"}},
        {R"("window":["a"])", {"/window wrong_type"}},
        {R"("tlvs":[])", {"/tlvs wrong_type"}},
        {R"("tlvs":{"bad":"1"})", {"/tlvs/bad invalid_value"}},
        {R"("tlvs":{"a":1})", {"/tlvs/a wrong_type"}},
        {R"("tlvs":{"a":["1"]})", {"/tlvs/a wrong_type"}},
        {R"("tlvs":{"a/b":1})", {"/tlvs/a~1b wrong_type"}},
        {R"("tlvs":{"a":{}})", {"/tlvs/a missing_field"}},
        {R"("tlvs":{"a":{"hex":1}})", {"/tlvs/a wrong_type", "/tlvs/a missing_field"}},
        {R"("tlvs":{"a":{"hex":"00","text":"x"}})", {"/tlvs/a conflicting_fields"}},
        {R"("tlvs":{"a":{"oct":"00"}})", {"/tlvs/a unknown_field", "/tlvs/a missing_field"}},
        {R"("encoding":"ucs2","smart":true,"transliterate":true,"languages":["urdu"])",
         {"/smart conflicting_fields", "/transliterate conflicting_fields", "/languages conflicting_fields"}},
        {R"("encoding":"ucs2","smart":false,"languages":[])", {}},
    };
    for (const auto& row : table) EXPECT_EQ(faults(with(row.members)), row.faults) << row.members;
    EXPECT_EQ(faults(R"({"to":"+1","data_base64":"AA==","mwi":{"kind":"fax"}})"),
              (std::vector<std::string>{"/mwi conflicting_fields"}));
    EXPECT_EQ(faults(R"({"to":"+1","text":"x","schedule":"x"})"), (std::vector<std::string>{"/schedule unknown_field"}));
}

TEST(submission_wishes, refuses_tlvs_where_nobody_knows_them) {
    submission_reader reader;
    ASSERT_TRUE(reader.read(with(R"("tlvs":{"a":"1"})"), body_shape::one));
    EXPECT_THAT(reader.messages().front().errors.at(0).detail, HasSubstr("knows no TLVs"));
}

TEST(submission_wishes, wants_no_recipient_for_an_estimate) {
    submission_reader reader;
    ASSERT_TRUE(reader.read(R"({"text":"x","smart":true})", body_shape::estimate));
    EXPECT_TRUE(reader.messages().front().errors.empty());
    ASSERT_TRUE(reader.read(R"({"smart":true})", body_shape::estimate));
    EXPECT_EQ(reader.messages().front().errors.at(0).pointer, "/text");
    EXPECT_FALSE(reader.read("[]", body_shape::estimate));
}

}  // namespace hermod::api::submission_wishes_test
