// A door for applications: listens, spreads connections over the io_contexts, decides who may bind. What is said on a
// connection is its protocol's: see shard.hpp, link.hpp, session.hpp.
//
// Owned by app/, or by a protocol's door. Listeners, accounts, the guard and the counts of binds live on `home`, an io_context
// that serves no session, so that a flood of strangers keeps none waiting; a link lives and dies on one of `contexts`. Each
// io_context must be run by one thread. Passwords are verified elsewhere, by `verify`. Destroy the door when no io_context runs
// any more, after the store has stopped and before the io_contexts.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "base/error.hpp"
#include "doors/account.hpp"
#include "doors/counters.hpp"
#include "doors/options.hpp"
#include "doors/shard.hpp"

namespace hermod::doors {

enum class verified : std::uint8_t { good, wrong, busy };
// Verifies `password` against what is stored (empty when there is no such account: it must take as long), and calls `done` on
// any thread.
using verify_function = std::function<void(const std::string& stored, std::string password, std::function<void(verified)> done)>;

// Makes the protocol's shard of that index on a context. What is given outlives the shard.
using make_shard =
    std::function<std::unique_ptr<shard>(boost::asio::io_context& context, std::size_t index, counters& numbers, desk& at)>;

class door {
public:
    // `settings` outlives the door.
    door(boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts, const options& settings,
         accounts_ptr accounts, const make_shard& make, verify_function verify);
    ~door();

    // Binds every endpoint or none; the error is the system's, `failed_at` is told which endpoint it was.
    result<void> start(boost::asio::ip::tcp::endpoint* failed_at = nullptr);
    std::vector<boost::asio::ip::tcp::endpoint> endpoints() const;  // as bound
    // Any thread. Sessions that are bound keep what they were bound with.
    void use(accounts_ptr accounts);
    // To every session of the account that hears. Any thread.
    void notify(account_id whose, const alert& what);
    // Accepts nothing more, drains every session until the deadline, closes the rest; then calls done once, on `home`.
    void stop(std::chrono::milliseconds deadline, std::function<void()> done);

    const counters& numbers() const;

    // On `home`. A connection that was made elsewhere is served as if it had been accepted.
    void serve(boost::asio::ip::tcp::socket socket);
    accounts_ptr known() const;
    bool hears(account_id whose) const;

private:
    class core;
    std::shared_ptr<core> core_;
};

}  // namespace hermod::doors
