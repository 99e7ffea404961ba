// Inside of the simulated centre: what it takes down and makes of it, and its calls. See smsc.hpp, which owns it, and
// line_centre.hpp.
#pragma once

#include "simulate/common/line_centre.hpp"
#include "simulate/smsc/peer.hpp"
#include "simulate/smsc/work.hpp"

namespace hermod::simulate {

class centre final : public line_centre<centre, peer, smsc_options, smsc_statistics, delivery, delayed_answer> {
public:
    centre(boost::asio::any_io_executor executor, smsc_options options);

    result<void> start();
    void stop();
    void send_inbound(std::string_view from, std::string_view to, std::string_view text);

    // For peers.
    std::uint64_t next_number() { return next_number_++; }
    wire::smpp::command_status drawn_error();
    void enter(std::uint64_t number, const address& from, const address& to, std::uint8_t esm_class, std::uint8_t data_coding,
               wire::smpp::octets user_data, bool receipt, std::uint16_t account);
    delivery* waiting(std::uint64_t number);  // its receipt is still to be sent
    bool cancel(std::uint64_t number);
    bool replace(std::uint64_t number, wire::smpp::octets text);
    void gone(peer& one);

private:
    void call();
    void call_again();
    wire::smpp::message_state drawn_state();

    boost::asio::any_io_executor executor_;
    boost::asio::steady_timer call_timer_;
    std::uint64_t next_number_ = 1;
};

}  // namespace hermod::simulate
