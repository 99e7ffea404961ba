// Everything that can be set on a UCP connector: plain values, read from its table by configured.hpp.
//
// session_options are what one link's state machine needs, translation_options what a message becomes on the wire,
// connector_options the rest. Immutable while the connector lives.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "connectors/ucp/dialect.hpp"
#include "connectors/ucp/error_table.hpp"
#include "lines/options.hpp"
#include "lines/questions.hpp"
#include "text/udh.hpp"
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
    bool last_digits_only = false;  // of ids: dialect::national_receipts
    bool answers_in_result = false;  // dialect::answers_in_result

    std::size_t window = 1;  // operations without a result, 1 to 100; what was agreed for the link
    ms login_timeout{10'000};
    ms response_timeout{60'000};  // then the part is `unsure`, and its number is blocked for as long again
    ms keepalive{50'000};         // nothing heard for so long: 31; 0: never. Centres hang up after about a minute
    ms throttle_pause{1'000};
    ms retry_after{10'000};  // for codes that mean `later`
    error_table errors;
};

// The operation that hands a message in: centres before 3.5 know 30 or 01 alone, which carry less (outgoing_older.hpp).
enum class submit_form : std::uint8_t { submit_message, sms_transfer, call_input };

struct translation_options {
    submit_form submit_as = submit_form::submit_message;
    std::string ac;                            // authentication code, for centres that want one in each 51
    std::string notify_address, notify_pid;    // NAdC and NPID: where 53s go; empty: to us, over this connection
    std::string last_resort, last_resort_pid;  // LRAd and LPID: where a message goes that cannot be delivered
    std::string billing;                       // XSer 0C, as text
    std::uint8_t protocol_id = 0;              // RPID, TP-PID
    std::uint8_t priority = 0;                 // PR, 0 to 3
    bool validity = true;                      // VP, once the centre's zone is known
    std::optional<std::chrono::minutes> utc_offset;  // of the centre's clock; unset: learned from its results
    // Of the header of a long message's parts. One that would split into more parts than it was accepted with keeps to octet.
    text::reference_width reference = text::reference_width::octet;
    dialect quirks;
};

struct connector_options : lines::line_options {
    lines::questions_allowed questions;
    session_options session;
    translation_options translation;
};

}  // namespace hermod::connectors::ucp
