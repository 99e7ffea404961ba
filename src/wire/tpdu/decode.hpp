// Octets -> typed TPDU. Allocates nothing; user data and command data are borrowed from `tpdu`.
//
// `tpdu` is one TPDU alone, without the SMSC part: pdu_mode.hpp takes that away. Who wrote it must be known, since the same octet
// begins an SMS-DELIVER from the network and an SMS-DELIVER-REPORT from a mobile; and of a report what carried it (+CMGS and
// AT+CNMA=1: ack, AT+CNMA=2: error).
#pragma once

#include "wire/tpdu/pdu.hpp"

namespace hermod::wire::tpdu {

struct any_pdu {
    pdu_variant pdu{};
    oddities odd{};
};

template <class Pdu>
struct decoded {
    Pdu pdu{};
    oddities odd{};
};

codec_result<any_pdu> decode(octets tpdu, origin from, carrier by = carrier::ack);

// Pdu is an alternative of pdu_variant.
template <class Pdu>
codec_result<decoded<Pdu>> decode_as(octets tpdu, carrier by = carrier::ack);

}  // namespace hermod::wire::tpdu
