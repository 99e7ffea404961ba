// What concerns the SMPP server: [smpp], [smpp.tls], [tlv], and an account's keys for it.
#include <algorithm>

#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

constexpr std::size_t most_system_id = 15;  // SMPP 3.4, section 5.2.1, without the terminator
constexpr std::size_t most_password = 8;    // section 5.2.2
constexpr std::size_t most_hash = 127;      // libsodium's crypto_pwhash_STRBYTES without the terminator

}  // namespace

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host == "0:0:0:0:0:0:0:1" ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

namespace {

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

void read_system_id(table_reader& table, std::string& out) {
    if (table.text("system_id", out, most_system_id) && !is_printable(out))
        table.error("system_id", "holds something else than printable ASCII");
}

// $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH; what the numbers are is the library's to judge.
bool is_argon2id(std::string_view text) {
    return text.starts_with("$argon2id$v=19$m=") && text.size() <= most_hash && std::count(text.begin(), text.end(), '$') == 5 &&
           text.back() != '$' && is_printable(text);
}

void check_password(table_reader& table, const std::string& password) {
    if (password.starts_with("$argon2")) {
        if (!is_argon2id(password)) table.error("password", "is no Argon2id hash: `hermod password` makes one");
    } else if (password.starts_with("$2") || password.starts_with("$5$") || password.starts_with("$6$") ||
               password.starts_with("$y$")) {
        table.error("password", "is a hash of another kind than Argon2id: `hermod password` makes one");
    } else if (password.size() > most_password) {
        table.warning("password", "SMPP allows 8 octets: many clients cannot send a longer one");
    }
}

void read_senders(table_reader& table, std::vector<std::string>& out) {
    if (!table.texts("allowed_senders", out)) return;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto star = out[i].find('*');
        if (star != std::string::npos && star + 1 != out[i].size())
            table.error("allowed_senders", "has a \"*\" before its end: a sender is whole, or a beginning and a \"*\"", i);
    }
}

smpp_tls_config read_smpp_tls(table_reader& table) {
    smpp_tls_config out;
    table.require({"listen", "certificate", "key"});
    table.addresses("listen", out.listen);
    table.file("certificate", out.certificate);
    table.file("key", out.key, true);
    table.file("client_authorities", out.client_authorities);
    table.word("min_version", out.least, {{"1.2", tls_version::v1_2}, {"1.3", tls_version::v1_3}});
    table.finish();
    return out;
}

bool same_place(const endpoint& a, const endpoint& b) {
    return a.port != 0 && a.port == b.port && a.host == b.host;
}

void check_listen(table_reader& table, const smpp_config& with) {
    for (std::size_t i = 0; i < with.listen.size(); ++i) {
        const endpoint& at = with.listen[i];
        if (!with.allow_plaintext && !is_loopback(at.host))
            table.error("listen",
                        "is not loopback: passwords and messages would travel in the clear; use [smpp.tls], or say "
                        "allow_plaintext = true",
                        i);
        const auto& others = with.tls ? with.tls->listen : std::vector<endpoint>{};
        if (std::any_of(others.begin(), others.end(), [&](const endpoint& other) { return same_place(at, other); }))
            table.error("listen", "is an address of [smpp.tls] too", i);
    }
}

std::optional<tlv_config> read_tlv(const entry& e, const std::string& path, const config_vocabulary& words, problems& out) {
    const auto* value = std::get_if<setting_table>(&e.what.value);
    if (!value) {
        out.error(e.what.at, path,
                  "takes a table: write { tag = 0x1400, type = \"c_string\" }, not " + std::string(kind_of(e.what)));
        return std::nullopt;
    }
    tlv_config made{e.key, 0, {}};
    table_reader table(*value, path, out);
    table.require({"tag", "type"});
    const bool tagged = table.number("tag", made.tag, 0x0001, 0xFFFF);
    if (table.text("type", made.type) &&
        std::find(words.tlv_types.begin(), words.tlv_types.end(), made.type) == words.tlv_types.end())
        table.unknown_word("type", {}, made.type, words.tlv_types);
    for (const named_tag& known : words.known_tags)
        if (tagged && known.value == made.tag)
            table.error("tag",
                        "is SMPP's own " + std::string(known.name) + ": only tags that SMPP does not define get a name here");
    table.finish();
    return tagged ? std::optional(std::move(made)) : std::nullopt;
}

