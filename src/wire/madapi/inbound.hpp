// Messages from handsets, pushed to us or polled. v2's poll is published; of v1 and v3 no source shows a body, so everything that
// has a sender and a message under one of the usual names is read, wherever it stands. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/madapi/errc.hpp"

namespace hermod::wire::madapi {

struct inbound_message {
    std::string sender;    // without tel:
    std::string receiver;  // the code written to; empty: the one that was polled, or that the URL is registered for
    std::string message;   // as it came, perhaps empty
    std::string id;
    std::string date_time;  // as it came
    std::string registration_id;
    std::string link_id;
    friend bool operator==(const inbound_message&, const inbound_message&) = default;
};

struct inbound_batch {
    std::vector<inbound_message> messages;
    std::size_t unreadable = 0;            // entries without a sender or a message: count and log them
    std::optional<std::uint64_t> pending;  // how many they have still, when they say
    friend bool operator==(const inbound_batch&, const inbound_batch&) = default;
};

// A push: at least one message, otherwise a fault that names what is missing.
checked<inbound_batch> read_inbound(std::string_view body);
// The answer to a poll, once it is known to be no failure (answers.hpp): perhaps nothing.
checked<inbound_batch> read_inbound_batch(std::string_view body);

}  // namespace hermod::wire::madapi
