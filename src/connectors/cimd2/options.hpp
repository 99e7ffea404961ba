// Everything that can be set on a CIMD2 connector: plain values, filled in from the configuration. Immutable while it lives.
//
// session_options are what one login's state machine needs, translation_options what a message becomes on the wire,
// connector_options the rest, with what all connectors with lines have.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "connectors/cimd2/dialect.hpp"
#include "connectors/cimd2/error_table.hpp"
#include "lines/options.hpp"
#include "lines/questions.hpp"
#include "text/udh.hpp"
#include "wire/cimd2/packet.hpp"

namespace hermod::connectors::cimd2 {

struct session_options {
    using ms = std::chrono::milliseconds;

    std::string user_identity, password, subaddress;

    // Submits without an answer, 1 to 127: of the 128 numbers one stays for alive and logout. Above 1 it is asked for at login.
    std::size_t window = 1;
    std::size_t most_unanswered = 128;  // of the centre's packets: it has so many numbers; more are passed over
    std::size_t max_packet_length = wire::cimd2::max_packet_length;
    bool write_checksum = true;
    wire::cimd2::checksum_rule checksum = wire::cimd2::checksum_rule::if_present;
    ms login_timeout{10'000};
    ms response_timeout{60'000};  // then the part is `unsure`
    ms alive{50'000};             // nothing heard for so long: ask; 0: never. Centres log out who is silent for minutes
    ms poll{0};                   // so often the centre is asked for the messages that it holds (05); 0: never, it sends them
    ms logout_timeout{5'000};     // from our logout to its answer
    ms throttle_pause{250}, throttle_pause_most{5'000};  // doubles while the centre goes on being congested
    ms retry_after{10'000};                              // for codes that mean `later`
    error_table errors;
};

enum class validity_form : std::uint8_t { none, relative, absolute };

struct translation_options {
    validity_form validity = validity_form::relative;
    std::chrono::minutes centre_offset{0};  // of the centre's clock from UTC; absolute validity is written in its time
    // Of the header that ties a long message together. Where it would make another number of parts than were accepted: octet.
    text::reference_width reference = text::reference_width::octet;
    bool write_originator = true;   // false: messages go by the account's own number
    std::string originator_prefix;  // of a number that is the sender: what the centre puts before it itself, so is not written
    // 056 of a message whose receipt is wanted: validity expired, failed, delivered, cancelled, deleted. Who wants to hear of
    // failed tries, too, gets 1 (temporary error) besides.
    std::int32_t status_report_request = 62;
    std::uint8_t protocol_identifier = 0;
    std::array<std::optional<std::int32_t>, 5> priorities{};  // 067 by the sender's wish, 0 (none) to 4
    std::optional<std::int32_t> tariff_class, service_description;
    bool cancel_enabled = false;
    std::int32_t cancel_mode = 2;  // 059 of our cancels: one message, by recipient and timestamp
    dialect quirks;
};

struct connector_options : lines::line_options {
    lines::questions_allowed questions{false, true, false};  // CIMD2 cannot replace
    session_options session;
    translation_options translation;
};

}  // namespace hermod::connectors::cimd2
