#include "app/gateway/smpp_server.hpp"

namespace hermod::app {

namespace smpp = connectors::smpp;
using std::chrono::seconds;

doors::accounts_ptr smpp_server::accounts_for(const config& from) {
    auto out = std::make_shared<doors::accounts>();
    for (const account_config& a : from.accounts) {
        if (a.sessions.login(door_kind::smpp).empty()) continue;
        smpp::door_account row;
        fill(row, a, door_kind::smpp);
        row.quirks = smpp::dialect_of(a.smpp.dialect);
        if (!a.smpp.broadcast.empty()) row.broadcast_by = connector_id{name_hash(a.smpp.broadcast)};
        row.as_data_sm = a.smpp.deliver_as_data_sm;
        if (a.smpp.outbind) {
            row.outbind_host = a.smpp.outbind->host;
            row.outbind_port = a.smpp.outbind->port;
            row.outbind_password = a.smpp.outbind_password;
        }
        std::string login = row.login;
        out->emplace(std::move(login), std::make_shared<const smpp::door_account>(std::move(row)));
    }
    return out;
}

smpp::door_options smpp_server::options_for(const smpp_config& from) const {
    smpp::door_options out;
    fill(out);
    out.session.system_id = from.system_id;
    out.session.timers.session_init = seconds{from.session_init_seconds};
    out.session.timers.enquire_link = seconds{from.enquire_link_seconds};
    out.session.timers.inactivity = seconds{from.inactivity_seconds};
    out.session.timers.response = seconds{from.response_seconds};
    out.goodbye = out.session.timers.unbind;
    return out;
}

smpp_server::smpp_server(const config& from, boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts,
                         const smpp::door_parts& parts)
    : door_server(door_kind::smpp, from, home),
      door_(home, contexts, options_for(*from.smpp), accounts_for(from), parts, verify()) {}

}  // namespace hermod::app
