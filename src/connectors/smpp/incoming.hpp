// Translation, inward: a deliver_sm or data_sm is a delivery receipt or a message from a handset.
//
// Pure; nothing borrowed survives in the result. What a network sends is never refused for its text: what cannot be read
// stands as U+FFFD, and alphabets that we do not know stay octets with their data_coding.
//
// A surrogate pair that a network has cut between two parts (UCS-2, and only when the header says concatenation): the half at
// the part's edge becomes a stand-in, a private-use character that is valid UTF-8 everywhere on its way:
//   D800 to DBFF at the end        -> U+10F800 to U+10FBFF (UTF-8 F4 8F A0..AF xx)
//   DC00 to DFFF at the beginning  -> U+10FC00 to U+10FFFF (UTF-8 F4 8F B0..BF xx)
// Whoever joins the parts puts an end's stand-in and the next part's first one together with joined_halves(), where both are
// there, and shows U+FFFD for one that stays alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "connectors/smpp/dialect.hpp"
#include "message/message.hpp"
#include "message/remote_receipt.hpp"
#include "wire/smpp/pdu.hpp"

namespace hermod::connectors::smpp {

// What stands for a lone half, and back. Of a pair of stand-ins: the character that the network cut.
constexpr char32_t stand_in_of(std::uint16_t half) {
    return 0x10F800u + (half - 0xD800u);
}
constexpr bool is_end_stand_in(char32_t c) {
    return c >= 0x10F800 && c <= 0x10FBFF;
}
constexpr bool is_beginning_stand_in(char32_t c) {
    return c >= 0x10FC00 && c <= 0x10FFFF;
}
constexpr char32_t joined_halves(char32_t end, char32_t beginning) {
    return 0x10000u + ((end - 0x10F800u) << 10) + (beginning - 0x10FC00u);
}

// From a handset. Addresses of TON international carry their '+'.
struct handset_message {
    std::string from, to;
    std::string body;                // UTF-8, or octets when coding is binary
    std::string udh;                 // as received, or made from the sar_ TLVs
    std::optional<encoding> coding;  // binary, or nullopt for text
    std::uint8_t data_coding = 0;
    // service_type, protocol_id, priority, esm_class and the TLVs that were not used up (message_payload and the sar_ ones
    // are); null when there is nothing of the kind.
    std::shared_ptr<const message_extras> extras;
};

// A receipt that names no message cannot be matched by anybody.
struct nameless_receipt {};

using incoming = std::variant<remote_receipt, handset_message, nameless_receipt>;

incoming read_incoming(const wire::smpp::deliver_sm& pdu, const dialect& quirks, connector_id by, wall_time now);
incoming read_incoming(const wire::smpp::data_sm& pdu, const dialect& quirks, connector_id by, wall_time now);

// The network's state in our words; `submitted` is "nothing final yet".
state outcome_of(wire::smpp::message_state network, bool intermediate, const dialect& quirks);
// "err:" as written: decimal when it is digits, otherwise hexadecimal, 0 when it is neither.
std::uint32_t error_number(std::string_view err);

}  // namespace hermod::connectors::smpp
