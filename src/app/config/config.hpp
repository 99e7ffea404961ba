// The configuration with its meaning: plain values, read once, then an immutable snapshot.
//
// load_config() reports every mistake, not only the first. A connector table belongs to its type: the caller passes the
// types it knows, each with a function that reads the table, and gets back what that function made. So a new connector
// type is one row in the caller's list. Other words that a protocol defines are passed in the same way
// (config_vocabulary). Docs: docs/config.md.
#pragma once

#include <algorithm>
#include <any>
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accept/recipient_number.hpp"
#include "accept/rewriting.hpp"
#include "app/config/limits_config.hpp"
#include "app/config/health_config.hpp"
#include "app/config/schedule_config.hpp"
#include "app/config/routing_config.hpp"
#include "app/config/money_config.hpp"
#include "app/config/consent_config.hpp"
#include "app/config/hold_config.hpp"
#include "settings/problems.hpp"
#include "settings/reader.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"

namespace hermod::app {

using namespace settings;  // its words are those of every table here

struct store_config {
    std::string url = "sqlite:var/hermod.db";  // sqlite:PATH or memory:
    std::uint32_t journal_mb = 64;             // the write-ahead log is folded into the database from this size
    std::uint32_t reserve_mb = 256;            // accepting stops while less than this is free on the disk
    std::uint32_t history_days = 0;            // 0: kept for ever
};

struct http_config {
    std::vector<endpoint> listen{{"127.0.0.1", 8080}};
    std::uint32_t max_body_kb = 2048;
    std::uint32_t threads = 0;  // 0: one a core
    std::uint32_t max_connections = 10'000;
};

struct callbacks_config {
    std::vector<std::string> allow_private;  // CIDR blocks, checked
    std::uint32_t concurrency = 32;          // requests under way to one endpoint
    std::uint32_t timeout_seconds = 15;
};

enum class tls_version : std::uint8_t { v1_2, v1_3 };

struct door_tls_config {
    std::vector<endpoint> listen;
    std::string certificate, key;    // paths of PEM files: the chain, own certificate first, and its key
    std::string client_authorities;  // path of a PEM file; set: whoever connects shows a certificate of theirs
    tls_version least = tls_version::v1_2;
};

// What every server has that applications keep connections to: a protocol's section begins with it.
struct door_config {
    std::vector<endpoint> listen;  // without TLS; empty only where there is TLS
    bool allow_plaintext = false;  // off loopback
    std::optional<door_tls_config> tls;
    std::uint32_t max_binds = 10'000, max_pre_bind = 1'000;  // max_pre_bind: connections that have not bound yet
    std::uint32_t session_init_seconds = 5;                  // from the connection to its bind
    std::uint32_t inactivity_seconds = 0;                    // 0: never
    std::uint32_t response_seconds = 60;                     // what we sent and was not answered for so long is given up
    std::uint32_t most_untold = 10'000;                      // events for an account that answers none: then it is held
    std::uint32_t password_threads = 1, password_waiting = 64;
};

enum class door_kind : std::uint8_t { smpp, ucp, cimd2 };

struct door_words {
    door_kind is;
    std::string_view section;  // of the configuration
    std::string_view login;    // the account's key
    std::size_t most_login;    // octets
    std::size_t most_password;
};
inline constexpr door_words all_doors[] = {
    {door_kind::smpp, "smpp", "system_id", 15, 8},  // SMPP 3.4, sections 5.2.1 and 5.2.2, without the terminator
    {door_kind::ucp, "ucp", "ucp_user", 16, 8},    // OAdC and, by the specification, PWD of operation 60
    {door_kind::cimd2, "cimd2", "cimd2_user", 32, 32},  // parameters 010 and 011
};

// [smpp]
struct smpp_config : door_config {
    smpp_config() { listen = {{"127.0.0.1", 2776}}; }
    std::string system_id = "hermod";         // in the bind's response
    std::uint32_t enquire_link_seconds = 30;  // 0: none
};

// [ucp]
struct ucp_config : door_config {
    ucp_config() { listen = {{"127.0.0.1", 3025}}; }
    std::uint32_t keepalive_seconds = 0;             // 0: none
    std::optional<std::int32_t> utc_offset_minutes;  // of the times in its fields; unset: the machine's zone
    std::uint32_t throttled_error = 4;               // EC of what must wait
};

// [cimd2]
struct cimd2_config : door_config {
    cimd2_config() { listen = {{"127.0.0.1", 9971}}; }
    std::uint32_t alive_seconds = 60;        // 0: none
    std::int32_t centre_offset_minutes = 0;  // of its times from UTC
};

struct log_config {
    log_level level = log_level::info;
    std::string file;  // empty: standard error
    std::uint32_t max_mb = 100, files = 10;
    bool access = true, pdus = false, mask_numbers = false;
};

enum class callback_event : std::uint8_t { final, submitted };

// Where an account's messages from handsets go.
enum class inbound_way : std::uint8_t { session, webhook };

// How an account may bind, at whatever door; meaningful only where it has a login.
struct account_sessions_config {
    std::array<std::string, std::size(all_doors)> logins;  // by door_kind; empty: it cannot bind there
    std::string password;                       // an Argon2id hash, or plain text; empty: the certificate is enough
    std::vector<std::string> allowed_networks;  // CIDR blocks, checked; empty: any
    std::uint32_t max_binds = 10;
    std::uint32_t window = 100;          // submits unanswered a bind, at most
    std::uint32_t deliver_window = 100;  // of what it is told, unanswered a bind, at most
    // Senders it may use, by HTTP as well: whole, or a beginning before a "*" at the end; empty: any.
    std::vector<std::string> allowed_senders;
    std::string certificate_name;  // that the client's certificate must hold, as common name or alternative name

