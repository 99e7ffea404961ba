// The door for applications that speak CIMD2: doors/door.hpp with CIMD2's links. See there for owner and executors.
#pragma once

#include <memory>
#include <vector>

#include "connectors/cimd2/door_names.hpp"
#include "connectors/cimd2/door_options.hpp"
#include "connectors/cimd2/door_telling.hpp"
#include "doors/door.hpp"

namespace hermod::connectors::cimd2 {

// The links of one io_context, with what they share beside doors/shard's.
class door_shard final : public doors::shard {
public:
    door_shard(boost::asio::io_context& context, std::size_t index, const door_options& options, const doors::parts& parts,
               doors::counters& numbers, doors::desk& at, door_timestamps& timestamps)
        : shard(context, index, options, parts, numbers, at), options_(options), timestamps_(timestamps) {}

    const door_options& options() const { return options_; }
    door_telling& translator() { return translator_; }
    door_timestamps& timestamps() { return timestamps_; }

private:
    std::shared_ptr<doors::link> make_link(boost::asio::ip::tcp::socket socket, std::uint64_t number,
                                           net::tls_context tls) override;

    const door_options& options_;
    door_timestamps& timestamps_;
    door_telling translator_;
};

class door {
public:
    // The accounts are door_accounts.
    door(boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts, door_options options,
         doors::accounts_ptr accounts, doors::parts parts, doors::verify_function verify);

    doors::door& plain() { return door_; }

private:
    door_options options_;
    doors::parts parts_;
    std::unique_ptr<door_timestamps> timestamps_;  // a megabyte
    doors::door door_;
};

}  // namespace hermod::connectors::cimd2
