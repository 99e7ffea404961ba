// A small blocking HTTP client for the commands that talk to a running gateway. The commands' one thread.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hermod::app {

// The gateway could not be reached, or answered what is no HTTP.
struct unreachable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct fetched {
    int status = 0;
    std::string body;
};

struct gateway_access {
    std::string url = "http://127.0.0.1:8080";
    std::string key;
};

fetched fetch(const gateway_access& to, std::string_view method, std::string_view target, std::string_view body = {});
// Reads server-sent events line by line until the function answers false or the gateway ends. Answers the HTTP status.
int follow(const gateway_access& to, std::string_view target, const std::function<bool(std::string_view line)>& each);

}  // namespace hermod::app
