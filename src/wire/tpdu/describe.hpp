// A TPDU field by field, for people: the log of a message that could not be read, a trace.
//
// Works on anything: it goes as far as the octets make sense and then names the fault. Allocates freely; not for the hot path.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/tpdu/decode.hpp"

namespace hermod::wire::tpdu {

struct described_field {
    std::string name{};  // the specification's
    std::uint32_t offset = 0;
    std::uint32_t length = 0;  // 0: a bit of the first octet
    std::string hex{};
    std::string value{};  // a number in decimal, an address, a time
    std::string words{};  // what the number means, a text
};

struct description {
    std::string pdu{};      // "SMS-DELIVER", "unknown"
    std::string section{};  // of TS 23.040
    std::vector<described_field> fields;
    std::optional<codec_error> fault;
    oddities odd;
};

description describe(octets tpdu, origin from, carrier by = carrier::ack);

// One line a field: offset, name, hex, value, words; then oddities and the fault. Ends with a newline.
std::string to_text(const description& d);

}  // namespace hermod::wire::tpdu
