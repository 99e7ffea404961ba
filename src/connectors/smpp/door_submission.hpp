// Translation at the door, inward: a submit_sm (data_sm, one destination of submit_multi) becomes a submission, or the status
// that says what is wrong with it. Pure.
//
// Text is read by its data_coding and kept as text, so that it can be routed, shown and said again in whatever alphabet the
// network speaks. What the application has split itself (a header that makes it one part of several) keeps its header; UTF-16
// that is not whole by itself, as such a part may be, and alphabets that we do not know travel as octets, exactly as they came.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "connectors/smpp/door_accounts.hpp"
#include "gateway/inbox.hpp"
#include "wire/smpp/pdu.hpp"

namespace hermod::connectors::smpp {

struct door_submission {
    std::string to, from, body, udh;
    std::optional<encoding> coding;
    std::uint8_t data_coding = 0;
    std::optional<std::chrono::seconds> validity;
    wall_time not_before{};
    std::uint8_t callbacks = callback_none;
    bool receipt = false;
    bool replace = false;  // replace_if_present_flag
    std::shared_ptr<const message_extras> extras;

    // Borrows from this one.
    submission view(account_id account) const;
};

struct read_submission_result {
    std::optional<door_submission> good;
    wire::smpp::command_status wrong = wire::smpp::command_status::esme_rok;
};

read_submission_result read_submission(const wire::smpp::submit_sm& pdu, const door_account& who, wall_time now);
read_submission_result read_submission(const wire::smpp::data_sm& pdu, const door_account& who, wall_time now);
// As if `to` alone were its destination.
wire::smpp::submit_sm one_of(const wire::smpp::submit_multi& pdu, const wire::smpp::destination& to);

// What a replace_sm says, kept while its message is looked up.
struct replacement {
    explicit replacement(const wire::smpp::replace_sm& pdu);
    wire::smpp::ton source_ton{};
    std::string source, schedule, validity, text;
    std::uint8_t registered_delivery = 0, sm_default_msg_id = 0;
};
// The submission that takes the place of `old`: its recipient, coding, header and service type stay.
read_submission_result read_replacement(const replacement& with, const message& old, const door_account& who, wall_time now);

// "+447700900123" of what TON and digits say; empty when it cannot be a subscriber's number.
std::string number_from(wire::smpp::ton ton, std::string_view digits);
// For an account that `dials` (doors/account.hpp), what is not said to be international is as it was dialled.
std::string recipient_from(wire::smpp::ton ton, std::string_view address, bool dials);
std::string sender_from(wire::smpp::ton ton, std::string_view digits);

// The status that tells an application why accept/ has refused.
wire::smpp::command_status status_of(const refusal& why);

}  // namespace hermod::connectors::smpp