bool is_tlv_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && !(name[0] >= '0' && name[0] <= '9') &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

}  // namespace

smpp_config read_smpp(table_reader& table) {
    smpp_config out;
    if (auto tls = table.table("tls")) out.tls = read_smpp_tls(*tls);
    table.addresses("listen", out.listen, out.tls.has_value());
    table.flag("allow_plaintext", out.allow_plaintext);
    check_listen(table, out);
    read_system_id(table, out.system_id);
    table.number("max_binds", out.max_binds, 1, 1'000'000);
    table.number("max_pre_bind", out.max_pre_bind, 1, 100'000);
    table.number("session_init_seconds", out.session_init_seconds, 1, 600);
    table.number("enquire_link_seconds", out.enquire_link_seconds, 0, 3'600);
    table.number("inactivity_seconds", out.inactivity_seconds, 0, 86'400);
    table.number("response_seconds", out.response_seconds, 1, 3'600);
    table.number("most_untold", out.most_untold, 1, 10'000'000);
    table.number("password_threads", out.password_threads, 1, 64);
    table.number("password_waiting", out.password_waiting, 1, 100'000);
    table.finish();
    return out;
}

std::vector<tlv_config> read_tlvs(const setting_table& table, const config_vocabulary& words, problems& out) {
    std::vector<tlv_config> made;
    for (const entry& e : table.entries) {
        const std::string path = "tlv." + e.key;
        if (!is_tlv_name(e.key)) out.error(e.at, path, "is no name: lower case letters, digits and \"_\", a letter first");
        for (const named_tag& known : words.known_tags)
            if (known.name == e.key) out.error(e.at, path, "is the name of one of SMPP's own TLVs");
        auto one = read_tlv(e, path, words, out);
        if (!one) continue;
        for (const tlv_config& other : made)
            if (other.tag == one->tag) out.error(e.at, path, "has the tag of \"" + other.name + '"');
        made.push_back(std::move(*one));
    }
    return made;
}

void read_account_smpp(table_reader& table, std::span<const std::string_view> dialect_flags, account_config& out) {
    account_smpp_config& to = out.smpp;
    read_system_id(table, to.system_id);
    if (table.secret("password", to.password)) check_password(table, to.password);
    table.networks("allowed_networks", to.allowed_networks);
    table.number("max_binds", to.max_binds, 1, 10'000);
    table.number("rate", to.rate, 0, 1'000'000);
    table.number("window", to.window, 1, 10'000);
    table.number("deliver_window", to.deliver_window, 1, 10'000);
    read_senders(table, to.allowed_senders);
    if (table.text("certificate_name", to.certificate_name, 253) && to.certificate_name.starts_with('.'))
        table.error("certificate_name", "begins with a dot: a whole name is meant");
    table.words_of("dialect", to.dialect, dialect_flags);
    table.word("deliver_as", to.deliver_as_data_sm, {{"deliver_sm", false}, {"data_sm", true}});
    table.text("broadcast", to.broadcast);
    if (endpoint place; table.address("outbind", place)) to.outbind = place;
    table.secret("outbind_password", to.outbind_password);
    if (table.has("outbind_password") && !table.has("outbind")) table.warning("outbind_password", "has no effect without outbind");
    if (table.has("system_id")) {
        if (!table.has("certificate_name")) table.require({"password"});
    } else {
        // Limits of something that does not exist: whoever wrote them believes that they hold.
        for (const auto key : {"password", "allowed_networks", "max_binds", "rate", "window", "deliver_window", "allowed_senders",
                               "certificate_name", "dialect", "deliver_as", "broadcast", "outbind"})
            if (table.has(key)) table.warning(key, "has no effect: it is for SMPP, and the account has no system_id");
    }
    out.inbound = table.has("system_id") && !table.has("callback_url") ? inbound_way::session : inbound_way::webhook;
    if (!table.word("inbound", out.inbound, {{"session", inbound_way::session}, {"webhook", inbound_way::webhook}})) return;
    if (out.inbound == inbound_way::session && !table.has("system_id")) table.error("inbound", "\"session\" needs a system_id");
    if (out.inbound == inbound_way::webhook && !table.has("callback_url"))
        table.error("inbound", "\"webhook\" needs a callback_url");
}

}  // namespace hermod::app
