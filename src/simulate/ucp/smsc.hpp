// A simulated UCP message centre: takes 51, 30 and 01 from any number of connections, answers, sends notifications and messages
// from handsets.
//
// For tests, benchmarks and trying out a configuration (`hermod simulate ucp`). Runs on one executor whose io_context has one
// thread; construct, use and destroy it there. Octets are read and written in batches, one write in flight a connection.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string_view>

#include "base/error.hpp"
#include "simulate/ucp/options.hpp"

namespace hermod::simulate::ucp {

class centre;

class smsc {
public:
    smsc(boost::asio::any_io_executor executor, options how);
    ~smsc();

    // Listens; errors: the address is taken, the ledger cannot be opened.
    result<void> start();
    // Closes everything at once, as a crash would.
    void stop();
    // Called when stop_after messages have been taken and all that they ask for has been sent.
    void on_finished(std::function<void()> done);
    std::uint16_t port() const;

    // A message from a handset, now, to the account that came first (or kept until there is one). UTF-8; digits.
    void send_inbound(std::string_view from, std::string_view to, std::string_view text);
    // Drops every connection; the centre goes on listening.
    void drop_connections();
    const statistics& numbers() const;

private:
    std::shared_ptr<centre> centre_;
};

// Runs one until it has finished, SIGINT or SIGTERM; the exit code.
int run(const options& how);

}  // namespace hermod::simulate::ucp
