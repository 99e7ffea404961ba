// The door for applications that speak SMPP: listens, spreads connections over the io_contexts, decides who may bind.
//
// Owned by app/. Listeners, accounts, the guard and the counts of binds live on `home`, an io_context that serves no session, so
// that a flood of strangers keeps none waiting; a session lives and dies on one of `contexts` (door_shard.hpp). Each io_context
// must be run by one thread. Passwords are verified elsewhere, by `verify`.
// Destroy the door when no io_context runs any more, after the store has stopped and before the io_contexts.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "base/error.hpp"
#include "connectors/smpp/door_accounts.hpp"
#include "connectors/smpp/door_counters.hpp"
#include "connectors/smpp/door_options.hpp"
#include "connectors/smpp/door_shard.hpp"

namespace hermod::connectors::smpp {

enum class verified : std::uint8_t { good, wrong, busy };
// Verifies `password` against what is stored (empty when there is no such account: it must take as long), and calls `done` on
// any thread.
using verify_function = std::function<void(const std::string& stored, std::string password, std::function<void(verified)> done)>;

class door {
public:
    door(boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts, door_options options,
         door_accounts_ptr accounts, const door_parts& parts, verify_function verify);
    ~door();

    // Binds every endpoint or none; the error is the system's, `failed_at` is told which endpoint it was.
    result<void> start(boost::asio::ip::tcp::endpoint* failed_at = nullptr);
    std::vector<boost::asio::ip::tcp::endpoint> endpoints() const;  // as bound
    // Any thread. Sessions that are bound keep what they were bound with.
    void use(door_accounts_ptr accounts);
    // To every session of the account that hears. Any thread.
    void notify(account_id whose, const alert& what);
    // Accepts nothing more, drains and unbinds every session until the deadline, closes the rest; then calls done once, on
    // `home`.
    void stop(std::chrono::milliseconds deadline, std::function<void()> done);

    const door_counters& counters() const;

private:
    class core;
    std::shared_ptr<core> core_;
};

}  // namespace hermod::connectors::smpp
