// ModemManager over D-Bus, by sdbus-c++, on the connector's executor: no thread of its own.
//
// Connects, connects again when the bus goes, and follows ModemManager's coming and going on it. Exceptions of sdbus-c++ end
// here.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "connectors/modemmanager/bus.hpp"

namespace hermod::connectors::modemmanager {

struct bus_options {
    std::string address = "system";  // "system", "session", or a D-Bus address
    std::chrono::milliseconds send_timeout{120'000}, reconnect_least{500}, reconnect_most{30'000};
};

std::shared_ptr<bus> make_dbus_bus(boost::asio::any_io_executor executor, bus_options how);

}  // namespace hermod::connectors::modemmanager
