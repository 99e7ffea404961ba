#include "api/submission_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/json/serialize.hpp>

namespace hermod::api {
namespace {

using testing::HasSubstr;

std::string trouble(std::string_view json, body_shape shape = body_shape::one) {
    submission_reader reader;
    return reader.read(json, shape) ? "" : std::string(reader.trouble().kind->code) + ": " + reader.trouble().detail;
}

// "pointer code" of each error of the one message.
std::vector<std::string> faults(std::string_view json) {
    submission_reader reader;
    std::vector<std::string> out;
    if (!reader.read(json, body_shape::one)) {
        for (const auto& e : reader.trouble().errors) out.push_back(e.pointer + " " + e.code);
        if (out.empty()) out.push_back(std::string(reader.trouble().kind->code));
        return out;
    }
    for (const auto& e : reader.messages().front().errors) out.push_back(e.pointer + " " + e.code);
    return out;
}

}  // namespace

TEST(submission_json, reads_every_field) {
    submission_reader reader;
    ASSERT_TRUE(reader.read(
        R"({"to":"+41791234567","from":"Shop","text":"Hi","client_ref":"r","callback_url":"http://h/","encoding":"ucs2",
        "validity_seconds":60,"receipt":false})",
        body_shape::one));
    const auto& one = reader.messages().front();
    EXPECT_TRUE(one.errors.empty());
    EXPECT_EQ(one.what.to, "+41791234567");
    EXPECT_EQ(one.what.from, "Shop");
    EXPECT_EQ(one.what.body, "Hi");
    EXPECT_EQ(one.what.client_ref, "r");
    EXPECT_EQ(one.what.callback_url, "http://h/");
    EXPECT_EQ(one.what.coding, encoding::ucs2);
    EXPECT_EQ(one.what.validity, std::chrono::seconds{60});
    EXPECT_FALSE(one.what.receipt);
}

TEST(submission_json, reads_binary_content_and_its_header) {
    submission_reader reader;
    ASSERT_TRUE(reader.read(R"({"to":"+1","data_base64":"AAECAw==","udh_base64":"BQQLhCPw"})", body_shape::one));
    const auto& one = reader.messages().front();
    EXPECT_TRUE(one.errors.empty());
    EXPECT_EQ(one.what.coding, encoding::binary);
    EXPECT_EQ(one.what.body, std::string_view("\x00\x01\x02\x03", 4));
    EXPECT_EQ(one.what.udh, "\x05\x04\x0B\x84\x23\xF0");
}

TEST(submission_json, unescapes_texts_and_leaves_the_others_where_they_lie) {
    const std::string body = R"({"to":"+41","text":"a\n\u20ac\ud83d\ude00\"","client_ref":"plain","from":"\u0053hop"})";
    submission_reader reader;
    ASSERT_TRUE(reader.read(body, body_shape::one));
    const auto& what = reader.messages().front().what;
    EXPECT_EQ(what.body, "a\n\xE2\x82\xAC\xF0\x9F\x98\x80\"");
    EXPECT_EQ(what.from, "Shop");
    EXPECT_EQ(what.client_ref, "plain");
    EXPECT_GE(what.client_ref.data(), body.data());
    EXPECT_LT(what.client_ref.data(), body.data() + body.size());
}

