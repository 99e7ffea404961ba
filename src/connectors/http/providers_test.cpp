// Each ready-made description against recorded shapes: what is asked, what is answered, what is brought. The shapes are those
// of the providers' public documentation and of their own client packages.
#include "connectors/http/providers.hpp"

#include <gtest/gtest.h>

#include "connectors/http/auth.hpp"
#include "connectors/http/configured.hpp"

namespace hermod::connectors::http::providers_test {
namespace {

constexpr std::string_view id = "m06HZ3V0CG0001";

// `variables` as a TOML table's inside; every secret that a provider needs is its own name in upper case.
http_options described(const std::string& provider, const std::string& variables, std::initializer_list<const char*> secrets) {
    std::string text = "provider = \"" + provider + "\"\npublic_url = \"https://sms.example.com\"\nvariables = { " + variables + " }\n[secrets]\n";
    for (const char* name : secrets) {
        std::string upper(name);
        for (char& c : upper) c = static_cast<char>(std::toupper(c));
        ::setenv(("HTTP_TEST_" + upper).c_str(), upper.c_str(), 1);
        text += std::string(name) + " = \"env:HTTP_TEST_" + upper + "\"\n";
    }
    return right_configuration(text);
}

struct shown {
    std::string method, url, headers, body;
};

shown asked(const http_options& options, const message_ptr& what = a_message("caf\xC3\xA9 & co")) {
    const request_template* by = options.ask.of(what->coding);
    EXPECT_NE(by, nullptr);
    if (!by) return {};
    part_values values(options.values);
    EXPECT_TRUE(values.begin(what, 1, false, wall_time{}));
    std::string_view refused;
    std::string receipts;
    if (options.inbound.receipts) {
        EXPECT_TRUE(options.inbound.receipt_url.render(receipts, values, refused));
    }
    values.set_receipt_url(receipts);
    rendered_request request;
    EXPECT_TRUE(by->render(request, values, refused));
    added_headers added;
    authorize(request, added, options.auth, options.signing, by->method(), by->origin(), "TOKEN", *parse_rfc3339("2015-08-30T12:36:00Z"));
    shown out{by->method(), (by->origin().tls ? "https://" : "http://") + by->origin().authority + request.target, {}, request.body};
    for (const auto& one : request.headers) out.headers.append(one.name).append(": ").append(one.value).append("\n");
    return out;
}

verdict answered(const http_options& options, int status, std::string_view body) {
    heard answer(status, body, {}, [](std::string_view) { return std::string_view{}; });
    part_values values(options.values);
    EXPECT_TRUE(values.begin(a_message(), 1, false, wall_time{}));
    return options.answers.judge(answer, values, wall_time{}).result;
}

brought came(const http_options& options, const char* path, std::string body, std::string query = {}) {
    return read_visit(options.inbound, {"POST", path, std::move(query), std::move(body), "192.0.2.1", {}}, connector_id{1}, wall_time{});
}

message_ptr of(encoding coding, std::string body, std::string udh = {}) {
    auto made = std::make_shared<message>(*a_message(std::move(body)));
    made->coding = coding;
    made->udh = std::move(udh);
    return made;
}

using kind = verdict::kind;

}  // namespace

TEST(providers, a_description_says_what_it_needs) {
    const auto problems = read_configuration("provider = \"twilio\"").problems;
    EXPECT_EQ(problems, (std::vector<std::string>{"c.toml:1:12: error: connector[0].provider: twilio needs variables.account_sid",
                                                  "c.toml:1:12: error: connector[0].provider: twilio needs secrets.auth_token"}));
    EXPECT_EQ(read_configuration("provider = \"twillio\"").problems,
              std::vector<std::string>{"c.toml:1:12: error: connector[0].provider: \"twillio\" is unknown, did you mean \"twilio\"?"});
}

TEST(providers, any_key_of_a_description_may_be_another) {
    ::setenv("HTTP_TEST_AUTH_TOKEN", "AUTH_TOKEN", 1);
    const auto options = right_configuration(R"(provider = "twilio"
public_url = "https://sms.example.com"
plus = false
variables = { account_sid = "AC1" }
secrets = { auth_token = "env:HTTP_TEST_AUTH_TOKEN" }
[request]
url = "https://proxy.example/{account_sid}"
form = { MessagingServiceSid = "MG1" }
[receipts]
path = "/in/second/receipts")");
    const shown out = asked(options);
    EXPECT_EQ(out.url, "https://proxy.example/AC1");
    EXPECT_NE(out.body.find("MessagingServiceSid=MG1"), std::string::npos);
    EXPECT_NE(out.body.find("To=447700900123"), std::string::npos);
    EXPECT_EQ(paths_of(options).front(), "/in/second/receipts");
}

TEST(providers, twilio) {
    const auto o = described("twilio", "account_sid = \"AC1\"", {"auth_token"});
    const shown out = asked(o);
    EXPECT_EQ(out.method, "POST");
    EXPECT_EQ(out.url, "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json");
    EXPECT_EQ(out.headers, "Content-Type: application/x-www-form-urlencoded\nAuthorization: Basic QUMxOkFVVEhfVE9LRU4=\n");
    EXPECT_EQ(out.body, "To=%2B447700900123&From=Shop&Body=caf%C3%A9+%26+co&StatusCallback=https%3A%2F%2Fsms.example.com%2Fin%2Ftwilio%2Freceipts");
    EXPECT_EQ(answered(o, 201, R"({"sid":"SM12","status":"queued","error_code":null})").detail, "SM12");
    const verdict refused = answered(o, 400, R"({"code":21211,"message":"invalid 'To'","more_info":"x","status":400})");
    EXPECT_EQ(refused.is, kind::refused);
    EXPECT_EQ(refused.code, 21211u);
    EXPECT_FALSE(refused.elsewhere);
    for (const int code : {21212, 21408, 21606, 21608, 21612, 21659}) EXPECT_TRUE(answered(o, 400, R"({"code":)" + std::to_string(code) + "}").elsewhere) << code;
    EXPECT_TRUE(answered(o, 429, R"({"code":20429,"message":"too many"})").throttled);
    EXPECT_EQ(answered(o, 401, R"({"code":20003,"message":"Authenticate"})").is, kind::later);
    const auto receipt = came(o, "/in/twilio/receipts", "SmsSid=SM12&SmsStatus=undelivered&MessageStatus=undelivered&To=%2B4477&MessageSid=SM12&AccountSid=AC1&From=Shop&ErrorCode=30003&ApiVersion=2010-04-01");
    ASSERT_EQ(receipt.receipts.size(), 1u);
    EXPECT_EQ(receipt.receipts[0].remote_id, "SM12");
    EXPECT_EQ(receipt.receipts[0].outcome, state::undelivered);
    EXPECT_EQ(receipt.receipts[0].code, 30003u);
    const auto in = came(o, "/in/twilio/messages", "MessageSid=SM9&From=%2B447700900123&To=%2B15005550006&Body=hi+there&NumMedia=0");
    EXPECT_EQ(in.messages.at(0).body, "hi there");
    EXPECT_EQ(in.answer.body, "<Response/>");
    EXPECT_EQ(o.inbound.caller.signature->secret, "AUTH_TOKEN");
}

TEST(providers, vonage) {
    const auto o = described("vonage", "", {"api_key", "api_secret", "callback_secret"});
    const shown out = asked(o);
    EXPECT_EQ(out.url, "https://rest.nexmo.com/sms/json");
    EXPECT_EQ(out.headers, "Content-Type: application/json\nAuthorization: Basic QVBJX0tFWTpBUElfU0VDUkVU\n");
    EXPECT_EQ(out.body, R"({"from":"Shop","to":"447700900123","text":"caf)" "\xC3\xA9" R"( & co","type":"text","client-ref":")" + std::string(id) +
                            R"(","callback":"https://sms.example.com/in/vonage/receipts?token=CALLBACK_SECRET","status-report-req":true})");
    EXPECT_NE(asked(o, of(encoding::ucs2, "\xD0\x96")).body.find(R"("type":"unicode")"), std::string::npos);
    const std::string binary = asked(o, of(encoding::binary, "\x01\x02", std::string("\x05\x00\x03\x01\x02\x01", 6))).body;
    EXPECT_NE(binary.find(R"("to":"447700900123","type":"binary")"), std::string::npos) << binary;
    EXPECT_NE(binary.find(R"("body":"0102","udh":"050003010201"})"), std::string::npos) << binary;
    EXPECT_EQ(answered(o, 200, R"({"message-count":"1","messages":[{"to":"447700900123","message-id":"0A00","status":"0","network":"23410"}]})").detail, "0A00");
    EXPECT_TRUE(answered(o, 200, R"({"message-count":"1","messages":[{"status":"1","error-text":"Throughput Rate Exceeded"}]})").throttled);
    EXPECT_EQ(answered(o, 200, R"({"messages":[{"status":"6","error-text":"Unroutable"}]})").is, kind::refused);
    for (const char* status : {"8", "11", "15", "29"}) EXPECT_TRUE(answered(o, 200, R"({"messages":[{"status":")" + std::string(status) + R"("}]})").elsewhere) << status;
    EXPECT_FALSE(answered(o, 200, R"({"messages":[{"status":"6"}]})").elsewhere);
    EXPECT_EQ(answered(o, 200, R"({"messages":[{"status":"4","error-text":"Bad Credentials"}]})").is, kind::later);
    const auto receipt = came(o, "/in/vonage/receipts", R"({"msisdn":"447700900123","to":"Shop","network-code":"23410","messageId":"0A00","price":"0.03","status":"delivered","scts":"2001011400","err-code":"0"})");
    EXPECT_EQ(receipt.receipts.at(0).outcome, state::delivered);
    const auto in = came(o, "/in/vonage/messages", R"({"msisdn":"447700900123","to":"447700900000","messageId":"0B","text":"part","type":"text","concat":"true","concat-ref":"1","concat-total":"2","concat-part":"2"})");
    EXPECT_EQ(in.messages.at(0).from, "+447700900123");
    EXPECT_EQ(in.messages.at(0).udh, std::string("\x06\x08\x04\x00\x01\x02\x02", 7));
}

