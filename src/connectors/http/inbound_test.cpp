#include "connectors/http/inbound.hpp"

#include <gtest/gtest.h>

#include "connectors/http/configured.hpp"
#include "net/base64.hpp"

namespace hermod::connectors::http {
namespace {

inbound_options configured_with(const std::string& tables) {
    return right_configuration("public_url = \"https://sms.example.com/\"\n" + tables + "\n[request]\nurl = \"http://x.example/\"").inbound;
}

constexpr const char* open_caller = "[caller]\nopen = true\n";

visit a_visit(std::string path, std::string body, std::string query = {}) {
    return {"POST", std::move(path), std::move(query), std::move(body), "192.0.2.7", {}};
}

const std::string form_receipts = std::string(open_caller) + R"(
[receipts]
path = "/in/r"
id = "form:MessageSid"
recipient = "form:To"
state = "form:MessageStatus"
code = "form:ErrorCode"
states = { delivered = "delivered", SENT = "submitted", failed = "undelivered", canceled = "ignore" }
)";

}  // namespace

TEST(inbound, a_receipt_in_a_form_is_read) {
    const auto out = read_visit(configured_with(form_receipts), a_visit("/in/r", "MessageSid=SM1&To=%2B4477&MessageStatus=Failed&ErrorCode=30003"),
                                connector_id{7}, from_micros(5));
    EXPECT_EQ(out.missing, "");
    ASSERT_EQ(out.receipts.size(), 1u);
    const remote_receipt& one = out.receipts[0];
    EXPECT_EQ(one.connector, connector_id{7});
    EXPECT_EQ(one.remote_id, "SM1");
    EXPECT_EQ(one.recipient, "+4477");
    EXPECT_EQ(one.outcome, state::undelivered);
    EXPECT_EQ(one.code, 30003u);
    EXPECT_EQ(one.at, from_micros(5));
    EXPECT_EQ(one.detail, "Failed code:30003");
}

TEST(inbound, words_of_states_are_known_whatever_their_case_and_an_unknown_one_ends_nothing) {
    const auto options = configured_with(form_receipts);
    const auto outcome = [&](const std::string& word) { return read_visit(options, a_visit("/in/r", "MessageSid=1&MessageStatus=" + word), {}, {}); };
    EXPECT_EQ(outcome("DELIVERED").receipts.at(0).outcome, state::delivered);
    EXPECT_EQ(outcome("sent").receipts.at(0).outcome, state::submitted);
    EXPECT_EQ(outcome("canceled").receipts.size(), 0u);
    EXPECT_EQ(outcome("canceled").passed_over, 1u);
    EXPECT_EQ(outcome("hovering").receipts.at(0).outcome, state::submitted);
    EXPECT_EQ(outcome("hovering").unknown_words, 1u);
}

TEST(inbound, what_is_missing_is_named_and_nothing_counts) {
    EXPECT_EQ(read_visit(configured_with(form_receipts), a_visit("/in/r", "MessageStatus=sent"), {}, {}).missing, "id (form:MessageSid)");
    EXPECT_EQ(read_visit(configured_with(form_receipts), a_visit("/in/r", "MessageSid=&MessageStatus=sent"), {}, {}).missing, "id (form:MessageSid)");
    EXPECT_EQ(read_visit(configured_with(form_receipts), a_visit("/in/r", "{\"MessageSid\":1}"), {}, {}).missing, "id (form:MessageSid)");
    const auto list = configured_with(std::string(open_caller) +
                                      "[receipts]\npath = \"/in/r\"\neach = \"json:/results\"\nid = \"json:/id\"\nstate = \"json:/s\"\nstates = {}");
    EXPECT_EQ(read_visit(list, a_visit("/in/r", "{}"), {}, {}).missing, "a list (json:/results)");
    const auto second = read_visit(list, a_visit("/in/r", R"({"results":[{"id":"1","s":"x"},{"s":"x"}]})"), {}, {});
    EXPECT_EQ(second.missing, "id (json:/id)");
}

