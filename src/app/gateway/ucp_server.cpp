#include "app/gateway/ucp_server.hpp"

#include "connectors/ucp/configured.hpp"

namespace hermod::app {

namespace ucp = connectors::ucp;
using std::chrono::seconds;

doors::accounts_ptr ucp_server::accounts_for(const config& from) {
    auto out = std::make_shared<doors::accounts>();
    for (const account_config& a : from.accounts) {
        if (a.sessions.login(door_kind::ucp).empty()) continue;
        ucp::door_account row;
        fill(row, a, door_kind::ucp);
        row.quirks = ucp::dialect_of(a.ucp.dialect);
        std::string login = row.login;
        out->emplace(std::move(login), std::make_shared<const ucp::door_account>(std::move(row)));
    }
    return out;
}

ucp::door_options ucp_server::options_for(const ucp_config& from) const {
    ucp::door_options out;
    fill(out);
    out.session.timers.login = seconds{from.session_init_seconds};
    out.session.timers.keepalive = seconds{from.keepalive_seconds};
    out.session.timers.inactivity = seconds{from.inactivity_seconds};
    out.session.timers.response = seconds{from.response_seconds};
    out.goodbye = out.session.timers.goodbye;
    if (from.utc_offset_minutes) out.clock.utc_offset = std::chrono::minutes{*from.utc_offset_minutes};
    out.throttled = static_cast<wire::ucp::error_code>(from.throttled_error);
    return out;
}

ucp_server::ucp_server(const config& from, boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts,
                       const doors::parts& parts)
    : door_server(door_kind::ucp, from, home), door_(home, contexts, options_for(*from.ucp), accounts_for(from), parts, verify()) {}

}  // namespace hermod::app
