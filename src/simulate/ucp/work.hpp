// What a simulated UCP centre has to do later: results and deliveries, each kind in the order in which it falls due.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "simulate/common/ring.hpp"
#include "wire/ucp/operation_type.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::simulate::ucp {

// Fields as they stand in a 52.
struct handset_text {
    std::string mt, nb, msg, dcs, mcls, xser, otoa;
};

// A notification, a message from a handset, or what was asked about a message (57, 58).
struct delivery {
    mono_time due{};
    std::uint16_t account = 0;
    bool inbound = false;
    std::optional<wire::ucp::operation_type> statement{};
    wire::ucp::delivery_state state{};  // of a notification
    unsigned rsn = 0;
    std::string adc, oadc;  // as they stand in the 53, 52, 57 or 58
    std::string recipient;  // of the message told about, as it was submitted
    std::int64_t taken = 0; // the second of SCTS
    handset_text content{};
};

struct delayed_answer {
    mono_time due{};
    std::uint64_t session = 0;
    unsigned trn = 0;
    wire::ucp::operation_type ot{};
    std::string sm;
    bool twice = false;
};

}  // namespace hermod::simulate::ucp
