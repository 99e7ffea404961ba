// Simulated GSM modems, each on a pseudo-terminal and, if asked for, a TCP port, with a network behind them that takes
// messages, reports on them, and has messages from handsets.
//
// For tests, benchmarks and trying out a configuration (`hermod simulate modem`). Runs on one executor whose io_context has one
// thread; construct, use and destroy it there. Idle modems cost a look at their terminal ten times a second.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "simulate/modem/options.hpp"

namespace hermod::simulate::modem {

class centre;

class modems {
public:
    modems(boost::asio::any_io_executor executor, options how);
    ~modems();

    // Plugs all of them in; errors: no pseudo-terminal to be had, the link's name or the address is taken, no ledger.
    result<void> start();
    // Pulls all cables at once.
    void stop();
    // Called when stop_after messages have been taken and all that they ask for has been sent.
    void on_finished(std::function<void()> done);
    // "modem 1, +491511000001, /dev/pts/3, 127.0.0.1:7001", a line each, and where the control listens.
    std::vector<std::string> places() const;
    // What control.hpp says, without a connection.
    std::string obey(std::string_view line);
    const statistics& numbers() const;

private:
    std::shared_ptr<centre> centre_;
};

// Runs them until they have finished, SIGINT or SIGTERM; the exit code.
int run(const options& how);

}  // namespace hermod::simulate::modem
