// What AT commands carry in PDU mode: the SMSC part and the TPDU behind it (TS 27.005 section 4.1, "<pdu>" and "<length>").
//
// <length> counts the TPDU alone. Modems get the SMSC part wrong: some leave it out, some write a length that does not fit. What
// a modem announced in +CMT, +CMGL, +CMGR or +CDS then tells where the TPDU begins.
#pragma once

#include <optional>
#include <vector>

#include "wire/tpdu/address.hpp"

namespace hermod::wire::tpdu {

struct pdu_mode {
    address smsc{};  // empty: none, or the modem's own
    octets tpdu{};   // borrowed from `from`
    oddities odd{};
};

// `announced`: <length>, when the modem gave one. Faults: truncated, smsc_too_long, when no length tells better.
codec_result<pdu_mode> read_pdu_mode(octets from, std::optional<std::size_t> announced = {});

// For AT+CMGS, AT+CMGW, AT+CMGC: what follows the prompt, and the command's <length>.
struct pdu_mode_text {
    std::string hex;
    std::size_t length = 0;  // of the TPDU, in octets
};
// An empty `smsc` leaves the choice to the modem (AT+CSCA).
codec_result<pdu_mode_text> write_pdu_mode(octets tpdu, const address& smsc = {});

}  // namespace hermod::wire::tpdu
