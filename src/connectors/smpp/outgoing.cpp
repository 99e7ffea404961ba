#include "connectors/smpp/outgoing.hpp"

#include <algorithm>

#include "connectors/smpp/own_tlvs.hpp"
#include "text/gsm7.hpp"
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

// The sender's wish over the connector's: mode, the types that a sender may give, reply path.
std::uint8_t esm_class_of(const message_extras& wish, std::uint8_t usual_mode) {
    const std::uint8_t mode = wish.esm_class & smpp::esm_class::mode_mask;
    const std::uint8_t type = smpp::esm_class::type(wish.esm_class);
    const bool senders_type = type == smpp::esm_class::delivery_acknowledgement ||
                              type == smpp::esm_class::user_acknowledgement || type == smpp::esm_class::conversation_abort;
    return static_cast<std::uint8_t>((mode != 0 ? mode : usual_mode) | (senders_type ? type : 0) |
                                     (wish.esm_class & smpp::esm_class::reply_path));
}

std::uint8_t registered_delivery_of(const message& what) {
    namespace rd = smpp::registered_delivery;
    const unsigned wanted = what.receipt ? rd::on_success_or_failure : rd::no_receipt;
    const unsigned acknowledged = what.more().acknowledgements & (rd::delivery_acknowledgement | rd::user_acknowledgement);
    const unsigned on_the_way = (what.callbacks & callback_intermediate) != 0 ? rd::intermediate_notification : 0u;
    return static_cast<std::uint8_t>(wanted | acknowledged | on_the_way);
}