TEST(inbound, a_list_of_receipts_in_one_request_is_read_item_by_item) {
    const auto options = configured_with(std::string(open_caller) + R"(
[receipts]
path = "/in/r"
each = "json:/results"
id = "json:/messageId"
state = "json:/status/groupName"
time = "json:/doneAt"
detail = "root:/bulk"
states = { DELIVERED = "delivered", otherwise = "undelivered" }
)");
    const auto out = read_visit(options, a_visit("/in/r", R"({"bulk":"b","results":[{"messageId":"1","status":{"groupName":"DELIVERED"},"doneAt":"now"},
        {"messageId":2,"status":{"groupName":"LOST"}}]})"),
                                {}, {});
    EXPECT_EQ(out.missing, "");
    ASSERT_EQ(out.receipts.size(), 2u);
    EXPECT_EQ(out.receipts[0].detail, "DELIVERED b at now");
    EXPECT_EQ(out.receipts[1].remote_id, "2");
    EXPECT_EQ(out.receipts[1].outcome, state::undelivered);
}

TEST(inbound, receipts_in_xml_are_read_by_local_names) {
    const auto options = configured_with(std::string(open_caller) + R"(
[receipts]
path = "/in/r"
each = "xml:report"
id = "xml:@id"
state = "xml:status"
states = { ok = "delivered" }
)");
    const auto out = read_visit(options, a_visit("/in/r", "<a:list xmlns:a='u'><a:report id='1'><status>ok</status></a:report><report id='2'><status>OK</status></report></a:list>"), {}, {});
    EXPECT_EQ(out.missing, "");
    ASSERT_EQ(out.receipts.size(), 2u);
    EXPECT_EQ(out.receipts[1].remote_id, "2");
    EXPECT_FALSE(read_visit(options, a_visit("/in/r", "<!DOCTYPE x><list><report id='1'/></list>"), {}, {}).missing.empty());
}

TEST(inbound, a_message_from_a_handset_is_read_and_its_numbers_get_their_plus) {
    const auto options = configured_with(std::string(open_caller) + R"(
[inbound]
path = "/in/m"
from = "query:msisdn"
to = "query:to"
text = "query:text"
hex = "query:data"
part = "query:concat-part"
parts = "query:concat-total"
reference = "query:concat-ref"
add_plus = true
respond = { status = 204 }
)");
    const auto out = read_visit(options, a_visit("/in/m", "", "msisdn=447700900123&to=88222&text=caf%C3%A9+ol%C3%A9"), {}, {});
    ASSERT_EQ(out.messages.size(), 1u);
    EXPECT_EQ(out.messages[0].from, "+447700900123");
    EXPECT_EQ(out.messages[0].to, "88222");
    EXPECT_EQ(out.messages[0].body, "caf\xC3\xA9 ol\xC3\xA9");
    EXPECT_EQ(out.messages[0].coding, std::nullopt);
    EXPECT_EQ(out.answer.status, 204);
    const auto part = read_visit(options, a_visit("/in/m", "", "msisdn=1&to=2&text=x&concat-ref=258&concat-total=3&concat-part=2"), {}, {});
    EXPECT_EQ(part.messages.at(0).udh, std::string("\x06\x08\x04\x01\x02\x03\x02", 7));
    const auto binary = read_visit(options, a_visit("/in/m", "", "msisdn=1&to=2&data=00ff"), {}, {});
    EXPECT_EQ(binary.messages.at(0).body, std::string("\x00\xff", 2));
    EXPECT_EQ(binary.messages.at(0).coding, encoding::binary);
    EXPECT_EQ(read_visit(options, a_visit("/in/m", "", "msisdn=1&to=2&data=0x"), {}, {}).missing, "hex (query:data) is no hexadecimal");
    EXPECT_EQ(read_visit(options, a_visit("/in/m", "", "msisdn=1&to=2"), {}, {}).missing, "text (query:text)");
}

TEST(inbound, one_path_may_serve_receipts_and_messages) {
    const auto options = configured_with(std::string(open_caller) + R"(
[receipts]
path = "/in/x"
id = "json:/id"
state = "json:/state"
states = { done = "delivered" }
when = { where = "json:/type", is = "report" }
[inbound]
path = "/in/x"
from = "json:/from"
to = "json:/to"
text = "json:/text"
when = { where = "json:/type", is = "message" }
)");
    EXPECT_EQ(read_visit(options, a_visit("/in/x", R"({"type":"report","id":"1","state":"done"})"), {}, {}).receipts.size(), 1u);
    EXPECT_EQ(read_visit(options, a_visit("/in/x", R"({"type":"message","from":"1","to":"2","text":"t"})"), {}, {}).messages.size(), 1u);
    const auto other = read_visit(options, a_visit("/in/x", R"({"type":"news"})"), {}, {});
    EXPECT_EQ(other.missing, "");
    EXPECT_EQ(other.passed_over, 1u);
}

