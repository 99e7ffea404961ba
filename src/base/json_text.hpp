// A JSON string (RFC 8259 section 7) of any octets.
//
// What must be escaped is, and each octet that is no UTF-8 becomes U+FFFD: whatever a network or an application has sent
// us, what we write is valid JSON. The log has a stricter escape of its own, for terminals: base/log.hpp.
#pragma once

#include <string>
#include <string_view>

namespace hermod {

void append_json_text(std::string& out, std::string_view text);  // with its quotes

}  // namespace hermod
