// Messages of text mode (27.005 section 3), for modems that have no PDU mode: with AT+CSCS="UCS2" numbers and texts are UCS-2 in
// hex; a modem that knows no such set writes them as they are. Text mode has no header and no status report here. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/modem/session.hpp"

namespace hermod::connectors::modem {

// <index> of a +CMGL line, in either mode.
std::optional<unsigned> index_of_listed(std::string_view line);
// The lines behind lines[at] until the next one that has a name, joined.
std::string text_behind(const std::vector<wire::at::line>& lines, std::size_t at);
// nullopt: the line cannot be read, or the message is one that the modem has written itself. `hex`: AT+CSCS="UCS2" stands.
std::optional<arrival> read_text_message(std::string_view line, std::string_view text, bool listed, bool hex);
// UCS-2 in hex; of UTF-8 that is valid.
std::string ucs2_hex(std::string_view utf8);
// "00480069" is "Hi"; what is not hex in fours stays as it is.
std::string from_ucs2_hex(std::string_view said);

}  // namespace hermod::connectors::modem
