// The connector types that the program knows: one row each. A new connector adds its row here and a module line in CMake.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <span>

#include "app/config/config.hpp"
#include "gateway/alerts.hpp"
#include "gateway/connector.hpp"
#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"
#include "lines/acceptor.hpp"

namespace hermod::app {

// What every connector is made from.
struct connector_surroundings {
    boost::asio::any_io_executor home;
    inbox& in;
    receipts& reports;
    outlet_events& events;
    alert_function alerts{};
    std::shared_ptr<connector_counters> counters{};  // in which a type that can come and go counts; null: in its own
    std::shared_ptr<lines::kept_ports> ports{};      // in which such a type finds what the one before it listens at
};

// For load_config(): the types, and the words that protocols define.
config_vocabulary vocabulary();

// Throws std::runtime_error with a sentence for people.
std::unique_ptr<connector> make_connector(const connector_config& configured, const connector_surroundings& around);

}  // namespace hermod::app
