// The SMPP server as the configuration has it: the door, who may bind, the passwords' verification, the certificates.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/config/config.hpp"
#include "connectors/smpp/door.hpp"
#include "net/password_check.hpp"
#include "net/tls_certificates.hpp"

namespace hermod::app {

class smpp_server {
public:
    // Requires from.smpp. Listens and judges on `home`, serves on `contexts`: see connectors/smpp/door.hpp. Throws std::runtime_error with a sentence for people.
    smpp_server(const config& from, boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts,
                const connectors::smpp::door_parts& parts);
    ~smpp_server();

    // Throws std::runtime_error when an address cannot be listened on.
    void start();
    void stop(std::chrono::milliseconds deadline, std::function<void()> done);
    void notify(account_id whose, const alert& what) { door_->notify(whose, what); }
    // "127.0.0.1:2776 127.0.0.1:2777", as bound.
    std::string listening() const;
    const doors::counters& counters() const { return door_->counters(); }
    // Certificates are read again for new sessions; what is wrong with them, empty when all is well.
    std::string reload_certificates();

private:
    boost::asio::any_io_executor home_;
    std::unique_ptr<net::tls_certificates> certificates_;
    std::unique_ptr<net::password_check> passwords_;
    std::unique_ptr<connectors::smpp::door> door_;
};

doors::accounts_ptr make_door_accounts(const config& from);

}  // namespace hermod::app