TEST(inbound, what_nobody_asks_of_a_caller_is_a_mistake) {
    const auto problems = [](const std::string& caller) {
        return read_configuration(caller + "[receipts]\npath = \"/in/r\"\nid = \"body\"\nstate = \"body\"\nstates = {}\n[request]\nurl = \"http://x.example/\"").problems;
    };
    ASSERT_EQ(problems("").size(), 1u);
    EXPECT_NE(problems("")[0].find("caller: is missing: anybody could bring receipts"), std::string::npos);
    EXPECT_EQ(problems("[caller]\nheader = \"X\"\n").size(), 1u);
    EXPECT_EQ(problems("[caller]\nnetworks = [\"10.0.0.0/8\"]\n").size(), 0u);
    EXPECT_EQ(problems("[caller]\nopen = true\n").size(), 0u);
}

TEST(inbound, signature_that_cannot_be_checked_is_a_mistake) {
    const auto problem = [](const std::string& key, const std::string& signature) {
        const auto all = read_configuration("variables = { k = \"" + key + "\" }\n[caller.signature]\nsecret = \"{k}\"\n" + signature +
                                            "[receipts]\npath = \"/in/r\"\nid = \"body\"\nstate = \"body\"\nstates = {}\n[request]\nurl = \"http://x.example/\"")
                             .problems;
        return all.empty() ? std::string() : all[0].substr(all[0].find("caller"));
    };
    const std::string key = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    EXPECT_EQ(problem("k", "over = \"plivo\"\n"), "caller: a signature over the URL needs public_url");
    EXPECT_EQ(problem(key, "over = \"time|body\"\nhash = \"ed25519\"\nheader = \"S\"\ntime_header = \"T\"\n"), "");
    EXPECT_EQ(problem("c2hvcnQ=", "hash = \"ed25519\"\nheader = \"S\"\n"), "caller.signature.secret: is no public key of Ed25519: 32 octets in base64");
    EXPECT_EQ(problem(key, "over = \"plivo\"\nhash = \"ed25519\"\n"), "caller.signature.hash: ed25519 signs a body or a timed body");
    EXPECT_NE(problem(key, "over = \"time|body\"\nheader = \"S\"\n").find("time_header"), std::string::npos);
    EXPECT_NE(problem(key, "").find("header"), std::string::npos);
}

TEST(caller, a_shared_secret_stands_in_a_header_or_in_the_query) {
    caller_options wanted;
    wanted.header = "X-Secret";
    wanted.secret = "s3cret";
    visit what = a_visit("/in/r", "");
    EXPECT_FALSE(refuse_caller(wanted, what, "", {}).empty());
    what.headers = {{"x-secret", "s3cret"}};
    EXPECT_TRUE(refuse_caller(wanted, what, "", {}).empty());
    what.headers = {{"X-Secret", "s3cre"}};
    EXPECT_FALSE(refuse_caller(wanted, what, "", {}).empty());
    wanted.header.clear();
    wanted.query = "token";
    EXPECT_FALSE(refuse_caller(wanted, what, "", {}).empty());
    what.query = "a=b&token=s3cret";
    EXPECT_TRUE(refuse_caller(wanted, what, "", {}).empty());
}

TEST(caller, networks_and_signatures_are_asked_too) {
    caller_options wanted;
    wanted.networks = {*net::network::parse("192.0.2.0/24")};
    caller_options::url_signature by;
    by.header = "X-Sig";
    by.secret = "k";
    by.prefix = "sha256=";
    wanted.signature = by;
    visit what = a_visit("/in/r", "body");
    what.headers = {{"X-Sig", "sha256=" + in_form(octet_form::hex, hmac(hash::sha256, "k", "body"))}};
    EXPECT_TRUE(refuse_caller(wanted, what, "", {}).empty());
    what.body = "other";
    EXPECT_FALSE(refuse_caller(wanted, what, "", {}).empty());
    what.body = "body";
    what.remote_address = "198.51.100.1";
    EXPECT_FALSE(refuse_caller(wanted, what, "", {}).empty());
}

