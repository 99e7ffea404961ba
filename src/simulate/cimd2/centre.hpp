// Inside of the simulated centre: what it takes down and makes of it. See smsc.hpp, which owns it, and line_centre.hpp.
#pragma once

#include "simulate/cimd2/peer.hpp"
#include "simulate/cimd2/timestamps.hpp"
#include "simulate/cimd2/work.hpp"
#include "simulate/common/line_centre.hpp"

namespace hermod::simulate::cimd2 {

// Reports go before messages.
using queued_centre = line_centre<centre, peer, options, statistics, delivery, delayed_answer, 2>;

class centre final : public queued_centre {
public:
    centre(boost::asio::any_io_executor executor, options how);

    void send_inbound(std::string_view from, std::string_view to, std::string_view text);

    // For peers.
    simulate::dice& dice() { return dice_; }
    std::string timestamp_for(std::string_view recipient) { return timestamps_.next(recipient, net::wall_now()); }
    void enter(const wire::cimd2::submit_message& pdu, std::string_view to, std::string_view timestamp, std::uint16_t account);
    // Its report is still to be sent; nullptr when it is not known (any more).
    delivery* waiting(std::string_view timestamp, std::string_view to);
    // As waiting(), of one recipient or of all (empty); how many.
    std::size_t cancel_all(std::string_view to);
    std::size_t messages_waiting(std::uint16_t account) { return queues_[account][1].size(); }

private:
    friend queued_centre;
    static std::size_t kind_of(const delivery& what) { return what.inbound ? 1 : 0; }
    static bool may_have(const peer& one, const delivery& what) {
        return one.has_room() && (!what.inbound || one.wants_message());
    }
    bool more_to_do() const;
    void do_more(mono_time now);

    void take_down(const wire::cimd2::submit_message& pdu, std::string_view to, std::string_view timestamp);
    std::int32_t drawn_status();

    timestamps timestamps_;
};

}  // namespace hermod::simulate::cimd2
