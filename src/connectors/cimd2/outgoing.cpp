#include "connectors/cimd2/outgoing.hpp"

#include <algorithm>

#include "connectors/cimd2/times.hpp"
#include "text/dcs.hpp"
#include "text/language.hpp"
#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/parameter.hpp"

namespace hermod::connectors::cimd2 {

namespace cimd2 = wire::cimd2;
using cimd2::parameter;

namespace {

constexpr std::uint8_t reply_path_bit = 0x80;  // of message_extras::esm_class
constexpr std::uint8_t first_dcs_of_its_own = 0x10;
constexpr std::int32_t dcs_octets = 4, dcs_ucs2 = 8;
constexpr std::int32_t report_of_failed_tries = 1;

std::size_t limit_of(parameter id) {
    return cimd2::find_parameter(id)->max_length;
}

bool is_number(std::string_view address) {
    if (address.starts_with('+')) address.remove_prefix(1);
    return !address.empty() && std::all_of(address.begin(), address.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_plain(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// The tables of a national language; the header then says so.
text::language_shift shift_of(const message& what) {
    const message_extras& more = what.more();
    return {text::language_of(more.single_shift).value_or(text::language::none),
            text::language_of(more.locking_shift).value_or(text::language::none)};
}

std::string_view written(std::string_view address, const dialect& quirks) {
    if (quirks.no_plus && address.starts_with('+')) address.remove_prefix(1);
    return address;
}

}  // namespace

cimd2::link_form form_of(const dialect& quirks) {
    return quirks.latin1_link ? cimd2::link_form::latin1 : cimd2::link_form::seven_bit;
}

outgoing::outcome outgoing::submit(const message_ptr& what, std::uint8_t part, wall_time now) {
    outcome out;
    const auto refuse = [&](std::string_view why) {
        out.refused = why;
        return out;
    };
    if (part == 0 || part > what->parts) return refuse("the message has no such part");
    pdu_ = cimd2::submit_message{};
    if (const auto why = address(*what); !why.empty()) return refuse(why);
    if (const auto why = originator(*what); !why.empty()) return refuse(why);
    if (const auto why = coding(*what); !why.empty()) return refuse(why);
    if (!split(what)) return refuse("the body cannot be said in its encoding");
    // Accepted with one number of parts, it must not leave with another: a part would be missing, or never sent.
    if (parts_.size() != what->parts)
        return refuse("the message splits into another number of parts than it was accepted with");
    if (const auto why = content(*what, parts_[part - 1u]); !why.empty()) return refuse(why);
    wishes(*what);
    validity(*what, now);
    out.tlvs_dropped = !what->more().tlvs.empty();
    out.pdu = &pdu_;
    return out;
}

std::string_view outgoing::destination(const message& what) const {
    return is_number(what.to) ? written(what.to, options_.quirks) : std::string_view{};
}

std::string_view outgoing::address(const message& what) {
    const std::string_view digits = destination(what);
    if (digits.empty()) return "the recipient is no number";
    if (digits.size() > limit_of(parameter::destination_address)) return "the recipient's number has more than 20 characters";
    destination_.clear();
    cimd2::append_parameter(destination_, parameter::destination_address, digits);
    pdu_.destinations = cimd2::values(cimd2::parameters(destination_), parameter::destination_address);
    return {};
}

// Without one the message goes by the account's own number.
std::string_view outgoing::originator(const message& what) {
    if (what.from.empty() || !options_.write_originator) return {};
    if (!is_number(what.from)) return named(what.from);
    std::string_view digits = written(what.from, options_.quirks);
    const std::string& prefix = options_.originator_prefix;
    if (!prefix.empty() && digits.starts_with(prefix)) digits.remove_prefix(prefix.size());
    if (digits.size() > limit_of(parameter::originating_address)) return "the sender's number has more than 20 characters";
    if (!digits.empty()) pdu_.originating_address = digits;
    return {};
}

std::string_view outgoing::named(std::string_view sender) {
    if (options_.quirks.converted_sender) {
        auto converted = cimd2::write_user_data(sender, cimd2::link_form::seven_bit);
        if (!converted) return "a character of the sender's name is not in the GSM alphabet";
        sender_ = std::move(*converted);
        sender = sender_;
    }
    if (!is_plain(sender)) return "the sender's name is not ASCII";
    if (sender.size() > limit_of(parameter::alphanumeric_originating_address))
        return "the sender's name has more than 11 characters as it is written";
    pdu_.alphanumeric_originating_address = sender;
    return {};
}

// 030 is TS 23.038's octet; below 0x10 SMPP's data_coding names alphabets that it does not have, and the text is counted in
// ours.
std::string_view outgoing::coding(const message& what) {
    if (what.data_coding >= first_dcs_of_its_own) {
        const auto meant = static_cast<encoding>(text::encoding_of(text::decode_dcs(what.data_coding)));
        if (meant != what.coding && what.coding != encoding::binary) return "data_coding names another alphabet than the text's";
        pdu_.data_coding_scheme = what.data_coding;
    } else if (what.coding != encoding::gsm7) {
        pdu_.data_coding_scheme = what.coding == encoding::ucs2 ? dcs_ucs2 : dcs_octets;
    }
    return {};
}

std::string_view outgoing::content(const message& what, text::part piece) {
    if (!piece.header.empty()) {
        header_ = cimd2::to_hex(piece.header);
        if (header_.size() > limit_of(parameter::user_data_header)) return "the user data header has more than 140 octets";
        pdu_.user_data_header = header_;
    }
    if (what.coding == encoding::gsm7) {
        data_ = cimd2::write_septets(piece.payload, form_of(options_.quirks));
        if (data_.size() > limit_of(parameter::user_data)) return "the text has more than 480 octets as it is written";
        pdu_.user_data = data_;
    } else {
        data_ = cimd2::to_hex(piece.payload);
        if (data_.size() > limit_of(parameter::user_data_binary)) return "the user data has more than 140 octets";
        pdu_.user_data_binary = data_;
    }
    return {};
}

void outgoing::wishes(const message& what) {
    const message_extras& more = what.more();
    const bool every_try = what.receipt && (what.callbacks & callback_intermediate) != 0;
    pdu_.status_report_request =
        what.receipt ? options_.status_report_request | (every_try ? report_of_failed_tries : 0) : 0;  // 0: whatever its default is
    const std::uint8_t protocol = more.protocol_id != 0 ? more.protocol_id : options_.protocol_identifier;
    if (protocol != 0) pdu_.protocol_identifier = protocol;
    if ((more.esm_class & reply_path_bit) != 0) pdu_.reply_path = 1;
    pdu_.priority = options_.priorities[std::min<std::size_t>(more.priority, options_.priorities.size() - 1)];
    pdu_.tariff_class = options_.tariff_class;
    pdu_.service_description = options_.service_description;
    if (options_.cancel_enabled) pdu_.cancel_enabled = 1;
}

void outgoing::validity(const message& what, wall_time now) {
    if (options_.validity == validity_form::none || what.expires_at == wall_time{}) return;
    if (options_.validity == validity_form::absolute) {
        time_ = centre_time(what.expires_at, options_.centre_offset);
        pdu_.validity_period_absolute = time_;
    } else {
        pdu_.validity_period_relative = relative_validity(std::chrono::ceil<std::chrono::milliseconds>(what.expires_at - now));
    }
}

bool outgoing::split(const message_ptr& what) {
    if (split_of_ && split_of_ == what) return true;
    split_of_.reset();
    if (!split_as(*what, options_.reference)) return false;
    // 152 septets a part instead of 153: where that is a part more than was accepted, the shorter reference serves.
    if (parts_.size() != what->parts && !split_as(*what, text::reference_width::octet)) return false;
    if (parts_.size() > 1) split_of_ = what;
    return true;
}

bool outgoing::split_as(const message& what, text::reference_width width) {
    text::framing as;
    as.coding = static_cast<text::encoding>(what.coding);
    as.width = width;
    as.reference = what.concat_ref;
    as.own_header = what.udh;
    if (what.coding == encoding::gsm7) as.shift = shift_of(what);
    auto made = text::split(what.body, as);
    if (made) parts_ = std::move(*made);
    return made.has_value();
}

}  // namespace hermod::connectors::cimd2
