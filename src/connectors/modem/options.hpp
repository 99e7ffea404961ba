// Everything that can be set on a connector with modems: plain values, read from its table by configured.hpp.
//
// modem_options are what one modem's session needs, connector_options the group. Immutable while the connector lives.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "connectors/modem/error_table.hpp"
#include "text/udh.hpp"

namespace hermod::connectors::modem {

enum class flow_control : std::uint8_t { none, hardware, software };

// How status reports are to come. Direct ones are acknowledged when they are on disk, if the modem can be told to wait for that.
enum class report_way : std::uint8_t { automatic, direct, stored, none };

// PDU mode; text mode only for modems that have no other.
enum class message_mode : std::uint8_t { automatic, pdu, text };

struct timers {
    using ms = std::chrono::milliseconds;

    ms answer{5'000};             // of an ordinary command
    ms listing{60'000};           // of +CMGL, +CPMS, +COPS: slow SIMs
    ms prompt{10'000};            // from AT+CMGS to ">"
    ms sending{120'000};          // from the PDU to the final result; then the part is `unsure`
    ms ussd{60'000};              // for the network's word
    ms watch{30'000};             // between two looks at SIM, registration, signal, settings
    ms poll{60'000};              // between two looks into the storage; the modem announces messages besides
    ms poll_unannounced{10'000};  // the same, of a modem that cannot announce
    ms sim_retry{2'000};          // while the SIM is busy
    ms throttle_pause{5'000};
    ms retry_after{30'000};  // for errors that mean `later`
};

struct modem_options {
    std::string name;
    std::string device;  // a path; or empty, then host and port
    std::string host;
    std::uint16_t port = 0;
    unsigned speed = 115'200;
    flow_control flow = flow_control::none;

    std::string pin;
    std::string number;   // its own, as messages from handsets are told to have come to; empty: +CNUM
    std::string smsc;     // +CSCA; empty: the SIM's
    std::string imei;     // another modem at this device is not used; empty: any
    std::string storage;  // of +CPMS: "SM", "ME", "MT"; empty: the modem's own choice
    report_way reports = report_way::automatic;
    message_mode mode = message_mode::automatic;
    std::vector<std::string> init;  // command lines of the operator's own, after ours
    unsigned limit_minute = 0, limit_day = 0;
    timers times;
    error_table errors;
};

struct connector_options {
    std::string name;
    connector_id id;
    account_id inbound_account;
    std::vector<modem_options> modems;
    std::string state_file;  // counts of a day and refused PINs outlive a restart; empty: they do not
    bool validity = true;    // TP-VP
    text::reference_width reference = text::reference_width::octet;
    std::chrono::milliseconds connect_timeout{10'000}, reconnect_least{500}, reconnect_most{10'000};
};

}  // namespace hermod::connectors::modem
