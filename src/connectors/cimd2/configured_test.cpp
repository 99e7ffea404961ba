#include "connectors/cimd2/configured.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "settings/settings.hpp"

namespace hermod::connectors::cimd2 {
namespace {

using settings::problems;
using settings::read_toml;
using settings::table_reader;
using namespace std::chrono_literals;

struct configured {
    connector_options options;
    std::vector<std::string> problems;
};

// A CIMD2 table that has its address and user on line 1 and 2, and `text` from line 3.
configured read(const std::string& text) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:9971\"\nuser = \"u\"\n" + text, "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    configured out;
    out.options = read_options(table);
    table.finish();
    for (const auto& p : found.sorted()) out.problems.push_back(to_text(p));
    return out;
}

using texts = std::vector<std::string>;

TEST(cimd2_configured, needs_an_address_and_a_user) {
    problems found("c.toml");
    const settings::setting_table empty;
    table_reader table(empty, "connector[0]", found);
    read_options(table);
    ASSERT_EQ(found.sorted().size(), 2u);
    EXPECT_EQ(found.sorted()[0].key, "connector[0].address");
    EXPECT_EQ(found.sorted()[1].key, "connector[0].user");
}

TEST(cimd2_configured, what_is_not_written_is_as_the_document_says) {
    const auto it = read("");
    EXPECT_EQ(it.problems, texts{});
    EXPECT_EQ(it.options.host, "h");
    EXPECT_EQ(it.options.port, 9971);
    EXPECT_EQ(it.options.session.window, 1u);
    EXPECT_EQ(it.options.session.alive, 50s);
    EXPECT_EQ(it.options.translation.status_report_request, 62);
    EXPECT_EQ(it.options.translation.validity, validity_form::relative);
    EXPECT_TRUE(it.options.translation.write_originator);
    EXPECT_FALSE(it.options.translation.priorities[0] || it.options.translation.tariff_class);
}

TEST(cimd2_configured, every_key_is_read) {
    ::setenv("HERMOD_TEST_CIMD2", "s3cret", 1);
    const auto it = read(R"(
password = "env:HERMOD_TEST_CIMD2"
subaddress = "2"
window = 100
binds = 3
rate = 20
login_seconds = 7
response_seconds = 8
alive_seconds = 9
originator_prefix = "4670"
priority = 5
priorities = { 3 = 1 }
validity = "absolute"
centre_offset_minutes = -90
concat = "udh16"
status_report_request = 14
protocol_id = 64
tariff_class = 12
service_description = 3
cancel_enabled = true
dialect = ["latin1_link", "no_plus"]
errors = { 9 = "retry", 10 = "final", 999 = "throttled", 300 = "next_route" }
)");
    EXPECT_EQ(it.problems, texts{});
    const session_options& s = it.options.session;
    EXPECT_EQ(s.user_identity + s.password + s.subaddress, "us3cret2");
    EXPECT_EQ(s.window, 100u);
    EXPECT_EQ(it.options.binds, 3u);
    EXPECT_EQ(it.options.rate, 20);
    EXPECT_TRUE(s.login_timeout == 7s && s.response_timeout == 8s && s.alive == 9s);
    EXPECT_EQ(s.errors.of(9), error_meaning::later);
    EXPECT_EQ(s.errors.of(10), error_meaning::refused);
    EXPECT_EQ(s.errors.of(999), error_meaning::throttled);
    EXPECT_EQ(s.errors.of(300), error_meaning::elsewhere);
    const translation_options& t = it.options.translation;
    EXPECT_EQ(t.originator_prefix, "4670");
    EXPECT_EQ(t.priorities, (std::array<std::optional<std::int32_t>, 5>{5, 5, 5, 1, 5}));
    EXPECT_EQ(t.validity, validity_form::absolute);
    EXPECT_EQ(t.centre_offset, std::chrono::minutes{-90});
    EXPECT_EQ(t.reference, text::reference_width::two_octets);
    EXPECT_EQ(t.status_report_request, 14);
    EXPECT_EQ(t.protocol_identifier, 64);
    EXPECT_EQ(t.tariff_class, 12);
    EXPECT_EQ(t.service_description, 3);
    EXPECT_TRUE(t.cancel_enabled && t.quirks.latin1_link && t.quirks.no_plus && !t.quirks.no_checksum);
}

TEST(cimd2_configured, refuses_what_the_protocol_cannot_carry) {
    EXPECT_EQ(read("window = 128").problems, texts{"c.toml:3:10: error: connector[0].window: 128 is out of range, 1 to 127"});
    EXPECT_EQ(read("subaddress = \" x\"").problems,
              texts{"c.toml:3:14: error: connector[0].subaddress: must be printable ASCII, without a space at its beginning or end"});
    EXPECT_EQ(read("subaddress = \"" + std::string(33, 'x') + "\"").problems,
              texts{"c.toml:3:14: error: connector[0].subaddress: is longer than 32 octets"});
    EXPECT_EQ(read("priority = 0").problems, texts{"c.toml:3:12: error: connector[0].priority: 0 is out of range, 1 to 9"});
    EXPECT_EQ(read("errors = { 1000 = \"retry\" }").problems.size(), 1u);
    EXPECT_EQ(read("originator_prefix = \"Bank\"").problems,
              texts{"c.toml:3:21: error: connector[0].originator_prefix: is no number: digits, with or without a +"});
    EXPECT_EQ(read("priorities = { 5 = 1 }").problems.size(), 1u);
}

TEST(cimd2_configured, warns_of_what_has_no_effect_and_names_the_nearest_flag) {
    EXPECT_EQ(read("centre_offset_minutes = 60").problems,
              texts{"c.toml:3:25: warning: connector[0].centre_offset_minutes: has no effect without validity = \"absolute\""});
    EXPECT_EQ(read("originator = \"account\"\noriginator_prefix = \"46\"").problems,
              texts{"c.toml:4:21: warning: connector[0].originator_prefix: has no effect with originator = \"account\""});
    EXPECT_EQ(read("dialect = [\"latin_link\"]").problems,
              texts{R"(c.toml:3:12: error: connector[0].dialect[0]: "latin_link" is unknown, did you mean "latin1_link"?)"});
}

TEST(cimd2_configured, questions_are_cancel_unless_it_says_otherwise) {
    const auto unwritten = read("").options;
    EXPECT_TRUE(!unwritten.questions.query && unwritten.questions.cancel && !unwritten.questions.replace);
    EXPECT_EQ(unwritten.session.poll, 0s);
    const auto all = read("questions = [\"query\", \"replace\"]\ncancel_mode = 1\npoll_seconds = 30");
    EXPECT_EQ(all.problems,
              texts{"c.toml:3:13: warning: connector[0].questions: CIMD2 has no operation that replaces a message: \"replace\" has no effect"});
    EXPECT_TRUE(all.options.questions.query && !all.options.questions.cancel);
    EXPECT_EQ(all.options.translation.cancel_mode, 1);
    EXPECT_EQ(all.options.session.poll, 30s);
}

}  // namespace
}  // namespace hermod::connectors::cimd2