    const std::string& login(door_kind at) const { return logins[static_cast<std::size_t>(at)]; }
    bool any() const {
        return std::any_of(logins.begin(), logins.end(), [](const std::string& one) { return !one.empty(); });
    }
};

// What an account may do over SMPP alone.
struct account_smpp_config {
    std::vector<std::string> dialect;
    bool deliver_as_data_sm = false;
    std::string broadcast;  // the connector that relays its broadcasts; empty: it may not broadcast
    std::optional<endpoint> outbind;  // where we connect and say outbind while nobody hears
    std::string outbind_password;     // what we say then, with [smpp] system_id
};

// What an account may do over UCP alone.
struct account_ucp_config {
    std::vector<std::string> dialect;
};

// What an account may do over CIMD2 alone.
struct account_cimd2_config {
    std::vector<std::string> dialect;
};

struct account_config {
    std::string name;
    account_id id;
    std::string api_key;  // empty: the account cannot use HTTP; never to be compared with what a caller shows
    std::string callback_url, callback_secret, default_from;
    std::vector<callback_event> callback_events{callback_event::final};
    std::uint32_t callback_batch = 1;
    bool admin = false;
    std::uint32_t weight = 1;  // its share of a connector beside others' messages of the same priority
    bool smart = false, transliterate = false;  // for texts that do not say themselves
    std::vector<std::string> languages;         // whose 7-bit tables they may be said in
    const country* home = nullptr;              // as whose numbers its recipients are read; null: international ones only
    std::vector<std::string> tags;              // that all its messages have
    account_sessions_config sessions;
    account_smpp_config smpp;
    account_ucp_config ucp;
    account_cimd2_config cimd2;
    account_money_config money;
    account_limits_config limits;
    inbound_way inbound = inbound_way::webhook;
    std::string send_window;  // that holds for messages that name none; empty: none
    account_consent_config consent;
};

struct connector_config {
    std::string name, type;
    connector_id id;
    std::string prices;           // a price table's name; for accounts that have none of their own
    std::string inbound_account;  // whose the messages from handsets are; empty: nobody's yet
    std::any options;             // what the type's read() returned
    route::cost_table_ptr costs{};  // what its network charges; null: not known
    health_config health{};         // as in [health], where it says nothing else
};

// [tlv]: a name for a TLV of some vendor.
struct tlv_config {
    std::string name;
    std::uint16_t tag = 0;
    std::string type;  // a word of config_vocabulary::tlv_types
};

struct inbound_config {
    std::uint32_t join_seconds = 3'600;  // how long the parts of a message wait for each other; 0: handed on as they come
};

struct config {
    store_config store;
    http_config http;
    std::optional<smpp_config> smpp;  // not set: no SMPP server
    std::optional<ucp_config> ucp;    // not set: no UCP server
    std::optional<cimd2_config> cimd2;
    callbacks_config callbacks;
    log_config log;
    inbound_config inbound;
    health_config health;
    opt_outs_config opt_outs;
    std::vector<opt_out_answer_config> opt_out_answers;
    std::vector<hold_config> holds;
    std::vector<tlv_config> tlvs;
    std::vector<price_table_config> price_tables;
    std::vector<account_config> accounts;
    std::vector<connector_config> connectors;
    std::vector<connector_group_config> connector_groups;
    std::vector<prefix_table_config> prefix_tables;
    std::vector<route_config> routes;
    std::vector<number_list_config> number_lists;
    limits_config limits;
    std::vector<limit_config> all_limits;
    std::vector<accept::number_rule> number_rules;
    accept::rewriting rewriting;
    // Its sections as texts (fingerprint.hpp): whether another one may be taken over while this one runs.
    std::map<std::string, std::string> fixed, changing;
    zones_config zones;
    std::vector<window_config> windows;
    std::vector<inbound_route_config> inbound_routes;