smpp::data_coding data_coding_of(const message& what) {
    if (what.data_coding != 0) return smpp::data_coding{what.data_coding};
    if (what.coding == encoding::gsm7) return smpp::data_coding::mc_specific;
    return what.coding == encoding::ucs2 ? smpp::data_coding::ucs2 : smpp::data_coding::octets;
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

wire_address address_for(std::string_view address, const std::optional<forced_plan>& forced, const dialect& quirks) {
    wire_address out = address_by_look(address);
    if (quirks.plus_in_addresses && out.ton == smpp::ton::international) out.digits = address;
    if (forced) out.ton = forced->ton, out.npi = forced->npi;
    return out;
}

std::optional<smpp::time_text> validity_of(const message& what, validity_form form, wall_time now) {
    if (form == validity_form::none || what.expires_at == wall_time{}) return std::nullopt;
    if (form == validity_form::absolute) return smpp::format_absolute(what.expires_at);
    return smpp::format_relative(std::max(std::chrono::seconds(1), std::chrono::floor<std::chrono::seconds>(what.expires_at - now)));
}

outgoing::outcome outgoing::submit(const message_ptr& what, std::uint8_t part, wall_time now) {
    if (!text::is_ascii(what->from)) return {nullptr, "the sender's name is not ASCII"};
    if (part == 0 || part > what->parts) return {nullptr, "the message has no such part"};
    const long_form form = form_for(*what);
    if (form == long_form::payload && part > 1) return {nullptr, {}, nullptr, true};
    text::part piece;
    if (const std::string_view refused = cut(what, part, form, piece); !refused.empty()) return {nullptr, refused};
    const said body = content(*what, piece);
    if (body.octets.data() == nullptr) return {nullptr, body.refused};

    const bool as_data = options_.as_data_sm && !options_.without_tlvs;
    tlvs_.clear();
    fill(*what, !piece.header.empty());
    if (form == long_form::sar) sar(*what, part);
    if (form == long_form::payload || as_data)
        payload(body.octets);
    else
        pdu_.short_message = as_octets(body.octets);
    outcome out;
    out.tlvs_dropped = add_own_tlvs(what->more().tlvs);
    if (as_data) {
        as_data_sm(*what, now);
        out.data = &data_;
    } else {
        validity(*what, now);
        pdu_.tlvs = smpp::tlv_view(tlvs_);
        out.pdu = &pdu_;
    }
    return out;
}

// The piece of the text that goes with this part, and the header before it; why not, when there is none.
std::string_view outgoing::cut(const message_ptr& what, std::uint8_t part, long_form form, text::part& piece) {
    constexpr std::string_view unsayable = "the body cannot be said in its encoding";
    if (form == long_form::payload) {
        if (!whole(*what)) return unsayable;
        const std::string_view all = whole_;
        piece = {all.substr(0, what->udh.size()), all.substr(what->udh.size())};
        return {};
    }
    if (!split(what)) return unsayable;
    // Accepted with one number of parts, it must not leave with another: a part would be missing, or never sent.
    if (parts_.size() != what->parts) return "the message splits into another number of parts than it was accepted with";
    piece = parts_[part - 1u];
    if (form == long_form::sar) piece.header = {};
    return {};
}

// Returns how many were left out; where none may travel, those that could have count as well.
std::size_t outgoing::add_own_tlvs(std::string_view own) {
    if (own.empty()) return 0;
    if (!options_.without_tlvs) return append_own_tlvs(tlvs_, own);
    std::vector<std::uint8_t> fit;
    const std::size_t unfit = append_own_tlvs(fit, own);
    const smpp::tlv_view left(fit);
    std::size_t dropped = unfit;
    for (auto at = left.begin(); at != left.end(); ++at) ++dropped;
    return dropped;
}

long_form outgoing::form_for(const message& what) const {
    if (what.parts <= 1 || options_.without_tlvs) return long_form::header;
    // A national language is named in the header of every part; and sar_ TLVs and a header exclude each other (3.4 section
    // 5.3.2.22).
    const bool national = what.coding == encoding::gsm7 && !shift_of(what).empty();
    if (national || (options_.longer == long_form::sar && !what.udh.empty())) return long_form::header;
    return options_.longer;
}

// Everything but text, TLVs and times.
void outgoing::fill(const message& what, bool headed) {
    const message_extras& wish = what.more();
    const wire_address from = address_for(what.from, options_.source, options_.quirks);
    const wire_address to = address_for(what.to, options_.destination, options_.quirks);
    pdu_ = smpp::submit_sm{};
    pdu_.service_type = wish.service_type.empty() ? options_.service_type : wish.service_type;
    pdu_.source_addr_ton = from.ton;
    pdu_.source_addr_npi = from.npi;
    pdu_.source_addr = from.digits;
    pdu_.dest_addr_ton = to.ton;
    pdu_.dest_addr_npi = to.npi;
    pdu_.destination_addr = to.digits;
    pdu_.esm_class =
        static_cast<std::uint8_t>(esm_class_of(wish, options_.esm_class_mode) | (headed ? smpp::esm_class::udhi : 0));
    pdu_.protocol_id = wish.protocol_id != 0 ? wish.protocol_id : options_.protocol_id;
    pdu_.priority_flag = wish.priority != 0 ? wish.priority : options_.priority_flag;
    pdu_.registered_delivery = registered_delivery_of(what);
    pdu_.data_coding = data_coding_of(what);
}

void outgoing::validity(const message& what, wall_time now) {
    const auto text = validity_of(what, options_.validity, now);
    if (!text) return;
    time_ = *text;
    pdu_.validity_period = time_;
}

// None of these values has a length that the writer could refuse.
void outgoing::sar(const message& what, std::uint8_t part) {
    smpp::tlv_writer to(tlvs_);
    (void)to.u16(smpp::tlv_tag::sar_msg_ref_num, what.concat_ref);
    (void)to.u8(smpp::tlv_tag::sar_total_segments, what.parts);
    (void)to.u8(smpp::tlv_tag::sar_segment_seqnum, part);
}

// A text of 255 parts is below the TLV's 64 KiB.
void outgoing::payload(std::string_view octets) {
    smpp::tlv_writer to(tlvs_);
    (void)to.add(smpp::tlv_tag::message_payload, as_octets(octets));
}

// data_sm (4.7) has neither protocol_id nor priority nor times: the validity rides as qos_time_to_live (5.3.2.9).
void outgoing::as_data_sm(const message& what, wall_time now) {
    const bool told = smpp::tlv_view(tlvs_).find(smpp::tlv_tag::qos_time_to_live).has_value();  // by the message itself
    if (!told && options_.validity != validity_form::none && what.expires_at != wall_time{}) {
        const auto left = std::chrono::floor<std::chrono::seconds>(what.expires_at - now).count();
        smpp::tlv_writer to(tlvs_);
        (void)to.u32(smpp::tlv_tag::qos_time_to_live, static_cast<std::uint32_t>(std::clamp<std::int64_t>(left, 1, UINT32_MAX)));
    }
    data_ = smpp::data_sm{};
    data_.service_type = pdu_.service_type;
    data_.source_addr_ton = pdu_.source_addr_ton;
    data_.source_addr_npi = pdu_.source_addr_npi;
    data_.source_addr = pdu_.source_addr;
    data_.dest_addr_ton = pdu_.dest_addr_ton;
    data_.dest_addr_npi = pdu_.dest_addr_npi;
    data_.destination_addr = pdu_.destination_addr;
    data_.esm_class = pdu_.esm_class;
    data_.registered_delivery = pdu_.registered_delivery;
    data_.data_coding = pdu_.data_coding;
    data_.tlvs = smpp::tlv_view(tlvs_);
}

}  // namespace hermod::connectors::smpp
