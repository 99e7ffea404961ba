// USSD strings as modems write them (27.007 section 7.15): text, UCS-2 in hex, or packed septets in hex. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hermod::connectors::modem {

enum class ussd_form : unsigned char { text, ucs2_hex, packed_hex };

// nullopt: a character that this form cannot say.
std::optional<std::string> write_ussd(std::string_view utf8, ussd_form form);
// `asked_as`: how the question was written, which tells how a string of digits is meant. UTF-8.
std::string read_ussd(std::string_view said, std::optional<unsigned> dcs, ussd_form asked_as);

}  // namespace hermod::connectors::modem
