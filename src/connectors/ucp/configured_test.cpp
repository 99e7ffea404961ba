#include "connectors/ucp/configured.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "settings/settings.hpp"

namespace hermod::connectors::ucp {
namespace {

using settings::problems;
using settings::read_toml;
using settings::table_reader;
using wire::ucp::error_code;
using namespace std::chrono_literals;
using texts = std::vector<std::string>;

// The problems of a table that has its address and user on line 1 and 2, and `text` from line 3.
texts problems_of(const std::string& text, const std::string& user = "user = \"us\"\n", connector_options* read = nullptr) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:3024\"\n" + user + text, "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    const connector_options out = read_options(table);
    table.finish();
    if (read) *read = out;
    texts all;
    for (const auto& p : found.sorted()) all.push_back(to_text(p));
    return all;
}

connector_options options_of(const std::string& text) {
    connector_options out;
    EXPECT_EQ(problems_of(text, "user = \"us\"\n", &out), texts{});
    return out;
}

TEST(ucp_configured, needs_an_address_and_a_user_unless_nobody_logs_in) {
    EXPECT_EQ(problems_of("", "")[0].substr(0, 33), "c.toml:1:1: error: connector[0].u");
    EXPECT_EQ(problems_of("", "login = \"none\"\n"), texts{});
}

TEST(ucp_configured, has_defaults_that_most_centres_take) {
    const connector_options got = options_of("");
    EXPECT_EQ(got.host, "h");
    EXPECT_EQ(got.port, 3024);
    EXPECT_EQ(got.session.window, 10u);
    EXPECT_EQ(got.session.keepalive, 50s);
    EXPECT_EQ(got.session.oton, "6");
    EXPECT_EQ(got.session.onpi, "5");
    EXPECT_TRUE(got.translation.validity);
    EXPECT_FALSE(got.translation.utc_offset);
}

TEST(ucp_configured, reads_every_key) {
    ::setenv("UCP_PASSWORD", "secret", 1);
    const connector_options got = options_of(R"(password = "env:UCP_PASSWORD"
oton = "1"
onpi = "1"
opid = "39"
window = 100
keepalive_seconds = 0
keepalive_address = "2371"
keepalive_pid = "0100"
response_seconds = 5
login_seconds = 6
retry_seconds = 7
throttle_pause_ms = 8
authentication_code = "1234"
notification_address = "2371"
notification_pid = "0100"
last_resort_address = "447700900100"
last_resort_pid = "0100"
billing = "shop"
protocol_id = 64
priority = 3
validity = false
utc_offset_minutes = -210
concat = "udh16"
dialect = ["amsg_is_ira", "national_receipts"]
errors = { 04 = "throttled", system_error = "final", adc_invalid = "next_route", 98 = "next_route" })");
    const session_options& s = got.session;
    EXPECT_EQ(s.password, "secret");
    EXPECT_EQ(s.oton + s.onpi + s.opid, "1139");
    EXPECT_EQ(s.window, 100u);
    EXPECT_EQ(s.keepalive, 0s);
    EXPECT_EQ(s.alert_adc + s.alert_pid, "23710100");
    EXPECT_EQ(s.response_timeout, 5s);
    EXPECT_EQ(s.login_timeout, 6s);
    EXPECT_EQ(s.retry_after, 7s);
    EXPECT_EQ(s.throttle_pause, 8ms);
    EXPECT_EQ(s.errors.of(error_code::operation_not_allowed), error_meaning::throttled);
    EXPECT_EQ(s.errors.of(error_code::system_error), error_meaning::refused);
    EXPECT_EQ(s.errors.of(error_code::adc_invalid), error_meaning::elsewhere);
    EXPECT_EQ(s.errors.of(error_code{98}), error_meaning::elsewhere);
    const translation_options& t = got.translation;
    EXPECT_EQ(t.ac + t.notify_address + t.notify_pid + t.last_resort + t.last_resort_pid + t.billing, "1234237101004477009001000100shop");
    EXPECT_EQ(t.protocol_id, 64);
    EXPECT_EQ(t.priority, 3);
    EXPECT_FALSE(t.validity);
    EXPECT_EQ(t.utc_offset, -210min);
    EXPECT_EQ(t.reference, text::reference_width::two_octets);
    EXPECT_TRUE(t.quirks.amsg_is_ira && t.quirks.national_receipts);
    EXPECT_FALSE(t.quirks.no_otoa);
}

TEST(ucp_configured, refuses_what_no_field_carries) {
    EXPECT_EQ(problems_of("notification_address = \"+2371\"").size(), 1u);
    EXPECT_NE(problems_of("notification_address = \"+2371\"")[0].find("NAdC cannot carry it"), std::string::npos);
    EXPECT_EQ(problems_of("", "user = \"a/b\"\n").size(), 1u);
    EXPECT_EQ(problems_of("keepalive_pid = \"1\"").size(), 1u);
    EXPECT_EQ(problems_of("window = 101"), texts{"c.toml:3:10: error: connector[0].window: 101 is out of range, 1 to 100"});
    ::setenv("UCP_PASSWORD", "seventeen letters", 1);
    EXPECT_EQ(problems_of("password = \"env:UCP_PASSWORD\""),
              texts{"c.toml:3:12: error: connector[0].password: PWD takes up to 16 characters of ASCII"});
    ::setenv("UCP_PASSWORD", "ten letter", 1);
    EXPECT_NE(problems_of("password = \"env:UCP_PASSWORD\"")[0].find("warning"), std::string::npos);
}

TEST(ucp_configured, knows_its_flags_and_codes_and_the_nearest_of_each) {
    EXPECT_NE(problems_of("dialect = [\"amsg_is_ina\"]")[0].find("did you mean \"amsg_is_ira\"?"), std::string::npos);
    EXPECT_NE(problems_of("errors = { sistem_error = \"retry\" }")[0].find("did you mean \"system_error\"?"), std::string::npos);
    EXPECT_EQ(problems_of("errors = { 100 = \"retry\" }").size(), 1u);
    EXPECT_NE(problems_of("last_resort_pid = \"0100\"")[0].find("has no effect without last_resort_address"), std::string::npos);
}

TEST(ucp_configured, submit_as_says_what_has_no_effect_with_the_older_operations) {
    EXPECT_EQ(options_of("").translation.submit_as, submit_form::submit_message);
    EXPECT_EQ(options_of("submit_as = \"30\"").translation.submit_as, submit_form::sms_transfer);
    EXPECT_EQ(problems_of("submit_as = \"30\"\nbilling = \"x\"\npriority = 1"),
              (texts{"c.toml:4:11: warning: connector[0].billing: has no effect with submit_as = \"30\"",
                     "c.toml:5:12: warning: connector[0].priority: has no effect with submit_as = \"30\""}));
    EXPECT_EQ(problems_of("submit_as = \"01\"\nvalidity = false"),
              (texts{"c.toml:3:13: warning: connector[0].submit_as: operation 01 cannot ask for receipts: messages that want one are refused",
                     "c.toml:4:12: warning: connector[0].validity: has no effect with submit_as = \"01\""}));
    EXPECT_EQ(problems_of("submit_as = \"30\"\ndialect = [\"text_as_tmsg\"]"),
              texts{"c.toml:4:11: error: connector[0].dialect: text_as_tmsg needs TMsg, which operation 30 has not"});
    EXPECT_EQ(problems_of("submit_as = \"02\"").size(), 1u);
}

TEST(ucp_configured, questions_are_cancel_and_replace_unless_it_says_otherwise) {
    const auto unwritten = options_of("").questions;
    EXPECT_TRUE(!unwritten.query && unwritten.cancel && unwritten.replace);
    const auto none = options_of("questions = []").questions;
    EXPECT_FALSE(none.query || none.cancel || none.replace);
    const auto query = options_of("questions = [\"query\"]").questions;
    EXPECT_TRUE(query.query && !query.cancel && !query.replace);
}

}  // namespace
}  // namespace hermod::connectors::ucp
