// The fields of a message in the API, in the order of their names: what submission_fields.cpp and submission_wishes.cpp share.
#pragma once

#include <array>
#include <string_view>

namespace hermod::api::submission_field {

enum field : int {
    to,
    from,
    text,
    data_base64,
    udh_base64,
    encoding_name,
    client_ref,
    callback_url,
    validity_seconds,
    receipt,
    smart,
    transliterate,
    languages,
    message_class,
    flash,
    mwi,
    ports,
    service_type,
    protocol_id,
    priority,
    send_at,
    tlvs,
    zone,
    window,
    tags,
    field_count
};

inline constexpr std::array<std::string_view, field_count> names{
    "to",       "from",          "text",         "data_base64",      "udh_base64",
    "encoding", "client_ref",    "callback_url", "validity_seconds", "receipt",
    "smart",    "transliterate", "languages",    "message_class",    "flash",
    "mwi",      "ports",         "service_type", "protocol_id",      "priority",
    "send_at",  "tlvs",          "zone",         "window",           "tags"};

// Their values are objects or lists.
constexpr bool is_object(int which) {
    return which == mwi || which == ports || which == tlvs;
}
constexpr bool is_list(int which) {
    return which == languages || which == tags;
}

}  // namespace hermod::api::submission_field
