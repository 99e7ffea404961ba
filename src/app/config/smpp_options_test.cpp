#include "app/config/smpp_options.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "settings/settings.hpp"

namespace hermod::app {
namespace {

constexpr std::string_view flags[] = {"hex_ids", "swapped_addresses"};
constexpr named_status statuses[] = {{"ESME_RMSGQFUL", 0x14}, {"ESME_RTHROTTLED", 0x58}};
const std::string pin = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

// The problems of an SMPP table that has its address and system_id on line 1 and 2, and `text` from line 3.
std::vector<std::string> problems_of(const std::string& text, const smpp_vocabulary& vocabulary = {flags, statuses}) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:2775\"\nsystem_id = \"x\"\n" + text, "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    read_smpp_options(table, vocabulary);
    table.finish();
    std::vector<std::string> out;
    for (const auto& p : found.sorted()) out.push_back(to_text(p));
    return out;
}

using texts = std::vector<std::string>;

}  // namespace

TEST(smpp_options, needs_an_address_and_a_system_id) {
    problems found("c.toml");
    const setting_table empty;
    table_reader table(empty, "connector[0]", found);
    read_smpp_options(table, {flags, statuses});
    ASSERT_EQ(found.sorted().size(), 2u);
    EXPECT_EQ(found.sorted()[0].key, "connector[0].address");
    EXPECT_EQ(found.sorted()[1].key, "connector[0].system_id");
}

TEST(smpp_options, refuses_what_the_protocol_cannot_carry) {
    EXPECT_EQ(problems_of("system_type = \"1234567890123\""), texts{"c.toml:3:15: error: connector[0].system_type: is longer than 12 octets"});
    EXPECT_EQ(problems_of("source_ton = 256"), texts{"c.toml:3:14: error: connector[0].source_ton: 256 is out of range, 0 to 255"});
    EXPECT_EQ(problems_of("interface_version = 0x35"), texts{"c.toml:3:21: error: connector[0].interface_version: is none of 0x33, 0x34, 0x50"});
    EXPECT_EQ(problems_of("binds = 0"), texts{"c.toml:3:9: error: connector[0].binds: 0 is out of range, 1 to 64"});
}

TEST(smpp_options, asks_networks_what_they_are_asked_and_knows_no_other_question) {
    EXPECT_EQ(smpp_options{}.questions, (std::vector{smpp_question::cancel, smpp_question::replace}));
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:1\"\nsystem_id = \"x\"\nquestions = []", "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    EXPECT_TRUE(read_smpp_options(table, {flags, statuses}).questions.empty());
    EXPECT_EQ(problems_of("questions = [\"query\", \"cancel\", \"replace\"]"), texts{});
    EXPECT_EQ(problems_of("questions = [\"cancel\", \"querry\"]"),
              texts{R"(c.toml:3:24: error: connector[0].questions[1]: "querry" is unknown, did you mean "query"?)"});
}

TEST(smpp_options, submit_multi_is_never_or_of_2_to_254_and_not_with_data_sm) {
    EXPECT_EQ(problems_of("submit_multi = 0"), texts{});
    EXPECT_EQ(problems_of("submit_multi = 254"), texts{});
    EXPECT_EQ(problems_of("submit_multi = 255"), texts{"c.toml:3:16: error: connector[0].submit_multi: 255 is out of range, 0 to 254"});
    EXPECT_EQ(problems_of("submit_multi = 1"),
              texts{"c.toml:3:16: error: connector[0].submit_multi: is 0 (never) or 2 to 254: one destination is a submit_sm"});
    EXPECT_EQ(problems_of("data_sm = true\nsubmit_multi = 10"),
              texts{"c.toml:4:16: warning: connector[0].submit_multi: has no effect with data_sm = true"});
}

TEST(smpp_options, refuses_a_port_that_nobody_can_connect_to) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:0\"\nsystem_id = \"x\"\n", "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    read_smpp_options(table, {flags, statuses});
    ASSERT_EQ(found.sorted().size(), 1u);
    EXPECT_EQ(to_text(found.sorted()[0]), R"(c.toml:1:11: error: connector[0].address: "h:0" is not an address: write HOST:PORT or [IPV6]:PORT)");
}

TEST(smpp_options, names_the_nearest_mode_flag_and_status) {
    EXPECT_EQ(problems_of("mode = \"tranceiver\""), texts{R"(c.toml:3:8: error: connector[0].mode: "tranceiver" is unknown, did you mean "transceiver"?)"});
    EXPECT_EQ(problems_of("dialect = [\"hex_ids\", \"hexids\"]"),
              texts{R"(c.toml:3:23: error: connector[0].dialect[1]: "hexids" is unknown, did you mean "hex_ids"?)"});
    EXPECT_EQ(problems_of("[errors]\nESME_RTROTTLED = \"retry\""),
              texts{R"(c.toml:4:1: error: connector[0].errors.ESME_RTROTTLED: unknown command_status, did you mean "ESME_RTHROTTLED"?)"});
    EXPECT_EQ(problems_of("[errors]\n0x58 = \"retri\""),
              texts{R"(c.toml:4:8: error: connector[0].errors.0x58: "retri" is unknown, did you mean "retry"?)"});
}

