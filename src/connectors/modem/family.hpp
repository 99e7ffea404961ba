// Families of modems and what they want: one row each. Which family a modem is of, its own words tell (ATI, +CGMI, +CGMM).
//
// A quirk that a row does not know can be had by `init` lines of the configuration. Sources: docs/protocols/modem.md.
#pragma once

#include <span>
#include <string_view>

namespace hermod::connectors::modem {

struct family {
    std::string_view name;
    std::span<const std::string_view> makers;  // any of them in what the modem says of itself, in small letters
    std::string_view quiet = {};               // stops a flood of its own news
    bool stored_reports = true;                // +CDSI leads to where the report is
    bool packed_ussd = false;                  // wants USSD as packed septets in hex when it refuses text
    std::string_view text_ussd = {};           // makes it take text instead
};

std::span<const family> families();
const family& generic_family();
// Whatever ATI, +CGMI and +CGMM printed.
const family& family_of(std::string_view said);

}  // namespace hermod::connectors::modem
