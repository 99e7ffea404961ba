// Modems that ModemManager drives, as one group: one connector on one executor.
//
// A message goes whole, since ModemManager cuts it into parts itself: its first part to come sends it, the others get the same
// verdict. What a modem hands over is deleted there when it is on disk here.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "base/error.hpp"
#include "connectors/modemmanager/bus.hpp"
#include "connectors/modemmanager/options.hpp"
#include "gateway/connector.hpp"
#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"
#include "lines/options.hpp"

namespace hermod::connectors::modemmanager {

// Everything given by reference outlives the connector. `over`: null for D-Bus.
std::unique_ptr<hermod::connector> make_connector(boost::asio::any_io_executor executor, connector_options options,
                                                  lines::clock_functions clocks, inbox& in, receipts& reports,
                                                  outlet_events& events, std::shared_ptr<bus> over = nullptr);

}  // namespace hermod::connectors::modemmanager
