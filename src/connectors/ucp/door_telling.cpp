#include "connectors/ucp/door_telling.hpp"

#include <algorithm>

#include "connectors/ucp/spelling.hpp"
#include "message/as_given.hpp"
#include "text/national.hpp"
#include "wire/ucp/error_code.hpp"
#include "wire/ucp/message_reference.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/sender.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;

namespace {

constexpr unsigned delivery_failed = 108, network_timed_out = 10, in_progress = 105;

// AdC takes digits alone: a name stays out.
std::string adc_of(std::string_view address, const dialect& quirks) {
    const std::string_view digits = without_plus(address);
    if (!all_digits(digits) || digits.size() > ucp::field::adc.max) return {};
    const bool prefix = quirks.prefix_00 && digits.size() != address.size() && digits.size() + 2 <= ucp::field::adc.max;
    return (prefix ? "00" : "") + std::string(digits);
}

ucp::delivery_state dst_of(state now) {
    if (now == state::delivered) return ucp::delivery_state::delivered;
    return is_final(now) ? ucp::delivery_state::failed : ucp::delivery_state::buffered;
}

// What a UCP network gave as its reason (incoming.cpp wrote it so); other networks count otherwise, and then the state is all
// that Rsn can say.
unsigned rsn_of(state now, std::uint32_t code, std::string_view detail) {
    if (now != state::delivered && code <= 255 && detail.ends_with("(Rsn " + std::to_string(code) + ")")) return code;
    switch (now) {
        case state::delivered:
            return 0;
        case state::expired:
            return network_timed_out;
        case state::undelivered:
        case state::rejected:
        case state::unsure:
        case state::cancelled:
            return delivery_failed;
        default:
            return in_progress;
    }
}

std::string three_digits(unsigned value) {
    return static_cast<char>('0' + value / 100 % 10) + std::string(ucp::two_digits(value % 100));
}

std::string_view phrase_of(state now) {
    switch (now) {
        case state::delivered:
            return "has been delivered";
        case state::undelivered:
            return "could not be delivered";
        case state::expired:
            return "was not delivered within its validity";
        case state::rejected:
            return "was rejected";
        case state::cancelled:
            return "was deleted";
        case state::unsure:
            return "may not have been delivered";
        default:
            return "is buffered";
    }
}

std::string seconds_text(ucp::local_seconds t) {
    const auto text = ucp::format_seconds(t);
    return text ? std::string(*text) : std::string();
}

// "on 2026-11-25 at 22:30:05"
std::string moment(ucp::local_seconds t) {
    const std::string s = seconds_text(t);
    if (s.size() != 12) return {};
    return " on 20" + s.substr(4, 2) + "-" + s.substr(2, 2) + "-" + s.substr(0, 2) + " at " + s.substr(6, 2) + ":" +
           s.substr(8, 2) + ":" + s.substr(10, 2);
}

}  // namespace

std::string name_of(const message& m, const door_clock& clock) {
    if (ucp::read_reference(m.client_ref)) return m.client_ref;
    return std::string(without_plus(to_as_given(m))) + ":" + seconds_text(clock.local(m.accepted_at));
}

std::size_t door_telling::prepare(const telling& what, const dialect& quirks, const door_clock& clock) {
    const message& m = *what.what;
    quirks_ = &quirks;
    of_handset_ = m.way == direction::from_handset;
    if (of_handset_) return handset_message(m, quirks, clock) ? parts_.size() : 0;
    ucp::delivery_notification out;
    about(m, {what.now, what.code, what.detail, what.at}, quirks, clock, out);
    pdu_ = out;
    return 1;
}

