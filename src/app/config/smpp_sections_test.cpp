// [smpp], [tlv], [inbound] and what an account says of SMPP.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/config/config.hpp"
#include "base/scratch_folder.hpp"

namespace hermod::app::smpp_sections_test {
namespace {

using texts = std::vector<std::string>;

constexpr std::string_view flags[] = {"packed_gsm7", "ucs2_little_endian"};
constexpr std::string_view tlv_types[] = {"integer1", "c_string", "octets"};
constexpr named_tag tags[] = {{"message_payload", 0x0424}, {"sar_msg_ref_num", 0x020C}};

constexpr auto hash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxMjM0NTY$RdescudvJCsgt3ub+b3dWRWJTmaasdaL+dHW4AJ6Nm0";

class smpp_sections : public testing::Test {
protected:
    smpp_sections() {
        ::setenv("HERMOD_TEST_KEY", "0123456789abcdef", 1);
        ::setenv("HERMOD_TEST_PLAIN", "s3cret", 1);
        ::setenv("HERMOD_TEST_LONG", "ninechars", 1);
        ::setenv("HERMOD_TEST_HASH", hash, 1);
        ::setenv("HERMOD_TEST_CUT", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ", 1);
        ::setenv("HERMOD_TEST_BCRYPT", "$2b$12$abcdefghijklmnopqrstuv", 1);
        for (const char* each : {"c.pem", "k.pem", "ca.pem"}) ::chmod(folder_.write(each, "x").c_str(), 0600);
    }

    // The problems of `text`, without the warnings that there is no connector and no route.
    texts problems_of(const std::string& text) {
        loaded = parse_config(text, "c.toml", {{}, flags, tlv_types, tags});
        texts out;
        for (const auto& p : loaded.problems)
            if (p.key != "connector" && p.key != "route") out.push_back(to_text(p));
        return out;
    }
    std::string tls(const std::string& more = {}) const {
        const std::string& at = folder_.path();
        return "[smpp.tls]\nlisten = [\"0.0.0.0:2777\"]\ncertificate = \"" + at + "/c.pem\"\nkey = \"" + at + "/k.pem\"\n" + more;
    }
    std::string authorities() const { return "client_authorities = \"" + folder_.path() + "/ca.pem\"\n"; }

    scratch_folder folder_;
    loaded_config loaded;
};

// 4 lines; one more line after it is line 5.
const std::string account = "[[account]]\nname = \"shop\"\nsystem_id = \"shop\"\npassword = \"env:HERMOD_TEST_PLAIN\"\n";
const std::string server = "[smpp]\n";

}  // namespace

TEST_F(smpp_sections, what_is_not_written_has_its_default) {
    EXPECT_EQ(problems_of(account + server), texts{});
    const smpp_config& s = loaded.values.smpp.value();
    ASSERT_EQ(s.listen.size(), 1u);
    EXPECT_EQ(s.listen[0].host, "127.0.0.1");
    EXPECT_EQ(s.listen[0].port, 2776);
    EXPECT_FALSE(s.tls);
    EXPECT_EQ(s.system_id, "hermod");
    EXPECT_EQ(s.max_pre_bind, 1000u);
    EXPECT_EQ(s.session_init_seconds, 5u);
    EXPECT_EQ(s.most_untold, 10'000u);
    EXPECT_EQ(s.password_waiting, 64u);
    const account_config& a = loaded.values.accounts.at(0);
    EXPECT_EQ(a.api_key, "");
    EXPECT_EQ(a.inbound, inbound_way::session);
    EXPECT_EQ(a.sessions.max_binds, 10u);
    EXPECT_EQ(a.limits.rate, 0u);
    EXPECT_EQ(a.sessions.window, 100u);
    EXPECT_EQ(a.sessions.deliver_window, 100u);
    EXPECT_EQ(loaded.values.inbound.join_seconds, 3600u);
    EXPECT_TRUE(loaded.values.tlvs.empty());
}

TEST_F(smpp_sections, reads_what_is_written) {
    EXPECT_EQ(
        problems_of(
            "[inbound]\njoin_seconds = 0\n[smpp]\nlisten = []\nsystem_id = \"us\"\nmax_binds = 7\nmax_pre_bind = 8\n"
            "session_init_seconds = 9\nenquire_link_seconds = 0\ninactivity_seconds = 11\nresponse_seconds = 12\n"
            "most_untold = 6\npassword_threads = 2\npassword_waiting = 3\n" +
            tls(authorities() + "min_version = \"1.3\"\n") +
            "[tlv]\nentity_id = { tag = 0x1400, type = \"c_string\" }\ntemplate_id = { tag = 0x1401, type = \"octets\" }\n"
            "[[account]]\nname = \"a\"\nsystem_id = \"esme one\"\npassword = \"env:HERMOD_TEST_HASH\"\n"
            "allowed_networks = [\"10.0.0.0/8\", \"2001:db8::7\"]\nmax_binds = 1\nrate = 2\nwindow = 3\ndeliver_window = 4\n"
            "allowed_senders = [\"Shop\", \"+4477*\"]\ncertificate_name = \"esme.example\"\ninbound = \"session\"\n"
            "dialect = [\"packed_gsm7\"]\n"),
        texts{});
    const config& c = loaded.values;
    EXPECT_EQ(c.inbound.join_seconds, 0u);
    EXPECT_TRUE(c.smpp->listen.empty());
    EXPECT_EQ(c.smpp->tls->listen.at(0).port, 2777);
    EXPECT_EQ(c.smpp->tls->client_authorities, folder_.file("ca.pem"));
    EXPECT_EQ(c.smpp->tls->least, tls_version::v1_3);
    EXPECT_EQ(c.smpp->max_binds, 7u);
    EXPECT_EQ(c.smpp->response_seconds, 12u);
    EXPECT_EQ(c.smpp->most_untold, 6u);
    EXPECT_EQ(c.smpp->password_waiting, 3u);
    ASSERT_EQ(c.tlvs.size(), 2u);
    EXPECT_EQ(c.tlvs[0].name, "entity_id");
    EXPECT_EQ(c.tlvs[0].tag, 0x1400);
    EXPECT_EQ(c.tlvs[1].type, "octets");
    const account_sessions_config& a = c.accounts.at(0).sessions;
    EXPECT_EQ(a.login(door_kind::smpp), "esme one");
    EXPECT_EQ(a.password, hash);
    EXPECT_EQ(a.allowed_networks, (texts{"10.0.0.0/8", "2001:db8::7"}));
    EXPECT_EQ(a.deliver_window, 4u);
    EXPECT_EQ(a.allowed_senders, (texts{"Shop", "+4477*"}));
    EXPECT_EQ(a.certificate_name, "esme.example");
    EXPECT_EQ(c.accounts.at(0).smpp.dialect, texts{"packed_gsm7"});
}

TEST_F(smpp_sections, plain_text_leaves_loopback_only_when_told_to) {
    const std::string clear =
        "is not loopback: passwords and messages would travel in the clear; use [smpp.tls], or say allow_plaintext = true";
    EXPECT_EQ(problems_of(account + server + "listen = [\"localhost:1\", \"127.9.9.9:1\", \"[::1]:1\"]\n"), texts{});
    EXPECT_EQ(problems_of(account + server + "listen = [\"127.0.0.1:1\", \"0.0.0.0:2776\", \"[::]:2776\", \"127.example:1\"]\n"),
              (texts{"c.toml:6:26: error: smpp.listen[1]: " + clear, "c.toml:6:42: error: smpp.listen[2]: " + clear,
                     "c.toml:6:55: error: smpp.listen[3]: " + clear}));
    EXPECT_EQ(problems_of(account + server + "listen = [\"0.0.0.0:2776\"]\nallow_plaintext = true\n"), texts{});
}

TEST_F(smpp_sections, tls_needs_its_files_and_an_address_of_its_own) {
    EXPECT_EQ(problems_of(account + "[smpp.tls]\n"),
              (texts{"c.toml:5:1: error: smpp.tls.listen: is missing", "c.toml:5:1: error: smpp.tls.certificate: is missing",
                     "c.toml:5:1: error: smpp.tls.key: is missing"}));
    EXPECT_EQ(problems_of(account + "[smpp.tls]\nlisten = [\"h:1\"]\ncertificate = \"/no/c.pem\"\nkey = \"/tmp\"\n"),
              (texts{"c.toml:7:15: error: smpp.tls.certificate: there is no file /no/c.pem",
                     "c.toml:8:7: error: smpp.tls.key: /tmp is not a file"}));
    EXPECT_EQ(problems_of(account + server + "allow_plaintext = true\nlisten = [\"0.0.0.0:2777\"]\n" + tls()),
              texts{"c.toml:7:11: error: smpp.listen[0]: is an address of [smpp.tls] too"});
    EXPECT_EQ(problems_of(account + server + "listen = []\n"), texts{"c.toml:6:10: error: smpp.listen: is an empty list"});
    EXPECT_EQ(problems_of(account + server + tls("min_version = \"1.1\"\n")),
              texts{R"(c.toml:10:15: error: smpp.tls.min_version: "1.1" is unknown, did you mean "1.2"?)"});
    ::chmod(folder_.file("k.pem").c_str(), 0644);
    EXPECT_EQ(problems_of(account + server + tls()), texts{"c.toml:9:7: warning: smpp.tls.key: " + folder_.file("k.pem") +
                                                           " can be read by every user of this machine"});
}

TEST_F(smpp_sections, the_nearest_key_is_named) {
    EXPECT_EQ(problems_of(account + server + "max_bind = 5\n"),
              texts{R"(c.toml:6:1: error: smpp.max_bind: unknown key, did you mean "max_binds"?)"});
    EXPECT_EQ(problems_of(account + server + tls("certifcate = \"x\"\n")),
              texts{R"(c.toml:10:1: error: smpp.tls.certifcate: unknown key, did you mean "certificate"?)"});
    EXPECT_EQ(problems_of(account + "alowed_senders = []\n" + server),
              texts{R"(c.toml:5:1: error: account[0].alowed_senders: unknown key, did you mean "allowed_senders"?)"});
    EXPECT_EQ(problems_of("[inbound]\njoin_second = 5\n" + account + server),
              texts{R"(c.toml:2:1: error: inbound.join_second: unknown key, did you mean "join_seconds"?)"});
}

TEST_F(smpp_sections, an_account_has_a_door) {
    EXPECT_EQ(problems_of(server + "[[account]]\nname = \"a\"\n" + account),
              texts{"c.toml:2:1: error: account[0].api_key: is missing"});
    EXPECT_EQ(problems_of(server + "[[account]]\nname = \"a\"\nsystem_id = \"a\"\n"),
              texts{"c.toml:2:1: error: account[0].password: is missing"});
    EXPECT_EQ(
        problems_of("[[account]]\nname = \"a\"\nsystem_id = \"a\"\ncertificate_name = \"x\"\n" + server + tls(authorities())),
        texts{});
}

TEST_F(smpp_sections, a_system_id_is_printable_short_and_of_one_account) {
    EXPECT_EQ(problems_of(account + server + "system_id = \"1234567890123456\"\n"),
              texts{"c.toml:6:13: error: smpp.system_id: is longer than 15 octets"});
    EXPECT_EQ(
        problems_of(server + "[[account]]\nname = \"a\"\nsystem_id = \"a\\u0000b\"\npassword = \"env:HERMOD_TEST_PLAIN\"\n"),
        texts{"c.toml:4:13: error: account[0].system_id: holds something else than printable ASCII"});
    EXPECT_EQ(
        problems_of(server + account + "[[account]]\nname = \"b\"\nsystem_id = \"shop\"\npassword = \"env:HERMOD_TEST_PLAIN\"\n"),
        texts{R"(c.toml:8:13: error: account[1].system_id: is the system_id of account "shop" too)"});
}

TEST_F(smpp_sections, a_password_is_a_whole_hash_or_one_that_clients_can_send) {
    const auto with = [&](const std::string& password) {
        return problems_of(server + "[[account]]\nname = \"a\"\nsystem_id = \"a\"\npassword = \"" + password + "\"\n");
    };
    const std::string at = "c.toml:5:12: ";
    EXPECT_EQ(with("env:HERMOD_TEST_HASH"), texts{});
    EXPECT_EQ(with("env:HERMOD_TEST_LONG"),
              texts{at + "warning: account[0].password: over smpp many clients cannot send more than 8 octets"});
    EXPECT_EQ(with("env:HERMOD_TEST_CUT"),
              texts{at + "error: account[0].password: is no Argon2id hash: `hermod password` makes one"});
    EXPECT_EQ(with("env:HERMOD_TEST_BCRYPT"),
              texts{at + "error: account[0].password: is a hash of another kind than Argon2id: `hermod password` makes one"});
    EXPECT_EQ(with("s3cret").size(), 1u);
}

TEST_F(smpp_sections, networks_senders_and_flags_are_checked) {
    EXPECT_EQ(
        problems_of(account + "allowed_networks = [\"10.0.0.0/33\"]\n" + server),
        texts{
            R"(c.toml:5:21: error: account[0].allowed_networks[0]: "10.0.0.0/33" is no block of addresses: write "10.0.0.0/8" or "fd00::/8")"});
    EXPECT_EQ(
        problems_of(account + "allowed_senders = [\"Shop\", \"Sh*p\"]\n" + server),
        texts{
            R"(c.toml:5:28: error: account[0].allowed_senders[1]: has a "*" before its end: a sender is whole, or a beginning and a "*")"});
    EXPECT_EQ(problems_of(account + "dialect = [\"packed_gsm\"]\n" + server),
              texts{R"(c.toml:5:12: error: account[0].dialect[0]: "packed_gsm" is unknown, did you mean "packed_gsm7"?)"});
    EXPECT_EQ(problems_of(account + "window = 0\n" + server),
              texts{"c.toml:5:10: error: account[0].window: 0 is out of range, 1 to 10000"});
    EXPECT_EQ(problems_of(account + "certificate_name = \"a.example\"\n" + server + tls()),
              texts{"c.toml:5:20: error: account[0].certificate_name: no client shows a certificate without client_authorities "
                    "in [smpp.tls] or [ucp.tls] or [cimd2.tls]"});
}

TEST_F(smpp_sections, messages_from_handsets_go_where_somebody_takes_them) {
    const std::string web = "callback_url = \"http://h/\"\ncallback_secret = \"env:HERMOD_TEST_KEY\"\n";
    EXPECT_EQ(problems_of(account + web + server), texts{});
    EXPECT_EQ(loaded.values.accounts.at(0).inbound, inbound_way::webhook);
    EXPECT_EQ(problems_of(account + web + "inbound = \"session\"\n" + server), texts{});
    EXPECT_EQ(loaded.values.accounts.at(0).inbound, inbound_way::session);
    EXPECT_EQ(problems_of(account + "inbound = \"webhook\"\n" + server),
              texts{R"(c.toml:5:11: error: account[0].inbound: "webhook" needs a callback_url)"});
    EXPECT_EQ(problems_of("[[account]]\nname = \"a\"\napi_key = \"env:HERMOD_TEST_KEY\"\ninbound = \"session\"\n"),
              texts{R"(c.toml:4:11: error: account[0].inbound: "session" needs a system_id or ucp_user or cimd2_user)"});
    EXPECT_EQ(problems_of("[[account]]\nname = \"a\"\napi_key = \"env:HERMOD_TEST_KEY\"\n"), texts{});
    EXPECT_EQ(loaded.values.accounts.at(0).inbound, inbound_way::webhook);
}

TEST_F(smpp_sections, a_tlv_has_a_name_and_a_tag_that_are_free) {
    const auto with = [&](const std::string& tlv) { return problems_of("[tlv]\n" + tlv); };
    const texts nobody{"c.toml:1:1: warning: account: there is none: nobody can hand in messages"};
    const auto and_this = [&](const std::string& line) { return texts{nobody[0], line}; };
    EXPECT_EQ(with("a = { tag = 0x1400, type = \"octets\" }\n"), nobody);
    EXPECT_EQ(
        with("a = { tag = 0x0424, type = \"octets\" }\n"),
        and_this(
            "c.toml:2:13: error: tlv.a.tag: is SMPP's own message_payload: only tags that SMPP does not define get a name here"));
    EXPECT_EQ(with("message_payload = { tag = 0x1400, type = \"octets\" }\n"),
              and_this("c.toml:2:1: error: tlv.message_payload: is the name of one of SMPP's own TLVs"));
    EXPECT_EQ(with("a = { tag = 0x1400, type = \"octets\" }\nb = { tag = 5120, type = \"octets\" }\n"),
              and_this("c.toml:3:1: error: tlv.b: has the tag of \"a\""));
    EXPECT_EQ(with("a = { tag = 0, type = \"octets\" }\n"),
              and_this("c.toml:2:13: error: tlv.a.tag: 0 is out of range, 1 to 65535"));
    EXPECT_EQ(with("a = { tag = 1, type = \"octet\" }\n"),
              and_this(R"(c.toml:2:23: error: tlv.a.type: "octet" is unknown, did you mean "octets"?)"));
    EXPECT_EQ(with("a = { tag = 1 }\n"), and_this("c.toml:2:5: error: tlv.a.type: is missing"));
    EXPECT_EQ(with("a = { tag = 1, type = \"octets\", size = 1 }\n"),
              and_this("c.toml:2:33: error: tlv.a.size: unknown key, use one of: tag, type"));
    EXPECT_EQ(
        with("a = 0x1400\n"),
        and_this(R"(c.toml:2:5: error: tlv.a: takes a table: write { tag = 0x1400, type = "c_string" }, not a whole number)"));
    EXPECT_EQ(with("\"Entity Id\" = { tag = 1, type = \"octets\" }\n"),
              and_this("c.toml:2:1: error: tlv.Entity Id: is no name: lower case letters, digits and \"_\", a letter first"));
}

TEST_F(smpp_sections, a_server_without_anybody_or_somebody_without_a_server_is_a_warning) {
    EXPECT_EQ(
        problems_of(server + "[[account]]\nname = \"a\"\napi_key = \"env:HERMOD_TEST_KEY\"\nwindow = 5\n"),
        (texts{"c.toml:1:1: warning: smpp: no account has a system_id: nobody can bind",
               "c.toml:5:10: warning: account[0].window: has no effect: it is for accounts that bind, and this one has no system_id or ucp_user or cimd2_user"}));
    EXPECT_EQ(problems_of(account),
              texts{"c.toml:1:1: warning: account: an account has a system_id, but there is no [smpp]: nobody can bind"});
    EXPECT_TRUE(loaded.usable());
}

}  // namespace hermod::app::smpp_sections_test
