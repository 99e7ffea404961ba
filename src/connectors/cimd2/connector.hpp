// The CIMD2 client: one connector, one or more logins at one centre, on one executor.
//
// Parts leave as submit messages (03); 20 and 23 are answered when the store has on disk what they say. Packet numbers and
// windows never leave this folder. What all connectors with connections do, and how long one lives, stands in
// lines/line_connector.hpp.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "base/error.hpp"
#include "connectors/cimd2/options.hpp"
#include "gateway/connector.hpp"
#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"

namespace hermod::connectors::cimd2 {

// Fails when a file of TLS cannot be read or a pin is none. Everything given by reference outlives the connector.
result<std::unique_ptr<hermod::connector>> make_connector(boost::asio::any_io_executor executor, connector_options options,
                                                          lines::clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events);

}  // namespace hermod::connectors::cimd2
