// SMS modems: one connector, one or more modems as one group, on one executor.
//
// A part goes by the modem that has sent least and has room; the parts of one message by one modem; a message whose sender is a
// modem's own number by that one. What a modem hands over is deleted from it, or acknowledged, when it is on disk.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "base/error.hpp"
#include "connectors/modem/options.hpp"
#include "gateway/connector.hpp"
#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"
#include "lines/options.hpp"

namespace hermod::connectors::modem {

// Everything given by reference outlives the connector.
result<std::unique_ptr<hermod::connector>> make_connector(boost::asio::any_io_executor executor, connector_options options,
                                                          lines::clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events);

}  // namespace hermod::connectors::modem
