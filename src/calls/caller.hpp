// Who may bring receipts and messages: what a request on one of our paths must show. Everything that is configured is asked.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/visits.hpp"
#include "net/address_guard.hpp"
#include "settings/reader.hpp"

namespace hermod::calls {

struct caller_options {
    bool open = false;                  // anybody, said in so many words
    std::string header, query, secret;  // a shared secret in a header, or in the query
    std::vector<net::network> networks;
};

// How a secret is read: a connector may have its own ways to name one.
using secret_reader = std::function<bool(settings::table_reader&, std::string_view key, std::string& out)>;
// What a connector can ask beside: its name in the configuration, and whether it does.
struct asked_beside {
    std::string_view named;
    bool asked = false;
};

// The table `caller` of a connector's; nullopt when it is missing, which is a mistake and reported.
std::optional<settings::table_reader> caller_table(settings::table_reader& connector);
// Reads what is the same for all; the table's own finish() is the connector's to call. False: a mistake was reported.
bool read_caller(settings::table_reader& caller, const secret_reader& read, asked_beside beside, caller_options& out);

// Empty: it may. Otherwise why not, for the log; the caller is told nothing.
std::string_view refuse_caller(const caller_options& wanted, const visit& what);

// Case-insensitive; empty when it is not there.
std::string_view header_of(const visit& what, std::string_view name);

}  // namespace hermod::calls
