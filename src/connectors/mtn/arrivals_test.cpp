#include "connectors/mtn/arrivals.hpp"

#include "connectors/mtn/configured.hpp"
#include "connectors/mtn/md5.hpp"
#include "wire/parlayx/envelope.hpp"

namespace hermod::connectors::mtn::arrivals_test {

namespace {

const wall_time noon = *parse_rfc3339("2026-11-25T12:00:00Z");

calls::brought brought_by(const mtn_options& with, std::string body, std::string path = "/in/mtn/receipts",
                          std::string query = {}) {
    return read_arrival(with, {"POST", std::move(path), std::move(query), std::move(body), "192.0.2.7", {}}, connector_id{7},
                        noon);
}

state outcome_of(const mtn_options& with, const std::string& word) {
    const auto got =
        brought_by(with, R"({"clientCorrelatorId":"c","receiverAddress":"2348030000001","deliveryStatus":")" + word + "\"}");
    EXPECT_EQ(got.receipts.size(), 1u) << word << got.missing;
    return got.receipts.empty() ? state::accepted : got.receipts[0].outcome;
}

std::string told(const wire::parlayx::notification& what, const wire::parlayx::notify_header& header = {}) {
    return *wire::parlayx::write(header, what);
}

}  // namespace

TEST(mtn_arrivals, a_report_of_version_3_is_a_receipt_under_our_correlator) {
    const auto got = brought_by(
        v3(),
        R"({"clientCorrelatorId":"m1-1","receiverAddress":"2348030000001","deliveryStatus":"UNDELIVERED","error":"27","details":"absent","id":"x","completedDate":"today"})");
    ASSERT_EQ(got.receipts.size(), 1u) << got.missing;
    EXPECT_EQ(got.receipts[0].remote_id, "m1-1");
    EXPECT_EQ(got.receipts[0].recipient, "+2348030000001");
    EXPECT_EQ(got.receipts[0].outcome, state::undelivered);
    EXPECT_EQ(got.receipts[0].detail, "UNDELIVERED code:27 absent at today");
    EXPECT_EQ(got.receipts[0].connector, connector_id{7});
    EXPECT_EQ(got.answer.status, 200);
}

TEST(mtn_arrivals, words_of_every_version) {
    const auto with = v3();
    for (const char* word : {"DELIVERED", "READ", "DeliveredToTerminal", "delivrd"})
        EXPECT_EQ(outcome_of(with, word), state::delivered) << word;
    for (const char* word : {"UNDELIVERED", "DELETED", "DeliveryImpossible"})
        EXPECT_EQ(outcome_of(with, word), state::undelivered) << word;
    EXPECT_EQ(outcome_of(with, "EXPIRED"), state::expired);
    EXPECT_EQ(outcome_of(with, "REJECTED"), state::rejected);
    for (const char* word : {"ACCEPTD", "ENROUTE", "UNKNOWN", "PENDING", "SENT", "DeliveredToNetwork", "MessageWaiting",
                             "DeliveryUncertain", "DeliveryNotificationNotSupported", "Surprise"})
        EXPECT_EQ(outcome_of(with, word), state::submitted) << word;
    EXPECT_EQ(outcome_of(v3("states = { surprise = \"undelivered\", DELIVERED = \"submitted\" }\n"), "Surprise"),
              state::undelivered);
    EXPECT_EQ(outcome_of(v3("states = { DELIVERED = \"submitted\" }\n"), "delivered"), state::submitted);
}

TEST(mtn_arrivals, a_word_that_nobody_knows_is_counted) {
    const auto got = brought_by(v3(), R"({"clientCorrelatorId":"c","receiverAddress":"1","deliveryStatus":"Surprise"})");
    EXPECT_EQ(got.unknown_words, 1u);
    EXPECT_EQ(got.receipts.at(0).detail, "Surprise");
}

