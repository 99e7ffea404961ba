#include "connectors/ucp/outgoing.hpp"

#include <algorithm>

#include "connectors/ucp/spelling.hpp"
#include "wire/ucp/error_code.hpp"
#include "wire/ucp/sender.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;

namespace {

constexpr std::size_t longest_short_code = 8;

// NT: what NRq asks to be told of.
unsigned notifications(const message& what, bool buffered_first) {
    const bool buffered = (what.callbacks & callback_intermediate) != 0;
    if (buffered_first) return 2u + 4u + (buffered ? 1u : 0u);
    return ucp::nt_delivery + ucp::nt_failure + (buffered ? ucp::nt_buffered : 0u);
}

// Whole minutes: what is left is cut, but the minute that begins next is the least that a centre would take.
ucp::local_seconds end_of(wall_time expires, wall_time now, const centre_zone& zone) {
    using std::chrono::minutes;
    const auto least = std::chrono::floor<minutes>(now) + minutes(1);
    return zone.local(std::max<wall_time>(std::chrono::floor<minutes>(expires), least)).value_or(ucp::local_seconds{});
}

}  // namespace

outgoing::outcome outgoing::submit(const message_ptr& what, std::uint8_t part, wall_time now, const centre_zone& zone) {
    if (part == 0 || part > what->parts) return {nullptr, "the message has no such part"};
    pdu_ = ucp::submit_message{};
    text::part piece;
    std::string_view refused = addresses(*what);
    if (refused.empty()) refused = cut(what, part, piece);
    if (refused.empty()) refused = content(*what, piece);
    if (!refused.empty()) return {nullptr, refused};
    wishes(*what, now, zone);
    return {&pdu_};
}

outgoing::outcome outgoing::name(const message& what) {
    pdu_ = ucp::submit_message{};
    if (const auto refused = addresses(what); !refused.empty()) return {nullptr, refused};
    pdu_.ac = options_.ac;
    return {&pdu_};
}

std::string_view outgoing::addresses(const message& what) {
    const bool international = what.to.starts_with('+');
    adc_ = options_.quirks.prefix_00 && international ? "00" : "";
    adc_ += std::string_view(what.to).substr(international ? 1 : 0);
    if (!all_digits(adc_)) return "the recipient is no number, and UCP knows no other";
    if (adc_.size() > ucp::field::adc.max) return "the recipient has more than the 16 digits that AdC takes";
    pdu_.adc = adc_;
    if (what.from.empty()) return {};
    const bool plus = what.from.starts_with('+');
    const std::string_view digits = std::string_view(what.from).substr(plus ? 1 : 0);
    if (all_digits(digits)) {
        if (digits.size() > ucp::field::oadc.max) return "the sender has more than the 22 digits that OAdC takes";
        pdu_.oadc = digits;
        if (!options_.quirks.no_otoa && (plus || digits.size() > longest_short_code)) pdu_.otoa = ucp::otoa_international;
        return {};
    }
    auto packed = ucp::packed_sender(what.from);
    if (!packed) return "the sender's name is not of up to 11 characters of the GSM alphabet";
    oadc_ = std::move(*packed);
    pdu_.oadc = oadc_;
    pdu_.otoa = ucp::otoa_alphanumeric;
    return {};
}

// Everything that the sender and the options wish beside text and addresses.
void outgoing::wishes(const message& what, wall_time now, const centre_zone& zone) {
    pdu_.ac = options_.ac;
    if (what.receipt) {
        nt_.assign(1, static_cast<char>('0' + notifications(what, options_.quirks.nt_buffered_first)));
        pdu_.nrq = "1";
        pdu_.nt = nt_;
        pdu_.nadc = options_.notify_address;
        pdu_.npid = options_.notify_pid;
    }
    if (!options_.last_resort.empty()) {
        pdu_.lrq = "1";
        pdu_.lrad = options_.last_resort;
        pdu_.lpid = options_.last_resort_pid;
    }
    if (options_.validity && what.expires_at != wall_time{} && zone.offset()) {
        if (const auto end = ucp::format_minutes(end_of(what.expires_at, now, zone))) {
            vp_ = *end;
            pdu_.vp = vp_;
        }
    }
    const message_extras& wish = what.more();
    if (const unsigned pid = wish.protocol_id != 0 ? wish.protocol_id : options_.protocol_id; pid != 0) {
        rpid_.assign(ucp::two_digits(pid / 100)).append(ucp::two_digits(pid % 100));
        pdu_.rpid = rpid_;
    }
    if (const unsigned pr = wish.priority != 0 ? wish.priority : options_.priority; pr != 0) {
        pr_.assign(1, static_cast<char>('0' + std::min(pr, 3u)));
        pdu_.pr = pr_;
    }
    if ((wish.esm_class & reply_path) != 0) pdu_.rpi = "1";
}

}  // namespace hermod::connectors::ucp
