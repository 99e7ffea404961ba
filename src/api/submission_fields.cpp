// The fields of one message: what a value may be, and which go together.
#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

#include "api/submission_field.hpp"
#include "api/submission_json.hpp"
#include "base/nearest.hpp"
#include "zones/zone.hpp"

namespace hermod::api {

using namespace submission_field;

namespace {

// Names that other gateways use for ours: too far from them for a spelling mistake.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> other_names{{{"recipient", "to"},
                                                                                     {"destination", "to"},
                                                                                     {"number", "to"},
                                                                                     {"phone", "to"},
                                                                                     {"sender", "from"},
                                                                                     {"source", "from"},
                                                                                     {"message", "text"},
                                                                                     {"body", "text"},
                                                                                     {"content", "text"},
                                                                                     {"reference", "client_ref"},
                                                                                     {"webhook", "callback_url"},
                                                                                     {"ttl", "validity_seconds"},
                                                                                     {"schedule", "send_at"},
                                                                                     {"scheduled_at", "send_at"},
                                                                                     {"not_before", "send_at"},
                                                                                     {"mclass", "message_class"}}};

std::string unknown_field(std::string_view name) {
    std::string detail = "\"" + std::string(name.substr(0, 64)) + "\" is no field of a message";
    for (const auto& [other, ours] : other_names)
        if (other == name) return detail + "; did you mean \"" + std::string(ours) + "\"?";
    if (const auto near = nearest(name, names); !near.empty()) return detail + "; did you mean \"" + std::string(near) + "\"?";
    return detail;
}

}  // namespace

std::span<const std::string_view> submission_reader::fields() {
    return names;
}

void submission_reader::take_key(std::string_view name) {
    if (skipping_ > 0) return;
    if (where_ == place::inside || where_ == place::tlv) return take_inner_key(name);
    name = name.substr(0, 64);  // longer ones are no field of ours, and are not to fill the answer
    if (where_ == place::wrapper) {
        field_ = name == "messages" ? 0 : -1;
        if (field_ < 0)
            return fault_at(name, "unknown_field",
                            "\"" + std::string(name) + "\" is no field of a batch; it has \"messages\" only");
        if (std::exchange(list_given_, true)) fault_at(name, "duplicate_field", "\"messages\" is given twice");
        return;
    }
    const auto found = std::find(names.begin(), names.end(), name);
    field_ = found == names.end() ? -1 : static_cast<int>(found - names.begin());
    if (field_ < 0) return fault_at(name, "unknown_field", unknown_field(name));
    const std::uint32_t bit = 1u << field_;
    if (given_ & bit) fault_at(name, "duplicate_field", "\"" + std::string(name) + "\" is given twice");
    given_ |= bit;
}

void submission_reader::take_field(kind is, std::string_view text, std::int64_t number, bool flag) {
    if (is == kind::nothing) {  // null says "not given"
        given_ &= ~(1u << field_);
        return;
    }
    auto& one = messages_[count_ - 1];
    const auto name = names[static_cast<std::size_t>(field_)];
    const auto wrong = [&](const char* right) { fault_at(name, "wrong_type", "\"" + std::string(name) + "\" must be " + right); };
    switch (field_) {
        case validity_seconds:
        case message_class:
        case protocol_id:
        case priority:
            if (is != kind::whole) return wrong("a whole number");
            return take_number(one, number);
        case receipt:
        case smart:
        case transliterate:
        case flash:
            if (is != kind::flag) return wrong("true or false");
            return take_flag(one, flag);
        case mwi:
        case ports:
        case tlvs:
            return wrong("an object");
        case languages:
            return wrong("a list of languages");
        case tags:
            return wrong("a list of words");
        default:
            if (is != kind::text) return wrong("a string");
            return take_text(one, text);
    }
}

void submission_reader::take_text(read_message& one, std::string_view value) {
    switch (field_) {
        case to:
            one.what.to = value;
            return;
        case from:
            one.what.from = value;
            return;
        case text:
            one.what.body = value;
            return;
        case data_base64:
            data_ = value;
            return;
        case udh_base64:
            udh_ = value;
            return;
        case encoding_name:
            encoding_name_ = value;
            return;
        case client_ref:
            one.what.client_ref = value;
            return;
        case callback_url:
            one.what.callback_url = value;
            return;
        case send_at:
            return take_send_at(one, value);
        case zone:
            zone_ = value;
            return;
        case window:
            one.what.window = value;
            return;
        default:
            if (value.size() > 5 || std::any_of(value.begin(), value.end(), [](char c) { return c < 0x21 || c > 0x7E; }))
                return fault_at("service_type", "invalid_value", "\"service_type\" must be up to 5 visible ASCII characters");
            extras_.service_type = value;
            has_extras_ = true;
    }
}

