// A line protocol for tests and demonstrations: what happens to the modems is said over TCP, a line each, answered with a line.
//
//   deliver N FROM TEXT   a message from a handset, UTF-8, \n for a line end     tpdu N HEX, report N HEX   one as it is
//   unplug N, plug N      the cable                                              hang N, wake N, restart N  the modem
//   noise N TEXT          a line that nobody asked for                           signal N RSSI, registration N STATE
//   stored N              messages in SM, ME, SR                                 numbers   the statistics
//
// N counts from 1. Answers: "ok", what was asked for, or "error: ..." .
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hermod::simulate::modem {

class centre;

// One line, without its end; the answer without one.
std::string obey(centre& home, std::string_view line);

// The listener. Owned by the centre through shared_ptr; one executor, one thread.
class control final : public std::enable_shared_from_this<control> {
public:
    control(boost::asio::any_io_executor executor, centre& home) : acceptor_(executor), home_(&home) {}
    result<void> start(const std::string& host, std::uint16_t port);
    void stop();
    std::uint16_t port() const;

private:
    struct caller;
    void accept();

    boost::asio::ip::tcp::acceptor acceptor_;
    centre* home_;  // null once stopped
};

}  // namespace hermod::simulate::modem
