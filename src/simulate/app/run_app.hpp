// `hermod simulate app`: an application that takes callbacks, until SIGINT or SIGTERM.
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>

#include "simulate/app/sink.hpp"

namespace hermod::simulate {

struct app_options {
    std::string listen = "127.0.0.1";
    std::uint16_t port = 8090;
    sink_options sink;
    // One line for each accepted event, "event-id message-id type": written in batches, complete when run_app returns.
    std::string ledger;
    std::chrono::seconds statistics{1};  // between lines of statistics; 0: none
};

// The process's exit code. Lines go to `out`, what goes wrong to `err`.
int run_app(const app_options& options, std::ostream& out, std::ostream& err);

}  // namespace hermod::simulate
