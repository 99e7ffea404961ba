#include "connectors/cimd2/door_submission.hpp"

#include <algorithm>

#include "connectors/cimd2/door_errors.hpp"
#include "connectors/cimd2/outgoing.hpp"
#include "connectors/cimd2/times.hpp"
#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/udh_elements.hpp"
#include "text/utf.hpp"
#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/user_data.hpp"

namespace hermod::connectors::cimd2 {

namespace cimd2 = wire::cimd2;
using cimd2::integer_value;

namespace {

constexpr std::chrono::hours furthest_schedule{24 * 365};
constexpr std::uint8_t reply_path_bit = 0x80;  // of message_extras::esm_class
constexpr std::uint8_t first_dcs_of_its_own = 0x10;
constexpr std::int32_t good = 0;

// 056, a sum of flags. What the message's end is called is ours to say; an application asks for its kinds.
constexpr std::int32_t report_failed_tries = 1, report_expired = 2, report_failed = 4, report_delivered = 8,
                       report_cancelled = 16, report_deleted = 32;
constexpr std::int32_t report_other_ends = report_expired | report_failed | report_cancelled | report_deleted;

bool is_flag(integer_value value) {
    return value.value_or(0) == 0 || value == 1;
}

// Those that change nothing of ours (no source says which end of 067 is the urgent one), and those of one octet: only what
// cannot be meant is refused.
std::int32_t check_integers(const cimd2::submit_message& pdu) {
    const auto within = [](integer_value value, std::int32_t least, std::int32_t most) {
        return !value || (*value >= least && *value <= most);
    };
    if (!within(pdu.data_coding_scheme, 0, 255)) return door_error::data_coding;
    if (!within(pdu.protocol_identifier, 0, 255)) return door_error::protocol_identifier;
    if (!is_flag(pdu.reply_path)) return door_error::reply_path;
    if (!within(pdu.status_report_request, 0, 63)) return door_error::status_report_request;
    if (!is_flag(pdu.cancel_enabled)) return door_error::cancel_enabled;
    if (!within(pdu.priority, 1, 9)) return door_error::priority;
    if (!within(pdu.tariff_class, 0, 99)) return door_error::tariff_class;
    if (!within(pdu.service_description, 0, 9)) return door_error::service_description;
    if (!is_flag(pdu.more_messages_to_send)) return door_error::more_messages;
    return good;
}

// An empty one is none.
std::string_view text_of(const cimd2::text_value& value) {
    return value.value_or("");
}

std::int32_t read_originator(const cimd2::submit_message& pdu, const dialect& quirks, door_submission& out) {
    const std::string_view number = text_of(pdu.originating_address), name = text_of(pdu.alphanumeric_originating_address);
    if (!number.empty() && !name.empty()) return door_error::originator;
    if (!number.empty()) {
        out.from = number;
        const bool digits = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (quirks.long_numbers_are_international && digits && number.size() > 8) out.from.insert(0, 1, '+');
        return good;
    }
    if (name.empty()) return good;
    out.named = true;
    if (!quirks.converted_sender) {
        out.from = name;
        return good;
    }
    text::decoded_text read = cimd2::read_user_data(name, cimd2::link_form::seven_bit);
    if (read.replaced) return door_error::named_originator;
    out.from = std::move(read.utf8);
    return good;
}

std::int32_t read_first_delivery(const cimd2::submit_message& pdu, std::chrono::minutes offset, wall_time now,
                                 door_submission& out) {
    const integer_value relative = pdu.first_delivery_time_relative;
    const std::string_view absolute = text_of(pdu.first_delivery_time_absolute);
    if (relative && !absolute.empty()) return door_error::first_delivery;
    wall_time due = now;
    if (relative) {
        if (*relative < -1 || *relative > 255) return door_error::first_delivery;
        if (*relative >= 0) due += period_of(*relative);
    } else if (!absolute.empty()) {
        const auto when = read_centre_time(absolute, offset);
        if (!when) return door_error::first_delivery;
        due = *when;
    }
    if (due > now + furthest_schedule) return door_error::first_delivery;
    if (due > now) out.not_before = due;
    return good;
}

// A relative period counts from when the message may go.
std::int32_t read_validity(const cimd2::submit_message& pdu, std::chrono::minutes offset, wall_time now, door_submission& out) {
    const integer_value relative = pdu.validity_period_relative;
    const std::string_view absolute = text_of(pdu.validity_period_absolute);
    if (relative && !absolute.empty()) return door_error::validity;
    if (relative) {
        if (*relative < -1 || *relative > 255) return door_error::validity;
        if (*relative >= 0) out.validity = period_of(*relative);
    } else if (!absolute.empty()) {
        const auto until = read_centre_time(absolute, offset);
        if (!until) return door_error::validity;
        const wall_time from = std::max(now, out.not_before);
        const auto left = std::chrono::ceil<std::chrono::seconds>(*until - from);
        if (left.count() <= 0) return door_error::validity;
        out.validity = left;
    }
    return good;
}

// 033 is characters of the GSM alphabet, in whatever tables its header names.
std::int32_t read_text(std::string_view user_data, text::encoding as, const dialect& quirks, door_submission& out) {
    if (as != text::encoding::gsm7) return door_error::data_coding;
    const cimd2::link_form form = form_of(quirks);
    const auto header = text::parse_udh(out.udh);
    const text::language_shift shift = header ? text::shift_of(*header) : text::language_shift{};
    text::decoded_text read =
        shift.empty() ? cimd2::read_user_data(user_data, form) : text::decode_gsm7(cimd2::read_septets(user_data, form), shift);
    if (read.replaced) return door_error::user_data;
    out.coding = encoding::gsm7;
    out.body = std::move(read.utf8);
    return good;
}

// 034 is octets, or UTF-16 if the data coding says so. Half a pair at the edge of a part: the octets as they came.
std::int32_t read_octets(std::string octets, text::encoding as, integer_value scheme, door_submission& out) {
    out.coding = encoding::binary;
    if (as == text::encoding::ucs2) {
        text::decoded_text read = text::decode_utf16be(octets);
        if (!read.replaced && !read.odd_length) {
            out.coding = encoding::ucs2;
            out.body = std::move(read.utf8);
            return good;
        }
        if (out.udh.empty()) return door_error::user_data;
        out.data_coding = static_cast<std::uint8_t>(*scheme);
    }
    out.body = std::move(octets);
    return good;
}

// Sets body, coding, data_coding, udh.
std::int32_t read_content(const cimd2::submit_message& pdu, const dialect& quirks, door_submission& out) {
    if (pdu.user_data && pdu.user_data_binary) return door_error::data_combination;
    if (!text_of(pdu.user_data_header).empty()) {
        auto octets = cimd2::from_hex(*pdu.user_data_header);
        if (!octets) return door_error::data_combination;
        const auto header = text::parse_udh(*octets);
        if (!header || header->size() != octets->size()) return door_error::data_combination;
        out.udh = std::move(*octets);
    }
    const auto scheme = static_cast<std::uint8_t>(pdu.data_coding_scheme.value_or(0));
    const text::encoding as = text::encoding_of(text::decode_dcs(scheme));
    if (scheme >= first_dcs_of_its_own) out.data_coding = scheme;
    if (!pdu.user_data_binary) return read_text(text_of(pdu.user_data), as, quirks, out);
    auto octets = cimd2::from_hex(*pdu.user_data_binary);
    if (!octets) return door_error::user_data;
    return read_octets(std::move(*octets), as, pdu.data_coding_scheme, out);
}

void read_report_wish(integer_value request, door_submission& out) {
    const std::int32_t flags = request.value_or(0);
    const bool delivered = (flags & report_delivered) != 0, others = (flags & report_other_ends) != 0;
    if (delivered && others)
        out.callbacks = callback_final;
    else if (delivered)
        out.callbacks = callback_success;
    else if (others)
        out.callbacks = callback_failure;
    if ((flags & report_failed_tries) != 0) out.callbacks |= callback_intermediate;
    out.receipt = out.callbacks != callback_none;
}

}  // namespace

submission door_submission::view(account_id account, std::string_view to, std::string_view reference) const {
    submission out;
    out.account = account;
    out.came_in = connector_id{name_hash("cimd2")};
    out.to = to;
    out.from = from;
    out.body = body;
    out.coding = coding;
    out.client_ref = reference;
    out.udh = udh;
    out.data_coding = data_coding;
    out.validity = validity;
    out.not_before = not_before;
    out.receipt = receipt;
    out.via = told_by::session;
    out.callbacks = callbacks;
    out.extras = extras;
    return out;
}

read_submission_result read_submission(const cimd2::submit_message& pdu, const dialect& quirks, std::chrono::minutes offset,
                                       wall_time now) {
    door_submission out;
    message_extras more;
    std::int32_t wrong = check_integers(pdu);
    if (wrong == good) wrong = read_originator(pdu, quirks, out);
    if (wrong == good) wrong = read_first_delivery(pdu, offset, now, out);
    if (wrong == good) wrong = read_validity(pdu, offset, now, out);
    if (wrong == good) wrong = read_content(pdu, quirks, out);
    if (wrong != good) return {std::nullopt, wrong};
    read_report_wish(pdu.status_report_request, out);
    more.protocol_id = static_cast<std::uint8_t>(pdu.protocol_identifier.value_or(0));
    if (pdu.reply_path == 1) more.esm_class = reply_path_bit;
    if (!(more == message_extras{})) out.extras = std::make_shared<const message_extras>(std::move(more));
    return {std::move(out), good};
}

std::int32_t error_of(const refusal& why, bool named) {
    static constexpr std::pair<std::string_view, std::int32_t> rows[] = {
        {"invalid_number", door_error::destination}, {"missing_sender", door_error::originator},
        {"empty_text", door_error::user_data},       {"text_too_long", door_error::user_data},
        {"not_in_gsm7", door_error::user_data},      {"already_split", door_error::user_data},
        {"invalid_utf8", door_error::user_data},     {"invalid_udh", door_error::data_combination},
        {"invalid_validity", door_error::validity},  {"invalid_send_at", door_error::first_delivery},
        {"denied_recipient", door_error::destination},
    };
    if (why.retry_after.count() > 0) return door_error::congestion;
    if (why.code == "invalid_sender" || why.code == "sender_not_allowed") return named ? door_error::named_originator : door_error::originator;
    for (const auto& [code, error] : rows)
        if (code == why.code) return error;
    return door_error::failed;
}

}  // namespace hermod::connectors::cimd2