TEST(caller, twilio_s_signature_is_over_our_public_url_and_the_form) {
    caller_options wanted;
    caller_options::url_signature by;
    by.header = "X-Twilio-Signature";
    by.secret = "12345";
    by.over = caller_options::subject::twilio;
    by.with = hash::sha1;
    by.form = octet_form::base64;
    wanted.signature = by;
    visit what = a_visit("/myapp.php", "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212", "foo=1&bar=2");
    what.headers = {{"X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="}};
    EXPECT_TRUE(refuse_caller(wanted, what, "https://mycompany.com", {}).empty());
    EXPECT_FALSE(refuse_caller(wanted, what, "https://other.example", {}).empty());
    what.body += "&x=1";
    EXPECT_FALSE(refuse_caller(wanted, what, "https://mycompany.com", {}).empty());
}

TEST(caller, plivo_s_signature_may_be_the_account_s_or_the_main_account_s_and_one_of_several) {
    caller_options wanted;
    caller_options::url_signature by;
    by.over = caller_options::subject::plivo;
    by.header = "X-Plivo-Signature-V3";
    by.also = "X-Plivo-Signature-Ma-V3";
    by.moment = "X-Plivo-Signature-V3-Nonce";
    by.form = octet_form::base64;
    by.secret = "MAXXXXXXXXXXXXXXXXXX-token";
    wanted.signature = by;
    const std::string right = "Yox52uG8N2cxAZt6VNyIunIdeJL0n2Fa27Pm9MYuDxo=", url = "https://sms.example.com";
    visit what = a_visit("/in/plivo/receipts", "To=447700900123&Text=caf%C3%A9+%26+co", "token=t&a=1");
    const auto shown = [&](const char* header, std::string text, std::string nonce = "24680135792468013579") {
        what.headers = {{header, std::move(text)}, {"x-plivo-signature-v3-nonce", std::move(nonce)}};
        return refuse_caller(wanted, what, url, {}).empty();
    };
    EXPECT_TRUE(shown("X-Plivo-Signature-V3", right));
    EXPECT_TRUE(shown("X-Plivo-Signature-Ma-V3", right));
    EXPECT_TRUE(shown("X-Plivo-Signature-Ma-V3", "ZRyF3aj0e2/xa0MPQj7eyk7EUMyjhBjVR1DF6DpfGus=, " + right));
    EXPECT_FALSE(shown("X-Plivo-Signature-V3", right + "x"));
    EXPECT_FALSE(shown("X-Plivo-Signature-V3", ""));
    EXPECT_FALSE(shown("X-Plivo-Signature-V3", right, "13579"));
    what.body += "&x=1";
    EXPECT_FALSE(shown("X-Plivo-Signature-V3", right));
}

// Key and signature by tweetnacl, checked with Telnyx's own package (7.24.0).
TEST(caller, ed25519_over_time_and_body_and_only_while_it_is_fresh) {
    caller_options wanted;
    caller_options::url_signature by;
    by.over = caller_options::subject::timed_body;
    by.header = "telnyx-signature-ed25519";
    by.moment = "telnyx-timestamp";
    by.form = octet_form::base64;
    by.ed25519 = true;
    by.secret = net::read_base64("A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=").value();
    wanted.signature = by;
    const std::string right = "gMlcCsJ/f0IyYm28rBD+Ts6Mg1SbymwdELZzqK4097yELpebOz433zDBrhLdH18GnltcRPUPYyGYlKUk9L/rBw==";
    visit what = a_visit("/in/telnyx/events",
                         R"({"data":{"event_type":"message.finalized","payload":{"id":"4031","to":[{"phone_number":"+447700900123","status":"delivered"}]}}})");
    const wall_time then(std::chrono::seconds(1605543016));
    const auto shown = [&](std::string signature, std::string time, std::chrono::seconds later = {}) {
        what.headers = {{"Telnyx-Signature-Ed25519", std::move(signature)}, {"Telnyx-Timestamp", std::move(time)}};
        return refuse_caller(wanted, what, "", then + later);
    };
    EXPECT_EQ(shown(right, "1605543016"), "");
    EXPECT_EQ(shown(right, "1605543016", std::chrono::seconds(300)), "");
    EXPECT_EQ(shown(right, "1605543016", std::chrono::seconds(301)), "its time is too far from ours: it may be an old request");
    EXPECT_NE(shown(right, "1605543016", std::chrono::seconds(-301)), "");
    EXPECT_EQ(shown(right, "1605543017"), "its signature is not right");
    EXPECT_NE(shown("", "1605543016"), "");
    EXPECT_NE(shown("no base64", "1605543016"), "");
    what.body += ' ';
    EXPECT_NE(shown(right, "1605543016"), "");
}

}  // namespace hermod::connectors::http
