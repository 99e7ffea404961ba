// What a line of a modem is, by itself and by the command that was sent: an answer, or something that the modem says unasked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hermod::wire::at {

// "+CMGL" of "+CMGL: 1,1,,25"; empty when the line has no such name.
std::string_view name_of(std::string_view line);

// Whether the command line (AT+CMEE=1;+CREG=2) asks by this name. "+CREG" is in it, "+CRE" is not.
bool asks_for(std::string_view command, std::string_view name);

// Something that no command has asked for. An empty `command`: none is being answered.
bool is_unsolicited(std::string_view line, std::string_view command);

// What the line announces when a PDU follows on a line of its own: the length of +CMT, +CDS, +CBM, +CMGL, +CMGR in PDU mode.
// nullopt for everything else, and for an empty slot (length 0).
std::optional<std::size_t> announced_pdu(std::string_view line);

// Hexadecimal digits only.
bool is_hex(std::string_view line);

// A +CUSD whose string goes on behind the line's end.
bool is_open_ussd(std::string_view line);

}  // namespace hermod::wire::at
