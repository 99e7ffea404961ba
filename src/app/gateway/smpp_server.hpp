// The SMPP server as the configuration has it.
#pragma once

#include <vector>

#include "app/gateway/door_server.hpp"
#include "connectors/smpp/door.hpp"

namespace hermod::app {

class smpp_server final : public door_server {
public:
    // Requires from.smpp. Listens and judges on `home`, serves on `contexts`: see doors/door.hpp. Throws std::runtime_error with
    // a sentence for people.
    smpp_server(const config& from, boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts,
                const connectors::smpp::door_parts& parts);

private:
    connectors::smpp::door_options options_for(const smpp_config& from) const;
    static doors::accounts_ptr accounts_for(const config& from);
    doors::door& door() override { return door_.plain(); }
    doors::accounts_ptr accounts_of(const config& from) const override { return accounts_for(from); }
    result<void> open(boost::asio::ip::tcp::endpoint* failed_at) override { return door_.start(failed_at); }
    void close(std::chrono::milliseconds deadline, std::function<void()> done) override { door_.stop(deadline, std::move(done)); }

    connectors::smpp::door door_;
};

}  // namespace hermod::app
