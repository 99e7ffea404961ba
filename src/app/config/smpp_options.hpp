// The keys of a [[connector]] with type = "smpp".
//
// Flags of the dialect and names of command_status are others' to define: the caller passes the lists, so
// that they are written once and a misspelt one gets its nearest. The wiring makes the type's row of it:
//   connector_type{"smpp", [](table_reader& table) { return std::any(read_smpp_options(table, vocabulary)); }}
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "settings/reader.hpp"

namespace hermod::app {

using namespace settings;

enum class smpp_mode : std::uint8_t { transceiver, transmitter, receiver, pair };  // pair: a transmitter and a receiver
// What an error code of this operator means for the message.
enum class error_rule : std::uint8_t {
    final,      // refused for good
    retry,      // again later, counts as a try
    throttled,  // again later, slower, counts as none
};

// How the parts of a long message name each other.
enum class smpp_concat : std::uint8_t {
    udh8,     // a user data header with a reference of one octet
    udh16,    // of two
    sar,      // the sar_ TLVs
    payload,  // not at all: the whole text in message_payload
};
enum class smpp_question : std::uint8_t { query, cancel, replace };
enum class smpp_validity : std::uint8_t { relative, absolute, none };

struct smpp_options {
    endpoint address;
    std::string system_id, password, system_type, address_range;
    smpp_mode mode = smpp_mode::transceiver;
    std::uint32_t binds = 1, window = 100;  // window: unanswered requests a bind
    std::uint32_t rate = 0;                 // messages a second over all binds; 0: no limit
    std::uint32_t enquire_link_seconds = 30, response_seconds = 60, bind_seconds = 10;  // enquire_link 0: none
    std::uint32_t inactivity_seconds = 0;                                               // 0: never
    std::uint32_t reconnect_min_ms = 500, reconnect_max_ms = 30'000;
    std::optional<std::uint8_t> source_ton, source_npi, dest_ton, dest_npi;  // unset: from the address itself
    std::uint8_t interface_version = 0x34;
    bool data_sm = false;  // submits travel as data_sm
    std::uint32_t submit_multi = 0;  // destinations in one PDU, at most, for messages of one content; 0: never
    // A port on which the operator's centre connects and says outbind; binds made so come besides `binds`.
    std::optional<endpoint> outbind_listen;
    std::string outbind_system_id, outbind_password;  // what the centre must say; empty: anything
    smpp_mode outbind_mode = smpp_mode::receiver;     // or transceiver
    std::uint32_t outbind_connections = 1;
    bool tls = false;
    std::string tls_authorities;           // path of a PEM file; empty: the system's
    std::string tls_name;                  // that the peer's certificate must hold; empty: the address's host
    std::string tls_certificate, tls_key;  // paths of PEM files: what we show; both or none
    std::vector<std::string> tls_pin;      // "sha256/BASE64", form checked; empty: any certificate that verifies
    // What this network may be asked about messages that it has; a query costs traffic, and some operators bill it.
    std::vector<smpp_question> questions{smpp_question::cancel, smpp_question::replace};
    smpp_concat concat = smpp_concat::udh8;
    std::string service_type;
    std::uint8_t protocol_id = 0, priority = 0;
    smpp_validity validity = smpp_validity::relative;
    std::vector<std::string> dialect;
    std::map<std::uint32_t, error_rule> errors;
};

struct named_status {
    std::string_view name;  // "ESME_RTHROTTLED"
    std::uint32_t value;
};

struct smpp_vocabulary {
    std::span<const std::string_view> dialect_flags;
    std::span<const named_status> statuses;
};

smpp_options read_smpp_options(table_reader& table, const smpp_vocabulary& vocabulary);

}  // namespace hermod::app