TEST(smpp_options, refuses_error_rules_that_mean_nothing_or_twice_the_same) {
    EXPECT_EQ(problems_of("[errors]\nx = \"retry\""),
              texts{"c.toml:4:1: error: connector[0].errors.x: is no command_status: write its name or its number, like 0x14"});
    EXPECT_EQ(problems_of("[errors]\n0 = \"retry\""), texts{"c.toml:4:1: error: connector[0].errors.0: 0 is no error"});
    EXPECT_EQ(problems_of("[errors]\n0x14 = \"retry\"\nESME_RMSGQFUL = \"final\""),
              texts{"c.toml:5:1: error: connector[0].errors.ESME_RMSGQFUL: this command_status has a rule already"});
    EXPECT_EQ(problems_of("[errors]\n0x100000000 = \"retry\"").size(), 1u);
}

TEST(smpp_options, reconnects_never_faster_at_last_than_at_first) {
    EXPECT_EQ(problems_of("reconnect_min_ms = 60000"),
              texts{"c.toml:3:20: error: connector[0].reconnect_min_ms: reconnect_min_ms (60000) is more than reconnect_max_ms (30000)"});
    EXPECT_EQ(problems_of("reconnect_max_ms = 100"),
              texts{"c.toml:3:20: error: connector[0].reconnect_max_ms: reconnect_min_ms (500) is more than reconnect_max_ms (100)"});
    EXPECT_EQ(problems_of("reconnect_min_ms = 100\nreconnect_max_ms = 100"), texts{});
}

TEST(smpp_options, warns_of_a_password_longer_than_the_protocol_allows) {
    ::setenv("HERMOD_TEST_PASSWORD", "123456789", 1);
    EXPECT_EQ(problems_of("password = \"env:HERMOD_TEST_PASSWORD\""),
              texts{"c.toml:3:12: warning: connector[0].password: SMPP 3.4 allows 8 octets: some operators refuse a longer one"});
}

TEST(smpp_options, reads_what_a_message_becomes_and_how_the_peer_is_known) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:1\"\nsystem_id = \"x\"\ntls = true\ntls_authorities = \"/proc/self/exe\"\ntls_name = \"n\"\n"
                                "tls_pin = [\"" + pin + "\"]\nconcat = \"sar\"\nservice_type = \"CMT\"\nprotocol_id = 65\npriority = 3\n"
                                "validity = \"absolute\"\n", "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    const auto options = read_smpp_options(table, {flags, statuses});
    table.finish();
    EXPECT_TRUE(found.sorted().empty());
    EXPECT_TRUE(options.tls);
    EXPECT_EQ(options.tls_authorities, "/proc/self/exe");
    EXPECT_EQ(options.tls_name, "n");
    EXPECT_EQ(options.tls_pin, texts{pin});
    EXPECT_EQ(options.concat, smpp_concat::sar);
    EXPECT_EQ(options.service_type, "CMT");
    EXPECT_EQ(options.protocol_id, 65);
    EXPECT_EQ(options.priority, 3);
    EXPECT_EQ(options.validity, smpp_validity::absolute);
}

TEST(smpp_options, keys_of_tls_without_tls_are_refused) {
    EXPECT_EQ(problems_of("tls_name = \"x\""), texts{"c.toml:3:12: error: connector[0].tls_name: needs tls = true"});
    EXPECT_EQ(problems_of("tls = false\ntls_pin = [\"" + pin + "\"]"), texts{"c.toml:4:11: error: connector[0].tls_pin: needs tls = true"});
}

TEST(smpp_options, a_certificate_needs_its_key_and_both_must_be_files) {
    EXPECT_EQ(problems_of("tls = true\ntls_certificate = \"/proc/self/exe\""),
              texts{"c.toml:4:19: error: connector[0].tls_certificate: tls_certificate and tls_key need each other"});
    EXPECT_EQ(problems_of("tls = true\ntls_authorities = \"/no/such.pem\""),
              texts{"c.toml:4:19: error: connector[0].tls_authorities: there is no file /no/such.pem"});
    EXPECT_EQ(problems_of("tls = true\ntls_authorities = \"/tmp\""), texts{"c.toml:4:19: error: connector[0].tls_authorities: /tmp is not a file"});
}

TEST(smpp_options, a_pin_that_no_key_can_have_is_refused) {
    EXPECT_EQ(problems_of("tls = true\ntls_pin = [\"" + pin + "\"]"), texts{});
    // Without the algorithm, of another one, too short, bits to spare that are not zero.
    for (const std::string& bad : {pin.substr(7), "sha1/" + pin.substr(7), pin.substr(0, 20) + "=", pin.substr(0, pin.size() - 2) + "V="})
        EXPECT_EQ(problems_of("tls = true\ntls_pin = [\"" + pin + "\", \"" + bad + "\"]").size(), 1u) << bad;
}

TEST(smpp_options, names_the_nearest_way_of_joining) {
    EXPECT_EQ(problems_of("concat = \"udh61\""), texts{R"(c.toml:3:10: error: connector[0].concat: "udh61" is unknown, did you mean "udh16"?)"});
    EXPECT_EQ(problems_of("validity = \"no\""),
              texts{R"(c.toml:3:12: error: connector[0].validity: "no" is unknown, did you mean "none"?)"});
    EXPECT_EQ(problems_of("priority = 4"), texts{"c.toml:3:12: error: connector[0].priority: 4 is out of range, 0 to 3"});
    EXPECT_EQ(problems_of("service_type = \"123456\""), texts{"c.toml:3:16: error: connector[0].service_type: is longer than 5 octets"});
}

}  // namespace hermod::app
