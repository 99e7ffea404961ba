// A simulated centre as a command: listens, says where, prints its statistics, ends with SIGINT, SIGTERM or when it has finished.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <cstdio>
#include <string>

#include "base/error.hpp"
#include "net/ticker.hpp"

namespace hermod::simulate {

// One that has started. `numbers` gives its statistics as one line of JSON. The exit code: 0.
template <class Centre>
int run_started(boost::asio::io_context& io, Centre& one, bool print_statistics, std::string (*numbers)(const Centre&)) {
    one.on_finished([&] { io.stop(); });
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](const error_code& failed, int) {
        if (!failed) io.stop();
    });
    const auto print = [&] {
        std::puts(numbers(one).c_str());
        std::fflush(stdout);
    };
    net::ticker every_second(io.get_executor(), std::chrono::seconds(1), [&](mono_time) { print(); });
    if (print_statistics) every_second.start();
    io.run();
    one.stop();
    if (print_statistics) print();
    return 0;
}

// What start() has to complain of; empty: nothing.
inline std::string complaint(const result<void>& started) {
    return started ? std::string() : started.error().message();
}
inline std::string complaint(std::string sentence) {
    return sentence;
}

// `speaks` as in "simulated UCP centre". The exit code: 1 when it cannot listen.
template <class Centre, class Options>
int run_centre(const char* speaks, const Options& how, std::string (*numbers)(const Centre&)) {
    boost::asio::io_context io(1);
    Centre one(io.get_executor(), how);
    if (const std::string why = complaint(one.start()); !why.empty()) {
        std::fprintf(stderr, "simulated %scentre on %s:%u: %s\n", speaks, how.host.c_str(), unsigned{how.port}, why.c_str());
        return 1;
    }
    std::fprintf(stderr, "simulated %scentre listens on %s:%u\n", speaks, how.host.c_str(), unsigned{one.port()});
    return run_started<Centre>(io, one, how.print_statistics, numbers);
}

}  // namespace hermod::simulate
