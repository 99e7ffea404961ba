// The SMPP client: one connector, one or more binds to one centre, on one executor.
//
// Parts go to the bind with the most room; all parts of one message keep to one bind, in order. Receipts and messages from
// handsets are answered when the store has them on disk. Submits, windows and sequence numbers never leave this folder.
// Owned by app/; construct, use and destroy it on its executor. stop()'s done comes when every bind has ended and the
// store has answered all that was reported: destroy it then, or after the store has stopped.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "base/error.hpp"
#include "connectors/smpp/options.hpp"
#include "gateway/connector.hpp"
#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"

namespace hermod::connectors::smpp {

// Fails when a file of TLS cannot be read, a pin is none (errc.hpp), or the place to listen for outbind cannot be had. With
// SMPP 3.3 a transceiver becomes a pair. Everything given by reference outlives the connector.
result<std::unique_ptr<hermod::connector>> make_connector(boost::asio::any_io_executor executor, connector_options options,
                                                          clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events);

}  // namespace hermod::connectors::smpp
