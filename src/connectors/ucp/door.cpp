#include "connectors/ucp/door.hpp"

#include "connectors/ucp/door_link.hpp"
#include "wire/ucp/message_reference.hpp"

namespace hermod::connectors::ucp {

std::string door_shard::next_name(account_id account, std::string_view adc) {
    const auto now = options_.clock.local(wall());
    const wire::ucp::local_seconds given{std::chrono::seconds(names_.next(account, adc, now.time_since_epoch().count()))};
    const auto scts = wire::ucp::format_seconds(given);
    return wire::ucp::reference_text({adc, scts ? std::string_view(*scts) : std::string_view()});
}

std::shared_ptr<doors::link> door_shard::make_link(boost::asio::ip::tcp::socket socket, std::uint64_t number,
                                                   net::tls_context tls) {
    return std::make_shared<door_link>(*this, std::move(socket), number, std::move(tls));
}

door::door(boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts, door_options options,
           doors::accounts_ptr accounts, doors::parts parts, doors::verify_function verify)
    : options_(std::move(options)),
      parts_(std::move(parts)),
      door_(
          home, contexts, options_, std::move(accounts),
          [this](boost::asio::io_context& context, std::size_t index, doors::counters& numbers, doors::desk& at) {
              return std::make_unique<door_shard>(context, index, options_, parts_, numbers, at, names_);
          },
          std::move(verify)) {}

}  // namespace hermod::connectors::ucp
