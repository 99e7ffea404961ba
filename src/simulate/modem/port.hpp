// A way to a simulated modem, which can be pulled out and put back: a pseudo-terminal or a TCP port.
//
// Owned by the centre through shared_ptr (operations in flight hold it too); one executor, one thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hermod::simulate::modem {

// What a port tells its modem.
class port_user {
public:
    virtual void port_attached() = 0;
    virtual void port_detached() = 0;
    virtual void port_heard(std::string_view octets) = 0;

protected:
    ~port_user() = default;
};

class port {
public:
    virtual ~port() = default;
    virtual result<void> plug() = 0;
    virtual void unplug() = 0;  // nobody is attached then; nothing more is told but the detaching
    virtual void say(std::string_view octets) = 0;
    virtual bool attached() const = 0;
    virtual bool idle() const = 0;  // what was said is with the kernel
    virtual void look() {}          // now and then: whether somebody has come
    virtual std::string place() const = 0;
    void forget_user() { user_ = nullptr; }

protected:
    explicit port(port_user& user) : user_(&user) {}
    port_user* user_;  // null once the centre has gone
};

// `link`: a symbolic link to make; empty: none. What stands there is replaced if it is a link.
std::shared_ptr<port> make_pty_port(boost::asio::any_io_executor executor, port_user& user, std::string link);
// One caller at a time; a second one is hung up on. Port 0: any free one, the same when it is plugged in again.
std::shared_ptr<port> make_tcp_port(boost::asio::any_io_executor executor, port_user& user, std::string host,
                                    std::uint16_t number);

}  // namespace hermod::simulate::modem
