// Translation, outward, for centres that take no 51: the same message as operation 30 or 01, which have fewer fields.
//
// What they have no field for is refused in words when the message would not be the same without it: headers (long texts, ports,
// national languages), Unicode, names as senders, classes, protocol ids, reply paths; 30 has no octets either, 01 no receipts.
// Priority and validity are left out. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "connectors/ucp/options.hpp"
#include "message/message.hpp"
#include "wire/ucp/pdu.hpp"

namespace hermod::connectors::ucp {

struct older_outcome {
    std::optional<wire::ucp::pdu_variant> pdu;  // borrows what `as` borrows
    std::string_view refused{};                 // why there is none; a constant
};
// `as`: what outgoing has made of `what`. form: 30 or 01.
older_outcome as_older(submit_form form, const message& what, const wire::ucp::submit_message& as);

}  // namespace hermod::connectors::ucp
