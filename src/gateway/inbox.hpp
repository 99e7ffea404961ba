// Port 1: the way in. Doors (the HTTP API, connectors with messages from handsets) hand submissions to the inbox;
// accept/ implements it. In two steps, so that a door can render its answer before it is stored with the messages:
//   prepare()  checks, routes, splits; nothing is durable yet, nothing can be lost
//   put()      stores all prepared messages in one transaction; the reply comes when they are on disk
// Any thread; see docs/decisions/0002-ports-without-coroutines.md for why these are not awaitables.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "message/durable.hpp"
#include "message/message.hpp"
#include "message/state.hpp"

namespace hermod {

// "Something waits for you": a symbol that the handset shows or takes down, 3GPP TS 23.038 section 4.
struct waiting_notice {
    enum class kind : std::uint8_t { voice = 0, fax = 1, email = 2, other = 3 };
    kind what = kind::voice;
    bool active = true;  // false: nothing waits any more
    bool store = true;   // the text is kept, too; otherwise the handset may drop it
};

// 16-bit application ports of a user data header, 3GPP TS 23.040 section 9.2.3.24.4: 2948 WAP push, 9204 vCard.
struct application_ports {
    std::uint16_t destination = 0, source = 0;
};

// What a door knows of a message. The views must live until prepare() has returned.
struct submission {
    account_id account;
    direction way = direction::to_handset;
    connector_id came_in;  // from handsets: the connector it came in by
    std::string_view to, from;
    std::string_view body;           // UTF-8; for binary: the octets
    std::optional<encoding> coding;  // nullopt: the cheapest that holds the text
    std::string_view client_ref, callback_url, udh;
    std::optional<std::chrono::seconds> validity;
    std::uint8_t data_coding = 0;  // from handsets: as received; to them: the octet to send, 0 = as `coding` says
    bool receipt = true;
    wall_time not_before{};  // scheduled
    told_by via = told_by::webhook;
    std::optional<std::uint8_t> callbacks;  // instead of what the account wants
    std::shared_ptr<const message_extras> extras;
    std::string_view tags;    // words, separated by commas
    std::string_view window;  // name of the hours in which it may go; empty: the account's

    // How the text may travel. nullopt: as the account has it; what an application has split itself then stays as it is.
    std::optional<bool> smart;              // typographic characters may be replaced by their plain likes
    std::optional<bool> transliterate;      // letters that GSM 7-bit lacks, by Latin ones
    std::optional<std::uint16_t> languages; // whose 7-bit tables may be used; bit n: language n of message/language.hpp
    // At most one of the two, and only while data_coding is 0.
    std::optional<std::uint8_t> message_class;  // 0 (flash) to 3
    std::optional<waiting_notice> waiting;
    std::optional<application_ports> ports;  // put into the header; `udh` then names none
};

struct refusal {
    std::string field;   // the submission's field: "to", "body", ...; empty: the submission as a whole
    std::string code;    // stable word: "invalid_number", "no_route", ...
    std::string detail;  // a sentence for people
    std::chrono::milliseconds retry_after{0};  // it may be let in then; 0: no time will make it right
};

// One place where smart encoding or transliteration has changed a text.
struct text_change {
    std::size_t at = 0;    // characters of the original before it
    std::string from, to;  // `to` may be empty
    friend bool operator==(const text_change&, const text_change&) = default;
};

struct prepared {
    std::shared_ptr<message> ready;  // null when refused
    std::optional<refusal> refused;
    std::vector<text_change> changes{};  // what makes ready->body another text than the submission's
};

// What prepare() would make of a text.
struct estimated {
    struct offender {
        std::size_t at = 0;     // characters before it
        std::string character;
        std::uint32_t code_point = 0;
        friend bool operator==(const offender&, const offender&) = default;
    };
    std::optional<refusal> refused;  // then the rest says nothing
    encoding coding = encoding::gsm7;
    std::uint8_t single_shift = 0, locking_shift = 0;  // as in message_extras
    std::size_t units = 0;           // septets, UTF-16 units or octets, without headers
    std::size_t units_per_part = 0;  // that a part of this message can carry
    std::size_t units_left = 0;      // in the last part
    std::size_t parts = 1;           // above max_parts, prepare() refuses
    std::size_t max_parts = 255;
    std::vector<offender> forces_ucs2;  // each character once, at its first place; not for a text that is to be UCS-2
    bool more_offenders = false;        // there are more than the list holds
    std::vector<text_change> changes;
};

class inbox {
public:
    virtual ~inbox() = default;
    virtual prepared prepare(const submission& submitted, wall_time now) = 0;
    // As to encoding, parts and changes of the text: what prepare() makes. Numbers, routes and senders are not looked at.
    virtual estimated estimate(const submission& submitted) const {
        (void)submitted;
        estimated out;
        out.refused = refusal{"", "refused", "this inbox makes no estimates"};
        return out;
    }
    // The sender that something of this account goes by: `from`, or the account's own when that is empty; or why it may not.
    struct sender {
        std::string from;
        std::optional<refusal> refused{};
    };
    virtual sender sender_for(account_id account, std::string_view from) const {
        (void)account;
        return {std::string(from)};
    }
    // `key` may be null. reply.put_done() is called exactly once, on the store's thread; reply must live until then.
    virtual void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) = 0;
};

}  // namespace hermod
