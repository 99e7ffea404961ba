// /metrics: what every module counts, in Prometheus text format. Reads atomics only; any thread.
#pragma once

#include <string>
#include <vector>

#include "api/counters.hpp"
#include "app/gateway/networks.hpp"
#include "callback/counters.hpp"
#include "consent/counters.hpp"
#include "doors/counters.hpp"
#include "deliver/lane.hpp"
#include "gateway/connector.hpp"
#include "gateway/modems.hpp"
#include "money/credit_desk.hpp"
#include "limits/book.hpp"
#include "gateway/queues.hpp"
#include "net/http_server.hpp"
#include "store/store.hpp"

namespace hermod::app {

struct metric_sources {
    const store::counters& store;
    const api::counters& api;
    const net::http_counters& http;
    const callback::counters& callbacks;
    std::uint64_t log_lines_dropped = 0;
    struct named_connector {
        std::string name;
        const connector_counters* counters;
        const deliver::lane_counters* lane;
    };
    std::vector<named_connector> connectors;
    wall_time now;
    std::string version;
    struct sessions_row {
        std::string_view door;  // "smpp"
        const doors::counters* counters;
    };
    std::vector<sessions_row> sessions{};
    const network_counters* networks = nullptr;
    std::vector<modem_access::group> modems{};
    std::vector<money::credit_desk::shown> purses{};
    const limits::book* counts = nullptr;
    std::vector<queue_status> queues{};
    const consent::counters* consent = nullptr;
    std::size_t opt_outs = 0, held = 0;
};

std::string prometheus_text(const metric_sources& from);

}  // namespace hermod::app