TEST(submission_json, points_at_every_wrong_field) {
    const struct {
        const char* json;
        std::vector<std::string> faults;
    } table[] = {
        {R"({"text":"x"})", {"/to missing_field"}},
        {R"({"to":"+1"})", {"/text missing_field"}},
        {R"({"to":"+1","encoding":"binary"})", {"/data_base64 missing_field"}},
        {R"({"to":null,"text":null})", {"/to missing_field", "/text missing_field"}},
        {R"({"to":"+1","text":"x","from":null,"receipt":null})", {}},
        {R"({"to":41,"text":"x"})", {"/to wrong_type"}},
        {R"({"to":["+1"],"text":{"a":["b"]}})", {"/to wrong_type", "/text wrong_type"}},
        {R"({"to":"+1","text":true})", {"/text wrong_type"}},
        {R"({"to":"+1","text":"x","receipt":"yes"})", {"/receipt wrong_type"}},
        {R"({"to":"+1","text":"x","receipt":1})", {"/receipt wrong_type"}},
        {R"({"to":"+1","text":"x","validity_seconds":"60"})", {"/validity_seconds wrong_type"}},
        {R"({"to":"+1","text":"x","validity_seconds":1.5})", {"/validity_seconds wrong_type"}},
        {R"({"to":"+1","text":"x","validity_seconds":1e300})", {"/validity_seconds wrong_type"}},
        {R"({"to":"+1","text":"x","validity_seconds":6e1})", {}},
        {R"({"to":"+1","text":"x","validity_seconds":18446744073709551615})", {}},  // out of range: accept/ says so
        {R"({"to":"+1","text":"x","encoding":"utf8"})", {"/encoding invalid_value"}},
        {R"({"to":"+1","text":"x","encoding":"auto"})", {}},
        {R"({"to":"+1","text":"x","encoding":"binary"})", {"/text conflicting_fields"}},
        {R"({"to":"+1","text":"x","data_base64":"AA=="})", {"/data_base64 conflicting_fields"}},
        {R"({"to":"+1","encoding":"gsm7","data_base64":"AA=="})", {"/encoding conflicting_fields"}},
        {R"({"to":"+1","data_base64":"AA"})", {"/data_base64 invalid_value"}},
        {R"({"to":"+1","data_base64":"*"})", {"/data_base64 invalid_value"}},
        {R"({"to":"+1","data_base64":"AA==","udh_base64":"?"})", {"/udh_base64 invalid_value"}},
        {R"({"to":"+1","to":"+2","text":"x"})", {"/to duplicate_field"}},
        {R"({"to":"+1","text":"x","te~x/t":1})", {"/te~0x~1t unknown_field"}},
        {R"({"to":"+1","text":"x","extra":{"to":"+2","deep":[[1]]}})", {"/extra unknown_field"}},
        {R"([])", {" wrong_type"}},
        {R"("text")", {" wrong_type"}},
        {R"(17)", {" wrong_type"}},
        {R"(null)", {" wrong_type"}},
    };
    for (const auto& row : table) EXPECT_EQ(faults(row.json), row.faults) << row.json;
}

TEST(submission_json, names_the_field_that_was_probably_meant) {
    const auto detail = [](const char* json) {
        submission_reader reader;
        EXPECT_TRUE(reader.read(json, body_shape::one));
        const auto& errors = reader.messages().front().errors;
        return errors.empty() ? std::string() : errors.front().detail;
    };
    EXPECT_THAT(detail(R"({"txt":"x","to":"+1","text":"y"})"), HasSubstr("did you mean \"text\"?"));
    EXPECT_THAT(detail(R"({"clientRef":"x","to":"+1","text":"y"})"), HasSubstr("did you mean \"client_ref\"?"));
    EXPECT_THAT(detail(R"({"recipient":"x","to":"+1","text":"y"})"), HasSubstr("did you mean \"to\"?"));
    EXPECT_EQ(detail(R"({"zzzzzzzz":"x","to":"+1","text":"y"})"), "\"zzzzzzzz\" is no field of a message");
}

TEST(submission_json, says_where_the_json_breaks) {
    const struct {
        const char *json, *part;
    } table[] = {
        {"", "the body is empty (line 1, column 1)"},
        {"{\"to\":\"+1\",\n \"text\": }", "(line 2, column 10)"},
        {"{\"to\":\"+1\"", "the JSON ends too early"},
        {"{\"to\":\"+1\"} x", "something follows the JSON (line 1, column 13)"},
        {"{\"to\":\"+1\",}", "(line 1, column 12)"},
        {"{'to':'+1'}", "syntax error"},
        {"{\"text\":\"\\ud800\"}", "a lone surrogate"},
        {"{\"text\":\"\\ud800x\"}", "a lone surrogate"},
        {"{\"text\":\"\\udc00\"}", "a lone surrogate"},
        {"{\"text\":\"\\ud800\\u0041\"}", "a lone surrogate"},
        {"{\"text\":\"\xED\xA0\x80\"}", "not UTF-8"},
        {"{\"text\":\"\xFF\"}", "not UTF-8"},
        {"{\"text\":\"a\nb\"}", "syntax error"},
        {"{\"validity_seconds\":NaN}", "syntax error"},
        {"{\"validity_seconds\":01}", "syntax error"},
        {"{\"validity_seconds\":1.}", "syntax error"},
        {"{\"validity_seconds\":0x10}", "syntax error"},
        {"{\"validity_seconds\":+1}", "syntax error"},
        {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "nested more than 16 deep"},
    };
    for (const auto& row : table) {
        const auto said = trouble(row.json);
        EXPECT_THAT(said, HasSubstr("malformed_json: ")) << row.json;
        EXPECT_THAT(said, HasSubstr(row.part)) << row.json;
    }
}