TEST(mtn_arrivals, version_1_names_messages_by_its_own_ids) {
    const std::string reachable = "public_url = \"https://us.example\"\ncaller = { open = true }\n";
    const auto got = brought_by(
        v1(reachable), R"({"messageId":"M9","to":"2348030000001","deliveryStatus":"DELIVERED","clientCorrelatorId":"x"})");
    EXPECT_EQ(got.receipts.at(0).remote_id, "M9");
    const auto two = brought_by(
        v2(reachable),
        R"({"data":{"requestId":"r","clientCorrelator":"m1-1","deliveryStatus":[{"receiverAddress":"2348030000001","status":"DeliveredToTerminal"}]}})");
    EXPECT_EQ(two.receipts.at(0).remote_id, "m1-1");
    const auto rest = brought_by(
        v2(reachable),
        R"({"deliveryInfoNotification":{"callbackData":"m1-1","deliveryInfo":{"address":"tel:2348030000001","deliveryStatus":"DeliveredToTerminal"}}})");
    EXPECT_EQ(rest.receipts.at(0).remote_id, "m1-1");
}

TEST(mtn_arrivals, a_message_from_a_handset_on_either_path) {
    for (const char* path : {"/in/mtn/messages", "/in/mtn/receipts"}) {
        const auto got = brought_by(
            v3("codes = [\"11221\"]\n"),
            R"({"senderAddress":"2348030000001","receiverAddress":"11221","message":"h\u00e9llo","id":"9","created":"now"})",
            path);
        ASSERT_EQ(got.messages.size(), 1u) << got.missing;
        EXPECT_EQ(got.messages[0].from, "+2348030000001");
        EXPECT_EQ(got.messages[0].to, "11221");
        EXPECT_EQ(got.messages[0].body, "h\xC3\xA9llo");
        EXPECT_FALSE(got.messages[0].key.empty());
    }
    const auto report =
        brought_by(v3(), R"({"clientCorrelatorId":"c","receiverAddress":"1","deliveryStatus":"DELIVERED"})", "/in/mtn/messages");
    EXPECT_EQ(report.receipts.size(), 1u);
}

TEST(mtn_arrivals, the_code_is_that_of_the_url_where_the_body_has_none) {
    const std::string body = R"({"senderAddress":"2348030000001","message":"x"})";
    EXPECT_EQ(brought_by(v3("codes = [\"1\", \"2\"]\n"), body, "/in/mtn/messages", "token=s3cret&code=2").messages.at(0).to, "2");
    EXPECT_EQ(brought_by(v3("codes = [\"1\"]\n"), body, "/in/mtn/messages").messages.at(0).to, "1");
    EXPECT_NE(brought_by(v3(), body, "/in/mtn/messages").missing.find("neither in the message nor in the URL"),
              std::string::npos);
}

TEST(mtn_arrivals, the_same_message_has_the_same_key_and_another_one_another) {
    const auto key = [](const std::string& text, const std::string& id) {
        return brought_by(v3("codes = [\"1\"]\n"),
                          R"({"senderAddress":"2348030000001","message":")" + text + R"(","id":")" + id + "\"}",
                          "/in/mtn/messages")
            .messages.at(0)
            .key;
    };
    EXPECT_EQ(key("a", "1"), key("a", "1"));
    EXPECT_NE(key("a", "1"), key("b", "1"));
    EXPECT_NE(key("a", "1"), key("a", "2"));
    EXPECT_TRUE(key("a", "").empty()) << "without an id nobody can know";
}

TEST(mtn_arrivals, what_is_neither_says_what_is_missing) {
    EXPECT_FALSE(brought_by(v3(), R"({"clientCorrelatorId":"c"})").missing.empty());
    EXPECT_FALSE(brought_by(v3(), "nonsense").missing.empty());
    EXPECT_FALSE(brought_by(v3(), "").missing.empty());
}

TEST(mtn_arrivals, parlayx_receipts_are_answered_in_kind) {
    const auto got = brought_by(
        parlayx_options(), told(wire::parlayx::notify_sms_delivery_receipt{"m1-1", {{"2348030000001", "DeliveredToTerminal"}}}));
    ASSERT_EQ(got.receipts.size(), 1u) << got.missing;
    EXPECT_EQ(got.receipts[0].remote_id, "m1-1");
    EXPECT_EQ(got.receipts[0].outcome, state::delivered);
    EXPECT_NE(got.answer.body.find("notifySmsDeliveryReceiptResponse"), std::string::npos);
    ASSERT_TRUE(got.not_kept);
    EXPECT_EQ(got.not_kept->status, 500);
    EXPECT_NE(got.not_kept->body.find("soapenv:Server"), std::string::npos);
    const auto odd = brought_by(parlayx_options("states = { insufficient_balance = \"rejected\" }\n"),
                                told(wire::parlayx::notify_sms_delivery_receipt{"m1-1", {{"234", "Insufficient_Balance"}}}));
    EXPECT_EQ(odd.receipts.at(0).outcome, state::rejected);
}

