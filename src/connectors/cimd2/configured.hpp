// The keys of a [[connector]] with type = "cimd2". docs/config.md lists them.
#pragma once

#include "connectors/cimd2/options.hpp"
#include "settings/reader.hpp"

namespace hermod::connectors::cimd2 {

// What is wrong is reported to the reader; name, id and what else is no key of this type, the caller fills in.
connector_options read_options(settings::table_reader& table);

}  // namespace hermod::connectors::cimd2