TEST(submission_json, reads_batches_in_both_shapes) {
    submission_reader reader;
    ASSERT_TRUE(reader.read(R"([{"to":"+1","text":"a"},{"to":"+2"},7])", body_shape::batch));
    ASSERT_EQ(reader.messages().size(), 3u);
    EXPECT_TRUE(reader.messages()[0].errors.empty());
    EXPECT_EQ(reader.messages()[1].errors.front().pointer, "/1/text");
    EXPECT_EQ(reader.messages()[2].errors.front().pointer, "/2");
    ASSERT_TRUE(reader.read(R"({"messages":[{"to":"+1","text":"a","x":1}]})", body_shape::batch));
    ASSERT_EQ(reader.messages().size(), 1u);
    EXPECT_EQ(reader.messages()[0].errors.front().pointer, "/messages/0/x");
}

TEST(submission_json, refuses_batches_that_are_none) {
    for (const char* bad : {"[]", R"({"messages":[]})", R"({"messages":3})", R"({"messages":{}})", R"({})", R"({"message":[]})",
                            "7", R"({"messages":[{"to":"+1","text":"a"}],"messages":[]})", R"({"messages":null})"})
        EXPECT_THAT(trouble(bad, body_shape::batch), HasSubstr("invalid_message")) << bad;
    const auto of = [](int count) {
        std::string out = "[";
        for (int i = 0; i < count; ++i) out += i ? R"(,{"to":"+1","text":"a"})" : R"({"to":"+1","text":"a"})";
        return out + "]";
    };
    EXPECT_EQ(trouble(of(1000), body_shape::batch), "");
    EXPECT_THAT(trouble(of(1001), body_shape::batch), HasSubstr("too_many_messages: the batch holds 1001"));
}

TEST(submission_json, takes_a_text_of_a_hundred_thousand_characters) {
    const std::string text(100'000, 'a'), body = R"({"to":"+1","text":")" + text + "\"}";
    submission_reader reader;
    ASSERT_TRUE(reader.read(body, body_shape::one));
    EXPECT_EQ(reader.messages().front().what.body, text);
}

TEST(submission_json, keeps_nothing_from_one_body_to_the_next) {
    submission_reader reader;
    ASSERT_TRUE(
        reader.read(R"({"to":"+1","text":"a","encoding":"ucs2","receipt":false,"client_ref":"r","bad":1})", body_shape::one));
    ASSERT_TRUE(reader.read(R"({"to":"+2","text":"b"})", body_shape::one));
    const auto& one = reader.messages().front();
    EXPECT_TRUE(one.errors.empty());
    EXPECT_TRUE(one.what.receipt);
    EXPECT_FALSE(one.what.coding);
    EXPECT_EQ(one.what.client_ref, "");
}

TEST(submission_json, reads_back_any_text_that_json_can_hold) {
    submission_reader reader;
    const bool held = rc::check([&] {
        std::string text;
        for (const auto c : *rc::gen::container<std::vector<char>>(rc::gen::inRange<char>(0, 127))) text += c;
        const auto count = *rc::gen::inRange(0, 400);
        for (int i = 0; i < count; ++i) text += i % 3 ? "\xF0\x9F\x98\x80" : "\\\"";
        boost::json::object o{{"to", "+1"}, {"text", text}, {"client_ref", text}};
        const std::string body = boost::json::serialize(o);
        RC_ASSERT(reader.read(body, body_shape::one));
        RC_ASSERT(reader.messages().front().what.body == text);
        RC_ASSERT(reader.messages().front().what.client_ref == text);
    });
    EXPECT_TRUE(held);
}

}  // namespace hermod::api
