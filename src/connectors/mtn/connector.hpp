// MTN's networks as they sell SMS by HTTP: MADAPI v1, v2, v3, and ParlayX 2.x on Huawei's SDP. One connector, up to
// `connections` calls at a time, on one executor.
//
// A part is one call; a long text is one where the interface splits it. Receipts and messages are brought to paths of our
// own, which are registered at start, renewed, and given up at stop; or they are asked for. Owned by app/; construct, use and
// destroy it on its executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "base/error.hpp"
#include "connectors/mtn/options.hpp"
#include "gateway/connector.hpp"
#include "gateway/inbox.hpp"
#include "gateway/receipts.hpp"

namespace hermod::connectors::mtn {

// Fails when a file of TLS cannot be read. Everything given by reference outlives the connector.
result<std::unique_ptr<hermod::connector>> make_connector(boost::asio::any_io_executor executor, mtn_options options,
                                                          calls::identity who, calls::clock_functions clocks, inbox& in,
                                                          receipts& reports, outlet_events& events);

}  // namespace hermod::connectors::mtn
