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
};

struct refusal {
    std::string field;   // the submission's field: "to", "body", ...; empty: the submission as a whole
    std::string code;    // stable word: "invalid_number", "no_route", ...
    std::string detail;  // a sentence for people
};

struct prepared {
    std::shared_ptr<message> ready;  // null when refused
    std::optional<refusal> refused;
};

class inbox {
public:
    virtual ~inbox() = default;
    virtual prepared prepare(const submission& submitted, wall_time now) = 0;
    // `key` may be null. reply.put_done() is called exactly once, on the store's thread; reply must live until then.
    virtual void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) = 0;
};

}  // namespace hermod
