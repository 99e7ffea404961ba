#include "callback/body.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/json_text.hpp"
#include "callback/directory.hpp"

namespace hermod::callback {
namespace {

job delivered() {
    auto m = std::make_shared<message>();
    m->id = message_id{123456789};
    m->from = "Hermod";
    m->to = "+49151234567";
    m->client_ref = "order \"7\"";
    m->parts = 2;
    event e;
    e.kind = event_kind::receipt;
    e.outcome = state::delivered;
    e.at = *parse_rfc3339("2026-11-23T15:00:23.5Z");
    return make_job(m, e, 2, state::delivered, false);
}

job received(encoding coding, std::string body) {
    auto m = std::make_shared<message>();
    m->id = message_id{5};
    m->way = direction::from_handset;
    m->from = "+49151234567";
    m->to = "12345";
    m->coding = coding;
    m->body = std::move(body);
    return make_job(m, received_event(*m), 0, state::accepted, false);
}

boost::json::value parsed(const job& j, std::string_view connector = "") {
    std::string out;
    append_body(out, j, connector);
    return boost::json::parse(out);
}

// One TLV of one octet a value, named or by its tag.
class two_words final : public tlv_words {
    std::optional<std::string> encode(std::string_view, tlv_form, std::string_view, std::string&) const override { return "no"; }
    std::vector<shown_tlv> decode(std::string_view octets) const override {
        return {{"entity_id", std::string(octets.substr(4)), tlv_form::as_named}, {"0x1499", "ca\"fe", tlv_form::hex}};
    }
};

TEST(body, names_a_message_by_what_its_application_gave) {
    job j = delivered();
    auto m = std::make_shared<message>(*j.what);
    message_extras more;
    more.was_to = "0151 234567";
    more.was_from = "Shop";
    more.tags = "otp,spring";
    m->extras = std::make_shared<const message_extras>(more);
    j.what = m;
    const auto data = parsed(j).at("data");
    EXPECT_EQ(data.at("to").as_string(), "0151 234567");
    EXPECT_EQ(data.at("from").as_string(), "Shop");
    EXPECT_EQ(data.at("tags"), (boost::json::array{"otp", "spring"}));
}

TEST(body, tells_what_else_came_with_a_message_from_a_handset) {
    job j = received(encoding::gsm7, "Hi");
    auto m = std::make_shared<message>(*j.what);
    m->data_coding = 0xF0;
    message_extras more;
    more.missing_parts = 2;
    more.service_type = "CMT";
    more.tlvs = std::string("\x14\x00\x00\x01x", 5);
    m->extras = std::make_shared<const message_extras>(more);
    j.what = m;
    const two_words words;
    std::string out;
    append_body(out, j, "main", &words);
    const auto data = boost::json::parse(out).at("data");
    EXPECT_EQ(data.at("data_coding").as_int64(), 0xF0);
    EXPECT_EQ(data.at("missing_parts").as_int64(), 2);
    EXPECT_EQ(data.at("service_type").as_string(), "CMT");
    EXPECT_EQ(data.at("tlvs").at("entity_id").as_string(), "x");
    EXPECT_EQ(data.at("tlvs").at("0x1499").at("hex").as_string(), "ca\"fe");
    EXPECT_FALSE(parsed(j).at("data").as_object().contains("tlvs"));
}

TEST(body, tells_a_delivery) {
    std::string out;
    append_body(out, delivered(), "main");
    EXPECT_EQ(out, R"({"type":"message.delivered","timestamp":"2026-11-23T15:00:23.500000Z","data":{"id":")" +
                       to_text(message_id{123456789}) +
                       R"(","state":"delivered","from":"Hermod","to":"+49151234567","client_ref":"order \"7\"","parts":2,)"
                       R"("connector":"main"}})");
}

TEST(body, tells_why_a_message_failed) {
    job j = delivered();
    j.now = state::undelivered;
    j.detail = "absent subscriber";
    j.code = 27;
    j.possible_duplicate = true;
    const auto data = parsed(j).at("data");
    EXPECT_EQ(data.at("state"), boost::json::value("undelivered"));
    EXPECT_EQ(data.at("reason"), boost::json::value("absent subscriber"));
    EXPECT_EQ(data.at("code"), boost::json::value(27));
    EXPECT_EQ(data.at("possible_duplicate"), boost::json::value(true));
    EXPECT_FALSE(data.as_object().contains("connector"));
}

