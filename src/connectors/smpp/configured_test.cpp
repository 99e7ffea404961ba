#include "connectors/smpp/configured.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "settings/settings.hpp"

namespace hermod::connectors::smpp {
namespace {

using settings::problems;
using settings::read_toml;
using settings::setting_table;
using settings::table_reader;
using wire::smpp::command_status;
using namespace std::chrono_literals;

const std::string pin = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

// The problems of an SMPP table that has its address and system_id on line 1 and 2, and `text` from line 3.
std::vector<std::string> problems_of(const std::string& text) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:2775\"\nsystem_id = \"x\"\n" + text, "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    read_options(table);
    table.finish();
    std::vector<std::string> out;
    for (const auto& p : found.sorted()) out.push_back(to_text(p));
    return out;
}

using texts = std::vector<std::string>;

}  // namespace

TEST(smpp_configured, needs_an_address_and_a_system_id) {
    problems found("c.toml");
    const setting_table empty;
    table_reader table(empty, "connector[0]", found);
    read_options(table);
    ASSERT_EQ(found.sorted().size(), 2u);
    EXPECT_EQ(found.sorted()[0].key, "connector[0].address");
    EXPECT_EQ(found.sorted()[1].key, "connector[0].system_id");
}

TEST(smpp_configured, refuses_what_the_protocol_cannot_carry) {
    EXPECT_EQ(problems_of("system_type = \"1234567890123\""), texts{"c.toml:3:15: error: connector[0].system_type: is longer than 12 octets"});
    EXPECT_EQ(problems_of("source_ton = 256"), texts{"c.toml:3:14: error: connector[0].source_ton: 256 is out of range, 0 to 255"});
    EXPECT_EQ(problems_of("interface_version = 0x35"), texts{"c.toml:3:21: error: connector[0].interface_version: is none of 0x33, 0x34, 0x50"});
    EXPECT_EQ(problems_of("binds = 0"), texts{"c.toml:3:9: error: connector[0].binds: 0 is out of range, 1 to 64"});
}

TEST(smpp_configured, asks_networks_what_they_are_asked_and_knows_no_other_question) {
    const auto unwritten = connector_options{}.questions;
    EXPECT_FALSE(unwritten.query);
    EXPECT_TRUE(unwritten.cancel && unwritten.replace);
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:1\"\nsystem_id = \"x\"\nquestions = []", "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    const auto none = read_options(table).questions;
    EXPECT_FALSE(none.query || none.cancel || none.replace);
    EXPECT_EQ(problems_of("questions = [\"query\", \"cancel\", \"replace\"]"), texts{});
    EXPECT_EQ(problems_of("questions = [\"cancel\", \"querry\"]"),
              texts{R"(c.toml:3:24: error: connector[0].questions[1]: "querry" is unknown, did you mean "query"?)"});
}

TEST(smpp_configured, submit_multi_is_never_or_of_2_to_254_and_not_with_data_sm) {
    EXPECT_EQ(problems_of("submit_multi = 0"), texts{});
    EXPECT_EQ(problems_of("submit_multi = 254"), texts{});
    EXPECT_EQ(problems_of("submit_multi = 255"), texts{"c.toml:3:16: error: connector[0].submit_multi: 255 is out of range, 0 to 254"});
    EXPECT_EQ(problems_of("submit_multi = 1"),
              texts{"c.toml:3:16: error: connector[0].submit_multi: is 0 (never) or 2 to 254: one destination is a submit_sm"});
    EXPECT_EQ(problems_of("data_sm = true\nsubmit_multi = 10"),
              texts{"c.toml:4:16: warning: connector[0].submit_multi: has no effect with data_sm = true"});
}

TEST(smpp_configured, names_the_nearest_mode_flag_and_status) {
    EXPECT_EQ(problems_of("mode = \"tranceiver\""), texts{R"(c.toml:3:8: error: connector[0].mode: "tranceiver" is unknown, did you mean "transceiver"?)"});
    EXPECT_EQ(problems_of("dialect = [\"no_tlvs\", \"notlvs\"]"),
              texts{R"(c.toml:3:23: error: connector[0].dialect[1]: "notlvs" is unknown, did you mean "no_tlvs"?)"});
    EXPECT_EQ(problems_of("[errors]\nESME_RTROTTLED = \"retry\""),
              texts{R"(c.toml:4:1: error: connector[0].errors.ESME_RTROTTLED: unknown command_status, did you mean "ESME_RTHROTTLED"?)"});
    EXPECT_EQ(problems_of("[errors]\n0x58 = \"retri\""),
              texts{R"(c.toml:4:8: error: connector[0].errors.0x58: "retri" is unknown, did you mean "retry"?)"});
}

TEST(smpp_configured, refuses_error_rules_that_mean_nothing_or_twice_the_same) {
    EXPECT_EQ(problems_of("[errors]\nx = \"retry\""),
              texts{"c.toml:4:1: error: connector[0].errors.x: is no command_status: write its name or its number, like 0x14"});
    EXPECT_EQ(problems_of("[errors]\n0 = \"retry\""), texts{"c.toml:4:1: error: connector[0].errors.0: 0 is no error"});
    EXPECT_EQ(problems_of("[errors]\n0x14 = \"retry\"\nESME_RMSGQFUL = \"final\""),
              texts{"c.toml:5:1: error: connector[0].errors.ESME_RMSGQFUL: this command_status has a rule already"});
    EXPECT_EQ(problems_of("[errors]\n0x100000000 = \"retry\"").size(), 1u);
}

