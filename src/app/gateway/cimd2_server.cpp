#include "app/gateway/cimd2_server.hpp"

namespace hermod::app {

namespace cimd2 = connectors::cimd2;
using std::chrono::seconds;

doors::accounts_ptr cimd2_server::accounts_for(const config& from) {
    auto out = std::make_shared<doors::accounts>();
    for (const account_config& a : from.accounts) {
        if (a.sessions.login(door_kind::cimd2).empty()) continue;
        cimd2::door_account row;
        fill(row, a, door_kind::cimd2);
        row.quirks = cimd2::dialect_of(a.cimd2.dialect);
        std::string login = row.login;
        out->emplace(std::move(login), std::make_shared<const cimd2::door_account>(std::move(row)));
    }
    return out;
}

cimd2::door_options cimd2_server::options_for(const cimd2_config& from) const {
    cimd2::door_options out;
    fill(out);
    out.offset = std::chrono::minutes{from.centre_offset_minutes};
    out.session.timers.login = seconds{from.session_init_seconds};
    out.session.timers.alive = seconds{from.alive_seconds};
    out.session.timers.inactivity = seconds{from.inactivity_seconds};
    out.session.timers.response = seconds{from.response_seconds};
    out.goodbye = out.session.timers.logout;
    return out;
}

cimd2_server::cimd2_server(const config& from, boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts,
                           const doors::parts& parts)
    : door_server(door_kind::cimd2, from, home),
      door_(home, contexts, options_for(*from.cimd2), accounts_for(from), parts, verify()) {}

}  // namespace hermod::app
