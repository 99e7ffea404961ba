#include "connectors/ucp/outgoing_older.hpp"

#include <gtest/gtest.h>

#include "connectors/ucp/outgoing.hpp"
#include "wire/ucp/encode.hpp"

namespace hermod::connectors::ucp::outgoing_older_test {
namespace {

const wall_time now = parse_rfc3339("2026-11-23T15:27:30Z").value();

struct stage {
    stage() {
        what->from = "+46702222222";
        what->to = "+447700900123";
        what->body = "Hi {1}";
        what->receipt = true;
        what->expires_at = now + std::chrono::hours(1);
        options.ac = "1234";
        options.utc_offset = std::chrono::minutes(0);
    }
    // The frame without its envelope, "30/..."; or the reason.
    std::string made(submit_form form) {
        const outgoing::outcome as = translator.submit(what, 1, now, zone);
        if (!as.pdu) return "no 51: " + std::string(as.refused);
        const older_outcome out = as_older(form, *what, *as.pdu);
        if (!out.pdu) return std::string(out.refused);
        std::string frame;
        const auto done = wire::ucp::encode(frame, 1, *out.pdu);
        if (!done) return "no field for " + std::string(done.error().field);
        return frame.substr(12, frame.size() - 15);
    }
    message_extras& extras() {
        auto more = std::make_shared<message_extras>();
        what->extras = more;
        return *more;
    }

    std::shared_ptr<message> what = std::make_shared<message>();
    translation_options options;
    centre_zone zone{std::chrono::minutes(0)};
    outgoing translator{options};
};

constexpr auto as_30 = submit_form::sms_transfer, as_01 = submit_form::call_input;

TEST(ucp_older, text_is_said_with_the_fields_that_there_are) {
    stage s;
    EXPECT_EQ(s.made(as_30), "30/447700900123/46702222222/1234/1/////2311261627/4869201B28311B29/");
    EXPECT_EQ(s.made(as_01), "operation 01 cannot ask for a receipt, and this message wants one (submit_as)");
    s.what->receipt = false;
    EXPECT_EQ(s.made(as_01), "01/447700900123/46702222222/1234/3/4869201B28311B29/");
    s.what->expires_at = {};
    EXPECT_EQ(s.made(as_30), "30/447700900123/46702222222/1234///////4869201B28311B29/");
}

TEST(ucp_older, octets_are_01s_alone) {
    stage s;
    s.what->receipt = false;
    s.what->coding = encoding::binary;
    s.what->body = std::string("\x00\xFF", 2);
    EXPECT_EQ(s.made(as_01), "01/447700900123/46702222222/1234/4/0016/00FF/");
    EXPECT_EQ(s.made(as_30), "this operation carries no octets (submit_as)");
}

TEST(ucp_older, what_has_no_field_is_refused_in_words) {
    for (const auto form : {as_30, as_01}) {
        stage s;
        s.what->receipt = false;
        s.what->from = "Shop";
        EXPECT_EQ(s.made(form), "this operation takes no name as sender (submit_as)");
        s.what->from = "12345678901234567";
        EXPECT_EQ(s.made(form), "the sender has more than the 16 digits that this operation takes (submit_as)");
        s.what->from = "88222";
        s.what->coding = encoding::ucs2;
        EXPECT_EQ(s.made(form), "this operation cannot be told of Unicode (submit_as)");
        s.what->coding = encoding::gsm7;
        s.what->body = std::string(200, 'x');
        s.what->parts = 2;
        EXPECT_TRUE(s.made(form).starts_with("the text is longer than one message"));
        s.what->body = "Hi";
        s.what->parts = 1;
        s.what->udh = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7);
        EXPECT_EQ(s.made(form), "this operation has no place for a user data header (submit_as)");
        s.what->udh.clear();
        s.what->data_coding = 0x10;
        EXPECT_EQ(s.made(form), "this operation has no place for a message class (submit_as)");
        s.what->data_coding = 0;
        s.extras().protocol_id = 0x41;
        EXPECT_EQ(s.made(form), "this operation has no place for a protocol id (submit_as)");
        s.extras().esm_class = 0x80;
        EXPECT_EQ(s.made(form), "this operation has no place for a reply path (submit_as)");
        s.extras().priority = 3;  // not the same, but the same message
        EXPECT_TRUE(s.made(form).starts_with(form == as_30 ? "30/" : "01/"));
    }
}

}  // namespace
}  // namespace hermod::connectors::ucp::outgoing_older_test
