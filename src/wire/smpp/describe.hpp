// A PDU field by field, for people: `hermod decode smpp HEX`, the log of a refused PDU, a trace.
//
// Works on anything: it goes as far as the octets make sense and then names the fault. Allocates freely; not for the hot
// path. Passwords are shown as stars unless asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/smpp/errc.hpp"
#include "wire/smpp/header.hpp"

namespace hermod::wire::smpp {

struct described_field {
    std::string name{};  // the specification's; a TLV's is "tlv message_state", an unnamed one's "tlv 0x1401"
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    std::string hex{};
    std::string value{};  // a number in decimal, a string as it stands with other octets escaped
    std::string words{};  // "UCS2"; empty when there is nothing to add
};

struct description {
    std::string pdu{};      // "submit_sm", "unknown"
    std::string section{};  // of SMPP 5.0
    std::vector<described_field> fields;
    std::optional<codec_error> fault;
    oddities odd;
};

struct describe_options {
    bool show_password = false;
};

description describe(octets frame, describe_options options = {});

// One line a field: offset, name, hex, value, words; then oddities and the fault. Ends with a newline.
std::string to_text(const description& d);

}  // namespace hermod::wire::smpp