void door_telling::about(const message& m, const standing& how, const dialect& quirks, const door_clock& clock,
                         ucp::delivery_notification& out) {
    const std::string name = name_of(m, clock);
    const auto reference = ucp::read_reference(name);
    oadc_ = reference ? std::string(reference->adc) : std::string(without_plus(to_as_given(m)));
    scts_ = reference ? std::string(reference->scts) : std::string();
    adc_ = adc_of(from_as_given(m), quirks);
    dscts_ = seconds_text(clock.local(how.at));
    rsn_ = three_digits(rsn_of(how.now, how.code, how.detail));
    const std::string sentence = "Message for " + oadc_ + ", with identification " + scts_ + ", " +
                                 std::string(phrase_of(how.now)) + moment(clock.local(how.at));
    msg_ = ucp::to_hex(sentence);  // ASCII that is the same in the GSM alphabet
    static constexpr std::string_view states[] = {"0", "1", "2"};
    out.adc = adc_;
    out.oadc = oadc_;
    out.scts = scts_;
    out.dst = states[static_cast<int>(dst_of(how.now))];
    out.rsn = rsn_;
    out.dscts = dscts_;
    out.mt = ucp::mt_alphanumeric;
    out.msg = msg_;
}

const ucp::pdu_variant& door_telling::statement(ucp::operation_type ot, const record& of, const dialect& quirks,
                                                const door_clock& clock) {
    standing how{of.now, 0, {}, of.stored_at};
    for (const event& e : of.events) {
        if (e.kind == event_kind::callback) continue;
        how.at = e.at;
        how.code = e.code;
        how.detail = e.detail;
    }
    ucp::delivery_notification same;
    about(*of.what, how, quirks, clock, same);
    std::string_view adc = same.oadc;  // here the field is shorter
    if (adc.size() > ucp::field::adc.max && adc.starts_with("00")) adc.remove_prefix(2);
    const auto as = [&](auto out) {
        out.adc = adc;  // here AdC and OAdC stand as in the question: recipient and sender of the message
        out.oadc = same.adc;
        out.scts = same.scts;
        out.dst = same.dst;
        out.rsn = same.rsn;
        out.dscts = same.dscts;
        out.mt = same.mt;
        out.msg = same.msg;
        pdu_ = out;
    };
    if (ot == ucp::operation_type::delete_response)
        as(ucp::delete_response{});
    else
        as(ucp::inquiry_response{});
    return pdu_;
}

bool door_telling::handset_message(const message& m, const dialect& quirks, const door_clock& clock) {
    base_ = ucp::deliver_message{};
    adc_ = adc_of(m.to, quirks);
    const std::string_view digits = without_plus(m.from);
    if (all_digits(digits) && digits.size() <= ucp::field::oadc.max) {
        oadc_ = digits;
        if (digits.size() != m.from.size() && !quirks.no_otoa) base_.otoa = ucp::otoa_international;
    } else if (auto packed = ucp::packed_sender(m.from)) {
        oadc_ = std::move(*packed);
        base_.otoa = ucp::otoa_alphanumeric;
    } else {
        return false;
    }
    scts_ = seconds_text(clock.local(m.accepted_at));
    text::framing as;
    as.coding = static_cast<text::encoding>(m.coding);
    as.own_header = m.udh;
    as.reference = static_cast<std::uint16_t>(m.id.value);
    as.shift = shift_of(m);
    if (as.coding == text::encoding::gsm7 && !text::is_gsm7(m.body, as.shift)) as.coding = text::encoding::ucs2;
    if (as.coding != text::encoding::gsm7) as.shift = {};
    auto split = text::split(m.body, as);
    if (!split) return false;
    parts_ = std::move(*split);
    const bool recoded = as.coding != static_cast<text::encoding>(m.coding);
    const auto coding = static_cast<encoding>(as.coding);
    how_ = {coding, as.shift, dcs_for(recoded ? std::uint8_t{0} : m.data_coding, coding), {}};
    base_.adc = adc_;
    base_.oadc = oadc_;
    base_.scts = scts_;
    if (const unsigned pid = m.more().protocol_id; pid != 0) {
        rpid_.assign(ucp::two_digits(pid / 100)).append(ucp::two_digits(pid % 100));
        base_.rpid = rpid_;
    }
    if ((m.more().esm_class & reply_path) != 0) base_.rpi = "2";
    return content(0);
}

bool door_telling::content(std::size_t index) {
    if (!writer_.write(parts_[index], how_, *quirks_).empty()) return false;
    ucp::deliver_message out = base_;
    writer_.fill(out);
    pdu_ = out;
    return true;
}

const ucp::pdu_variant& door_telling::pdu(std::size_t index) {
    if (of_handset_) (void)content(index);
    return pdu_;
}

}  // namespace hermod::connectors::ucp
