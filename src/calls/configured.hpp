// The keys of a [[connector]] table that every connector of this kind has: how many calls, how fast, how patient, TLS.
#pragma once

#include "calls/options.hpp"
#include "settings/reader.hpp"

namespace hermod::calls {

// connections, rate, burst, connect_seconds, answer_seconds, reconnect_min_ms, reconnect_max_ms.
void read_traffic(settings::table_reader& table, call_options& out);
// tls_authorities, tls_name; a mistake where no URL is https.
void read_tls(settings::table_reader& table, bool any_https, call_options& out);
// public_url: scheme and host as the provider reaches us, without path. False: a mistake was reported.
bool read_public_url(settings::table_reader& table, std::string& out);
// A path of our own, as it stands in a request line. False: it is missing, or a mistake was reported.
bool read_path(settings::table_reader& table, std::string_view key, std::string& out);

}  // namespace hermod::calls
