// An operation to a packet's octets. Writes only what the specification allows; what it refuses it names, with the place, and
// leaves `out` as it was.
#pragma once

#include <string>

#include "wire/cimd2/operations.hpp"

namespace hermod::wire::cimd2 {

struct encode_options {
    bool checksum = true;
    parameters extra{};  // written behind the operation's own, as they stand: what only one centre knows
};

template <class Operation>
codec_result<void> encode(std::string& out, std::uint8_t number, const Operation& pdu, const encode_options& options = {});
codec_result<void> encode(std::string& out, std::uint8_t number, const any_operation& pdu, const encode_options& options = {});

}  // namespace hermod::wire::cimd2
