// Which TLVs of a message's own may travel with it: those that a submit_sm may carry, and vendors'.
//
// What the connector itself says (message_payload, the sar_ TLVs) and what only responses or receipts carry is never taken
// from outside. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "wire/smpp/tlv.hpp"

namespace hermod::connectors::smpp {

bool may_be_submitted(wire::smpp::tlv_tag tag);

// Appends those of `raw` (tag, length, value, ...) that may travel; returns how many were left out, what is no whole TLV
// counted as one.
std::size_t append_own_tlvs(std::vector<std::uint8_t>& out, std::string_view raw);

}  // namespace hermod::connectors::smpp
