// The gateway as one program: builds every part from the configuration, connects them, runs them, ends them in order.
//
//   store observers:   dispatch (lanes) -> callbacks -> live events -> access log
//   executors:         one io_context and one thread a core; a connector's home is one of them
//   end:               stop accepting, stop claiming, drain windows, finish callbacks, flush the store, leave
#pragma once

#include <functional>
#include <memory>

#include "app/config/config.hpp"

namespace hermod::app {

constexpr const char* version_text = "0.1.0";

// Runs until SIGINT or SIGTERM (a second one ends it at once). `started` is called with the HTTP addresses when it listens.
// Returns the exit code: 0, or 1 with the reason on standard error. A failed disk ends the process with 74 (EX_IOERR).
// `load` reads the configuration again, on a thread of its own.
int run_gateway(std::shared_ptr<const config> settings, std::function<loaded_config()> load,
                const std::function<void(const std::string& listening)>& started);

}  // namespace hermod::app