TEST(providers, infobip) {
    const auto o = described("infobip", "base_url = \"https://abc.api.infobip.com\"", {"api_key", "callback_secret"});
    const shown out = asked(o);
    EXPECT_EQ(out.url, "https://abc.api.infobip.com/sms/2/text/advanced");
    EXPECT_EQ(out.headers, "Content-Type: application/json\nAuthorization: App API_KEY\n");
    EXPECT_EQ(out.body, R"({"messages":[{"from":"Shop","destinations":[{"to":"447700900123","messageId":")" + std::string(id) + R"(-1"}],"text":"caf)" "\xC3\xA9" R"( & co",)"
                        R"("notifyUrl":"https://sms.example.com/in/infobip/receipts?token=CALLBACK_SECRET","notifyContentType":"application/json"}]})");
    const shown binary = asked(o, of(encoding::binary, "\xAB"));
    EXPECT_EQ(binary.url, "https://abc.api.infobip.com/sms/2/binary/advanced");
    EXPECT_NE(binary.body.find(R"("binary":{"hex":"ab","dataCoding":4,"esmClass":0})"), std::string::npos) << binary.body;
    EXPECT_EQ(answered(o, 200, R"({"bulkId":"b","messages":[{"messageId":"M1","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED","description":"d"},"to":"44"}]})").detail, "M1");
    const verdict refused = answered(o, 200, R"({"messages":[{"messageId":"M1","status":{"groupId":5,"groupName":"REJECTED","id":12,"description":"not enough credits"},"to":"44"}]})");
    EXPECT_EQ(refused.is, kind::refused);
    EXPECT_EQ(refused.code, 12u);
    EXPECT_TRUE(refused.elsewhere);
    EXPECT_FALSE(answered(o, 200, R"({"messages":[{"status":{"groupName":"REJECTED","id":52}}]})").elsewhere) << "no such number";
    EXPECT_EQ(answered(o, 400, R"({"requestError":{"serviceException":{"messageId":"BAD_REQUEST","text":"Bad"}}})").detail, "HTTP 400, code BAD_REQUEST: Bad");
    const auto receipts = came(o, "/in/infobip/receipts", R"({"results":[{"bulkId":"b","messageId":"M1","to":"44","doneAt":"2026-01-01","status":{"groupId":3,"groupName":"DELIVERED","id":5},"error":{"groupId":0,"id":0,"name":"NO_ERROR"}},{"messageId":"M2","to":"45","status":{"groupName":"UNDELIVERABLE"},"error":{"id":9,"name":"EC"}}]})");
    ASSERT_EQ(receipts.receipts.size(), 2u);
    EXPECT_EQ(receipts.receipts[1].code, 9u);
    EXPECT_EQ(receipts.receipts[1].outcome, state::undelivered);
    EXPECT_EQ(came(o, "/in/infobip/messages", R"({"results":[{"messageId":"1","from":"447700900123","to":"447700900000","text":"QUIZ Correct","keyword":"QUIZ"}],"messageCount":1})").messages.size(), 1u);
}

TEST(providers, sinch) {
    const auto o = described("sinch", "service_plan_id = \"plan\"", {"api_token", "callback_secret"});
    const shown out = asked(o);
    EXPECT_EQ(out.url, "https://us.sms.api.sinch.com/xms/v1/plan/batches");
    EXPECT_EQ(out.headers, "Content-Type: application/json\nAuthorization: Bearer API_TOKEN\n");
    EXPECT_EQ(out.body, R"({"from":"Shop","to":["447700900123"],"body":"caf)" "\xC3\xA9" R"( & co","type":"mt_text","delivery_report":"per_recipient","client_reference":")" + std::string(id) +
                            R"(","expire_at":"1970-01-02T00:00:00.000000Z","callback_url":"https://sms.example.com/in/sinch/receipts?token=CALLBACK_SECRET"})");
    EXPECT_NE(asked(o, of(encoding::binary, "\x01\x02")).body.find(R"("body":"AQI=","type":"mt_binary")"), std::string::npos);
    EXPECT_EQ(answered(o, 201, R"({"id":"01FC","to":["44"],"from":"Shop","canceled":false,"body":"x","type":"mt_text"})").detail, "01FC");
    EXPECT_EQ(answered(o, 400, R"({"code":"syntax_invalid_parameter_format","text":"bad"})").is, kind::refused);
    EXPECT_EQ(came(o, "/in/sinch/receipts", R"({"type":"recipient_delivery_report_sms","batch_id":"01FC","recipient":"44","code":0,"status":"Delivered","at":"2026-01-01T00:00:00Z"})").receipts.at(0).outcome, state::delivered);
    EXPECT_EQ(came(o, "/in/sinch/messages", R"({"type":"mo_text","id":"x","from":"447700900123","to":"88222","body":"yes","received_at":"x"})").messages.at(0).body, "yes");
}

