// The small words of ParlayX: blanks around values, addresses as tel: URIs (RFC 3966), times.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace hermod::wire::parlayx {

std::string trimmed(std::string_view text);

// The address without tel:, in whatever case, and without URI parameters (what stands behind a semicolon).
std::string bare_address(std::string_view written);
// tel: before an address that has no scheme yet.
std::string tel_uri(std::string_view address);

// xsd:dateTime; `zone` is what one without an offset is in (the sources do not say: it is the SDP's local time, as it seems).
std::optional<wall_time> date_time(std::string_view written, std::chrono::minutes zone);

}  // namespace hermod::wire::parlayx
