// The HTTP client of a provider that the configuration describes: one connector, up to `connections` requests at a time,
// each on a keep-alive connection of its own, on one executor.
//
// A part is one request, and its answer one verdict. Receipts and messages from handsets come as requests to paths of our
// own (gateway/visits.hpp) and are answered when they are on disk. Owned by app/; construct, use and destroy it on its
// executor; stop()'s done comes when no request is under way and the store has answered all that was handed to it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "base/error.hpp"
#include "connectors/http/options.hpp"
#include "gateway/connector.hpp"
#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"

namespace hermod::connectors::http {

// Fails when a file of TLS cannot be read. Everything given by reference outlives the connector.
result<std::unique_ptr<hermod::connector>> make_connector(boost::asio::any_io_executor executor, http_options options, calls::identity who,
                                                          calls::clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events);

}  // namespace hermod::connectors::http
