// Translation at the door, inward: a 51, or one of the older 30, 01, 02, 03, becomes a submission; a 54 the one that takes
// another's place; or the error code that says what is wrong. Pure.
//
// Text is read by MT and XSer 02 and kept as text, so that it can be routed, shown and said again in whatever alphabet the
// network speaks. What the application has split itself keeps its header (XSer 01); UTF-16 that is not whole by itself, as a
// part of it may be, travels as octets, exactly as it came. Unlike what a centre sends, what cannot be read is refused.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "connectors/ucp/dialect.hpp"
#include "connectors/ucp/door_clock.hpp"
#include "gateway/inbox.hpp"
#include "wire/ucp/error_code.hpp"
#include "wire/ucp/pdu.hpp"

namespace hermod::connectors::ucp {

struct door_submission {
    std::string adc;  // as the application wrote it
    std::string to, from, body, udh;
    std::optional<encoding> coding;
    std::uint8_t data_coding = 0;
    std::optional<std::chrono::seconds> validity;
    wall_time not_before{};
    std::uint8_t callbacks = callback_none;
    bool receipt = false;
    std::shared_ptr<const message_extras> extras;

    // Borrows from this one and from `name` (AdC:SCTS), by which the application knows it.
    submission view(account_id account, std::string_view name) const;
};

struct read_submission_result {
    std::optional<door_submission> good;
    wire::ucp::error_code wrong = wire::ucp::error_code::none;
    const char* why = "";  // for SM
};

// How an account writes, and when.
struct door_reading {
    const dialect& quirks;
    const door_clock& clock;
    wall_time now;
    bool dials = false;  // doors/account.hpp
};

read_submission_result read_submission(const wire::ucp::submit_message& pdu, const door_reading& how);
// What a 54 leaves empty stays as `old` has it; its recipient and sender stay anyhow.
read_submission_result read_modification(const wire::ucp::modify_message& pdu, const message& old, const door_reading& how);

// The older operations as a 51. Borrow as they do.
wire::ucp::submit_message as_submit(const wire::ucp::sms_transfer& pdu);
wire::ucp::submit_message as_submit(const wire::ucp::call_input& pdu);
wire::ucp::submit_message as_submit(const wire::ucp::multiple_call_input& pdu, std::string_view adc);
// What 03 can ask for and nobody can do: error_code::none when there is nothing of the kind.
wire::ucp::error_code refusal_of(const wire::ucp::supplementary_call_input& pdu);
wire::ucp::submit_message as_submit(const wire::ucp::supplementary_call_input& pdu);

// "+447700900123" of "447700900123" or "00447700900123", or as it stands for an account that `dials`; empty when it
// is no number.
std::string number_of_adc(std::string_view adc, bool dials = false);

// Why accept/ has refused, as an error code, and as text that SM can carry.
wire::ucp::error_code code_of(const refusal& why);
std::string sm_text(std::string_view sentence);

}  // namespace hermod::connectors::ucp