TEST(body, names_the_networks_id_of_a_submission) {
    job j = delivered();
    j.kind = event_kind::submitted;
    j.now = state::submitted;
    j.detail = "4F2A";
    EXPECT_EQ(parsed(j).at("type"), boost::json::value("message.submitted"));
    EXPECT_EQ(parsed(j).at("data").at("network_id"), boost::json::value("4F2A"));
}

TEST(body, carries_the_text_of_a_message_from_a_handset) {
    const auto value = parsed(received(encoding::ucs2, "Grüße \xf0\x9f\x98\x80\n"));
    EXPECT_EQ(value.at("type"), boost::json::value("message.received"));
    EXPECT_EQ(value.at("data").at("state"), boost::json::value("received"));
    EXPECT_EQ(value.at("data").at("text"), boost::json::value("Grüße \xf0\x9f\x98\x80\n"));
    EXPECT_EQ(value.at("data").at("encoding"), boost::json::value("ucs2"));
}

TEST(body, carries_binary_octets_in_hex) {
    EXPECT_EQ(parsed(received(encoding::binary, std::string("\x00\xff\x1b", 3))).at("data").at("octets"), boost::json::value("00ff1b"));
}

TEST(body, makes_json_of_any_octets) {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            std::string out;
            append_json_text(out, std::string{static_cast<char>(first), static_cast<char>(second), 'x'});
            boost::json::error_code failed;
            const auto value = boost::json::parse(out, failed);
            ASSERT_FALSE(failed) << first << ' ' << second;
            ASSERT_TRUE(value.as_string().ends_with("x")) << first << ' ' << second;
        }
    }
}

TEST(body, names_an_event_the_same_each_time) {
    std::string id;
    append_event_id(id, delivered());
    EXPECT_EQ(id, "evt_" + to_text(message_id{123456789}) + "_2");
}

TEST(body, puts_a_batch_into_one_document) {
    const job a = delivered(), b = received(encoding::gsm7, "hi");
    const std::array<named_job, 2> all{named_job{&a, "main"}, named_job{&b, ""}};
    std::string out, id;
    append_batch_body(out, all, a.at);
    append_batch_id(id, all);
    const auto value = boost::json::parse(out);
    EXPECT_EQ(value.at("type"), boost::json::value("batch"));
    ASSERT_EQ(value.at("data").as_array().size(), 2u);
    EXPECT_EQ(value.at("data").at(0).at("type"), boost::json::value("message.delivered"));
    EXPECT_EQ(value.at("data").at(1).at("id"), boost::json::value("evt_" + to_text(message_id{5}) + "_0"));
    EXPECT_EQ(value.at("data").at(1).at("data").at("text"), boost::json::value("hi"));
    EXPECT_EQ(id, "evt_" + to_text(message_id{123456789}) + "_2_n2");
}

TEST(job, of_a_record_has_the_messages_state_not_the_parts) {
    auto m = std::make_shared<message>();
    m->parts = 2;
    m->callbacks = callback_final;
    record r(m);
    event receipt;
    receipt.kind = event_kind::receipt;
    receipt.part = 1;
    receipt.outcome = state::undelivered;
    r.apply(receipt);
    receipt.part = 2;
    receipt.outcome = state::delivered;
    r.apply(receipt);
    ASSERT_EQ(r.pending_callback(), 1u);
    EXPECT_EQ(type_of(make_job(r, 1)), "message.undelivered");
}

TEST(directory, cuts_a_url_behind_its_host) {
    const auto parts = cut_url("https://example.org:8443/sms?x=1");
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->origin, "https://example.org:8443");
    EXPECT_EQ(parts->target, "/sms?x=1");
    EXPECT_EQ(cut_url("http://example.org")->target, "");
    EXPECT_EQ(cut_url("http://example.org?x=http://y/")->target, "?x=http://y/");
    EXPECT_FALSE(cut_url("example.org/sms"));
    EXPECT_FALSE(cut_url("http:///sms"));
    EXPECT_FALSE(cut_url(""));
}

TEST(directory, prefers_the_messages_own_url) {
    message m;
    account_callbacks account;
    account.url = "https://account";
    EXPECT_EQ(url_for(m, &account), "https://account");
    EXPECT_EQ(url_for(m, nullptr), "");
    m.callback_url = "https://own";
    EXPECT_EQ(url_for(m, &account), "https://own");
}

}  // namespace
}  // namespace hermod::callback
