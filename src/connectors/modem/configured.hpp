// The keys of a [[connector]] table of type "modem": those of the group, and a [[connector.modem]] table for each modem.
#pragma once

#include "connectors/modem/options.hpp"
#include "settings/reader.hpp"

namespace hermod::connectors::modem {

connector_options read_options(settings::table_reader& table);

}  // namespace hermod::connectors::modem
