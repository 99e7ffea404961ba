// What a message is called between us and an application that speaks CIMD2: service centre timestamp (060) and destination
// address (021) together, as its submit was answered. It is kept as the message's client_ref, "261125190923:46701234567", so it
// outlives restarts, is found by whoever knows it, and says the address as the application wrote it.
//
// A timestamp is the second of the submit in the centre's time, or the next one that this recipient has not had: doors/timestamps.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "message/message.hpp"

namespace hermod::connectors::cimd2 {

struct message_name {
    std::string timestamp, destination;
};
// `destination` as the application wrote it.
std::string reference_of(std::string_view timestamp, std::string_view destination);
// Of a message that came otherwise: the second in which it was accepted, and its recipient.
message_name name_of(const message& what, std::chrono::minutes offset);
bool is_named(const message& what, std::string_view timestamp);

// "+46701234567" of an address that is a number, with '+', with 00 or with neither, hyphens or none; otherwise empty.
// Of an account that `dials` (doors/account.hpp), only the hyphens go.
std::string number_from(std::string_view address, bool dials = false);

}  // namespace hermod::connectors::cimd2
