// A simulated CIMD2 message centre: takes submits from any number of logins, answers, sends status reports and messages
// from handsets.
//
// For tests, benchmarks and trying out a configuration (`hermod simulate cimd2`). Runs on one executor whose io_context has
// one thread; construct, use and destroy it there. Octets are read and written in batches, one write in flight a login.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string_view>

#include "base/error.hpp"
#include "simulate/cimd2/options.hpp"

namespace hermod::simulate::cimd2 {

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

    // A message from a handset, now, to the account that logged in first (or kept until there is one). UTF-8.
    void send_inbound(std::string_view from, std::string_view to, std::string_view text);
    // Drops every connection; the centre goes on listening.
    void drop_connections();
    const statistics& numbers() const;

private:
    std::shared_ptr<centre> centre_;
};

// Runs one until it has finished, SIGINT or SIGTERM; the exit code.
int run(const options& how);

}  // namespace hermod::simulate::cimd2