TEST(smpp_configured, warns_of_a_password_longer_than_the_protocol_allows) {
    ::setenv("HERMOD_TEST_PASSWORD", "123456789", 1);
    EXPECT_EQ(problems_of("password = \"env:HERMOD_TEST_PASSWORD\""),
              texts{"c.toml:3:12: warning: connector[0].password: SMPP 3.4 allows 8 octets: some operators refuse a longer one"});
}

TEST(smpp_configured, reads_what_a_message_becomes_and_how_the_peer_is_known) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:1\"\nsystem_id = \"x\"\ntls = true\ntls_authorities = \"/proc/self/exe\"\ntls_name = \"n\"\n"
                                "tls_pin = [\"" + pin + "\"]\nconcat = \"sar\"\nservice_type = \"CMT\"\nprotocol_id = 65\npriority = 3\n"
                                "validity = \"absolute\"\n", "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    const auto options = read_options(table);
    table.finish();
    EXPECT_TRUE(found.sorted().empty());
    EXPECT_TRUE(options.tls);
    EXPECT_EQ(options.tls_authorities, "/proc/self/exe");
    EXPECT_EQ(options.tls_name, "n");
    EXPECT_EQ(options.tls_pins, texts{pin});
    EXPECT_EQ(options.translation.longer, long_form::sar);
    EXPECT_EQ(options.translation.service_type, "CMT");
    EXPECT_EQ(options.translation.protocol_id, 65);
    EXPECT_EQ(options.translation.priority_flag, 3);
    EXPECT_EQ(options.translation.validity, validity_form::absolute);
}

TEST(smpp_configured, reads_who_binds_how_and_what_errors_mean) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"[2001:db8::1]:2775\"\nsystem_id = \"x\"\nmode = \"transmitter\"\nbinds = 2\nrate = 7\nsource_ton = 5\n"
                                "interface_version = 0x50\nwindow = 50\ndialect = [\"no_tlvs\"]\nbind_seconds = 4\nreconnect_min_ms = 9\n"
                                "concat = \"udh16\"\noutbind_listen = [\"127.0.0.1:2778\"]\noutbind_mode = \"transceiver\"\n"
                                "errors = { ESME_RTHROTTLED = \"final\", 0x0b = \"throttled\", 1024 = \"retry\", ESME_RINVDSTTON = \"next_route\", ESME_RSYSERR = \"unsure\" }\n", "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    const auto options = read_options(table);
    table.finish();
    EXPECT_TRUE(found.sorted().empty());
    EXPECT_EQ(options.host, "2001:db8::1");
    EXPECT_EQ(options.port, 2775);
    EXPECT_EQ(options.session.mode, bind_mode::transmitter);
    EXPECT_EQ(options.binds, 2u);
    EXPECT_EQ(options.rate, 7);
    EXPECT_EQ(options.session.window, 50u);
    ASSERT_TRUE(options.translation.source);
    EXPECT_EQ(options.translation.source->ton, wire::smpp::ton{5});
    EXPECT_FALSE(options.translation.destination);
    EXPECT_TRUE(takes_broadcasts(options));
    EXPECT_TRUE(options.translation.quirks.no_tlvs);
    EXPECT_EQ(options.session.bind_timeout, 4s);
    EXPECT_EQ(options.reconnect_least, 9ms);
    EXPECT_EQ(options.translation.reference, text::reference_width::two_octets);
    EXPECT_EQ(options.outbind.port, 2778);
    EXPECT_EQ(options.outbind.mode, bind_mode::transceiver);
    EXPECT_EQ(options.session.errors.of(command_status::esme_rthrottled), error_meaning::refused);
    EXPECT_EQ(options.session.errors.of(command_status{0x0b}), error_meaning::throttled);
    EXPECT_EQ(options.session.errors.of(command_status{1024}), error_meaning::later);
    EXPECT_EQ(options.session.errors.of(command_status::esme_rinvdstton), error_meaning::elsewhere);
    EXPECT_EQ(options.session.errors.of(command_status::esme_rsyserr), error_meaning::unsure);
}

TEST(smpp_configured, what_is_not_written_has_its_default) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:1\"\nsystem_id = \"x\"\n", "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    const auto options = read_options(table);
    EXPECT_EQ(options.session.enquire_link, 30s);
    EXPECT_EQ(options.session.response_timeout, 60s);
    EXPECT_EQ(options.session.bind_timeout, 10s);
    EXPECT_EQ(options.session.inactivity, 0s);
    EXPECT_EQ(options.session.window, 100u);
    EXPECT_EQ(options.session.mode, bind_mode::transceiver);
    EXPECT_EQ(options.session.interface_version, 0x34);
    EXPECT_EQ(options.reconnect_least, 500ms);
    EXPECT_EQ(options.reconnect_most, 30s);
    EXPECT_EQ(options.rate, 0);
    EXPECT_EQ(options.submit_multi, 0u);
    EXPECT_TRUE(options.outbind.host.empty());
    EXPECT_FALSE(takes_broadcasts(options));
}

TEST(smpp_configured, names_the_nearest_way_of_joining) {
    EXPECT_EQ(problems_of("concat = \"udh61\""), texts{R"(c.toml:3:10: error: connector[0].concat: "udh61" is unknown, did you mean "udh16"?)"});
    EXPECT_EQ(problems_of("validity = \"no\""),
              texts{R"(c.toml:3:12: error: connector[0].validity: "no" is unknown, did you mean "none"?)"});
    EXPECT_EQ(problems_of("priority = 4"), texts{"c.toml:3:12: error: connector[0].priority: 4 is out of range, 0 to 3"});
    EXPECT_EQ(problems_of("service_type = \"123456\""), texts{"c.toml:3:16: error: connector[0].service_type: is longer than 5 octets"});
}

}  // namespace hermod::connectors::smpp
