#include "app/gateway/startup.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>

#include "app/gateway/build.hpp"
#include "base/log.hpp"
#include "net/clocks.hpp"

namespace hermod::app {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// Nothing more is acknowledged after this; requests under way still get their 503.
void end_after_disk_failure(std::string_view why) {
    log_line(log_level::error, "store_failed").field("why", why);
    std::cerr << "hermod: the store failed, nothing more is accepted: " << why << std::endl;
    std::thread([] {
        std::this_thread::sleep_for(500ms);
        ::_exit(74);
    }).detach();
}

}  // namespace

store::gate_options gate_settings(const store_config& from) {
    store::gate_options out;
    out.now = &net::wall_now;
    out.on_failure = end_after_disk_failure;
    out.journal_bytes = std::uint64_t{from.journal_mb} << 20;
    out.reserve_bytes = std::uint64_t{from.reserve_mb} << 20;
    return out;
}

std::vector<std::unique_ptr<asio::io_context>> make_contexts(std::uint32_t wanted) {
    const std::uint32_t count = wanted ? wanted : std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::unique_ptr<asio::io_context>> out;
    for (std::uint32_t i = 0; i < count; ++i) out.push_back(std::make_unique<asio::io_context>(1));
    return out;
}

std::vector<asio::io_context*> pointers(const std::vector<std::unique_ptr<asio::io_context>>& from) {
    std::vector<asio::io_context*> out;
    for (const auto& one : from) out.push_back(one.get());
    return out;
}

net::http_server_options server_settings(const config& from) {
    net::http_server_options out;
    out.listen = resolve_all(from.http.listen);
    out.max_body = std::size_t{from.http.max_body_kb} * 1024;
    out.max_connections = from.http.max_connections;
    out.log_failure = [](std::string_view what) { log_line(log_level::error, "request_failed").field("what", what); };
    return out;
}

void switch_log(const config& as) { set_log_switches({as.log.level, as.log.access, as.log.pdus, as.log.mask_numbers}); }

}  // namespace hermod::app
