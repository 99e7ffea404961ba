// Inside of the simulated centre: its listener, its accounts' queues and its one timer. See smsc.hpp.
//
// Owned by smsc through shared_ptr (operations in flight hold it too); one executor, one thread.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>

#include "simulate/common/dice.hpp"
#include "simulate/common/ledger.hpp"
#include "simulate/smsc/peer.hpp"
#include "simulate/smsc/work.hpp"

namespace hermod::simulate {

class centre final : public std::enable_shared_from_this<centre> {
public:
    centre(boost::asio::any_io_executor executor, smsc_options options);

    result<void> start();
    void stop();
    void drop_connections();
    void send_inbound(std::string_view from, std::string_view to, std::string_view text);
    std::uint16_t port() const;

    // For peers.
    const smsc_options& options() const { return options_; }
    smsc_statistics& numbers() { return numbers_; }
    std::uint16_t account(std::string_view system_id);
    bool chance(double percent) { return dice_.chance(percent); }
    std::uint64_t next_number() { return next_number_++; }
    wire::smpp::command_status drawn_error();
    void enter(std::uint64_t number, const address& from, const address& to, std::uint8_t esm_class, std::uint8_t data_coding,
               wire::smpp::octets user_data, bool receipt, std::uint16_t account);
    void answer_later(delayed_answer what);
    void deliver_later(delivery what, std::chrono::milliseconds delay);
    void deliver_first(delivery what);              // one that came back with its connection
    const delivery* waiting(std::uint64_t number);  // its receipt is still to be sent
    bool cancel(std::uint64_t number);
    bool replace(std::uint64_t number, wire::smpp::octets text);
    void gone(peer& one);
    void turn_ends();  // a peer has worked off what it read

    std::function<void()> finished;

private:
    peer& welcome(boost::asio::ip::tcp::socket socket);
    void listen();
    void call();
    void call_again();
    void arm_timer();
    void work_off(mono_time now);
    void pump(std::uint16_t account);
    void stream_inbound(mono_time now);
    bool all_sent() const;
    wire::smpp::message_state drawn_state();

    boost::asio::any_io_executor executor_;
    smsc_options options_;
    smsc_statistics numbers_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_, call_timer_;
    std::map<std::uint64_t, std::shared_ptr<peer>> peers_;
    std::uint64_t next_peer_ = 1, next_number_ = 1;
    std::map<std::string, std::uint16_t, std::less<>> accounts_;
    std::vector<ring<delivery>> queues_;  // of each account: due, waiting for a bind with room
    ring<delivery> receipts_, retries_;   // not due yet
    ring<delayed_answer> answers_;
    ledger ledger_;
    dice dice_;
    double inbound_due_ = 0;
    mono_time inbound_at_{};
    bool stopped_ = false, armed_ = false, finished_ = false;
};

}  // namespace hermod::simulate
