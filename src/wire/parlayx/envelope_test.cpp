#include "wire/parlayx/envelope.hpp"

#include <gtest/gtest.h>

#include "wire/parlayx/delivery_status.hpp"

namespace hermod::wire::parlayx {
namespace {

request_header header() {
    request_header h;
    h.sp_id = "000201";
    h.sp_password = "39ca95811fadddd5d5024d1c9c45d052";
    h.service_id = "35000001000001";
    h.time_stamp = "20120731064245";
    return h;
}

// The head of every golden request, with what `more` adds to the SOAP header.
std::string envelope(const std::string& more, const std::string& body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
           "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Header>"
           "<v2:RequestSOAPHeader xmlns:v2=\"http://www.huawei.com.cn/schema/common/v2_1\"><v2:spId>000201</v2:spId>"
           "<v2:spPassword>39ca95811fadddd5d5024d1c9c45d052</v2:spPassword><v2:serviceId>35000001000001</v2:serviceId>"
           "<v2:timeStamp>20120731064245</v2:timeStamp>" +
           more + "</v2:RequestSOAPHeader></soapenv:Header><soapenv:Body>" + body + "</soapenv:Body></soapenv:Envelope>";
}

std::string plain(const std::string& body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
           "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>" +
           body + "</soapenv:Body></soapenv:Envelope>";
}

void writes_and_reads_back(const request_header& head, const request& body, const std::string& golden) {
    const auto octets = write(head, body);
    ASSERT_TRUE(octets);
    EXPECT_EQ(*octets, golden);
    const auto back = read_request(*octets);
    ASSERT_TRUE(back) << back.error().field;
    EXPECT_EQ(back->header, head);
    EXPECT_EQ(back->body, body);
}

errc unread_notification(const std::string& octets) {
    const auto read = read_notification(octets);
    EXPECT_FALSE(read) << octets;
    return read ? errc{} : read.error().code;
}

}  // namespace

TEST(parlayx_envelope, send_sms_for_one_recipient_with_a_receipt) {
    request_header head = header();
    head.oa = head.fa = "tel:254722000001";
    head.link_id = "07201312290000026453";
    send_sms body;
    body.addresses = {"254722000001"};
    body.sender_name = "1234";
    body.message = "Tea & <cake> \u20AC5";
    body.receipt_request = simple_reference{"http://10.0.0.9:9080/notify?a=1&b=2", "SmsNotification", "00001"};
    writes_and_reads_back(
        head, body,
        envelope("<v2:OA>tel:254722000001</v2:OA><v2:FA>tel:254722000001</v2:FA><v2:linkid>07201312290000026453</v2:linkid>",
                 "<loc:sendSms xmlns:loc=\"http://www.csapi.org/schema/parlayx/sms/send/v2_2/local\">"
                 "<loc:addresses>tel:254722000001</loc:addresses><loc:senderName>1234</loc:senderName>"
                 "<loc:message>Tea &amp; &lt;cake&gt; \u20AC5</loc:message><loc:receiptRequest>"
                 "<endpoint>http://10.0.0.9:9080/notify?a=1&amp;b=2</endpoint><interfaceName>SmsNotification</interfaceName>"
                 "<correlator>00001</correlator></loc:receiptRequest></loc:sendSms>"));
}

TEST(parlayx_envelope, send_sms_for_several_without_a_receipt) {
    send_sms body;
    body.addresses = {"254722000001", "tel:254722000002"};
    body.message = "  line one\r\nline two ";
    const auto octets = write(header(), body).value();
    EXPECT_EQ(octets, envelope("",
                               "<loc:sendSms xmlns:loc=\"http://www.csapi.org/schema/parlayx/sms/send/v2_2/local\">"
                               "<loc:addresses>tel:254722000001</loc:addresses><loc:addresses>tel:254722000002</loc:addresses>"
                               "<loc:message>  line one&#13;\nline two </loc:message></loc:sendSms>"));
    EXPECT_EQ(std::get<send_sms>(read_request(octets)->body).message, body.message);
}

TEST(parlayx_envelope, the_other_requests) {
    writes_and_reads_back(
        header(), get_sms_delivery_status{"100001200101110623021721000011"},
        envelope("",
                 "<loc:getSmsDeliveryStatus xmlns:loc=\"http://www.csapi.org/schema/parlayx/sms/send/v2_2/local\">"
                 "<loc:requestIdentifier>100001200101110623021721000011</loc:requestIdentifier>"
                 "</loc:getSmsDeliveryStatus>"));
    const std::string manager = " xmlns:loc=\"http://www.csapi.org/schema/parlayx/sms/notification_manager/v2_3/local\">";
    writes_and_reads_back(
        header(), start_sms_notification{{"http://10.0.0.9:9080/notify", "notifySmsReception", "c-1"}, "32123", "join"},
        envelope("", "<loc:startSmsNotification" + manager +
                         "<loc:reference><endpoint>http://10.0.0.9:9080/notify</endpoint>"
                         "<interfaceName>notifySmsReception</interfaceName><correlator>c-1</correlator></loc:reference>"
                         "<loc:smsServiceActivationNumber>32123</loc:smsServiceActivationNumber><loc:criteria>join</loc:criteria>"
                         "</loc:startSmsNotification>"));
    writes_and_reads_back(
        header(), stop_sms_notification{"c-1"},
        envelope("", "<loc:stopSmsNotification" + manager + "<loc:correlator>c-1</loc:correlator></loc:stopSmsNotification>"));
}

TEST(parlayx_envelope, writes_nothing_that_is_incomplete_or_impossible) {
    const auto fails = [](const request_header& head, const request& body) { return write(head, body).error(); };
    send_sms body{{"254722000001"}, "1234", "a\fb", {}};
    EXPECT_EQ(fails(header(), body), (codec_error{errc::unwritable, "message", 1})) << "the page break of the GSM alphabet";
    body.message = "x";
    body.addresses.clear();
    EXPECT_EQ(fails(header(), body), (codec_error{errc::missing_value, "addresses"}));
    body.addresses = {""};
    EXPECT_EQ(fails(header(), body), (codec_error{errc::missing_value, "addresses"}));
    EXPECT_EQ(fails({}, stop_sms_notification{"c"}), (codec_error{errc::missing_value, "spId"}));
    EXPECT_EQ(fails(header(), stop_sms_notification{}), (codec_error{errc::missing_value, "correlator"}));
    EXPECT_EQ(fails(header(), start_sms_notification{{"", "i", "c"}, "1", ""}), (codec_error{errc::missing_value, "endpoint"}));
}

TEST(parlayx_envelope, reads_the_answers_with_any_prefix) {
    for (const char* body : {"<ns1:sendSmsResponse xmlns:ns1=\"urn:x\"><ns1:result>1000012</ns1:result></ns1:sendSmsResponse>",
                             "<sendSmsResponse>\n <result>\n  1000012\n </result></sendSmsResponse>",
                             "<a:sendSmsResponse><b:result>1000012</b:result></a:sendSmsResponse>"}) {
        const auto read = read_answer(plain(body));
        ASSERT_TRUE(read) << body;
        EXPECT_EQ(std::get<send_sms_response>(*read).result, "1000012");
    }
    EXPECT_TRUE(
        std::holds_alternative<start_sms_notification_response>(read_answer(plain("<x:startSmsNotificationResponse/>")).value()));
    EXPECT_TRUE(std::holds_alternative<stop_sms_notification_response>(
        read_answer(plain("<x:stopSmsNotificationResponse></x:stopSmsNotificationResponse>")).value()));
}

TEST(parlayx_envelope, reads_the_delivery_status_of_each_address) {
    const auto read =
        read_answer(plain("<loc:getSmsDeliveryStatusResponse>"
                          "<loc:result><address>tel:254722000001</address><deliveryStatus>DeliveredToNetwork"
                          "</deliveryStatus></loc:result><result><loc:address>254722000002</loc:address>"
                          "<loc:deliveryStatus>Insufficient_Balance</loc:deliveryStatus></result>"
                          "</loc:getSmsDeliveryStatusResponse>"));
    ASSERT_TRUE(read);
    const get_sms_delivery_status_response expected{
        {{"254722000001", "DeliveredToNetwork"}, {"254722000002", "Insufficient_Balance"}}};
    EXPECT_EQ(*read, answer(expected));
}

TEST(parlayx_envelope, an_answer_that_says_too_little_is_none) {
    EXPECT_EQ(read_answer(plain("<sendSmsResponse/>")).error(), (codec_error{errc::missing_element, "result"}));
    EXPECT_EQ(read_answer(plain("<sendSmsResponse><result> </result></sendSmsResponse>")).error(),
              (codec_error{errc::missing_element, "result"}));
    EXPECT_EQ(read_answer(plain("<getSmsDeliveryStatusResponse/>")).error().code, errc::missing_element);
    EXPECT_EQ(read_answer(plain("<sendSms/>")).error().code, errc::unknown_operation);
    EXPECT_EQ(read_answer(plain("")).error().code, errc::not_soap);
    EXPECT_EQ(read_answer("<html><body><h1>502 Bad Gateway</h1></body></html>").error().code, errc::not_soap);
    EXPECT_EQ(read_answer("Service unavailable").error().code, errc::not_xml);
}

// As a Huawei SDP writes it: qualified header, unqualified message.
TEST(parlayx_envelope, reads_a_message_from_a_handset) {
    const auto read = read_notification(R"(<?xml version="1.0" encoding="utf-8" ?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
 <soapenv:Header>
  <ns1:NotifySOAPHeader xmlns:ns1="http://www.huawei.com.cn/schema/common/v2_1">
   <ns1:spRevId>sdp</ns1:spRevId><ns1:spRevpassword>206D88BB7F3D154B130DD6E1E0B8828B</ns1:spRevpassword>
   <ns1:spId>000201</ns1:spId><ns1:serviceId>35000001000001</ns1:serviceId><ns1:timeStamp>20121218053404</ns1:timeStamp>
   <ns1:linkid>10086111111111111111</ns1:linkid><ns1:traceUniqueID>504021503311012181334040005002</ns1:traceUniqueID>
   <ns1:OperatorID>23401</ns1:OperatorID><ns1:subReqID>7</ns1:subReqID>
  </ns1:NotifySOAPHeader>
 </soapenv:Header>
 <soapenv:Body>
  <ns2:notifySmsReception xmlns:ns2="http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local">
   <ns2:correlator>c-1</ns2:correlator>
   <ns2:message>
    <message> Yes &amp; no </message><senderAddress>tel:254722000001</senderAddress>
    <smsServiceActivationNumber>tel:32123</smsServiceActivationNumber><dateTime>2012-12-18T05:34:04Z</dateTime>
   </ns2:message>
  </ns2:notifySmsReception>
 </soapenv:Body>
</soapenv:Envelope>)");
    ASSERT_TRUE(read) << read.error().field;
    EXPECT_EQ(read->header,
              (notify_header{"sdp", "206D88BB7F3D154B130DD6E1E0B8828B", "000201", "35000001000001", "20121218053404",
                             "10086111111111111111", "504021503311012181334040005002", "23401", "7"}));
    EXPECT_EQ(read->body,
              notification(notify_sms_reception{"c-1", {" Yes & no ", "254722000001", "32123", "2012-12-18T05:34:04Z"}}));
}

TEST(parlayx_envelope, reads_a_message_from_a_handset_as_others_write_it) {
    const auto message_of = [](const std::string& octets) {
        const auto read = read_notification(octets);
        EXPECT_TRUE(read) << octets;
        return read ? std::get<notify_sms_reception>(read->body).message : sms_message{};
    };
    const sms_message expected{"Hi", "254722000001", "", ""};
    EXPECT_EQ(message_of(plain("<n:notifySmsReception><n:message><n:message>Hi</n:message>"
                               "<n:senderAddress>254722000001</n:senderAddress></n:message></n:notifySmsReception>")),
              expected)
        << "all qualified, no tel:, no header, no correlator";
    EXPECT_EQ(
        message_of("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><notifySmsReception xmlns=''>"
                   "<message><senderAddress>TEL:254722000001;phone-context=+254</senderAddress><other/><message>H<![CDATA[i]]>"
                   "</message></message></notifySmsReception></Body></Envelope>"),
        expected)
        << "no prefixes, another order, an element that nobody knows, CDATA";
    EXPECT_EQ(message_of(plain("<notifySmsReception><message><message/><senderAddress>1</senderAddress></message>"
                               "</notifySmsReception>"))
                  .message,
              "")
        << "a message may be empty";
}

TEST(parlayx_envelope, reads_delivery_receipts) {
    const auto read = read_notification(
        plain("<ns2:notifySmsDeliveryReceipt><ns2:correlator>00001</"
              "ns2:correlator><ns2:deliveryStatus><address>tel:254722000001</address>"
              "<deliveryStatus>DeliveredToTerminal</deliveryStatus></ns2:deliveryStatus></ns2:notifySmsDeliveryReceipt>"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->body, notification(notify_sms_delivery_receipt{"00001", {{"254722000001", "DeliveredToTerminal"}}}));
    EXPECT_EQ(read->header, notify_header{});
    const auto odd =
        read_notification(plain("<notifySmsDeliveryReceipt><correlator>1</correlator><deliveryStatus>"
                                "<deliveryStatus>Insufficient_Balance</deliveryStatus></deliveryStatus>"
                                "</notifySmsDeliveryReceipt>"));
    ASSERT_TRUE(odd) << "without an address";
    const auto& status = std::get<notify_sms_delivery_receipt>(odd->body).delivery_status.at(0);
    EXPECT_EQ(status_of(status.delivery_status), delivery_status::unrecognised);
    EXPECT_EQ(status.delivery_status, "Insufficient_Balance") << "the word is kept";
}

TEST(parlayx_envelope, a_notification_that_says_too_little_is_refused) {
    EXPECT_EQ(read_notification(plain("<notifySmsReception><correlator>1</correlator></notifySmsReception>")).error(),
              (codec_error{errc::missing_element, "message"}));
    EXPECT_EQ(
        read_notification(plain("<notifySmsReception><message><message>x</message></message></notifySmsReception>")).error(),
        (codec_error{errc::missing_element, "senderAddress"}));
    EXPECT_EQ(
        read_notification(plain("<notifySmsReception><message><senderAddress>1</senderAddress></message></notifySmsReception>"))
            .error(),
        (codec_error{errc::missing_element, "message"}));
    EXPECT_EQ(unread_notification(plain("<notifySmsDeliveryReceipt><deliveryStatus><deliveryStatus>x</deliveryStatus>"
                                        "</deliveryStatus></notifySmsDeliveryReceipt>")),
              errc::missing_element);
    EXPECT_EQ(unread_notification(plain("<notifySmsDeliveryReceipt><correlator>1</correlator></notifySmsDeliveryReceipt>")),
              errc::missing_element);
    EXPECT_EQ(unread_notification(plain("<sendSmsResponse><result>1</result></sendSmsResponse>")), errc::unknown_operation);
}

TEST(parlayx_envelope, hostile_documents_are_refused_before_they_are_looked_at) {
    const std::string body = plain(
                                 "<notifySmsReception><message><message>x</message><senderAddress>1</senderAddress></message>"
                                 "</notifySmsReception>")
                                 .substr(38);
    ASSERT_TRUE(read_notification(body));
    const auto code = [](const std::string& octets) { return read_notification(octets).error().xml_code; };
    EXPECT_EQ(code("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>" + body), xml::errc::has_dtd);
    EXPECT_EQ(code("<?xml-stylesheet href='http://example.org'?>" + body), xml::errc::has_instruction);
    EXPECT_EQ(code(body + std::string(64 * 1024, ' ')), xml::errc::too_large);
    EXPECT_EQ(code(body.substr(0, body.size() / 2)), xml::errc::malformed);
    std::string broken = body;
    broken.replace(broken.find(">x<") + 1, 1, "\xE2\x82");
    EXPECT_EQ(code(broken), xml::errc::not_utf8);
    EXPECT_EQ(read_notification(broken).error().offset, broken.find("\xE2\x82"));
}

TEST(parlayx_envelope, answers_what_it_was_told_with_the_empty_response) {
    const std::string ns = " xmlns:loc=\"http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local\"/>";
    EXPECT_EQ(write_answer_to(notify_sms_reception{}), plain("<loc:notifySmsReceptionResponse" + ns));
    EXPECT_EQ(write_answer_to(notify_sms_delivery_receipt{}), plain("<loc:notifySmsDeliveryReceiptResponse" + ns));
    EXPECT_EQ(read_notification_answer(write_answer_to(notify_sms_reception{})).value(),
              notification_answer(notify_sms_reception_response{}));
    EXPECT_EQ(read_notification_answer(write_answer_to(notify_sms_delivery_receipt{})).value(),
              notification_answer(notify_sms_delivery_receipt_response{}));
    fault busy{fault_kind::server, "soapenv:Server", "not now", "", "", {}};
    EXPECT_EQ(write_notification_answer(busy),
              plain("<soapenv:Fault><faultcode>soapenv:Server</faultcode><faultstring>not now</faultstring></soapenv:Fault>"));
    busy.fault_string = "a\x01";
    EXPECT_EQ(std::get<fault>(read_notification_answer(write_notification_answer(busy)).value()).fault_string, "a\uFFFD");
}

TEST(parlayx_envelope, what_a_peer_writes_reads_back) {
    const notify_header head{"sdp", "p", "000201", "1", "20121218053404", "l", "t", "o", "s"};
    const notification all[] = {
        notify_sms_reception{"c", {" text\n", "254722000001", "32123", "2012-12-18T05:34:04Z"}},
        notify_sms_delivery_receipt{"c", {{"254722000001", "DeliveryImpossible"}, {"", "MessageWaiting"}}}};
    for (const notification& one : all) {
        const auto back = read_notification(write(head, one).value());
        ASSERT_TRUE(back);
        EXPECT_EQ(back->header, head);
        EXPECT_EQ(back->body, one);
    }
    const answer answers[] = {send_sms_response{"1"}, get_sms_delivery_status_response{{{"1", "MessageWaiting"}}},
                              start_sms_notification_response{}, stop_sms_notification_response{},
                              fault{fault_kind::policy_exception, "soapenv:Server", "s", "POL0001", "no %1", {"why"}}};
    for (const answer& one : answers) EXPECT_EQ(read_answer(write_answer(one).value()).value(), one);
}

}  // namespace hermod::wire::parlayx
