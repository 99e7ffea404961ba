// The part of incoming that reads a text in the alphabet which its data_coding names.
#pragma once

#include <string_view>

#include "connectors/smpp/incoming.hpp"

namespace hermod::connectors::smpp {

// Fills body and coding; data_coding and udh are set. `payload` stands behind the header.
void read_body(handset_message& out, std::string_view payload, const dialect& quirks);

}  // namespace hermod::connectors::smpp
