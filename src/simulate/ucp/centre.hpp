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
#include "simulate/ucp/peer.hpp"
#include "simulate/ucp/stamps.hpp"
#include "simulate/ucp/work.hpp"
#include "wire/ucp/time.hpp"

namespace hermod::simulate::ucp {

// What a 51, 30 or 01 has handed in.
struct submitted {
    std::string_view adc, oadc, otoa, nadc;
    unsigned nt = 0;  // 0: no notification is wanted
    handset_text content;
};

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
    std::uint16_t account(std::string_view user);
    bool chance(double percent) { return dice_.chance(percent); }
    wire::ucp::error_code drawn_error() {
        return dice_.drawn<wire::ucp::error_code>(how_.errors).value_or(wire::ucp::error_code::none);
    }
    std::int64_t second_for(std::string_view recipient);
    // Local time of this centre; `second` is UTC.
    wire::ucp::local_seconds local(std::int64_t second) const;
    std::int64_t now_second() const;
    void enter(const submitted& what, std::int64_t second, std::uint16_t account);
    // The last notification of this message, which is still to be sent; nullptr when there is none (any more).
    delivery* waiting(std::string_view recipient, std::string_view scts);
    // What stands of it, as operation 57 or 58, behind what the account is to be sent already.
    void state(const delivery& what, wire::ucp::operation_type as, std::uint16_t account);
    void answer_later(delayed_answer what);
    void deliver_later(delivery what);
    void deliver_first(delivery what);  // one that came back with its connection
    void gone(peer& one);
    void turn_ends();  // a peer has worked off what it read

    std::function<void()> finished;

private:
    void listen();
    void arm_timer();
    void work_off(mono_time now);
    void pump(std::uint16_t account);
    void stream_inbound(mono_time now);
    void note(const submitted& what, std::int64_t second);
    void notify(const submitted& what, std::int64_t second, std::uint16_t account);
    bool all_sent() const;

    boost::asio::any_io_executor executor_;
    options how_;
    statistics numbers_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_;
    std::map<std::uint64_t, std::shared_ptr<peer>> peers_;
    std::uint64_t next_peer_ = 1;
    std::map<std::string, std::uint16_t, std::less<>> accounts_;
    std::vector<ring<delivery>> queues_;  // of each account: due, waiting for a connection with room
    ring<delivery> receipts_, retries_;   // not due yet
    ring<delayed_answer> answers_;
    ledger ledger_;
    stamps stamps_;
    dice dice_;
    double inbound_due_ = 0;
    mono_time inbound_at_{};
    bool stopped_ = false, armed_ = false, finished_ = false;
};

}  // namespace hermod::simulate::ucp
