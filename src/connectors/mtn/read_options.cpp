#include <algorithm>

#include "calls/configured.hpp"
#include "connectors/mtn/options.hpp"
#include "net/form_text.hpp"
#include "net/http_characters.hpp"

namespace hermod::connectors::mtn {

namespace {

using settings::table_reader;

constexpr std::string_view published_token_url =
    "https://api.mtn.com/v1/oauth/access_token/accesstoken?grant_type=client_credentials";
constexpr std::string_view usual_send_path = "/SendSmsService/services/SendSms";
constexpr std::string_view usual_manager_path = "/SmsNotificationManagerService/services/SmsNotificationManager";

// Keys of one interface that stand with another mean that somebody is mistaken about the network.
void refuse_keys(table_reader& table, std::initializer_list<const char*> keys, std::string_view only) {
    for (const char* key : keys)
        if (table.any(key)) table.error(key, "belongs to interface = " + std::string(only));
}

// False: a mistake was reported.
bool read_header_secret(table_reader& table, std::string_view key, std::string& out) {
    if (!table.secret(key, out)) return !table.has(key);
    if (net::is_field_value(out)) return true;
    table.error(key, "has a character that no header may have");
    return false;
}

bool read_base(table_reader& table, mtn_options& out) {
    std::string url;
    if (!out.is_parlayx())
        url = wire::madapi::published_base(out.version());
    else
        table.require({"base_url"});
    if (!table.text("base_url", url, 500) && table.has("base_url")) return false;
    while (url.ends_with('/')) url.pop_back();
    if (url.empty()) return false;
    const auto parsed = net::parse_http_url(url);
    if (!parsed || url.find('?') != std::string::npos) {
        table.error("base_url", "is no URL: write https://HOST/PATH");
        return false;
    }
    out.origin = *parsed;
    out.base = parsed->target == "/" ? "" : parsed->target;
    return true;
}

bool read_token(table_reader& table, mtn_options& out) {
    net::oauth2_options made;
    made.credentials_in_body = true;  // the portal's text; others take Basic
    std::string url(published_token_url);
    bool right = table.text("token_url", url, 500) || !table.has("token_url");
    const auto parsed = net::parse_http_url(url);
    if (right && !parsed) table.error("token_url", "is no URL of a token endpoint");
    right = right && parsed;
    if (right) made.endpoint = *parsed;
    right = read_header_secret(table, "client_id", made.client_id) && right;
    right = read_header_secret(table, "client_secret", made.client_secret) && right;
    table.text("scope", made.scope);
    table.flag("credentials_in_body", made.credentials_in_body);
    if (table.has("client_id") != table.has("client_secret")) {
        table.error(table.has("client_id") ? "client_id" : "client_secret", "client_id and client_secret need each other");
        return false;
    }
    if (!table.has("client_id")) {
        if (out.api_key.empty() && !table.has("api_key"))
            table.error("client_id", "is missing, and so is api_key: nothing would say who we are");
        for (const char* key : {"token_url", "scope", "credentials_in_body"})
            if (table.has(key)) table.error(key, "needs client_id and client_secret");
        return false;
    }
    if (right) out.token = std::move(made);
    return right;
}

void read_madapi(table_reader& table, mtn_options& out) {
    (void)read_header_secret(table, "api_key", out.api_key);
    (void)read_token(table, out);
    table.text("target_system", out.target_system, 100);
    if (out.speaks == interface_kind::madapi_v3) {
        table.text("service_code", out.service_code, 36);
        table.text("keyword", out.keyword, 100);
    } else {
        refuse_keys(table, {"service_code", "keyword"}, "\"madapi-v3\"");
    }
    refuse_keys(table,
                {"sp_id", "sp_password", "service_id", "bundle_id", "criteria", "header_addresses", "utc_offset_minutes",
                 "send_path", "manager_path"},
                "\"parlayx\"");
}

void read_parlayx(table_reader& table, mtn_options& out) {
    table.require({"sp_id"});
    table.text("sp_id", out.sp_id, 100);
    table.secret("sp_password", out.sp_password);
    table.text("service_id", out.service_id, 100);
    table.text("bundle_id", out.bundle_id, 100);
    table.text("criteria", out.criteria, 100);
    table.word("header_addresses", out.addresses,
               {{"tel", header_addresses::tel}, {"bare", header_addresses::bare}, {"none", header_addresses::none}});
    int offset = 0;
    if (table.number("utc_offset_minutes", offset, -12 * 60, 14 * 60)) out.utc_offset = std::chrono::minutes{offset};
    out.send_path = usual_send_path;
    out.manager_path = usual_manager_path;
    for (const auto& [key, path] : {std::pair{"send_path", &out.send_path}, std::pair{"manager_path", &out.manager_path}}) {
        if (table.has(key)) (void)calls::read_path(table, key, *path);
        *path = out.base + *path;
    }
    refuse_keys(table,
                {"api_key", "token_url", "client_id", "client_secret", "scope", "credentials_in_body", "target_system",
                 "service_code", "keyword"},
                "\"madapi-v1\" to \"madapi-v3\"");
}

void read_inbound(table_reader& table, mtn_options& out) {
    (void)calls::read_public_url(table, out.public_url);
    if (table.has("receipts_path")) (void)calls::read_path(table, "receipts_path", out.receipts_path);
    if (table.has("messages_path")) (void)calls::read_path(table, "messages_path", out.messages_path);
    if (!table.has("public_url")) {
        for (const char* key : {"receipts_path", "messages_path", "caller"})
            if (table.any(key)) table.warning(key, "has no effect without public_url: nobody is told where we are");
        return;
    }
    auto caller = calls::caller_table(table);
    if (!caller) return;
    const auto secret = [](table_reader& from, std::string_view key, std::string& to) { return from.secret(key, to); };
    if (out.is_parlayx()) caller->secret("sp_rev_password", out.sp_rev_password);
    (void)calls::read_caller(*caller, secret,
                             {out.is_parlayx() ? "sp_rev_password" : "", caller->has("sp_rev_password") && out.is_parlayx()},
                             out.caller);
    caller->finish();
}

// What is asked for instead of told: where nothing can be told to us, the versions that can be asked are.
void read_asking(table_reader& table, mtn_options& out) {
    if (table.texts("codes", out.codes))
        for (std::size_t i = 0; i < out.codes.size(); ++i)
            if (out.codes[i].empty() || out.codes[i].size() > 36) table.error("codes", "is no code: write \"11221\"", i);
    if (out.codes.empty() && !table.has("codes") && !out.service_code.empty()) out.codes.push_back(out.service_code);
    table.flag("subscribe", out.subscribe);
    table.flag("unsubscribe", out.unsubscribe);
    std::uint32_t renew = 86'400, poll = 0, status = 0;
    const bool told = !out.public_url.empty();
    const bool polls = out.speaks == interface_kind::madapi_v1 || out.speaks == interface_kind::madapi_v2;
    // v2 publishes no way to be told of messages.
    if (!out.codes.empty() && (out.speaks == interface_kind::madapi_v2 || (polls && !told))) poll = 10;
    if (!told && out.speaks != interface_kind::madapi_v3) status = 60;
    table.number("renew_seconds", renew, 10, 31'536'000);
    table.number("poll_seconds", poll, 0, 86'400);
    table.number("status_seconds", status, 0, 86'400);
    if (table.has("poll_seconds") && poll > 0 && !polls)
        table.error("poll_seconds", "only madapi-v1 and madapi-v2 can be asked for messages");
    if (table.has("status_seconds") && status > 0 && out.speaks == interface_kind::madapi_v3)
        table.error("status_seconds", "madapi-v3 cannot be asked what became of a message");
    if (out.speaks == interface_kind::madapi_v3 && !told)
        table.warning("public_url", "is missing: no receipts and no messages from handsets will come");
    out.renew = std::chrono::seconds{renew};
    out.poll = std::chrono::seconds{poll};
    out.status = std::chrono::seconds{status};
}

void read_errors(table_reader& table, mtn_options& out) {
    const auto* rows = table.free_table("errors");
    if (!rows) return;
    table_reader reader(*rows, table.path() + ".errors", table.out());
    for (const auto& one : rows->entries)
        reader.word(one.key, out.errors[one.key],
                    {{"final", meaning::refused},
                     {"next_route", meaning::elsewhere},
                     {"retry", meaning::later},
                     {"throttled", meaning::throttled},
                     {"alarm", meaning::alarm},
                     {"unsure", meaning::unsure}});
}

void read_states(table_reader& table, mtn_options& out) {
    const auto* rows = table.free_table("states");
    if (!rows) return;
    table_reader reader(*rows, table.path() + ".states", table.out());
    for (const auto& one : rows->entries) {
        std::string key = one.key;
        std::transform(key.begin(), key.end(), key.begin(), net::characters::lower);
        reader.word(one.key, out.states[key],
                    {{"delivered", state::delivered},
                     {"undelivered", state::undelivered},
                     {"expired", state::expired},
                     {"rejected", state::rejected},
                     {"cancelled", state::cancelled},
                     {"submitted", state::submitted}});
    }
}

}  // namespace

std::string mtn_options::url_of(const std::string& path, std::string_view code) const {
    if (public_url.empty()) return {};
    std::string out = public_url + path;
    const auto add = [&out](std::string_view name, std::string_view value) {
        out += out.find('?') == std::string::npos ? '?' : '&';
        net::append_percent(out, name);
        out += '=';
        net::append_percent(out, value);
    };
    if (!caller.query.empty()) add(caller.query, caller.secret);
    if (!code.empty()) add("code", code);
    return out;
}

mtn_options read_mtn_options(table_reader& table) {
    mtn_options out;
    table.require({"interface"});
    const bool known = table.word("interface", out.speaks,
                                  {{"madapi-v1", interface_kind::madapi_v1},
                                   {"madapi-v2", interface_kind::madapi_v2},
                                   {"madapi-v3", interface_kind::madapi_v3},
                                   {"parlayx", interface_kind::parlayx}});
    calls::read_traffic(table, out);
    if (!known) {
        // Which keys there may be, the interface says.
        for (const auto& one : table.written()->entries) (void)table.any(one.key);
        return out;
    }
    (void)read_base(table, out);
    if (out.is_parlayx())
        read_parlayx(table, out);
    else
        read_madapi(table, out);
    calls::read_tls(table, out.origin.tls || (out.token && out.token->endpoint.tls), out);
    read_inbound(table, out);
    read_asking(table, out);
    enum class long_text { whole, parts } how = long_text::whole;
    table.word("long", how, {{"whole", long_text::whole}, {"parts", long_text::parts}});
    out.whole = how == long_text::whole;
    read_errors(table, out);
    read_states(table, out);
    return out;
}

std::vector<std::string> paths_of(const mtn_options& options) {
    if (options.public_url.empty()) return {};
    if (options.receipts_path == options.messages_path) return {options.receipts_path};
    return {options.receipts_path, options.messages_path};
}

}  // namespace hermod::connectors::mtn
