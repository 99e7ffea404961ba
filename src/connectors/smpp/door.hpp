// The door for applications that speak SMPP: doors/door.hpp with SMPP's links, and outbind. See there for owner and executors.
#pragma once

#include <memory>
#include <vector>

#include "connectors/smpp/door_accounts.hpp"
#include "connectors/smpp/door_options.hpp"
#include "connectors/smpp/door_shard.hpp"
#include "doors/door.hpp"

namespace hermod::connectors::smpp {

class outbind_caller;

class door {
public:
    // The accounts are door_accounts.
    door(boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts, door_options options,
         doors::accounts_ptr accounts, door_parts parts, doors::verify_function verify);
    ~door();

    result<void> start(boost::asio::ip::tcp::endpoint* failed_at = nullptr);
    std::vector<boost::asio::ip::tcp::endpoint> endpoints() const { return door_.endpoints(); }
    void use(doors::accounts_ptr accounts) { door_.use(std::move(accounts)); }
    void notify(account_id whose, const alert& what) { door_.notify(whose, what); }
    void stop(std::chrono::milliseconds deadline, std::function<void()> done);
    const doors::counters& counters() const { return door_.numbers(); }
    doors::door& plain() { return door_; }

private:
    door_options options_;
    door_parts parts_;
    doors::door door_;
    std::shared_ptr<outbind_caller> caller_;
};

}  // namespace hermod::connectors::smpp
