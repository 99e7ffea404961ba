#include "app/config/config.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "base/scratch_folder.hpp"

namespace hermod::app::config_test {
namespace {

constexpr std::string_view flags[] = {"hex_ids", "swapped_addresses"};

// Stands for a connector's own: connectors_smpp_test has the real one.
struct own_options {
    endpoint address;
    std::string system_id, password;
    std::uint32_t window = 100;
    bool broadcasts = false;
};

std::any read_own(table_reader& table) {
    own_options out;
    table.require({"address", "system_id"});
    table.address("address", out.address);
    table.text("system_id", out.system_id, 15);
    table.secret("password", out.password);
    table.number("window", out.window, 1, 10'000);
    table.flag("broadcasts", out.broadcasts);
    return out;
}

const std::vector<connector_type>& types() {
    static const std::vector<connector_type> out{
        {"smpp", read_own, {}, [](const std::any& options) { return std::any_cast<const own_options&>(options).broadcasts; }},
        {"loopback", [](table_reader&) { return std::any(); }}};
    return out;
}

constexpr std::string_view tlv_types[] = {"integer1", "c_string", "octets"};
constexpr named_tag tags[] = {{"message_payload", 0x0424}, {"sar_msg_ref_num", 0x020C}};

loaded_config parse(std::string_view text) { return parse_config(text, "shop.toml", {types(), flags, tlv_types, tags}); }

std::vector<std::string> texts_of(const loaded_config& loaded) {
    std::vector<std::string> out;
    for (const auto& p : loaded.problems) out.push_back(to_text(p));
    return out;
}

// What each test starts from: right, and without a warning.
const std::string base = R"([[account]]
name = "shop"
api_key = "env:HERMOD_TEST_KEY"

[[connector]]
name = "operator-a"
type = "smpp"
address = "127.0.0.1:2775"
system_id = "hermod"

[[route]]
name = "default"
to = ["operator-a"]
)";  // what follows begins on line 14

class config_test : public testing::Test {
protected:
    config_test() {
        ::setenv("HERMOD_TEST_KEY", "0123456789abcdef", 1);
        ::setenv("HERMOD_TEST_OTHER", "fedcba9876543210", 1);
        ::setenv("HERMOD_TEST_SHORT", "secret", 1);
        ::setenv("HERMOD_TEST_EMPTY", "", 1);
        ::unsetenv("HERMOD_TEST_UNSET");
        ::unsetenv("CREDENTIALS_DIRECTORY");
    }
    scratch_folder folder_;
};

// `text` comes after `base`; every problem of the file must be listed.
struct mistake {
    std::string text;
    std::vector<std::string> expected;
};

void expect(const mistake& m) {
    const auto loaded = parse(base + m.text);
    EXPECT_EQ(texts_of(loaded), m.expected) << m.text;
}

}  // namespace

TEST_F(config_test, reads_the_shape_that_is_fixed) {
    ::setenv("OPERATOR_A_PASSWORD", "secret", 1);
    const auto loaded = parse(R"(
[store]
url = "sqlite:var/hermod.db"
[http]
listen = ["127.0.0.1:8080", "[::1]:0"]
[callbacks]
allow_private = ["127.0.0.0/8", "fd00::/8"]
[[account]]
name = "shop"
api_key = "env:HERMOD_TEST_KEY"
callback_url = "http://127.0.0.1:9000/events"
callback_secret = "env:HERMOD_TEST_OTHER"
callback_events = ["submitted", "final"]
[[connector]]
name = "operator-a"
type = "smpp"
address = "[2001:db8::1]:2775"
system_id = "hermod"
password = "env:OPERATOR_A_PASSWORD"
window = 50
inbound_account = "shop"
[[route]]
name = "default"
to = ["operator-a"]
prefix = ["+44", "4915"]
unsure = "park"
)");
    EXPECT_EQ(texts_of(loaded), std::vector<std::string>{});
    ASSERT_TRUE(loaded.usable());
    const auto& c = loaded.values;
    EXPECT_EQ(c.store.url, "sqlite:var/hermod.db");
    ASSERT_EQ(c.http.listen.size(), 2u);
    EXPECT_EQ(c.http.listen[1].host, "::1");
    EXPECT_EQ(c.http.listen[1].port, 0);
    EXPECT_EQ(c.accounts.at(0).api_key, "0123456789abcdef");
    EXPECT_EQ(c.accounts[0].id, account_id{name_hash("shop")});
    EXPECT_EQ(c.accounts[0].callback_events, (std::vector{callback_event::submitted, callback_event::final}));
    EXPECT_EQ(c.connectors.at(0).id, connector_id{name_hash("operator-a")});
    EXPECT_EQ(c.connectors[0].inbound_account, "shop");
    const auto& own = std::any_cast<const own_options&>(c.connectors[0].options);
    EXPECT_EQ(own.address.host, "2001:db8::1");
    EXPECT_EQ(own.address.port, 2775);
    EXPECT_EQ(own.password, "secret");
    EXPECT_EQ(own.window, 50u);
    EXPECT_EQ(c.routes.at(0).prefix, (std::vector<std::string>{"44", "4915"}));
    EXPECT_EQ(c.routes[0].unsure, unsure_rule::park);
}

TEST_F(config_test, what_is_not_written_has_its_default) {
    const auto loaded = parse(base);
    EXPECT_EQ(texts_of(loaded), std::vector<std::string>{});
    EXPECT_EQ(loaded.values.store.reserve_mb, 256u);
    EXPECT_EQ(loaded.values.accounts.at(0).callback_events, std::vector{callback_event::final});
    EXPECT_EQ(loaded.values.accounts[0].callback_batch, 1u);
}

TEST_F(config_test, an_unknown_key_is_reported_with_the_nearest_valid_one) {
    expect({"[stoer]\nurl = \"memory:\"\n", {R"(shop.toml:14:2: error: stoer: unknown key, did you mean "store"?)"}});
    expect({"[http]\nlistn = [\"127.0.0.1:1\"]\n", {R"(shop.toml:15:1: error: http.listn: unknown key, did you mean "listen"?)"}});
    expect({"[log]\nzzzzzzzzzzzz = 1\n",
            {"shop.toml:15:1: error: log.zzzzzzzzzzzz: unknown key, use one of: level, file, max_mb, files, access, pdus, mask_numbers"}});
    expect({"[[connector]]\nname = \"b\"\ntype = \"smpp\"\naddress = \"h:1\"\nsystem_id = \"x\"\n  widnow = 5\n",
            {R"(shop.toml:19:3: error: connector[1].widnow: unknown key, did you mean "window"?)"}});
    const auto loaded = parse(base + "[stoer]\n");
    EXPECT_EQ(loaded.problems.at(0).nearest, "store");
    EXPECT_FALSE(loaded.usable());
}

TEST_F(config_test, a_value_of_another_type_is_refused) {
    for (const mistake& m : std::vector<mistake>{
             {"[store]\nurl = 5\n", {"shop.toml:15:7: error: store.url: takes text, not a whole number"}},
             {"[store]\njournal_mb = \"64\"\n", {"shop.toml:15:14: error: store.journal_mb: takes a whole number, not text"}},
             {"[store]\njournal_mb = 1.5\n", {"shop.toml:15:14: error: store.journal_mb: takes a whole number, not a fraction"}},
             {"[log]\naccess = 1\n", {"shop.toml:15:10: error: log.access: takes true or false, not a whole number"}},
             {"[log]\nfile = 2026-01-01\n", {"shop.toml:15:8: error: log.file: takes text, not a date or time"}},
             {"[http]\nlisten = \"127.0.0.1:8080\"\n", {"shop.toml:15:10: error: http.listen: takes a list of texts, not text"}},
             {"[http]\nlisten = [\"127.0.0.1:8080\", 5]\n", {"shop.toml:15:29: error: http.listen[1]: takes text, not a whole number"}},
             {"[[http]]\n", {"shop.toml:14:1: error: http: takes a table: write [http], not a list"}}})
        expect(m);
    EXPECT_EQ(texts_of(parse("[account]\nname = \"shop\"\n")).at(0),
              "shop.toml:1:1: error: account: takes a list of tables: write [[account]], not a table");
}

TEST_F(config_test, a_number_out_of_its_range_is_refused) {
    for (const mistake& m : std::vector<mistake>{
             {"[http]\nmax_body_kb = 0\n", {"shop.toml:15:15: error: http.max_body_kb: 0 is out of range, 1 to 1048576"}},
             {"[http]\nthreads = -1\n", {"shop.toml:15:11: error: http.threads: -1 is out of range, 0 to 256"}},
             {"[store]\nreserve_mb = 9223372036854775807\n",
              {"shop.toml:15:14: error: store.reserve_mb: 9223372036854775807 is out of range, 0 to 1048576"}}})
        expect(m);
}

TEST_F(config_test, a_word_that_is_none_of_the_allowed_is_refused_with_the_nearest) {
    for (const mistake& m : std::vector<mistake>{
             {"[log]\nlevel = \"wraning\"\n", {R"(shop.toml:15:9: error: log.level: "wraning" is unknown, did you mean "warning"?)"}},
             {"[[route]]\nname = \"b\"\nto = [\"operator-a\"]\nunsure = \"drop it\"\n",
              {R"(shop.toml:17:10: error: route[1].unsure: "drop it" is unknown, use one of: resend, park)"}},
             {"[[connector]]\nname = \"b\"\ntype = \"smmp\"\nanything = 1\n",
              {R"(shop.toml:16:8: error: connector[1].type: "smmp" is unknown, did you mean "smpp"?)"}},
             {"[[account]]\nname = \"b\"\napi_key = \"env:HERMOD_TEST_OTHER\"\ncallback_events = [\"final\", \"submited\"]\n",
              {R"(shop.toml:17:29: error: account[1].callback_events[1]: "submited" is unknown, did you mean "submitted"?)"}}})
        expect(m);
}

TEST_F(config_test, a_required_key_that_is_missing_is_reported_at_its_table) {
    for (const mistake& m : std::vector<mistake>{
             {"[[account]]\n", {"shop.toml:14:1: error: account[1].name: is missing", "shop.toml:14:1: error: account[1].api_key: is missing"}},
             {"[[connector]]\n", {"shop.toml:14:1: error: connector[1].name: is missing", "shop.toml:14:1: error: connector[1].type: is missing"}},
             {"[[route]]\nto = [\"operator-a\"]\n", {"shop.toml:14:1: error: route[1].name: is missing"}}})
        expect(m);
}

TEST_F(config_test, names_are_used_once_and_never_share_an_id) {
    // Two names whose FNV-1a is the same number, found by trying.
    ASSERT_EQ(name_hash("a1039599"), name_hash("a1222382"));
    for (const mistake& m : std::vector<mistake>{
             {"[[account]]\nname = \"shop\"\napi_key = \"env:HERMOD_TEST_OTHER\"\n",
              {R"(shop.toml:15:8: error: account[1].name: "shop" is used twice)"}},
             {"[[connector]]\nname = \"operator-a\"\ntype = \"loopback\"\n",
              {R"(shop.toml:15:8: error: connector[1].name: "operator-a" is used twice)"}},
             {"[[route]]\nname = \"default\"\nto = [\"operator-a\"]\n", {R"(shop.toml:15:8: error: route[1].name: "default" is used twice)"}},
             {"[[connector]]\nname = \"a1039599\"\ntype = \"loopback\"\n[[connector]]\nname = \"a1222382\"\ntype = \"loopback\"\n",
              {R"(shop.toml:18:8: error: connector[2].name: "a1222382" has the same id as "a1039599": give one of them another name)"}},
             {"[[connector]]\nname = \"a b\"\ntype = \"loopback\"\n",
              {R"(shop.toml:15:8: error: connector[1].name: "a b" is not a name: 1 to 64 letters, digits, ".", "_" or "-")"}},
             {"[[account]]\nname = \"b\"\napi_key = \"env:HERMOD_TEST_KEY\"\n",
              {R"(shop.toml:16:11: error: account[1].api_key: is the key of account "shop" too)"}}})
        expect(m);
}

TEST_F(config_test, a_name_that_points_nowhere_is_refused_with_the_nearest) {
    for (const mistake& m : std::vector<mistake>{
             {"[[route]]\nname = \"b\"\nto = [\"operator-a\", \"operater-a\"]\n",
              {R"(shop.toml:16:21: error: route[1].to[1]: there is no connector "operater-a", did you mean "operator-a"?)"}},
             {"[[route]]\nname = \"b\"\nto = [\"operator-a\"]\naccount = \"shpo\"\n",
              {R"(shop.toml:17:11: error: route[1].account: there is no account "shpo", did you mean "shop"?)"}},
             {"[[connector]]\nname = \"b\"\ntype = \"loopback\"\ninbound_account = \"nobody\"\n",
              {R"(shop.toml:17:19: error: connector[1].inbound_account: there is no account "nobody", use one of: shop)"}},
             {"[[route]]\nname = \"b\"\nto = []\n", {"shop.toml:16:6: error: route[1].to: is an empty list"}}})
        expect(m);
}

TEST_F(config_test, broadcasts_are_relayed_by_a_connector_that_is_there_and_speaks_5_0) {
    const std::string broadcaster =
        "[[account]]\nname = \"b\"\nsystem_id = \"b\"\npassword = \"env:HERMOD_TEST_SHORT\"\n[smpp]\n[[account]]\nname = \"c\"\n"
        "system_id = \"c\"\npassword = \"env:HERMOD_TEST_SHORT\"\n";
    expect({broadcaster + "broadcast = \"operater-a\"\n",
            {R"(shop.toml:23:13: error: account[2].broadcast: there is no connector "operater-a", did you mean "operator-a"?)"}});
    expect({broadcaster + "broadcast = \"operator-a\"\n",
            {R"(shop.toml:23:13: warning: account[2].broadcast: "operator-a" takes no broadcasts: that needs type = "smpp" and interface_version = 0x50)"}});
    EXPECT_EQ(parse(base + broadcaster + "broadcast = \"operator-a\"\n").values.accounts.at(2).smpp.broadcast, "operator-a");
}

TEST_F(config_test, addresses_blocks_urls_and_prefixes_are_checked) {
    for (const mistake& m : std::vector<mistake>{
             {"[http]\nlisten = [\"8080\"]\n",
              {R"(shop.toml:15:11: error: http.listen[0]: "8080" is not an address: write HOST:PORT or [IPV6]:PORT)"}},
             {"[http]\nlisten = []\n", {"shop.toml:15:10: error: http.listen: is an empty list"}},
             {"[callbacks]\nallow_private = [\"10.0.0.0/8\", \"10.0.0.0/33\"]\n",
              {R"(shop.toml:15:32: error: callbacks.allow_private[1]: "10.0.0.0/33" is no block of addresses: write "10.0.0.0/8" or "fd00::/8")"}},
             {"[[route]]\nname = \"b\"\nto = [\"operator-a\"]\nprefix = [\"+44\", \"00x\"]\n",
              {R"(shop.toml:17:18: error: route[1].prefix[1]: is no beginning of a number: write "+44" or "4477")"}},
             {"[[account]]\nname = \"b\"\napi_key = \"env:HERMOD_TEST_OTHER\"\ncallback_secret = \"env:HERMOD_TEST_KEY\"\ncallback_url = \"ftp://x\"\n",
              {"shop.toml:18:16: error: account[1].callback_url: is no address: write http://HOST/PATH or https://HOST/PATH"}},
             {"[store]\nurl = \"postgres://u:p@h/d\"\n", {R"(shop.toml:15:7: error: store.url: is no store: write "sqlite:PATH" or "memory:")"}}})
        expect(m);
}

TEST_F(config_test, endpoints_are_a_host_and_a_port) {
    EXPECT_EQ(parse_endpoint("smsc.example:2775")->host, "smsc.example");
    EXPECT_EQ(parse_endpoint("[::1]:65535")->port, 65535);
    for (const char* bad : {"", ":1", "h", "h:", "h:65536", "h:-1", "h:1x", "::1:80", "[]:1", "[::1]", "[g::]:1", "a b:1", "http://h:1"})
        EXPECT_FALSE(parse_endpoint(bad)) << bad;
}

TEST_F(config_test, a_literal_secret_is_refused_and_never_repeated) {
    const auto loaded = parse(base + "[[account]]\nname = \"b\"\napi_key = \"hunter2-hunter2-hunter2\"\n");
    EXPECT_EQ(texts_of(loaded),
              std::vector<std::string>{
                  R"(shop.toml:16:11: error: account[1].api_key: a secret is not written here but named: "env:NAME", "file:PATH" or "cred:NAME")"});
}

TEST_F(config_test, a_secret_that_cannot_be_had_says_why) {
    const auto key = [](const std::string& reference) { return "[[account]]\nname = \"b\"\napi_key = \"" + reference + "\"\n"; };
    const std::string at = "shop.toml:16:11: error: account[1].api_key: ";
    expect({key("env:HERMOD_TEST_UNSET"), {at + "the environment variable HERMOD_TEST_UNSET is not set"}});
    expect({key("env:HERMOD_TEST_EMPTY"), {at + "the environment variable HERMOD_TEST_EMPTY is empty"}});
    expect({key("file:/nowhere/key"), {at + "there is no file /nowhere/key"}});
    expect({key("file:/"), {at + "/ is not a file"}});
    expect({key("cred:key"), {at + "$CREDENTIALS_DIRECTORY is not set: cred: works under systemd (LoadCredential=) only"}});
    ::setenv("CREDENTIALS_DIRECTORY", folder_.path().c_str(), 1);
    expect({key("cred:../key"), {at + "cred: takes a name, not a path"}});
}

TEST_F(config_test, a_secret_comes_from_a_file_or_a_credential_without_its_newline) {
    const auto file = folder_.file("key");
    std::ofstream(file) << "a-key-of-twenty-four-oct\n";
    ::chmod(file.c_str(), 0600);
    ::setenv("CREDENTIALS_DIRECTORY", folder_.path().c_str(), 1);
    for (const std::string& reference : {"file:" + file, std::string("cred:key")}) {
        const auto loaded = parse(base + "[[account]]\nname = \"b\"\napi_key = \"" + reference + "\"\n");
        EXPECT_EQ(texts_of(loaded), std::vector<std::string>{});
        EXPECT_EQ(loaded.values.accounts.at(1).api_key, "a-key-of-twenty-four-oct");
    }
    ::chmod(file.c_str(), 0644);
    const auto loaded = parse(base + "[[account]]\nname = \"b\"\napi_key = \"cred:key\"\n");
    EXPECT_EQ(texts_of(loaded), std::vector<std::string>{"shop.toml:16:11: warning: account[1].api_key: " + file +
                                                         " can be read by every user of this machine"});
    EXPECT_TRUE(loaded.usable());
}

TEST_F(config_test, a_syntax_error_has_its_place) {
    for (const mistake& m : std::vector<mistake>{{"[store\n", {}}, {"a = \n", {}}, {"name = \"x\"\nname = \"y\"\n", {}}, {"a = \"\xff\"\n", {}}}) {
        const auto loaded = parse(base + m.text);
        ASSERT_EQ(loaded.problems.size(), 1u) << m.text;
        EXPECT_GE(loaded.problems[0].at.line, 14) << m.text;
        EXPECT_LE(loaded.problems[0].at.line, 15) << m.text;
        EXPECT_GT(loaded.problems[0].at.column, 0) << m.text;
        EXPECT_FALSE(loaded.problems[0].message.empty());
        EXPECT_FALSE(loaded.usable());
    }
}

TEST_F(config_test, every_mistake_is_reported_at_once_in_the_order_of_the_file) {
    const auto loaded = parse("[http]\nlistn = 1\n[[route]]\nname = \"r\"\nto = [\"x\"]\n[store]\njournal_mb = 0\n[[account]]\nname = 5\n");
    EXPECT_EQ(texts_of(loaded), (std::vector<std::string>{
                                    "shop.toml:1:1: warning: connector: there is none: messages can go nowhere",
                                    R"(shop.toml:2:1: error: http.listn: unknown key, did you mean "listen"?)",
                                    R"(shop.toml:5:7: error: route[0].to[0]: there is no connector "x")",
                                    "shop.toml:7:14: error: store.journal_mb: 0 is out of range, 1 to 65536",
                                    "shop.toml:8:1: error: account[0].api_key: is missing",
                                    "shop.toml:9:8: error: account[0].name: takes text, not a whole number"}));
}

TEST_F(config_test, what_is_allowed_but_unwise_is_a_warning) {
    for (const mistake& m : std::vector<mistake>{
             {"[store]\nurl = \"memory:\"\n",
              {"shop.toml:15:7: warning: store.url: memory: keeps nothing over a restart, it is for tests"}},
             {"[[account]]\nname = \"b\"\napi_key = \"env:HERMOD_TEST_SHORT\"\n",
              {"shop.toml:16:11: warning: account[1].api_key: is shorter than 16 octets: easy to guess"}},
             {"[[account]]\nname = \"b\"\napi_key = \"env:HERMOD_TEST_OTHER\"\ncallback_url = \"http://h/\"\n",
              {"shop.toml:17:16: warning: account[1].callback_url: without callback_secret nobody can tell our callbacks from forged ones"}}}) {
        expect(m);
        EXPECT_TRUE(parse(base + m.text).usable());
    }
    const auto empty = parse("");
    EXPECT_EQ(empty.problems.size(), 3u);
    EXPECT_TRUE(empty.usable());
}

TEST_F(config_test, a_file_that_cannot_be_read_is_a_problem_like_any_other) {
    const auto loaded = load_config("/nowhere/hermod.toml", {types()});
    EXPECT_EQ(texts_of(loaded), std::vector<std::string>{"/nowhere/hermod.toml: error: this file cannot be read"});
    EXPECT_FALSE(loaded.usable());
    const auto path = folder_.file("hermod.toml");
    std::ofstream(path) << base;
    EXPECT_TRUE(load_config(path, {types()}).usable());
    EXPECT_FALSE(load_config(folder_.path(), {types()}).usable());
}

}  // namespace hermod::app::config_test
