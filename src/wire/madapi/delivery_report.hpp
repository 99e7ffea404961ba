// What became of messages, pushed to us or asked for, in every shape that is known: MADAPI v3's object, v2's list under `data`,
// v1's, and the deliveryInfoNotification of OMA's ParlayREST in JSON or XML. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/madapi/delivery_status.hpp"
#include "wire/madapi/errc.hpp"

namespace hermod::wire::madapi {

// A correlator may cover a batch, so the key of a report is the correlator (or the id) with the receiver.
struct delivery_report {
    std::string correlator;  // clientCorrelatorId, clientCorrelator, callbackData
    std::string id;          // theirs: id, requestId, messageId
    std::string receiver;    // without tel:
    std::string sender;
    std::string word;  // as it came
    delivery_status status = delivery_status::unrecognised;
    std::string error;
    std::string details;
    std::string submitted;  // as they came: no source says in which form
    std::string completed;
    friend bool operator==(const delivery_report&, const delivery_report&) = default;
};

// At least one, each with a status and with a correlator or an id; otherwise the first fault.
checked<std::vector<delivery_report>> read_delivery_reports(std::string_view body);

}  // namespace hermod::wire::madapi
