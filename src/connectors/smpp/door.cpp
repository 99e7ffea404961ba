#include "connectors/smpp/door.hpp"

#include "connectors/smpp/outbind_caller.hpp"

namespace hermod::connectors::smpp {

door::door(boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts, door_options options,
           doors::accounts_ptr accounts, door_parts parts, doors::verify_function verify)
    : options_(std::move(options)),
      parts_(std::move(parts)),
      door_(
          home, contexts, options_, std::move(accounts),
          [this](boost::asio::io_context& context, std::size_t index, doors::counters& numbers, doors::desk& at) {
              return std::make_unique<door_shard>(context, index, options_, parts_, numbers, at);
          },
          std::move(verify)),
      caller_(std::make_shared<outbind_caller>(home, options_, door_)) {}

door::~door() = default;

result<void> door::start(boost::asio::ip::tcp::endpoint* failed_at) {
    auto started = door_.start(failed_at);
    if (started) caller_->start();
    return started;
}

void door::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    caller_->stop();
    door_.stop(deadline, std::move(done));
}

}  // namespace hermod::connectors::smpp
