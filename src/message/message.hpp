// What a message is: the words of the whole program. Pure data; owned by whoever holds the message_ptr, never changed
// once the store has it. What happens to a message is told by events (event.hpp) and summed up in a record (record.hpp).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/ids.hpp"

namespace hermod {

enum class direction : std::uint8_t { to_handset = 0, from_handset = 1 };

// How the body travels. gsm7 and ucs2 bodies are UTF-8 here; binary bodies are the octets themselves.
enum class encoding : std::uint8_t { gsm7 = 0, ucs2 = 1, binary = 2 };

// Which events the application wants to be told of; bits of message::callbacks.
enum callback_bits : std::uint8_t { callback_none = 0, callback_final = 1, callback_submitted = 2, callback_received = 4 };

struct message {
    message_id id;
    account_id account;
    connector_id connector;        // the outlet that the route chose; for a message from a handset, where it came in
    direction way = direction::to_handset;
    encoding coding = encoding::gsm7;
    std::uint8_t parts = 1;        // 1 to 255
    std::uint8_t callbacks = callback_none;
    bool receipt = true;           // ask the network for a delivery receipt
    bool resend_unsure = true;     // the route's word on `unsure`: send again (flagged) or park
    std::uint16_t concat_ref = 0;  // reference of a long message's parts
    std::uint8_t data_coding = 0;  // as received, from handsets only
    wall_time accepted_at{};
    wall_time expires_at{};        // validity: never sent after this instant
    std::string from;              // digits with or without '+', or up to 11 characters
    std::string to;                // E.164 with '+'
    std::string body;
    std::string client_ref;        // the application's own reference, at most 255 octets
    std::string callback_url;      // empty: the account's
    std::string route;             // name of the route that matched
    std::string udh;               // user data header octets, binary messages and messages from handsets only
};

using message_ptr = std::shared_ptr<const message>;

constexpr std::string_view to_text(encoding e) {
    switch (e) {
        case encoding::gsm7: return "gsm7";
        case encoding::ucs2: return "ucs2";
        case encoding::binary: return "binary";
    }
    return "?";
}

constexpr std::string_view to_text(direction d) { return d == direction::to_handset ? "to_handset" : "from_handset"; }

}  // namespace hermod
