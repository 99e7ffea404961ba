// What app/ decides for callbacks as a whole. Per account: directory.hpp.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "net/address_guard.hpp"
#include "net/clocks.hpp"

namespace hermod::callback {

struct options {
    std::vector<net::network> allow_private;  // networks behind the firewall that URLs may name all the same
    std::string authorities;                  // PEM file of trusted certificates; empty: the system's
    std::chrono::milliseconds timeout{15'000};        // of one attempt, and of connecting before it
    std::chrono::milliseconds endpoint_idle{60'000};  // an endpoint without work, a connection without use: dropped
    std::chrono::milliseconds tick{100};              // how exact retries are
    std::size_t most_jobs = 10'000;         // an endpoint, held with their content; more are held as ids
    std::size_t most_untold = 10'000;       // events for sessions that answer nothing, until their account is held
    std::size_t most_endpoints = 4'096;     // a shard; events for more endpoints wait as ids
    std::size_t most_of_account = 256;      // of them, for one account
    std::size_t most_connections = 2'048;   // a shard; beyond it an endpoint has one
    std::function<void(std::string_view)> log;  // a line for each event that is given up; any of the shards' threads
    wall_time (*wall)() = &net::wall_now;
    mono_time (*mono)() = &net::mono_now;
};

}  // namespace hermod::callback
