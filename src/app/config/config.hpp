// The configuration with its meaning: plain values, read once, then an immutable snapshot.
//
// load_config() reports every mistake, not only the first. A connector table belongs to its type: the caller passes the
// types it knows, each with a function that reads the table, and gets back what that function made. So a new connector
// type is one row in the caller's list. Docs: docs/config.md.
#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/config/problems.hpp"
#include "app/config/reader.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"

namespace hermod::app {

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

struct log_config {
    log_level level = log_level::info;
    std::string file;  // empty: standard error
    std::uint32_t max_mb = 100, files = 10;
    bool access = true, pdus = false, mask_numbers = false;
};

enum class callback_event : std::uint8_t { final, submitted };

struct account_config {
    std::string name;
    account_id id;
    std::string api_key, callback_url, callback_secret, default_from;
    std::vector<callback_event> callback_events{callback_event::final};
    std::uint32_t callback_batch = 1;
    bool admin = false;
};

struct connector_config {
    std::string name, type;
    connector_id id;
    std::string inbound_account;  // whose the messages from handsets are; empty: nobody's yet
    std::any options;             // what the type's read() returned
};

enum class unsure_rule : std::uint8_t { resend, park };

struct route_config {
    std::string name;
    std::vector<std::string> to;      // connectors, first choice first
    std::string account, from;        // empty: any
    std::vector<std::string> prefix;  // digits without "+"; empty: every number
    unsure_rule unsure = unsure_rule::resend;
};

struct config {
    store_config store;
    http_config http;
    callbacks_config callbacks;
    log_config log;
    std::vector<account_config> accounts;
    std::vector<connector_config> connectors;
    std::vector<route_config> routes;
};

struct connector_type {
    std::string_view name;
    // Asks for the type's own keys; name, type and inbound_account have been read, finish() is called afterwards.
    std::function<std::any(table_reader&)> read;
};

struct loaded_config {
    config values;  // to be used only when usable()
    std::vector<problem> problems;
    bool usable() const;
};

loaded_config load_config(const std::string& path, std::span<const connector_type> types);
loaded_config parse_config(std::string_view text, const std::string& file, std::span<const connector_type> types);

}  // namespace hermod::app
