// Reads the conditions of a [[route]] or an [[inbound_route]]: what both have, and what only one has.
#pragma once

#include "app/config/config.hpp"

namespace hermod::app {

// Text or a list of texts. Whether it stands there and is right.
bool one_or_more(table_reader& table, std::string_view key, std::vector<std::string>& out, std::size_t most_octets);

// prefix, label, keyword, text, encoding, days, hours, zone.
void read_common_conditions(table_reader& table, const config& values, route::conditions& out);
// What is whole or ends with "*": senders, short codes.
void read_patterns(table_reader& table, std::string_view key, std::vector<std::string>& out);
// Words of tags: letters, digits, . _ -
void read_tags(table_reader& table, std::string_view key, std::vector<std::string>& out);

}  // namespace hermod::app
