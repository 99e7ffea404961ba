// The keys of a [[connector]] table of type "modemmanager".
#pragma once

#include "connectors/modemmanager/options.hpp"
#include "settings/reader.hpp"

namespace hermod::connectors::modemmanager {

connector_options read_options(settings::table_reader& table);

}  // namespace hermod::connectors::modemmanager
