// What concerns every server that applications keep connections to: the keys that their sections share, and an account's.
#include <algorithm>

#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

constexpr std::size_t most_hash = 127;  // libsodium's crypto_pwhash_STRBYTES without the terminator

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host == "0:0:0:0:0:0:0:1" ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

void read_login(table_reader& table, std::string_view key, std::size_t most, std::string& out) {
    if (table.text(key, out, most) && !is_printable(out)) table.error(key, "holds something else than printable ASCII");
}

namespace {

// $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH; what the numbers are is the library's to judge.
bool is_argon2id(std::string_view text) {
    return text.starts_with("$argon2id$v=19$m=") && text.size() <= most_hash && std::count(text.begin(), text.end(), '$') == 5 &&
           text.back() != '$' && is_printable(text);
}

void check_password(table_reader& table, const std::string& password) {
    if (password.starts_with("$argon2")) {
        if (!is_argon2id(password)) table.error("password", "is no Argon2id hash: `hermod password` makes one");
        return;
    }
    if (password.starts_with("$2") || password.starts_with("$5$") || password.starts_with("$6$") ||
               password.starts_with("$y$")) {
        table.error("password", "is a hash of another kind than Argon2id: `hermod password` makes one");
        return;
    }
    for (const door_words& door : all_doors)
        if (table.has(door.login) && password.size() > door.most_password)
            table.warning("password", "over " + std::string(door.section) + " many clients cannot send more than " +
                                          std::to_string(door.most_password) + " octets");
}

void read_senders(table_reader& table, std::vector<std::string>& out) {
    if (!table.texts("allowed_senders", out)) return;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto star = out[i].find('*');
        if (star != std::string::npos && star + 1 != out[i].size())
            table.error("allowed_senders", "has a \"*\" before its end: a sender is whole, or a beginning and a \"*\"", i);
    }
}

door_tls_config read_door_tls(table_reader& table) {
    door_tls_config out;
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

void check_listen(table_reader& table, std::string_view section, const door_config& with) {
    for (std::size_t i = 0; i < with.listen.size(); ++i) {
        const endpoint& at = with.listen[i];
        if (!with.allow_plaintext && !is_loopback(at.host))
            table.error("listen",
                        "is not loopback: passwords and messages would travel in the clear; use [" + std::string(section) +
                            ".tls], or say allow_plaintext = true",
                        i);
        const auto& others = with.tls ? with.tls->listen : std::vector<endpoint>{};
        if (std::any_of(others.begin(), others.end(), [&](const endpoint& other) { return same_place(at, other); }))
            table.error("listen", "is an address of [" + std::string(section) + ".tls] too", i);
    }
}

// "system_id or ucp_user"
std::string login_keys() {
    std::string out;
    for (const door_words& door : all_doors) out += (out.empty() ? "" : " or ") + std::string(door.login);
    return out;
}

std::string tls_sections() {
    std::string out;
    for (const door_words& door : all_doors) out += (out.empty() ? "[" : " or [") + std::string(door.section) + ".tls]";
    return out;
}

}  // namespace

void read_door(table_reader& table, std::string_view section, door_config& out) {
    if (auto tls = table.table("tls")) out.tls = read_door_tls(*tls);
    table.addresses("listen", out.listen, out.tls.has_value());
    table.flag("allow_plaintext", out.allow_plaintext);
    check_listen(table, section, out);
    table.number("max_binds", out.max_binds, 1, 1'000'000);
    table.number("max_pre_bind", out.max_pre_bind, 1, 100'000);
    table.number("session_init_seconds", out.session_init_seconds, 1, 600);
    table.number("inactivity_seconds", out.inactivity_seconds, 0, 86'400);
    table.number("response_seconds", out.response_seconds, 1, 3'600);
    table.number("most_untold", out.most_untold, 1, 10'000'000);
    table.number("password_threads", out.password_threads, 1, 64);
    table.number("password_waiting", out.password_waiting, 1, 100'000);
}

// Before the account's keys of single protocols.
void read_account_sessions(table_reader& table, account_config& out) {
    account_sessions_config& to = out.sessions;
    for (const door_words& door : all_doors) read_login(table, door.login, door.most_login, to.logins[static_cast<std::size_t>(door.is)]);
    if (table.secret("password", to.password)) check_password(table, to.password);
    table.networks("allowed_networks", to.allowed_networks);
    table.number("max_binds", to.max_binds, 1, 10'000);
    table.number("window", to.window, 1, 10'000);
    table.number("deliver_window", to.deliver_window, 1, 10'000);
    read_senders(table, to.allowed_senders);
    if (table.text("certificate_name", to.certificate_name, 253) && to.certificate_name.starts_with('.'))
        table.error("certificate_name", "begins with a dot: a whole name is meant");
    if (to.any()) {
        if (!table.has("certificate_name")) table.require({"password"});
    } else {
        // Limits of something that does not exist: whoever wrote them believes that they hold.
        for (const auto key : {"password", "allowed_networks", "max_binds", "window", "deliver_window", "certificate_name"})
            if (table.has(key)) table.warning(key, "has no effect: it is for accounts that bind, and this one has no " + login_keys());
    }
    out.inbound = to.any() && !table.has("callback_url") ? inbound_way::session : inbound_way::webhook;
    if (!table.word("inbound", out.inbound, {{"session", inbound_way::session}, {"webhook", inbound_way::webhook}})) return;
    if (out.inbound == inbound_way::session && !to.any()) table.error("inbound", "\"session\" needs a " + login_keys());
    if (out.inbound == inbound_way::webhook && !table.has("callback_url"))
        table.error("inbound", "\"webhook\" needs a callback_url");
}

void check_doors(table_reader& file, const config& values) {
    for (const door_words& door : all_doors) {
        const auto binds = [&](const account_config& a) { return !a.sessions.login(door.is).empty(); };
        const bool any = std::any_of(values.accounts.begin(), values.accounts.end(), binds);
        const std::string login(door.login), section(door.section);
        if (values.door(door.is) && !any) file.warning(section, "no account has a " + login + ": nobody can bind");
        if (!values.door(door.is) && any)
            file.warning("account", "an account has a " + login + ", but there is no [" + section + "]: nobody can bind");
    }
}

void check_account_sessions(table_reader& table, const account_config& mine, const config& before) {
    for (const door_words& door : all_doors) {
        const std::string& login = mine.sessions.login(door.is);
        for (const account_config& other : before.accounts)
            if (!login.empty() && other.sessions.login(door.is) == login)
                table.error(door.login, "is the " + std::string(door.login) + " of account \"" + other.name + "\" too");
    }
    const auto asks = [&](const door_words& door) {
        const door_config* at = before.door(door.is);
        return at && at->tls && !at->tls->client_authorities.empty();
    };
    if (!mine.sessions.certificate_name.empty() && std::none_of(std::begin(all_doors), std::end(all_doors), asks))
        table.error("certificate_name", "no client shows a certificate without client_authorities in " + tls_sections());
}

}  // namespace hermod::app
