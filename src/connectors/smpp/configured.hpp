// The keys of a [[connector]] with type = "smpp". docs/config.md lists them.
#pragma once

#include "connectors/smpp/options.hpp"
#include "settings/reader.hpp"

namespace hermod::connectors::smpp {

// What is wrong is reported to the reader; name, id and what else is no key of this type, the caller fills in.
connector_options read_options(settings::table_reader& table);

// Whether such a connector relays cell broadcasts: they came with 5.0.
inline bool takes_broadcasts(const connector_options& options) {
    return options.session.interface_version >= wire::smpp::version_5_0;
}

}  // namespace hermod::connectors::smpp