TEST(mtn_arrivals, parlayx_messages) {
    wire::parlayx::notify_header header;
    header.trace_unique_id = "504021";
    const auto got = brought_by(
        parlayx_options(),
        told(wire::parlayx::notify_sms_reception{"c", {" hi ", "2348030000001", "11221", "2026-11-25T12:00:00"}}, header),
        "/in/mtn/messages");
    ASSERT_EQ(got.messages.size(), 1u) << got.missing;
    EXPECT_EQ(got.messages[0].body, " hi ");
    EXPECT_EQ(got.messages[0].to, "11221");
    EXPECT_FALSE(got.messages[0].key.empty());
    EXPECT_NE(got.answer.body.find("notifySmsReceptionResponse"), std::string::npos);
    const auto broken = brought_by(parlayx_options(), "<x/>");
    EXPECT_FALSE(broken.missing.empty());
    ASSERT_TRUE(broken.unreadable);
    EXPECT_EQ(broken.unreadable->status, 500);
}

TEST(mtn_arrivals, sp_rev_password_is_looked_at_where_it_is_configured) {
    auto with = right_configuration(
        "interface = \"parlayx\"\nbase_url = \"http://sdp.example\"\nsp_id = \"1\"\npublic_url = \"https://us.example\"\ncaller "
        "= { sp_rev_password = \"env:MTN_TEST_SECRET\" }\n");
    wire::parlayx::notify_header header;
    header.sp_rev_id = "us";
    header.time_stamp = "20261125120000";
    header.sp_rev_password = wire::parlayx::sp_password("us", "s3cret", "20261125120000", &md5);
    const wire::parlayx::notify_sms_delivery_receipt body{"c", {{"234", "DeliveredToTerminal"}}};
    EXPECT_EQ(refuse_caller(with, {"POST", "/in/mtn/receipts", "", told(body, header), "", {}}), "");
    header.sp_rev_password[0] ^= 1;
    EXPECT_NE(refuse_caller(with, {"POST", "/in/mtn/receipts", "", told(body, header), "", {}}), "");
    EXPECT_NE(refuse_caller(with, {"POST", "/in/mtn/receipts", "", "x", "", {}}), "");
}

TEST(mtn_arrivals, a_batch_that_was_polled_loses_nothing_to_one_bad_message) {
    const auto read = read_poll(
        v2(),
        {200,
         R"({"data":{"totalNumberOfPendingMessages":5,"inboundSMSMessage":[{"senderAddress":"2348030000001","message":"a","messageID":"1"},{"senderAddress":"x"},{"senderAddress":")" +
             std::string(70, '1') + R"(","message":"b"}]}})",
         {}},
        "11221");
    const auto& got = std::get<polled>(read);
    ASSERT_EQ(got.came.messages.size(), 1u);
    EXPECT_EQ(got.came.messages[0].to, "11221");
    EXPECT_EQ(got.came.passed_over, 2u);
    EXPECT_TRUE(got.more);
    EXPECT_TRUE(std::holds_alternative<failed_call>(read_poll(v2(), {500, "", {}}, "11221")));
}

TEST(mtn_arrivals, a_status_that_was_asked_for) {
    const auto word = read_status(v1(), {200, R"({"messageId":"M","deliveryStatus":"DELIVERED"})", {}});
    EXPECT_EQ(std::get<awaited_word>(word).outcome, state::delivered);
    EXPECT_TRUE(std::get<awaited_word>(word).last);
    const auto x = read_status(
        parlayx_options(),
        {200, *wire::parlayx::write_answer(wire::parlayx::get_sms_delivery_status_response{{{"234", "MessageWaiting"}}}), {}});
    EXPECT_FALSE(std::get<awaited_word>(x).last);
    EXPECT_TRUE(std::holds_alternative<failed_call>(read_status(v1(), {404, "", {}})));
}

}  // namespace hermod::connectors::mtn::arrivals_test
