// What became of each destination of a submit: the parameters of its response, put together.
//
// A group begins with a destination, or with a timestamp or error code when the group at hand has one already. A response
// that names no destination is one group without an address: it answers for all.
#pragma once

#include "wire/cimd2/operations.hpp"

namespace hermod::wire::cimd2 {

struct outcome {
    text_value destination_address{};
    text_value service_centre_timestamp{};
    integer_value error_code{};
    text_value error_text{};
    friend bool operator==(const outcome&, const outcome&) = default;
};

template <class Function>
void for_each_outcome(const submit_message_response& response, Function function) {
    outcome now;
    bool any = false;
    for (const given& each : response.outcomes) {
        const bool tells = each.id == parameter::service_centre_timestamp || each.id == parameter::error_code;
        const bool told = now.service_centre_timestamp || now.error_code;
        if (any && (each.id == parameter::destination_address || (tells && told))) {
            function(now);
            now = {};
            any = false;
        }
        if (each.id == parameter::destination_address) now.destination_address = each.value;
        if (each.id == parameter::service_centre_timestamp) now.service_centre_timestamp = each.value;
        if (each.id == parameter::error_code) now.error_code = integer_of(each.value);
        if (each.id == parameter::error_text) now.error_text = each.value;
        any = any || tells || each.id == parameter::destination_address || each.id == parameter::error_text;
    }
    if (any) function(now);
}

// Appends one destination's outcome to what submit_message_response::outcomes will borrow.
void append_outcome(std::string& to, const outcome& one);

}  // namespace hermod::wire::cimd2
