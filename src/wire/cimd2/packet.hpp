// A packet as a packet: STX ZZ:NNN TAB PPP:value TAB ... CC ETX (specification 4.1). What the operation means is decode.hpp's.
//
// The checksum CC may be missing; whether it must not is a matter of the account. Borrows from the frame.
#pragma once

#include "wire/cimd2/operation_code.hpp"
#include "wire/cimd2/parameters.hpp"

namespace hermod::wire::cimd2 {

struct header {
    operation code{};  // any two digits, known or not
    std::uint8_t number = 0;
    friend bool operator==(const header&, const header&) = default;
};

// "\x02ZZ:NNN\x09": the parameters follow.
inline constexpr std::size_t header_length = 8;

enum class checksum_rule : std::uint8_t { if_present, required, ignored };

struct packet {
    header head{};
    parameters given{};
    bool has_checksum = false;
};

// The header alone, for answering a packet whose rest cannot be read.
codec_result<header> read_header(octet_view frame);
codec_result<packet> read_packet(octet_view frame, checksum_rule rule = checksum_rule::if_present);

// The sum of all octets, modulo 256: of a packet's from STX to the last TAB.
std::uint8_t checksum_of(octet_view octets);

// Gives a packet that read_packet() takes another number, and the checksum that goes with it if it has one: after a nack.
void renumber(std::string& frame, std::uint8_t number);

}  // namespace hermod::wire::cimd2
