// The UCP server as the configuration has it.
#pragma once

#include <vector>

#include "app/gateway/door_server.hpp"
#include "connectors/ucp/door.hpp"

namespace hermod::app {

class ucp_server final : public door_server {
public:
    // Requires from.ucp. Listens and judges on `home`, serves on `contexts`: see doors/door.hpp. Throws std::runtime_error with
    // a sentence for people.
    ucp_server(const config& from, boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts,
               const doors::parts& parts);

private:
    connectors::ucp::door_options options_for(const ucp_config& from) const;
    static doors::accounts_ptr accounts_for(const config& from);
    doors::door& door() override { return door_.plain(); }
    doors::accounts_ptr accounts_of(const config& from) const override { return accounts_for(from); }

    connectors::ucp::door door_;
};

}  // namespace hermod::app
