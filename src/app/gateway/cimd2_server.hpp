// The CIMD2 server as the configuration has it.
#pragma once

#include <vector>

#include "app/gateway/door_server.hpp"
#include "connectors/cimd2/door.hpp"

namespace hermod::app {

class cimd2_server final : public door_server {
public:
    // Requires from.cimd2. Listens and judges on `home`, serves on `contexts`: see doors/door.hpp. Throws std::runtime_error with
    // a sentence for people.
    cimd2_server(const config& from, boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts,
                 const doors::parts& parts);

private:
    connectors::cimd2::door_options options_for(const cimd2_config& from) const;
    static doors::accounts_ptr accounts_for(const config& from);
    doors::door& door() override { return door_.plain(); }
    doors::accounts_ptr accounts_of(const config& from) const override { return accounts_for(from); }

    connectors::cimd2::door door_;
};

}  // namespace hermod::app