TEST(providers, plivo) {
    const auto o = described("plivo", "auth_id = \"MA1\"", {"auth_token"});
    const shown out = asked(o);
    EXPECT_EQ(out.url, "https://api.plivo.com/v1/Account/MA1/Message/");
    EXPECT_EQ(out.headers, "Content-Type: application/json\nAuthorization: Basic TUExOkFVVEhfVE9LRU4=\n");
    EXPECT_EQ(out.body, R"({"src":"Shop","dst":"447700900123","text":"caf)" "\xC3\xA9" R"( & co","url":"https://sms.example.com/in/plivo/receipts","method":"POST"})");
    EXPECT_EQ(answered(o, 202, R"({"message":"message(s) queued","message_uuid":["db3c"],"api_id":"x"})").detail, "db3c");
    EXPECT_EQ(answered(o, 400, R"({"api_id":"x","error":"dst is not valid"})").detail, "HTTP 400: dst is not valid");
    EXPECT_EQ(came(o, "/in/plivo/receipts", "MessageUUID=db3c&To=447700900123&From=Shop&Status=delivered&ErrorCode=000").receipts.at(0).outcome, state::delivered);
    EXPECT_EQ(o.inbound.caller.signature->over, caller_options::subject::plivo);
    EXPECT_EQ(o.inbound.caller.signature->header, "X-Plivo-Signature-V3");
    EXPECT_EQ(o.inbound.caller.signature->secret, "AUTH_TOKEN");
    EXPECT_EQ(came(o, "/in/plivo/messages", "From=447700900123&To=447700900000&Type=sms&Text=hello&MessageUUID=x").messages.at(0).body, "hello");
}

TEST(providers, telnyx) {
    const auto o = described("telnyx", "public_key = \"A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\"", {"api_key"});
    const shown out = asked(o);
    EXPECT_EQ(out.url, "https://api.telnyx.com/v2/messages");
    EXPECT_EQ(out.headers, "Content-Type: application/json\nAuthorization: Bearer API_KEY\n");
    EXPECT_EQ(out.body, R"({"from":"Shop","to":"+447700900123","text":"caf)" "\xC3\xA9" R"( & co","webhook_url":"https://sms.example.com/in/telnyx/events"})");
    EXPECT_EQ(answered(o, 200, R"({"data":{"record_type":"message","id":"4031","to":[{"phone_number":"+44","status":"queued"}]}})").detail, "4031");
    EXPECT_EQ(answered(o, 422, R"({"errors":[{"code":"40310","title":"Invalid 'to' address","detail":"no"}]})").code, 40310u);
    EXPECT_FALSE(answered(o, 422, R"({"errors":[{"code":"40310"}]})").elsewhere);
    EXPECT_TRUE(answered(o, 409, R"({"errors":[{"code":"40306"}]})").elsewhere);
    const auto receipt = came(o, "/in/telnyx/events", R"({"data":{"event_type":"message.finalized","payload":{"id":"4031","to":[{"phone_number":"+447700900123","status":"delivery_failed"}],"errors":[{"code":"40001","title":"Not routable"}]}}})");
    EXPECT_EQ(receipt.receipts.at(0).outcome, state::undelivered);
    EXPECT_EQ(receipt.receipts.at(0).code, 40001u);
    EXPECT_EQ(receipt.messages.size(), 0u);
    const auto in = came(o, "/in/telnyx/events", R"({"data":{"event_type":"message.received","payload":{"id":"1","from":{"phone_number":"+447700900123"},"to":[{"phone_number":"+15005550006"}],"text":"hi"}}})");
    EXPECT_EQ(in.receipts.size(), 0u);
    EXPECT_EQ(in.messages.at(0).to, "+15005550006");
    const auto& by = o.inbound.caller.signature.value();
    EXPECT_TRUE(by.ed25519 && by.over == caller_options::subject::timed_body && by.form == octet_form::base64);
    EXPECT_EQ(by.secret.size(), 32u);
    EXPECT_EQ(by.moment, "telnyx-timestamp");
    EXPECT_EQ(by.tolerance, std::chrono::seconds(300));
}

TEST(providers, sns) {
    const auto o = described("sns", "region = \"eu-west-1\"", {"access_key", "secret_key"});
    const shown out = asked(o);
    EXPECT_EQ(out.url, "https://sns.eu-west-1.amazonaws.com/");
    EXPECT_EQ(out.body, "Action=Publish&Version=2010-03-31&PhoneNumber=%2B447700900123&Message=caf%C3%A9+%26+co&MessageAttributes.entry.1.Name=AWS.SNS.SMS.SenderID&"
                        "MessageAttributes.entry.1.Value.DataType=String&MessageAttributes.entry.1.Value.StringValue=Shop");
    EXPECT_NE(out.headers.find("X-Amz-Date: 20150830T123600Z\nAuthorization: AWS4-HMAC-SHA256 Credential=ACCESS_KEY/20150830/eu-west-1/sns/aws4_request, "
                               "SignedHeaders=content-type;host;x-amz-date, Signature="),
              std::string::npos)
        << out.headers;
    EXPECT_EQ(answered(o, 200, "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>94f2</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>").detail, "94f2");
    EXPECT_TRUE(answered(o, 400, "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>").throttled);
    EXPECT_EQ(answered(o, 400, "<ErrorResponse><Error><Code>InvalidParameter</Code><Message>bad number</Message></Error></ErrorResponse>").detail, "HTTP 400, code InvalidParameter: bad number");
    EXPECT_EQ(answered(o, 403, "<ErrorResponse><Error><Code>InvalidClientTokenId</Code></Error></ErrorResponse>").is, kind::later);
}

TEST(providers, kannel) {
    const auto o = described("kannel", "base_url = \"http://10.0.0.5:13013\"", {"username", "password", "callback_secret"});
    const std::string receipts = "https%3A%2F%2Fsms.example.com%2Fin%2Fkannel%2Freceipts%3Fid%3D" + std::string(id) + "-1%26state%3D%25d%26to%3D%25p%26reply%3D%25A%26token%3DCALLBACK_SECRET";
    const shown out = asked(o);
    EXPECT_EQ(out.method, "GET");
    EXPECT_EQ(out.url, "http://10.0.0.5:13013/cgi-bin/sendsms?username=USERNAME&password=PASSWORD&from=Shop&to=%2B447700900123&charset=UTF-8&coding=0&"
                       "text=caf%C3%A9%20%26%20co&validity=1440&dlr-mask=19&dlr-url=" + receipts);
    EXPECT_NE(asked(o, of(encoding::ucs2, "\xD0\x96")).url.find("coding=2&text=%D0%96&"), std::string::npos);
    EXPECT_NE(asked(o, of(encoding::binary, "\xFF", std::string("\x05\x00\x03\x01\x02\x01", 6))).url.find("coding=1&text=%FF&udh=%05%00%03%01%02%01&"), std::string::npos);
    EXPECT_EQ(answered(o, 202, "0: Accepted for delivery").detail, std::string(id) + "-1");
    EXPECT_EQ(answered(o, 202, "3: Queued for later delivery").is, kind::sent);
    EXPECT_EQ(answered(o, 403, "Authorization failed for sendsms").is, kind::later);
    EXPECT_TRUE(answered(o, 503, "Temporal failure, try again later.").throttled);
    EXPECT_EQ(answered(o, 400, "UDH field misformed, rejected").is, kind::refused);
    const auto receipt = came(o, "/in/kannel/receipts", "", "id=" + std::string(id) + "-1&state=1&to=%2B4477&reply=ACK%2F&token=CALLBACK_SECRET");
    EXPECT_EQ(receipt.receipts.at(0).remote_id, std::string(id) + "-1");
    EXPECT_EQ(receipt.receipts.at(0).outcome, state::delivered);
    EXPECT_EQ(came(o, "/in/kannel/messages", "", "from=%2B4477&to=88222&text=hi&udh=").messages.at(0).body, "hi");
    EXPECT_EQ(came(o, "/in/kannel/messages", "", "from=%2B4477&to=88222&text=hi&udh=%05%00%03%01%02%01").messages.at(0).udh, std::string("\x05\x00\x03\x01\x02\x01", 6));
}

TEST(providers, generic) {
    const auto o = described("generic", "url = \"https://sms.small.example/http/sendmsg\"", {"user", "password", "callback_secret"});
    EXPECT_EQ(asked(o).url, "https://sms.small.example/http/sendmsg?user=USER&password=PASSWORD&to=447700900123&from=Shop&text=caf%C3%A9%20%26%20co");
    EXPECT_EQ(answered(o, 200, "ID: c55c").detail, "c55c");
    const verdict refused = answered(o, 200, "ERR: 105, Invalid Destination Address");
    EXPECT_EQ(refused.is, kind::refused);
    EXPECT_EQ(refused.code, 105u);
    EXPECT_FALSE(refused.elsewhere);
    EXPECT_TRUE(answered(o, 200, "ERR: 114, Cannot route message").elsewhere);
    EXPECT_EQ(came(o, "/in/generic/receipts", "", "apiMsgId=c55c&to=4477&status=004&token=x").receipts.at(0).outcome, state::delivered);
}

TEST(providers, each_has_a_test_here) {
    std::vector<std::string_view> names;
    for (const provider& one : providers()) names.push_back(one.name);
    EXPECT_EQ(names, (std::vector<std::string_view>{"generic", "infobip", "kannel", "plivo", "sinch", "sns", "telnyx", "twilio", "vonage"}));
}

}  // namespace hermod::connectors::http::providers_test