    // Null: there is no such server.
    const door_config* door(door_kind which) const {
        switch (which) {
            case door_kind::smpp:
                return smpp ? &*smpp : nullptr;
            case door_kind::ucp:
                return ucp ? &*ucp : nullptr;
            case door_kind::cimd2:
                return cimd2 ? &*cimd2 : nullptr;
        }
        return nullptr;
    }
};

struct connector_type {
    std::string_view name;
    // Asks for the type's own keys; name, type and inbound_account have been read, finish() is called afterwards.
    std::function<std::any(table_reader&)> read;
    // The paths of the HTTP server that what read() returned asks for; empty: the type has none.
    std::function<std::vector<std::string>(const std::any&)> paths{};
    // Whether what read() returned relays cell broadcasts; empty: no such connector does.
    std::function<bool(const std::any&)> takes_broadcasts{};
    bool stays = false;  // one of this type neither comes nor goes while the program runs
};

struct named_tag {
    std::string_view name;  // "message_payload"
    std::uint16_t value;
};

// Words that are defined elsewhere, each list where its protocol is; the lists must outlive the call.
struct config_vocabulary {
    std::span<const connector_type> types;
    std::span<const std::string_view> dialect_flags{};  // of accounts; connectors have theirs from their type
    std::span<const std::string_view> tlv_types{};
    std::span<const named_tag> known_tags{};            // the protocol's own: [tlv] may neither take nor rename them
    std::span<const std::string_view> languages{};      // that a text may be said in
    std::span<const std::string_view> api_paths{};      // first steps of paths that are the API's: no connector may have them
    std::span<const std::string_view> ucp_dialect_flags{};  // of accounts: `ucp_dialect`
    std::span<const std::string_view> cimd2_dialect_flags{};  // of accounts
};

struct loaded_config {
    config values;  // to be used only when usable()
    std::vector<problem> problems;
    bool usable() const;
};

loaded_config load_config(const std::string& path, const config_vocabulary& words);
loaded_config parse_config(std::string_view text, const std::string& file, const config_vocabulary& words);

}  // namespace hermod::app
