#include "connectors/ucp/door_submission.hpp"

#include <algorithm>

#include "connectors/ucp/content_fields.hpp"
#include "connectors/ucp/incoming.hpp"
#include "connectors/ucp/spelling.hpp"
#include "message/as_given.hpp"
#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/udh_elements.hpp"
#include "text/utf.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/sender.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;
using ucp::error_code;

namespace {

constexpr std::chrono::hours furthest_schedule{24 * 365};
constexpr std::uint8_t tried_once = 0x01;  // of message_extras::esm_class: SMPP's datagram mode
constexpr error_code time_period_invalid{22}, character_set_invalid{28};

struct fault {
    error_code code = error_code::none;
    const char* why = "";
    explicit operator bool() const { return code != error_code::none; }
};

fault syntax(const char* why) {
    return {error_code::syntax_error, why};
}

// Whole minutes on the wire: one that has begun still counts to its end.
fault read_validity(std::string_view vp, wall_time from, const door_reading& how, door_submission& out) {
    const auto until = ucp::parse_minutes(vp);
    if (!until) return {time_period_invalid, "VP is no time"};
    wall_time end = how.clock.wall(*until);
    if (end <= from) end += std::chrono::minutes(1);
    const auto left = std::chrono::floor<std::chrono::seconds>(end - from);
    if (left.count() <= 0) return {time_period_invalid, "VP is past"};
    out.validity = left;
    return {};
}

fault read_times(const auto& pdu, const door_reading& how, door_submission& out) {
    if (pdu.dd == "1") {
        const auto when = ucp::parse_minutes(pdu.ddt);
        if (!when) return {time_period_invalid, "DDT is no time"};
        const wall_time due = how.clock.wall(*when);
        if (due > how.now + furthest_schedule) return {time_period_invalid, "DDT is more than a year ahead"};
        out.not_before = due > how.now ? due : wall_time{};
    }
    if (pdu.vp.empty()) return {};
    return read_validity(pdu.vp, std::max(how.now, out.not_before), how, out);
}

void read_notification_wish(std::string_view nrq, std::string_view nt, const dialect& quirks, door_submission& out) {
    unsigned success = ucp::nt_delivery, failure = ucp::nt_failure, buffered = ucp::nt_buffered;
    if (quirks.nt_buffered_first) buffered = 1, success = 2, failure = 4;
    const unsigned wanted = nrq != "1" ? 0 : ucp::number_of(nt).value_or(success | failure);
    if (wanted & success) out.callbacks |= callback_success;
    if (wanted & failure) out.callbacks |= callback_failure;
    if (out.callbacks == (callback_success | callback_failure)) out.callbacks = callback_final;
    if (wanted & buffered) out.callbacks |= callback_intermediate;
    out.receipt = out.callbacks != callback_none;
}

// SMPP's billing_identification: the one form in which a message carries it.
std::string billing_tlv(std::string_view octets) {
    std::string out{'\x06', '\x0B', static_cast<char>(octets.size() >> 8), static_cast<char>(octets.size())};
    return octets.empty() ? std::string() : out.append(octets);
}

fault read_wishes(const auto& pdu, const ucp::extra_services& services, door_submission& out, message_extras& more) {
    if (!pdu.rpid.empty()) {
        const auto pid = ucp::number_of(pdu.rpid);
        if (!pid || *pid > 255) return syntax("RPID is no TP-PID");
        more.protocol_id = static_cast<std::uint8_t>(*pid);
    }
    if (const auto priority = ucp::number_of(pdu.pr); priority && *priority <= 3)
        more.priority = static_cast<std::uint8_t>(*priority);
    if (pdu.rpi == "1") more.esm_class |= reply_path;
    const auto single_shot = services.find(ucp::service_type::single_shot);
    // A network tells nothing of what it tries but once: who wants to be told gets the other.
    if (single_shot && *single_shot != text::octets(1, '\0') && !out.receipt) more.esm_class |= tried_once;
    if (const auto billing = services.find(ucp::service_type::billing_identifier)) more.tlvs = billing_tlv(*billing);
    return {};
}

fault read_unicode(const text::octets& units, std::uint8_t dcs, door_submission& out) {
    text::decoded_text read = text::decode_utf16be(units);
    if (!read.replaced && !read.odd_length) {
        out.coding = encoding::ucs2;
        out.body = std::move(read.utf8);
        return {};
    }
    if (out.udh.empty()) return {character_set_invalid, "TMsg is no UTF-16"};
    out.coding = encoding::binary;  // half a pair at the edge of a part: the octets as they came
    out.data_coding = dcs;
    out.body = units;
    return {};
}

fault read_seven_bits(const text::octets& septets, const dialect& quirks, bool packed, door_submission& out) {
    const auto header = text::parse_udh(out.udh);
    const text::language_shift shift = header ? text::shift_of(*header) : text::language_shift{};
    text::decoded_text read = quirks.amsg_is_ira && !packed ? text::decode_ascii(septets) : text::decode_gsm7(septets, shift);
    if (read.replaced) return {character_set_invalid, "the text is not in the alphabet"};
    // ASCII is not all in the GSM alphabet: accept/ chooses.
    if (!quirks.amsg_is_ira || packed) out.coding = encoding::gsm7;
    out.body = std::move(read.utf8);
    return {};
}

// Sets body, coding, data_coding, udh.
fault read_content(const content_fields& pdu, const ucp::extra_services& services, const dialect& quirks, door_submission& out) {
    if (ucp::fault_of(ucp::field::xser, pdu.xser) != ucp::errc{} || !services.whole()) return syntax("XSer is not whole");
    if (const auto octets = services.find(ucp::service_type::udh)) {
        const auto header = text::parse_udh(*octets);
        if (!header) return syntax("the header in XSer 01 is not whole");
        out.udh = header->octets();
    }
    const std::uint8_t dcs = dcs_of(pdu, services);
    const text::encoding as = pdu.mt == ucp::mt_transparent ? text::encoding_of(text::decode_dcs(dcs)) : text::encoding::gsm7;
    // A class or an indication; what names an alphabet alone is said by the coding.
    if (dcs >= 0x10 && text::encoding_of(text::decode_dcs(dcs)) == as) out.data_coding = dcs;
    if (pdu.mt == ucp::mt_numeric) {
        const auto is_numeric = [](char c) {
            return (c >= '0' && c <= '9') || std::string_view("*#+-., ").find(c) != std::string_view::npos;
        };
        if (!std::all_of(pdu.msg.begin(), pdu.msg.end(), is_numeric)) return syntax("NMsg is not numeric");
        out.coding = encoding::gsm7;
        out.body = pdu.msg;
        return {};
    }
    if (pdu.mt == ucp::mt_alphanumeric) {
        const auto septets = ucp::from_hex(pdu.msg);
        return septets ? read_seven_bits(*septets, quirks, false, out) : syntax("AMsg is no hexadecimal");
    }
    if (pdu.mt != ucp::mt_transparent) return {error_code::message_type_not_supported, "MT is missing"};
    const auto octets = ucp::read_transparent(pdu.nb, pdu.msg);
    if (!octets) return syntax("NB and TMsg differ");
    if (as == text::encoding::gsm7) return read_seven_bits(ucp::unpack_transparent(*octets), quirks, true, out);
    if (as == text::encoding::ucs2) return read_unicode(octets->octets, dcs, out);
    out.coding = encoding::binary;
    out.body = octets->octets;
    return {};
}

read_submission_result no(fault why) {
    return {std::nullopt, why.code, why.why};
}

std::shared_ptr<const message_extras> kept(message_extras more) {
    return more == message_extras{} ? nullptr : std::make_shared<const message_extras>(std::move(more));
}

}  // namespace

