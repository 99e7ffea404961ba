#include "callback/body.hpp"

#include <utility>

#include "base/json_text.hpp"
#include "message/as_given.hpp"
#include "message/tags.hpp"

namespace hermod::callback {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view value) {
    out += ",\"";
    out += name;
    out += "\":";
    append_json_text(out, value);
}

void append_number(std::string& out, std::string_view name, std::uint32_t value) {
    out += ",\"";
    out += name;
    out += "\":";
    out += std::to_string(value);
}

void append_hex(std::string& out, std::string_view name, std::string_view octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += ",\"";
    out += name;
    out += "\":\"";
    for (const char c : octets) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    out += '"';
}

void append_tags(std::string& out, std::string_view tags) {
    out += ",\"tags\":";
    char before = '[';
    any_tag(tags, [&](std::string_view one) {
        out += std::exchange(before, ',');
        append_json_text(out, one);
        return false;
    });
    out += ']';
}

// In the form of the HTTP API: by name, or by tag with "hex" or "text".
void append_tlvs(std::string& out, std::string_view octets, const tlv_words& words) {
    out += ",\"tlvs\":{";
    bool first = true;
    for (const shown_tlv& one : words.decode(octets)) {
        if (!std::exchange(first, false)) out += ',';
        append_json_text(out, one.name);
        out += ':';
        if (one.form != tlv_form::as_named) out += one.form == tlv_form::hex ? "{\"hex\":" : "{\"text\":";
        append_json_text(out, one.value);
        if (one.form != tlv_form::as_named) out += '}';
    }
    out += '}';
}

void append_received(std::string& out, const message& m, const tlv_words* words) {
    out += ",\"encoding\":\"";
    out += to_text(m.coding);
    out += '"';
    if (m.coding == encoding::binary)
        append_hex(out, "octets", m.body);
    else
        append_member(out, "text", m.body);
    if (!m.udh.empty()) append_hex(out, "udh", m.udh);
    if (m.data_coding != 0) append_number(out, "data_coding", m.data_coding);
    if (!m.extras) return;
    if (!m.extras->keyword.empty()) append_member(out, "opt_out", m.extras->keyword);
    if (m.extras->missing_parts != 0) append_number(out, "missing_parts", m.extras->missing_parts);
    if (!m.extras->service_type.empty()) append_member(out, "service_type", m.extras->service_type);
    if (!m.extras->tlvs.empty() && words) append_tlvs(out, m.extras->tlvs, *words);
}

// What became of a message that was sent.
void append_outcome(std::string& out, const job& told) {
    if (!told.detail.empty()) append_member(out, told.kind == event_kind::submitted ? "network_id" : "reason", told.detail);
    if (told.code != 0) append_number(out, "code", told.code);
    if (told.possible_duplicate) out += ",\"possible_duplicate\":true";
}

void append_data(std::string& out, const job& told, std::string_view connector, const tlv_words* words) {
    const message& m = *told.what;
    const bool received = m.way == direction::from_handset;
    out += "{\"id\":\"";
    out += to_text(m.id);
    out += "\",\"state\":\"";
    out += received ? std::string_view("received") : to_text(told.now);
    out += '"';
    append_member(out, "from", from_as_given(m));
    append_member(out, "to", to_as_given(m));
    if (!m.client_ref.empty()) append_member(out, "client_ref", m.client_ref);
    append_number(out, "parts", m.parts);
    if (!m.more().tags.empty()) append_tags(out, m.more().tags);
    if (!connector.empty()) append_member(out, "connector", connector);
    received ? append_received(out, m, words) : append_outcome(out, told);
    out += '}';
}

// Everything of an event but the brace before it.
void append_event(std::string& out, const job& told, std::string_view connector, const tlv_words* words) {
    out += "\"type\":\"";
    out += type_of(told);
    out += "\",\"timestamp\":\"";
    out += to_rfc3339(told.at);
    out += "\",\"data\":";
    append_data(out, told, connector, words);
    out += '}';
}

}  // namespace

void append_body(std::string& out, const job& told, std::string_view connector, const tlv_words* words) {
    out += '{';
    append_event(out, told, connector, words);
}

void append_batch_body(std::string& out, std::span<const named_job> all, wall_time now) {
    out += "{\"type\":\"batch\",\"timestamp\":\"";
    out += to_rfc3339(now);
    out += "\",\"data\":[";
    for (std::size_t i = 0; i < all.size(); ++i) {
        out += i == 0 ? "{\"id\":\"" : ",{\"id\":\"";
        append_event_id(out, *all[i].told);
        out += "\",";
        append_event(out, *all[i].told, all[i].connector, all[i].words);
    }
    out += "]}";
}

void append_batch_id(std::string& out, std::span<const named_job> all) {
    append_event_id(out, *all.front().told);
    out += "_n";
    out += std::to_string(all.size());
}

}  // namespace hermod::callback
