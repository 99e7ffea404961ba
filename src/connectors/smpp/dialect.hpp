// A peer's quirks that need our help, as named flags; quirks that every peer may have are survived without asking.
//
// Each flag has a test in outgoing_test.cpp or incoming_test.cpp and a line in docs/protocols/smpp.md.
#pragma once

namespace hermod::connectors::smpp {

struct dialect {
    bool dcs0_is_latin1 = false;      // the peer's default alphabet is Latin-1, both ways; 3.4 leaves it to the centre
    bool dcs1_is_gsm7 = false;        // the peer labels GSM 7-bit octets as IA5 (node-smpp does)
    bool packed_gsm7 = false;         // the peer wants seven-bit text packed into octets, and sends it so
    bool ucs2_little_endian = false;  // data_coding 8 travels low octet first, both ways
    // Receipts come without their esm_class bit, known by their text alone. A handset could then forge a receipt: only for
    // connectors on which no handset's messages arrive.
    bool receipts_by_text = false;
    bool accepted_is_delivered = false;  // message_state 6 is the last word, as the specification has it and few peers do
};

}  // namespace hermod::connectors::smpp