submission door_submission::view(account_id account, std::string_view name) const {
    submission out;
    out.account = account;
    out.came_in = connector_id{name_hash("ucp")};
    out.to = to;
    out.from = from;
    out.body = body;
    out.coding = coding;
    out.client_ref = name;
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

std::string number_of_adc(std::string_view adc, bool dials) {
    if (dials) return all_digits(adc) ? std::string(adc) : std::string();
    if (adc.starts_with("00")) adc.remove_prefix(2);
    return all_digits(adc) ? "+" + std::string(adc) : std::string();
}

read_submission_result read_submission(const ucp::submit_message& pdu, const door_reading& how) {
    door_submission out;
    out.adc = pdu.adc;
    out.to = number_of_adc(pdu.adc, how.dials);
    if (out.to.empty()) return no({error_code::adc_invalid, "AdC is no number"});
    if (pdu.otoa == ucp::otoa_alphanumeric && !ucp::read_packed_sender(pdu.oadc)) return no(syntax("OAdC is no packed name"));
    out.from = originator_of(pdu.oadc, pdu.otoa, how.quirks);
    if (const fault wrong = read_times(pdu, how, out)) return no(wrong);
    read_notification_wish(pdu.nrq, pdu.nt, how.quirks, out);
    const ucp::extra_services services(pdu.xser);
    if (const fault wrong = read_content(content_of(pdu), services, how.quirks, out)) return no(wrong);
    message_extras more;
    if (const fault wrong = read_wishes(pdu, services, out, more)) return no(wrong);
    out.extras = kept(std::move(more));
    return {std::move(out)};
}

read_submission_result read_modification(const ucp::modify_message& pdu, const message& old, const door_reading& how) {
    door_submission out;
    out.adc = pdu.adc;
    out.to = to_as_given(old);
    out.from = from_as_given(old);
    out.not_before = old.not_before > how.now ? old.not_before : wall_time{};
    if (const fault wrong = read_times(pdu, how, out)) return no(wrong);
    if (pdu.vp.empty() && old.expires_at != wall_time{}) {
        const wall_time from = std::max(how.now, out.not_before);
        out.validity = std::max(std::chrono::seconds(1), std::chrono::floor<std::chrono::seconds>(old.expires_at - from));
    }
    if (pdu.nrq.empty()) {
        out.callbacks = old.callbacks;
        out.receipt = old.receipt;
    } else {
        read_notification_wish(pdu.nrq, pdu.nt, how.quirks, out);
    }
    const ucp::extra_services services(pdu.xser);
    message_extras more = old.more();
    if (!pdu.mt.empty()) {
        more.single_shift = more.locking_shift = 0;
        if (const fault wrong = read_content(content_of(pdu), services, how.quirks, out)) return no(wrong);
    } else {
        out.coding = old.coding;
        out.body = old.body;
        out.udh = old.udh;
        out.data_coding = old.data_coding;
    }
    if (const fault wrong = read_wishes(pdu, services, out, more)) return no(wrong);
    out.extras = kept(std::move(more));
    return {std::move(out)};
}

error_code code_of(const refusal& why) {
    static constexpr std::pair<std::string_view, error_code> rows[] = {
        {"invalid_number", error_code::adc_invalid},
        {"no_route", error_code::adc_invalid},
        {"denied_recipient", error_code::adc_invalid},
        {"opted_out", error_code::adc_invalid},
        {"missing_sender", error_code::operation_not_allowed},
        {"invalid_sender", error_code::operation_not_allowed},
        {"sender_not_allowed", error_code::operation_not_allowed},
        {"empty_text", error_code::syntax_error},
        {"invalid_udh", error_code::syntax_error},
        {"text_too_long", error_code::message_too_long},
        {"already_split", error_code::message_too_long},
        {"not_in_gsm7", character_set_invalid},
        {"invalid_utf8", character_set_invalid},
        {"invalid_send_at", time_period_invalid},
        {"invalid_validity", time_period_invalid},
        {"account_disabled", error_code::call_barring_active},
        {"insufficient_credit", error_code::call_barring_active},
        {"no_price", error_code::adc_invalid},
        {"unknown_account", error_code::call_barring_active},
    };
    for (const auto& [code, as] : rows)
        if (code == why.code) return as;
    return error_code::operation_not_allowed;
}

std::string sm_text(std::string_view sentence) {
    std::string out(sentence.substr(0, ucp::field::sm.max));
    for (char& c : out)
        if (c < 0x20 || c > 0x7E || c == '/') c = '?';
    return out;
}

}  // namespace hermod::connectors::ucp
