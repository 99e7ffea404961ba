// A server that applications keep connections to, as the configuration has it: what is the same for every protocol. Its door is
// the derived class'; here are its certificates, the verification of passwords, the options and accounts that all doors have.
// Owned by the gateway.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/config/config.hpp"
#include "doors/door.hpp"
#include "net/password_check.hpp"
#include "net/tls_certificates.hpp"

namespace hermod::app {

class door_server {
public:
    virtual ~door_server();

    // "smpp": its section, and what its metrics and log lines are named after.
    std::string_view name() const { return section_; }
    // Throws std::runtime_error when an address cannot be listened on.
    void start();
    void stop(std::chrono::milliseconds deadline, std::function<void()> done);
    void notify(account_id whose, const alert& what) { door().notify(whose, what); }
    const doors::counters& counters() const { return door().numbers(); }
    // The accounts as another configuration has them, for binds that come afterwards. Any thread.
    void use(const config& from) { door().use(accounts_of(from)); }
    // Certificates are read again for new sessions; what is wrong with them, empty when all is well.
    std::string reload_certificates();

protected:
    // Throws std::runtime_error with a sentence for people.
    door_server(door_kind which, const config& from, boost::asio::io_context& home);

    void fill(doors::options& out) const;
    static void fill(doors::account& row, const account_config& from, door_kind which);
    doors::verify_function verify();

    virtual doors::door& door() = 0;
    virtual doors::accounts_ptr accounts_of(const config& from) const = 0;
    const doors::door& door() const { return const_cast<door_server*>(this)->door(); }
    virtual result<void> open(boost::asio::ip::tcp::endpoint* failed_at) { return door().start(failed_at); }
    virtual void close(std::chrono::milliseconds deadline, std::function<void()> done) { door().stop(deadline, std::move(done)); }

private:
    std::string section_;
    const door_config& settings_;
    boost::asio::any_io_executor home_;
    std::unique_ptr<net::tls_certificates> certificates_;
    std::unique_ptr<net::password_check> passwords_;
};

}  // namespace hermod::app
