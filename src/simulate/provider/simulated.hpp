// A simulated HTTP provider: takes messages, answers, brings receipts and messages from handsets, with faults on request.
//
// For tests, benchmarks and trying out a configuration. What it speaks is a language (language.hpp). Runs on one executor
// whose io_context has one thread; construct, use and destroy it there.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "simulate/provider/language.hpp"
#include "simulate/provider/options.hpp"

namespace hermod::simulate::provider {

class centre;

class simulated {
public:
    simulated(boost::asio::any_io_executor executor, options how, std::unique_ptr<language> speaks);
    ~simulated();

    // Listens. Errors, as a sentence for people: the address is taken; a file cannot be read.
    std::string start();
    // Closes everything at once, as a crash would.
    void stop();
    // Called when stop_after messages have been taken and all that they ask for has been sent.
    void on_finished(std::function<void()> done);
    std::uint16_t port() const;

    // A message from a handset, now; UTF-8.
    void send_inbound(std::string_view from, std::string_view to, std::string_view text);
    // Drops every connection to it; it goes on listening.
    void drop_connections();
    const statistics& numbers() const;

private:
    std::shared_ptr<centre> centre_;
};

}  // namespace hermod::simulate::provider
