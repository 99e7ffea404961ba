// What every connector that works by HTTP calls is told, whatever the calls say. Plain values, immutable once read.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "net/http_url.hpp"
#include "net/oauth2_client.hpp"

namespace hermod {
struct connector_counters;
}

namespace hermod::calls {

struct call_options {
    net::http_url origin;  // where the provider is; the target is the calls' own
    std::optional<net::oauth2_options> token;
    std::size_t connections = 8;
    double rate = 0;  // calls a second that carry messages, 0: no limit
    double burst = 0;  // of them at once; 0: a tenth of a second's worth, one at least
    std::chrono::milliseconds connect_timeout{10'000}, answer_timeout{30'000};
    std::chrono::milliseconds reconnect_least{500}, reconnect_most{30'000};
    std::string tls_authorities, tls_name;
};

// What the connector's place in the house adds.
struct identity {
    std::string name;
    connector_id id;
    account_id inbound_account;
    std::shared_ptr<connector_counters> counters{};  // in which it counts; null: in its own
};

struct clock_functions {
    std::function<mono_time()> mono;
    std::function<wall_time()> wall;
};

}  // namespace hermod::calls
