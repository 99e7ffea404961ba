// The keys of a [[connector]] with type = "ucp": docs/protocols/ucp.md has their table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "connectors/ucp/options.hpp"
#include "settings/reader.hpp"

namespace hermod::connectors::ucp {

// All but what every connector is told (name, id, ...). Mistakes go to the table's problems.
connector_options read_options(settings::table_reader& table);

// The flags of a dialect, as configurations write them.
std::span<const std::string_view> dialect_names();
// Those that an account at the door may have.
std::span<const std::string_view> account_dialect_names();
dialect dialect_of(std::span<const std::string> words);

}  // namespace hermod::connectors::ucp
