// Everything that can be set on a CIMD2 session: plain values. Immutable while the session lives.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "wire/cimd2/packet.hpp"

namespace hermod::connectors::cimd2 {

struct session_options {
    using ms = std::chrono::milliseconds;

    std::string user_identity, password, subaddress;

    // Submits without an answer, 1 to 127: of the 128 numbers one stays for alive and logout. Above 1 it is asked for at login.
    std::size_t window = 1;
    std::size_t most_unanswered = 100;  // of the centre's packets that we have not answered; more are passed over
    std::size_t max_packet_length = wire::cimd2::max_packet_length;
    bool write_checksum = true;
    wire::cimd2::checksum_rule checksum = wire::cimd2::checksum_rule::if_present;
    ms login_timeout{10'000};
    ms response_timeout{60'000};  // then the part is `unsure`
    ms alive{50'000};             // nothing heard for so long: ask; 0: never. Centres log out who is silent for minutes
    ms logout_timeout{5'000};     // from our logout to its answer
    ms throttle_pause{250}, throttle_pause_most{5'000};  // doubles while the centre goes on being congested
    ms retry_after{10'000};                              // for codes that mean `later`
    // Values of 900: the centre's trouble, not the message's; and: we are too fast.
    std::vector<std::int32_t> later{4, 5, 6}, throttled{10};
};

}  // namespace hermod::connectors::cimd2
