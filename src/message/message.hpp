// What a message is: the words of the whole program. Pure data; owned by whoever holds the message_ptr, never changed
// once the store has it. What happens to a message is told by events (event.hpp) and summed up in a record (record.hpp).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "message/admission.hpp"

namespace hermod {

enum class direction : std::uint8_t { to_handset = 0, from_handset = 1 };

// How the body travels. gsm7 and ucs2 bodies are UTF-8 here; binary bodies are the octets themselves.
enum class encoding : std::uint8_t { gsm7 = 0, ucs2 = 1, binary = 2 };

// Which events the application wants to be told of; bits of message::callbacks.
enum callback_bits : std::uint8_t {
    callback_none = 0,
    callback_final = 1,          // the end, whichever it is
    callback_submitted = 2,
    callback_received = 4,
    callback_failure = 8,        // the end, when it is not delivered
    callback_success = 16,       // the end, when it is delivered
    callback_intermediate = 32,  // what the network tells on the way
};

// How its account hears of a message.
enum class told_by : std::uint8_t { webhook = 0, session = 1 };

// The ends after which a message's price is given back; bits of message::refunds.
enum refund_bits : std::uint8_t { refund_rejected = 1, refund_expired = 2, refund_undelivered = 4, refund_cancelled = 8 };

// What few messages have, apart so that the others stay small. Immutable, shared.
struct message_extras {
    std::string service_type;            // SMPP's, up to 5 characters
    std::string tlvs;                    // optional parameters to or from the network: SMPP's octets (tag, length, value)
    std::uint8_t protocol_id = 0;        // TP-PID
    std::uint8_t priority = 0;           // SMPP's priority_flag, 0 to 4
    std::uint8_t esm_class = 0;          // mode, type and reply path; whether there is a header, `udh` says
    std::uint8_t acknowledgements = 0;   // the SME bits of registered_delivery (0x0C), passed on
    std::uint8_t single_shift = 0;       // national language identifiers of 3GPP TS 23.038; 0: the default tables
    std::uint8_t locking_shift = 0;
    std::uint8_t missing_parts = 0;      // from a handset: of a long message that never became whole
    message_id group{};                  // of a message to many: the id that its sender got for all of them
    // From a handset: a UTF-16 pair that was cut between two parts. The half that this part's text begins or ends with
    // (0: none); the text has U+FFFD there.
    std::uint16_t first_half = 0, last_half = 0;
    std::string tags;                    // words that routes and filters know it by, separated by commas
    std::string was_from, was_to;        // as its sender gave them, where rules made others of them; empty: as in from and to
    std::string window;                  // to a handset: the hours in which it may go, by name; empty: the account's
    std::string keyword;                 // from a handset: what it was taken for ("stop", "start", "help"); empty: a message
    friend bool operator==(const message_extras&, const message_extras&) = default;
};

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
    std::uint8_t data_coding = 0;  // from handsets: as received; to them: the octet to send, 0 = as `coding` says
    told_by via = told_by::webhook;
    // From a handset: a part that waits for the others of its message. To a handset: somebody has to say whether it may go.
    bool held = false;
    std::uint8_t refunds = 0;      // refund_bits
    std::uint8_t moves = 0;        // how often it was given to another connector
    std::int64_t price = 0;        // of all parts, in thousandths of the account's unit
    wall_time accepted_at{};
    wall_time not_before{};        // scheduled: not sent before this instant; 0 = at once
    wall_time expires_at{};        // validity: never sent after this instant
    std::string from;              // digits with or without '+', or up to 11 characters
    std::string to;                // E.164 with '+'
    std::string body;
    std::string client_ref;        // the application's own reference, at most 255 octets
    std::string callback_url;      // empty: the account's
    std::string route;             // name of the route that matched
    std::string udh;               // user data header octets of the sender's own
    std::shared_ptr<const message_extras> extras;  // null: all as in a default one
    admission_slot admitted;       // until it is stored

    const message_extras& more() const {
        static const message_extras none;
        return extras ? *extras : none;
    }
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
