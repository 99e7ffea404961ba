#include "app/config/sections.hpp"

#include "app/config/rewriting_sections.hpp"

#include <algorithm>

namespace hermod::app {
namespace {

// http:// or https://, a host, nothing below the space. callback/ takes it apart for good.
bool is_url(std::string_view text) {
    const auto scheme = text.starts_with("https://") ? 8u : text.starts_with("http://") ? 7u : 0u;
    if (scheme == 0 || text.size() == scheme || text[scheme] == '/' || text[scheme] == ':') return false;
    for (const char c : text)
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '"') return false;
    return true;
}

constexpr std::size_t short_key = 16;

}  // namespace

store_config read_store(table_reader& table) {
    store_config out;
    if (table.text("url", out.url) && out.url != "memory:" && (!out.url.starts_with("sqlite:") || out.url == "sqlite:")) {
        // Another store's address holds a password: not repeated.
        table.error("url", "is no store: write \"sqlite:PATH\" or \"memory:\"");
    } else if (out.url == "memory:") {
        table.warning("url", "memory: keeps nothing over a restart, it is for tests");
    }
    table.number("journal_mb", out.journal_mb, 1, 65'536);
    table.number("reserve_mb", out.reserve_mb, 0, 1'048'576);
    table.number("history_days", out.history_days, 0, 36'500);
    table.finish();
    return out;
}

http_config read_http(table_reader& table) {
    http_config out;
    table.addresses("listen", out.listen);
    table.number("max_body_kb", out.max_body_kb, 1, 1'048'576);
    table.number("threads", out.threads, 0, 256);
    table.number("max_connections", out.max_connections, 1, 1'000'000);
    table.finish();
    return out;
}

callbacks_config read_callbacks(table_reader& table) {
    callbacks_config out;
    table.networks("allow_private", out.allow_private);
    table.number("concurrency", out.concurrency, 1, 4096);
    table.number("timeout_seconds", out.timeout_seconds, 1, 300);
    table.finish();
    return out;
}

log_config read_log(table_reader& table) {
    log_config out;
    table.word("level", out.level,
               {{"trace", log_level::trace}, {"debug", log_level::debug}, {"info", log_level::info}, {"warning", log_level::warning},
                {"error", log_level::error}, {"off", log_level::off}});
    table.text("file", out.file);
    table.number("max_mb", out.max_mb, 1, 65'536);
    table.number("files", out.files, 1, 1'000);
    table.flag("access", out.access);
    table.flag("pdus", out.pdus);
    table.flag("mask_numbers", out.mask_numbers);
    table.finish();
    return out;
}

inbound_config read_inbound(table_reader& table) {
    inbound_config out;
    table.number("join_seconds", out.join_seconds, 0, 86'400);
    table.finish();
    return out;
}

account_config read_account(table_reader& table, const config_vocabulary& words) {
    account_config out;
    table.require({"name"});
    const auto binds = [&](const door_words& door) { return table.has(door.login); };
    if (std::none_of(std::begin(all_doors), std::end(all_doors), binds)) table.require({"api_key"});  // one door must be open to it
    if (table.name("name", out.name)) out.id = account_id{name_hash(out.name)};
    if (table.secret("api_key", out.api_key) && out.api_key.size() < short_key)
        table.warning("api_key", "is shorter than 16 octets: easy to guess");
    if (table.text("callback_url", out.callback_url) && !is_url(out.callback_url))
        table.error("callback_url", "is no address: write http://HOST/PATH or https://HOST/PATH");
    table.secret("callback_secret", out.callback_secret);
    if (!out.callback_url.empty() && !table.has("callback_secret"))
        table.warning("callback_url", "without callback_secret nobody can tell our callbacks from forged ones");
    table.words("callback_events", out.callback_events, {{"final", callback_event::final}, {"submitted", callback_event::submitted}});
    table.number("callback_batch", out.callback_batch, 1, 1'000);
    table.text("default_from", out.default_from, 21);
    table.flag("admin", out.admin);
    table.text("send_window", out.send_window, 64);
    table.number("weight", out.weight, 1, 1'000);
    table.flag("smart", out.smart);
    table.flag("transliterate", out.transliterate);
    table.words_of("languages", out.languages, words.languages);
    read_account_rewriting(table, out);
    read_account_sessions(table, out);
    read_account_limits(table, out);
    read_account_smpp(table, words.dialect_flags, out);
    read_account_ucp(table, words.ucp_dialect_flags, out);
    read_account_cimd2(table, words.cimd2_dialect_flags, out);
    read_account_consent(table, out.consent);
    return out;
}

}  // namespace hermod::app
