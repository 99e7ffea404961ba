// Translation at the door, inward: a submit (03) becomes submissions, one for each destination, or the error code (900) that
// says what is wrong with it. Pure.
//
// User data is read in the link's form and kept as text, so that it can be routed, shown and said again in whatever alphabet the
// network speaks. What the application has split itself (a header that makes it one part of several) keeps its header; UTF-16
// that is not whole by itself, as such a part may be, and alphabets that nobody knows travel as octets, exactly as they came.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "connectors/cimd2/dialect.hpp"
#include "gateway/inbox.hpp"
#include "wire/cimd2/operations.hpp"

namespace hermod::connectors::cimd2 {

// What all destinations of a submit get.
struct door_submission {
    std::string from, body, udh;
    std::optional<encoding> coding;
    std::uint8_t data_coding = 0;
    std::optional<std::chrono::seconds> validity;
    wall_time not_before{};
    std::uint8_t callbacks = callback_none;
    bool receipt = false;
    bool named = false;  // `from` came in 027
    std::shared_ptr<const message_extras> extras;

    // Borrows from this one and from the arguments.
    submission view(account_id account, std::string_view to, std::string_view reference) const;
};

struct read_submission_result {
    std::optional<door_submission> good;
    std::int32_t wrong = 0;  // error code
};

// offset: of the times in it from UTC. Its destinations are the caller's to look at.
read_submission_result read_submission(const wire::cimd2::submit_message& pdu, const dialect& quirks, std::chrono::minutes offset,
                                       wall_time now);

// The error code that tells an application why accept/ has refused. named: its sender came in 027.
std::int32_t error_of(const refusal& why, bool named);

}  // namespace hermod::connectors::cimd2
