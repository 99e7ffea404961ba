#include "connectors/smpp/outgoing.hpp"

#include <algorithm>

#include "text/gsm7.hpp"
#include "text/packing.hpp"
#include "text/utf.hpp"

namespace hermod::connectors::smpp {

namespace smpp = wire::smpp;

namespace {

constexpr std::size_t longest_short_code = 8;

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

smpp::octets as_octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

wire_address address_by_look(std::string_view address) {
    if (address.empty()) return {};
    const bool plus = address.front() == '+';
    const std::string_view digits = address.substr(plus ? 1 : 0);
    if (!all_digits(digits)) return {smpp::ton::alphanumeric, smpp::npi::unknown, address};
    if (!plus && digits.size() <= longest_short_code) return {smpp::ton::network_specific, smpp::npi::unknown, digits};
    return {smpp::ton::international, smpp::npi::isdn, digits};
}

outgoing::outcome outgoing::submit(const message_ptr& what, std::uint8_t part, wall_time now) {
    if (!text::is_ascii(what->from)) return {nullptr, "the sender's name is not ASCII"};
    if (!split(what)) return {nullptr, "the body cannot be said in its encoding"};
    // Accepted with one number of parts, it must not leave with another: a part would be missing, or never sent.
    if (parts_.size() != what->parts)
        return {nullptr, "the message splits into another number of parts than it was accepted with"};
    if (part == 0 || part > parts_.size()) return {nullptr, "the message has no such part"};
    const text::part piece = parts_[part - 1u];

    pdu_ = smpp::submit_sm{};
    pdu_.service_type = options_.service_type;
    address(*what);
    pdu_.esm_class = static_cast<std::uint8_t>(options_.esm_class_mode | (piece.header.empty() ? 0 : smpp::esm_class::udhi));
    pdu_.protocol_id = options_.protocol_id;
    pdu_.priority_flag = options_.priority_flag;
    validity(*what, now);
    pdu_.registered_delivery =
        what->receipt ? smpp::registered_delivery::on_success_or_failure : smpp::registered_delivery::no_receipt;
    pdu_.data_coding = what->coding == encoding::gsm7   ? smpp::data_coding::mc_specific
                       : what->coding == encoding::ucs2 ? smpp::data_coding::ucs2
                                                        : smpp::data_coding::octets;
    const std::string_view body = content(*what, piece);
    if (body.data() == nullptr) return {nullptr, "a character is not in Latin-1, this network's alphabet"};
    pdu_.short_message = as_octets(body);
    return {&pdu_, {}};
}

bool outgoing::split(const message_ptr& what) {
    if (split_of_ && split_of_ == what) return true;
    split_of_.reset();
    text::framing as;
    as.coding = static_cast<text::encoding>(what->coding);
    as.width = options_.reference;
    as.reference = what->concat_ref;
    as.own_header = what->udh;
    auto made = text::split(what->body, as);
    if (!made) return false;
    parts_ = std::move(*made);
    if (parts_.size() > 1) split_of_ = what;
    return true;
}

void outgoing::address(const message& what) {
    wire_address from = address_by_look(what.from), to = address_by_look(what.to);
    if (options_.source) from.ton = options_.source->ton, from.npi = options_.source->npi;
    if (options_.destination) to.ton = options_.destination->ton, to.npi = options_.destination->npi;
    pdu_.source_addr_ton = from.ton;
    pdu_.source_addr_npi = from.npi;
    pdu_.source_addr = from.digits;
    pdu_.dest_addr_ton = to.ton;
    pdu_.dest_addr_npi = to.npi;
    pdu_.destination_addr = to.digits;
}

void outgoing::validity(const message& what, wall_time now) {
    if (options_.validity == validity_form::none || what.expires_at == wall_time{}) return;
    const auto left = std::max(std::chrono::seconds(1), std::chrono::floor<std::chrono::seconds>(what.expires_at - now));
    const auto text =
        options_.validity == validity_form::absolute ? smpp::format_absolute(what.expires_at) : smpp::format_relative(left);
    if (!text) return;  // beyond what SMPP can say: the centre's own limit is nearer
    time_ = *text;
    pdu_.validity_period = time_;
}

// Header and payload side by side; data() is null when the peer's alphabet cannot say it.
std::string_view outgoing::content(const message& what, text::part part) {
    const dialect& quirks = options_.quirks;
    if (what.coding == encoding::gsm7 && quirks.dcs0_is_latin1)
        return say_in_latin1(part) ? std::string_view(scratch_) : std::string_view{};
    if (what.coding == encoding::gsm7 && quirks.packed_gsm7) {
        scratch_.assign(part.header);
        scratch_ += text::pack_septets(part.payload, text::fill_bits_behind_header(part.header.size()));
        return scratch_;
    }
    if (what.coding == encoding::ucs2 && quirks.ucs2_little_endian) {
        scratch_.assign(part.user_data());
        for (std::size_t i = part.header.size(); i + 1 < scratch_.size(); i += 2) std::swap(scratch_[i], scratch_[i + 1]);
        return scratch_;
    }
    return part.user_data();
}

bool outgoing::say_in_latin1(text::part part) {
    const std::string utf8 = text::decode_gsm7(part.payload).utf8;
    scratch_.assign(part.header);
    for (std::size_t at = 0; at < utf8.size();) {
        const text::code_point next = text::code_point_at(utf8, at);
        if (next.value > 0xFF) return false;
        scratch_.push_back(static_cast<char>(next.value));
        at += next.length;
    }
    return true;
}

}  // namespace hermod::connectors::smpp
