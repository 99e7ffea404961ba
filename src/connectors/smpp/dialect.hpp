// A peer's quirks that need our help, as named flags; quirks that every peer may have are survived without asking.
//
// Each flag has a test in outgoing_test.cpp, incoming_test.cpp or session_test.cpp and a line in docs/protocols/smpp.md. Of
// the dcs0_ flags at most one should be set; the first of them counts.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::connectors::smpp {

struct dialect {
    bool dcs0_is_latin1 = false;      // the peer's default alphabet is Latin-1, both ways; 3.4 leaves it to the centre
    bool dcs0_is_ascii = false;       // ... ASCII
    bool dcs0_is_utf8 = false;        // ... UTF-8
    bool dcs1_is_gsm7 = false;        // the peer labels GSM 7-bit octets as IA5 (node-smpp does)
    bool packed_gsm7 = false;         // the peer wants seven-bit text packed into octets, and sends it so
    bool ucs2_little_endian = false;  // data_coding 8 travels low octet first, both ways
    // Receipts come without their esm_class bit, known by their text alone. A handset could then forge a receipt: only for
    // connectors on which no handset's messages arrive.
    bool receipts_by_text = false;
    bool accepted_is_delivered = false;         // message_state 6 is the last word, as the specification has it and few peers do
    bool receipts_not_swapped = false;          // the receipt's addresses stand as in the submit: the handset is its destination
    bool plus_in_addresses = false;             // outward, an international number keeps its '+'
    bool unknown_ton_is_international = false;  // inward, 9 digits and more of TON unknown get a '+'
    bool no_tlvs = false;                       // the peer refuses TLVs: none are sent
    // The peer's responses carry no usable sequence number: one to nothing that waits is taken for the oldest that does.
    bool answers_in_order = false;
};

// The words of `dialect`, of connectors and of accounts: the flags' names.
std::span<const std::string_view> dialect_names();
// Those that mean something for an application: how what it submits is read.
std::span<const std::string_view> account_dialect_names();
// Words that are none are passed over: the configuration's check has named them.
dialect dialect_of(const std::vector<std::string>& words);

}  // namespace hermod::connectors::smpp
