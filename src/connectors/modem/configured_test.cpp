#include "connectors/modem/configured.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "settings/settings.hpp"

namespace hermod::connectors::modem {
namespace {

using settings::problems;
using settings::read_toml;
using settings::table_reader;
using namespace std::chrono_literals;
using texts = std::vector<std::string>;

// The problems of a group's table, from line 1.
texts problems_of(const std::string& text, connector_options* read = nullptr) {
    problems found("c.toml");
    const auto tree = read_toml(text, "c.toml", found);
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
    EXPECT_EQ(problems_of(text, &out), texts{});
    return out;
}

const std::string one = "[[modem]]\nname = \"sim1\"\ndevice = \"/dev/ttyUSB0\"\n";

TEST(modem_configured, needs_a_modem_with_a_name_and_a_place) {
    EXPECT_EQ(problems_of("")[0],
              "c.toml:1:1: error: connector[0].modem: there is none: write a [[connector.modem]] table for each modem");
    EXPECT_EQ(problems_of("[[modem]]\nname = \"sim1\"\n")[0],
              "c.toml:1:1: error: connector[0].modem[0].device: a modem has either a device or an address");
    EXPECT_EQ(problems_of("[[modem]]\ndevice = \"/dev/x\"\n").size(), 1u);
    EXPECT_EQ(problems_of(one + "address = \"h:1\"\n")[0],
              "c.toml:4:11: error: connector[0].modem[0].address: a modem has either a device or an address");
}

TEST(modem_configured, has_defaults_for_a_modem_on_a_serial_device) {
    const auto got = options_of(one);
    ASSERT_EQ(got.modems.size(), 1u);
    EXPECT_EQ(got.modems[0].speed, 115'200u);
    EXPECT_EQ(got.modems[0].flow, flow_control::none);
    EXPECT_EQ(got.modems[0].times.sending, 120s);
    EXPECT_TRUE(got.validity);
}

TEST(modem_configured, reads_every_key) {
    ::setenv("SIM_PIN", "1234", 1);
    const auto got = options_of(R"(state_file = "var/modems"
validity = false
concat = "udh16"
reports = "stored"
answer_seconds = 3
watch_seconds = 20
reconnect_min_ms = 10
reconnect_max_ms = 100
errors = { 38 = "final", 50 = "next_route" }
[[modem]]
name = "sim1"
device = "/dev/ttyUSB0"
speed = 9600
flow = "hardware"
pin = "env:SIM_PIN"
number = "+447700900999"
smsc = "+447785016005"
imei = "353456789012345"
storage = "ME"
limit_minute = 5
limit_day = 200
init = ["AT+CMMS=1", "AT&W"]
mode = "pdu"
send_seconds = 60
ussd_seconds = 30
poll_seconds = 5
retry_seconds = 7
throttle_pause_ms = 100
[[modem]]
name = "sim2"
address = "192.0.2.7:7000"
reports = "none"
)");
    EXPECT_EQ(got.state_file, "var/modems");
    EXPECT_FALSE(got.validity);
    EXPECT_EQ(got.reference, text::reference_width::two_octets);
    EXPECT_EQ(got.reconnect_most, 100ms);
    ASSERT_EQ(got.modems.size(), 2u);
    const modem_options& first = got.modems[0];
    EXPECT_EQ(first.speed, 9600u);
    EXPECT_EQ(first.flow, flow_control::hardware);
    EXPECT_EQ(first.pin, "1234");
    EXPECT_EQ(first.number + first.smsc, "+447700900999+447785016005");
    EXPECT_EQ(first.imei + first.storage, "353456789012345ME");
    EXPECT_EQ(first.limit_minute + first.limit_day, 205u);
    EXPECT_EQ(first.init.size(), 2u);
    EXPECT_EQ(first.reports, report_way::stored);
    EXPECT_EQ(first.mode, message_mode::pdu);
    EXPECT_EQ(first.times.answer, 3s);
    EXPECT_EQ(first.times.sending, 60s);
    EXPECT_EQ(first.times.poll_unannounced, 5s);
    EXPECT_EQ(first.times.throttle_pause, 100ms);
    wire::at::final_result error{wire::at::result_code::cms_error, 38, {}};
    EXPECT_EQ(first.errors.of(error), error_meaning::refused);
    error.number = 50;
    EXPECT_EQ(first.errors.of(error), error_meaning::elsewhere);
    EXPECT_EQ(got.modems[1].host, "192.0.2.7");
    EXPECT_EQ(got.modems[1].port, 7000);
    EXPECT_EQ(got.modems[1].reports, report_way::none);
    EXPECT_EQ(got.modems[1].times.answer, 3s);
}

TEST(modem_configured, says_what_is_wrong_and_where) {
    const auto first = [](const std::string& text) { return problems_of(text).at(0); };
    ::setenv("SIM_PIN", "12", 1);
    EXPECT_EQ(first("state_file = \"s\"\n" + one + "pin = \"env:SIM_PIN\"\n"),
              "c.toml:5:7: error: connector[0].modem[0].pin: a PIN is 4 to 8 digits");
    EXPECT_EQ(first(one + "number = \"07700-900\"\n"),
              "c.toml:4:10: error: connector[0].modem[0].number: is no number: write digits, with a + in front when it is "
              "international");
    EXPECT_NE(first(one + "init = [\"CMMS=1\"]\n").find("init[0]: is no command line"), std::string::npos);
    EXPECT_NE(first(one + "storage = \"SR\"\n").find("error"), std::string::npos);
    EXPECT_NE(first(one + one).find("another modem of this connector has this name already"), std::string::npos);
    EXPECT_NE(first(one + "[[modem]]\nname = \"sim2\"\ndevice = \"/dev/ttyUSB0\"\n")
                  .find("another modem of this connector is there already"),
              std::string::npos);
    EXPECT_NE(first(one + "baud = 9600\n").find("unknown key"), std::string::npos);
    EXPECT_NE(first("reconnect_min_ms = 200\nreconnect_max_ms = 100\n" + one).find("reconnect_min_ms is more than"),
              std::string::npos);
}

TEST(modem_configured, warns_of_a_pin_that_nothing_remembers) {
    ::setenv("SIM_PIN", "1234", 1);
    EXPECT_EQ(problems_of(one + "pin = \"env:SIM_PIN\"\n").size(), 1u);
}

}  // namespace
}  // namespace hermod::connectors::modem
