// What one link's state machine needs: plain values, to be filled in by app/ from the configuration. Immutable while the
// session lives.
#pragma once

#include <chrono>
#include <string>

#include "connectors/ucp/error_table.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

// How the centre learns who we are: by operation 60, or otherwise (AC in each 51, our address): then it is not told.
enum class login_form : std::uint8_t { session, none };

// SM of our results to 52 and 53: AdC:SCTS of the operation, which all centres take, or nothing.
enum class result_form : std::uint8_t { reference, plain };

struct session_options {
    using ms = std::chrono::milliseconds;

    login_form login = login_form::session;
    std::string user, password;  // ASCII; the password up to 16 characters (PWD is twice that)
    std::string oton{wire::ucp::oton_abbreviated}, onpi{wire::ucp::onpi_private}, vers{wire::ucp::vers_1}, opid;
    std::string alert_adc, alert_pid{wire::ucp::pid_tcp};  // of the keep-alive; alert_adc empty: user
    result_form results = result_form::reference;

    std::size_t window = 1;  // operations without a result, 1 to 100; what was agreed for the link
    ms login_timeout{10'000};
    ms response_timeout{60'000};  // then the part is `unsure`, and its number is blocked for as long again
    ms keepalive{50'000};         // nothing heard for so long: 31; 0: never. Centres hang up after about a minute
    ms throttle_pause{1'000};
    ms retry_after{10'000};  // for codes that mean `later`
    error_table errors;
};

}  // namespace hermod::connectors::ucp
