// The way to one modem: a serial device (or a pseudo-terminal, which is opened the same way), or TCP, as ser2net offers it raw.
// Opens, reads, writes, and comes back after a pause when it is lost, as a USB modem that was unplugged does.
//
// A device is locked (flock) so that two programs do not drive one modem. Owned by its modem_line through shared_ptr (its
// coroutine and its write hold one each), on the connector's executor.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/serial_port.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "connectors/modem/options.hpp"

namespace hermod::connectors::modem {

class port_home {
public:
    virtual void opened() = 0;
    virtual void heard(std::string_view octets) = 0;
    virtual void wrote(std::size_t count) = 0;
    virtual void gone(const error_code& why) = 0;  // after opened()
    virtual void not_opened(const error_code& why) = 0;
    virtual void port_ended() = 0;  // after stop(): nothing more comes

protected:
    ~port_home() = default;
};

class port final : public std::enable_shared_from_this<port> {
public:
    // All outlive the port.
    port(boost::asio::any_io_executor executor, const modem_options& modem, const connector_options& group, port_home& home);

    void start();
    // Closes, and does not come back. port_ended() follows.
    void stop();
    // Closes; comes back after the pause.
    void close();
    // The peer is what it should be: the next pause is the shortest.
    void proved() { failures_ = 0; }
    // While not writing(); the octets are kept until they have left.
    void write(std::string octets);
    bool writing() const { return writing_; }
    bool is_open() const { return open_; }

private:
    using self_ptr = std::shared_ptr<port>;
    static boost::asio::awaitable<void> run(self_ptr self);
    static boost::asio::awaitable<result<void>> open(self_ptr self);
    static boost::asio::awaitable<void> serve(self_ptr self);
    result<void> open_device();
    void write_done(const error_code& failed, std::size_t count);
    void close_streams();

    boost::asio::any_io_executor executor_;
    const modem_options& modem_;
    const connector_options& group_;
    port_home& home_;
    boost::asio::serial_port serial_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer pause_, write_ended_;
    std::array<char, 4096> in_{};
    std::string out_;
    bool open_ = false, writing_ = false, stopped_ = false;
    unsigned failures_ = 0;
};

}  // namespace hermod::connectors::modem