void submission_reader::end_message() {
    auto& one = messages_[count_ - 1];
    if (!given(to) && shape_ != body_shape::estimate) fault_at("to", "missing_field", "\"to\" is missing");
    if (given(encoding_name)) {
        if (encoding_name_ == "gsm7")
            one.what.coding = encoding::gsm7;
        else if (encoding_name_ == "ucs2")
            one.what.coding = encoding::ucs2;
        else if (encoding_name_ == "binary")
            one.what.coding = encoding::binary;
        else if (encoding_name_ != "auto")
            fault_at("encoding", "invalid_value", "\"encoding\" must be auto, gsm7, ucs2 or binary");
    }
    check_content(one);
    check_wishes(one);
    place_send_at(one);
}

// An instant, or what the clocks of `zone` show.
void submission_reader::take_send_at(read_message& one, std::string_view value) {
    if (const auto instant = parse_rfc3339(value))
        one.what.not_before = *instant;
    else if (const auto shown = zones::parse_local(value))
        local_ = *shown;
    else
        fault_at("send_at", "invalid_value",
                 "\"send_at\" must be an instant of RFC 3339, such as 2026-11-24T08:00:00Z, or a local time with \"zone\"");
}

void submission_reader::place_send_at(read_message& one) {
    if (local_ && !given(zone))
        return fault_at("send_at", "missing_field",
                        "\"send_at\" has no offset: write one (2026-11-24T08:00:00Z, ...+01:00), or give \"zone\"");
    if (!given(zone)) return;
    if (!local_) {
        if (!given(send_at) || one.what.not_before != wall_time{})
            fault_at("zone", "conflicting_fields",
                     "\"zone\" goes with a \"send_at\" without an offset, such as 2026-11-24T08:00");
        return;
    }
    if (zone_ == "recipient") {
        if (!one.what.to.starts_with('+'))
            return fault_at("zone", "invalid_value",
                            "the zone \"recipient\" needs an international number in \"to\", with its +");
        one.at_recipient = *local_;
    } else if (const auto in = zones::find_zone(zone_)) {
        one.what.not_before = in->instant(*local_);
    } else {
        fault_at("zone", "unknown_zone", zones::no_such_zone(zone_));
    }
}

void submission_reader::check_content(read_message& one) {
    const bool asked_for_text = given(encoding_name) && one.what.coding != encoding::binary;
    if (given(text) && given(data_base64))
        return fault_at("data_base64", "conflicting_fields", "\"text\" and \"data_base64\" exclude each other");
    if (!given(text) && !given(data_base64)) {
        const bool binary = one.what.coding == encoding::binary;
        return fault_at(binary ? "data_base64" : "text", "missing_field",
                        binary ? "\"data_base64\" is missing" : "\"text\" is missing");
    }
    if (given(text) && one.what.coding == encoding::binary)
        return fault_at("text", "conflicting_fields", "encoding binary takes \"data_base64\", not \"text\"");
    if (given(data_base64)) {
        if (asked_for_text) return fault_at("encoding", "conflicting_fields", "\"data_base64\" needs encoding binary");
        one.what.coding = encoding::binary;
        if (const auto octets = decoded(data_))
            one.what.body = *octets;
        else
            fault_at("data_base64", "invalid_value", "\"data_base64\" is not base64 (RFC 4648 section 4, with padding)");
    }
    if (given(udh_base64)) {
        if (const auto octets = decoded(udh_))
            one.what.udh = *octets;
        else
            fault_at("udh_base64", "invalid_value", "\"udh_base64\" is not base64 (RFC 4648 section 4, with padding)");
    }
}

std::optional<std::string_view> submission_reader::decoded(std::string_view base64) {
    if (scratch_.capacity() < 2 * json_.size()) scratch_.reserve(2 * json_.size() + 64);
    const std::size_t begin = scratch_.size();
    std::size_t size = 0;
    scratch_.resize(begin + base64.size() / 4 * 3);
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(scratch_.data() + begin), scratch_.size() - begin, base64.data(),
                          base64.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
        return std::nullopt;
    scratch_.resize(begin + size);
    return std::string_view(scratch_).substr(begin);
}

}  // namespace hermod::api
