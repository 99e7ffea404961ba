// The options that every simulated HTTP provider has, whatever it speaks: `simulate http` and its like.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/commands.hpp"
#include "simulate/provider/options.hpp"

namespace hermod::app {

// As written; what is not one to one in provider::options.
struct provider_arguments {
    std::string listen = "127.0.0.1:8080", throttle = "429";
    std::int64_t answer_delay = 0, receipt_delay = 0, deliver_retry = 1000, retry_after = 0;
    std::vector<std::string> errors;
    bool no_receipts = false, quiet = false;
};

void add_provider_options(CLI::App& command, provider_arguments& a, simulate::provider::options& o);
// In the command's callback; throws CLI::ValidationError.
void take_provider_options(const provider_arguments& a, simulate::provider::options& out);

}  // namespace hermod::app
