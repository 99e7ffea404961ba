// AT+CSCS: in which characters a modem's strings and texts are written. 3GPP TS 27.007 section 5.5.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/octets.hpp"

namespace hermod::simulate::modem {

enum class character_set : std::uint8_t { gsm, ira, ucs2, hex, latin1 };

std::optional<character_set> character_set_called(std::string_view name);
std::string_view name_of(character_set set);

// What the set lacks becomes "?". hex and ucs2: digits.
std::string write_in(character_set set, std::string_view utf8);
// UTF-8; nullopt for digits that are none.
std::optional<std::string> read_in(character_set set, std::string_view octets);
// The same of a text that is to travel in GSM 7-bit, as its septets.
std::optional<text::octets> septets_in(character_set set, std::string_view octets);

std::string to_hex(text::octet_view octets);
std::optional<text::octets> from_hex(std::string_view digits);

}  // namespace hermod::simulate::modem
