// Inside of the simulated centre: its listener, its accounts' queues and its one timer. See smsc.hpp.
//
// Owned by smsc through shared_ptr (operations in flight hold it too); one executor, one thread.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>

#include "simulate/cimd2/peer.hpp"
#include "simulate/cimd2/timestamps.hpp"
#include "simulate/cimd2/work.hpp"
#include "simulate/common/dice.hpp"
#include "simulate/common/ledger.hpp"

namespace hermod::simulate::cimd2 {

class centre final : public std::enable_shared_from_this<centre> {
public:
    centre(boost::asio::any_io_executor executor, options how);

    result<void> start();
    void stop();
    void drop_connections();
    void send_inbound(std::string_view from, std::string_view to, std::string_view text);
    std::uint16_t port() const;

    // For peers.
    const options& how() const { return how_; }
    statistics& numbers() { return numbers_; }
    std::uint16_t account(std::string_view user_identity);
    simulate::dice& dice() { return dice_; }
    std::string timestamp_for(std::string_view recipient) { return timestamps_.next(recipient, wall_now()); }
    static wall_time wall_now();
    void enter(const wire::cimd2::submit_message& pdu, std::string_view to, std::string_view timestamp, std::uint16_t account);
    void answer_later(delayed_answer what);
    void deliver_first(delivery what);  // one that came back with its connection
    // Its report is still to be sent; nullptr when it is not known (any more).
    delivery* waiting(std::string_view timestamp, std::string_view to);
    // As waiting(), of one recipient or of all (empty); how many.
    std::size_t cancel_all(std::string_view to);
    std::size_t messages_waiting(std::uint16_t account);
    void gone(peer& one);
    void turn_ends();  // a peer has worked off what it read

    std::function<void()> finished;

private:
    void listen();
    void arm_timer();
    void work_off(mono_time now);
    void pump(std::uint16_t account);
    bool pump_one(std::uint16_t account, ring<delivery>& queue);
    void stream_inbound(mono_time now);
    void take_down(const wire::cimd2::submit_message& pdu, std::string_view to, std::string_view timestamp);
    bool all_sent() const;
    std::int32_t drawn_status();

    // Of an account: due, waiting for a login with room.
    struct queues {
        ring<delivery> reports, messages;
    };

    boost::asio::any_io_executor executor_;
    options how_;
    statistics numbers_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_;
    std::map<std::uint64_t, std::shared_ptr<peer>> peers_;
    std::uint64_t next_peer_ = 1;
    std::map<std::string, std::uint16_t, std::less<>> accounts_;
    std::vector<queues> queues_;
    ring<delivery> reports_;  // not due yet
    ring<delayed_answer> answers_;
    timestamps timestamps_;
    simulate::ledger ledger_;
    simulate::dice dice_;
    double inbound_due_ = 0;
    mono_time inbound_at_{};
    bool stopped_ = false, armed_ = false, finished_ = false;
};

}  // namespace hermod::simulate::cimd2
