// The application's side of callbacks: verifies, counts, remembers, and fails on purpose when it is told to.
//
// An http_handler for net::http_server, used on one io_context. It serves demonstrations, benchmarks and crash tests: an
// event that was answered with a 2xx is in the ledger, whatever happens to Hermod meanwhile.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "callback/signature.hpp"
#include "net/http_server.hpp"
#include "simulate/app/told_events.hpp"

namespace hermod::simulate {

struct sink_options {
    std::string secret;            // verify signatures; empty: do not
    unsigned fail_percent = 0;     // of the requests, answered with a 500
    std::chrono::milliseconds delay{0};
    int status = 200;              // the answer to all others
    bool quiet = false;            // count only
    wall_time (*now)() = nullptr;  // for the age of signatures
};

struct sink_counters {
    std::uint64_t requests = 0, events = 0, failed_on_purpose = 0, bad_signature = 0, unreadable = 0;
};

class sink final : public net::http_handler {
public:
    // `print` is given each accepted event unless quiet, `remember` each accepted event in any case; either may be null.
    using take = std::function<void(const told_event&)>;
    sink(sink_options options, take print, take remember);

    std::optional<net::http_response> try_handle(const net::http_request& request) override;
    boost::asio::awaitable<net::http_response> handle(const net::http_request& request) override;

    const sink_counters& count() const { return count_; }

private:
    net::http_response answer(const net::http_request& request);
    bool fails();

    sink_options options_;
    take print_, remember_;
    callback::signer signer_;
    sink_counters count_;
    std::uint64_t chance_ = 0x9e3779b97f4a7c15ull;
};

}  // namespace hermod::simulate
