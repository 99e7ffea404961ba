#include "connectors/cimd2/door.hpp"

#include "connectors/cimd2/door_link.hpp"

namespace hermod::connectors::cimd2 {

std::shared_ptr<doors::link> door_shard::make_link(boost::asio::ip::tcp::socket socket, std::uint64_t number,
                                                   net::tls_context tls) {
    return std::make_shared<door_link>(*this, std::move(socket), number, std::move(tls));
}

door::door(boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts, door_options options,
           doors::accounts_ptr accounts, doors::parts parts, doors::verify_function verify)
    : options_(std::move(options)),
      parts_(std::move(parts)),
      timestamps_(std::make_unique<door_timestamps>()),
      door_(
          home, contexts, options_, std::move(accounts),
          [this](boost::asio::io_context& context, std::size_t index, doors::counters& numbers, doors::desk& at) {
              return std::make_unique<door_shard>(context, index, options_, parts_, numbers, at, *timestamps_);
          },
          std::move(verify)) {}

}  // namespace hermod::connectors::cimd2
