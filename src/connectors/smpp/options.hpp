// Everything that can be set on an SMPP connector: plain values, read from the configuration by configured.hpp.
//
// session_options are what one bind's state machine needs, translation_options what a message becomes on the wire,
// connector_options the rest, besides what all connectors with lines have. Immutable while the connector lives.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "connectors/smpp/dialect.hpp"
#include "connectors/smpp/error_table.hpp"
#include "lines/options.hpp"
#include "lines/questions.hpp"
#include "text/udh.hpp"
#include "wire/smpp/header.hpp"
#include "wire/smpp/values.hpp"

namespace hermod::connectors::smpp {

// pair: a transmitter and a receiver for each of `binds`, as SMPP 3.3 knows no transceiver; only connector_options may say it.
enum class bind_mode : std::uint8_t { transceiver, transmitter, receiver, pair };

struct session_options {
    using ms = std::chrono::milliseconds;

    bind_mode mode = bind_mode::transceiver;
    std::string system_id, password, system_type, address_range;
    std::uint8_t interface_version = wire::smpp::version_3_4;
    wire::smpp::ton addr_ton{};
    wire::smpp::npi addr_npi{};

    std::size_t window = 10;             // submits without an answer, at most
    std::size_t most_unanswered = 1000;  // of the peer's deliver_sm that we have not answered; more get ESME_RX_T_APPN
    std::size_t max_pdu_length = wire::smpp::max_pdu_length;
    ms bind_timeout{10'000};
    ms response_timeout{60'000};                         // then the part is `unsure`
    ms enquire_link{30'000};                             // nothing heard for so long: ask; 0: never
    ms inactivity{0};                                    // no message either way for so long: unbind; 0: never
    ms unbind_timeout{5'000};                            // from our unbind to its answer
    ms throttle_pause{250}, throttle_pause_most{5'000};  // doubles while the peer goes on throttling
    ms retry_after{10'000};                              // for statuses that mean `later`
    bool answers_in_order = false;                       // dialect::answers_in_order
    // The peer has connected to us and must say outbind first (3.4 section 4.1.7); what it must say, empty: anything.
    bool await_outbind = false;
    std::string outbind_system_id, outbind_password;
    error_table errors;
};

// Type of number and numbering plan that are forced for all addresses of one side.
struct forced_plan {
    wire::smpp::ton ton{};
    wire::smpp::npi npi{};
};

enum class validity_form : std::uint8_t { none, relative, absolute };

// How the parts of a long message are told to belong together.
enum class long_form : std::uint8_t {
    header,   // a user data header: what every centre understands
    sar,      // the sar_ TLVs; with a header of the sender's own: header (both at once are forbidden)
    payload,  // the whole text in one message_payload, which the centre cuts: see outgoing.hpp
};

struct translation_options {
    std::optional<forced_plan> source, destination;  // otherwise by the address's look
    std::string service_type;
    validity_form validity = validity_form::relative;
    std::uint8_t esm_class_mode = 0;  // bits 1-0: the centre's default
    std::uint8_t protocol_id = 0;
    std::uint8_t priority_flag = 0;
    long_form longer = long_form::header;
    // Of that header. A message that would split into another number of parts than it was accepted with keeps to octet.
    text::reference_width reference = text::reference_width::octet;
    bool as_data_sm = false;  // data_sm instead of submit_sm: text in message_payload, validity as qos_time_to_live
    // SMPP 3.3, or dialect::no_tlvs: TLVs are dropped, and what needs them (sar, payload, data_sm) goes the plain way.
    bool without_tlvs = false;
    dialect quirks;
};

struct connector_options : lines::line_options {
    connector_options() {
        port = 2775;
        session.window = 100;
    }

    // A port on which the centre may connect and say outbind. The binds made so come besides `binds`, which may be 0 then.
    struct outbind_listener {
        std::string host;  // the address to listen on; empty: no listener
        std::uint16_t port = 0;
        bind_mode mode = bind_mode::receiver;  // or transceiver
        std::size_t connections = 1;           // at once
        std::string system_id, password;       // what the centre must say; empty: anything
    } outbind;
    lines::questions_allowed questions;
    // Destinations in one PDU, at most, for consecutive messages of one content (submit_multi); below 2: never.
    std::size_t submit_multi = 0;
    session_options session;
    translation_options translation;
};

using lines::clock_functions;

}  // namespace hermod::connectors::smpp
