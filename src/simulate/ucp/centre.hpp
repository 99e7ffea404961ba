// Inside of the simulated centre: what it takes down and makes of it. See smsc.hpp, which owns it, and line_centre.hpp.
#pragma once

#include "simulate/common/line_centre.hpp"
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

class centre final : public line_centre<centre, peer, options, statistics, delivery, delayed_answer> {
public:
    centre(boost::asio::any_io_executor executor, options how);

    void send_inbound(std::string_view from, std::string_view to, std::string_view text);

    // For peers.
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

private:
    void note(const submitted& what, std::int64_t second);
    void notify(const submitted& what, std::int64_t second, std::uint16_t account);

    stamps stamps_;
};

}  // namespace hermod::simulate::ucp
