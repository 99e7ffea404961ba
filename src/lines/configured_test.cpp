#include "lines/configured.hpp"

#include <gtest/gtest.h>

#include "settings/settings.hpp"

namespace hermod::lines {
namespace {

using settings::problems;
using settings::read_toml;
using texts = std::vector<std::string>;
using rows = std::vector<std::pair<std::uint32_t, error_meaning>>;

const std::string pin = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

texts texts_of(const problems& found) {
    texts out;
    for (const auto& p : found.sorted()) out.push_back(to_text(p));
    return out;
}

// The problems of a table that has its address on line 1, and `text` from line 2.
texts problems_of(const std::string& text) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:2775\"\n" + text, "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    line_options out;
    read_line_options(table, out);
    table.finish();
    return texts_of(found);
}

// A protocol whose codes have two digits and no names.
rows errors_of(const std::string& text, texts& problems_too) {
    problems found("c.toml");
    const auto tree = read_toml("[errors]\n" + text, "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    const rows out = read_errors(table, {"error code", "04", {}, 99});
    problems_too = texts_of(found);
    return out;
}

}  // namespace

TEST(lines_configured, reads_where_and_how_fast) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"[2001:db8::1]:5000\"\nbinds = 3\nrate = 20\nreconnect_min_ms = 5\nreconnect_max_ms = 50\n"
                                "tls = true\ntls_name = \"n\"\ntls_pin = [\"" + pin + "\"]\n", "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    line_options out;
    read_line_options(table, out);
    table.finish();
    EXPECT_EQ(texts_of(found), texts{});
    EXPECT_EQ(out.host, "2001:db8::1");
    EXPECT_EQ(out.port, 5000);
    EXPECT_EQ(out.binds, 3u);
    EXPECT_EQ(out.rate, 20);
    EXPECT_EQ(out.reconnect_least, std::chrono::milliseconds(5));
    EXPECT_EQ(out.reconnect_most, std::chrono::milliseconds(50));
    EXPECT_TRUE(out.tls);
    EXPECT_EQ(out.tls_name, "n");
    EXPECT_EQ(out.tls_pins, texts{pin});
}

TEST(lines_configured, codes_without_names_are_numbers_up_to_the_protocols_last) {
    texts wrong;
    EXPECT_EQ(errors_of("04 = \"retry\"\n99 = \"throttled\"\n0x10 = \"final\"\n", wrong),
              (rows{{4, error_meaning::later}, {99, error_meaning::throttled}, {16, error_meaning::refused}}));
    EXPECT_EQ(wrong, texts{});
    EXPECT_EQ(errors_of("100 = \"retry\"\n00 = \"retry\"\n4 = \"retry\"\n04 = \"final\"\n", wrong), (rows{{4, error_meaning::later}}));
    EXPECT_EQ(wrong, (texts{"c.toml:2:1: error: connector[0].errors.100: is no error code: write its number, like 04",
                            "c.toml:3:1: error: connector[0].errors.00: 0 is no error",
                            "c.toml:5:1: error: connector[0].errors.04: this error code has a rule already"}));
}

TEST(lines_configured, reconnects_never_faster_at_last_than_at_first) {
    EXPECT_EQ(problems_of("reconnect_min_ms = 60000"),
              texts{"c.toml:2:20: error: connector[0].reconnect_min_ms: reconnect_min_ms (60000) is more than reconnect_max_ms (30000)"});
    EXPECT_EQ(problems_of("reconnect_max_ms = 100"),
              texts{"c.toml:2:20: error: connector[0].reconnect_max_ms: reconnect_min_ms (500) is more than reconnect_max_ms (100)"});
    EXPECT_EQ(problems_of("reconnect_min_ms = 100\nreconnect_max_ms = 100"), texts{});
}

TEST(lines_configured, refuses_a_port_that_nobody_can_connect_to) {
    problems found("c.toml");
    const auto tree = read_toml("address = \"h:0\"\n", "c.toml", found);
    table_reader table(tree, "connector[0]", found);
    line_options out;
    read_line_options(table, out);
    ASSERT_EQ(found.sorted().size(), 1u);
    EXPECT_EQ(to_text(found.sorted()[0]), R"(c.toml:1:11: error: connector[0].address: "h:0" is not an address: write HOST:PORT or [IPV6]:PORT)");
}

TEST(lines_configured, keys_of_tls_without_tls_are_refused) {
    EXPECT_EQ(problems_of("tls_name = \"x\""), texts{"c.toml:2:12: error: connector[0].tls_name: needs tls = true"});
    EXPECT_EQ(problems_of("tls = false\ntls_pin = [\"" + pin + "\"]"), texts{"c.toml:3:11: error: connector[0].tls_pin: needs tls = true"});
}

TEST(lines_configured, a_certificate_needs_its_key_and_both_must_be_files) {
    EXPECT_EQ(problems_of("tls = true\ntls_certificate = \"/proc/self/exe\""),
              texts{"c.toml:3:19: error: connector[0].tls_certificate: tls_certificate and tls_key need each other"});
    EXPECT_EQ(problems_of("tls = true\ntls_authorities = \"/no/such.pem\""),
              texts{"c.toml:3:19: error: connector[0].tls_authorities: there is no file /no/such.pem"});
    EXPECT_EQ(problems_of("tls = true\ntls_authorities = \"/tmp\""), texts{"c.toml:3:19: error: connector[0].tls_authorities: /tmp is not a file"});
}

TEST(lines_configured, a_pin_that_no_key_can_have_is_refused) {
    EXPECT_EQ(problems_of("tls = true\ntls_pin = [\"" + pin + "\"]"), texts{});
    // Without the algorithm, of another one, too short, bits to spare that are not zero.
    for (const std::string& bad : {pin.substr(7), "sha1/" + pin.substr(7), pin.substr(0, 20) + "=", pin.substr(0, pin.size() - 2) + "V="})
        EXPECT_EQ(problems_of("tls = true\ntls_pin = [\"" + pin + "\", \"" + bad + "\"]").size(), 1u) << bad;
}

}  // namespace hermod::lines
