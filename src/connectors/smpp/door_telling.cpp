#include "connectors/smpp/door_telling.hpp"

#include "connectors/smpp/alphabets.hpp"
#include "connectors/smpp/outgoing.hpp"
#include "text/national.hpp"
#include "text/udh.hpp"
#include "text/udh_elements.hpp"
#include "text/utf.hpp"
#include "wire/smpp/receipt.hpp"

namespace hermod::connectors::smpp {

namespace smpp = wire::smpp;

namespace {

constexpr std::size_t text_in_receipt = 20;

smpp::octets as_octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// The beginning of a body for a receipt's text, cut between characters; ASCII alone, as the receipt's own alphabet is.
std::string beginning(const message& m) {
    std::string out;
    if (m.coding == encoding::binary) return out;
    for (const char c : std::string_view(m.body).substr(0, text_in_receipt))
        out.push_back(static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E ? '.' : c);
    return out;
}

message_id told_id(const message& m) {
    return m.more().group.value != 0 ? m.more().group : m.id;
}

// The octet that came, when it says the alphabet in which we say it again; otherwise that alphabet's plain one.
std::uint8_t label_for(const message& m, encoding said) {
    if (said == encoding::binary) return m.data_coding != 0 ? m.data_coding : 4;
    const alphabet as = alphabet_of(m.data_coding, {});
    if (said == encoding::ucs2) return as == alphabet::ucs2 ? m.data_coding : 8;
    return as == alphabet::gsm7 ? m.data_coding : 0;
}

}  // namespace

smpp::message_state state_for(state now) {
    using smpp::message_state;
    switch (now) {
        case state::scheduled:
            return message_state::scheduled;
        case state::accepted:
        case state::held:
        case state::queued:
        case state::submitted:
            return message_state::enroute;
        case state::delivered:
            return message_state::delivered;
        case state::undelivered:
            return message_state::undeliverable;
        case state::expired:
            return message_state::expired;
        case state::rejected:
            return message_state::rejected;
        case state::cancelled:
            return message_state::deleted;
        case state::unsure:
            return message_state::unknown;
    }
    return message_state::unknown;
}

std::size_t door_telling::prepare(const telling& what, std::uint8_t version) {
    pdu_ = smpp::deliver_sm{};
    tlvs_.clear();
    in_parts_ = false;
    const bool with_tlvs = version >= smpp::version_3_4;
    const message& m = *what.what;
    if (m.way == direction::to_handset) {
        receipt(what, with_tlvs);
        return 1;
    }
    if (!handset_message(m, with_tlvs)) return 0;
    return in_parts_ ? parts_.size() : 1;
}

void door_telling::addresses(std::string_view from, std::string_view to) {
    const wire_address source = address_by_look(from), destination = address_by_look(to);
    pdu_.source_addr_ton = source.ton;
    pdu_.source_addr_npi = source.npi;
    pdu_.source_addr = source.digits;
    pdu_.dest_addr_ton = destination.ton;
    pdu_.dest_addr_npi = destination.npi;
    pdu_.destination_addr = destination.digits;
}

void door_telling::receipt(const telling& what, bool with_tlvs) {
    const message& m = *what.what;
    const auto state = state_for(what.now);
    const bool delivered = state == smpp::message_state::delivered;
    const std::string id = to_text(told_id(m)), text = beginning(m);
    text_.clear();
    smpp::write_receipt(text_, {id, state, m.parts, delivered ? m.parts : 0, m.accepted_at, what.at,
                                static_cast<int>(std::min<std::uint32_t>(what.code, 999)), text});
    addresses(m.to, m.from);
    pdu_.service_type = std::string_view(m.more().service_type).substr(0, 5);
    pdu_.esm_class = is_final(what.now) ? smpp::esm_class::delivery_receipt : smpp::esm_class::intermediate_notification;
    pdu_.short_message = as_octets(text_);
    if (!with_tlvs) return;
    smpp::tlv_writer optional(tlvs_);
    (void)optional.c_string(smpp::tlv_tag::receipted_message_id, id);
    (void)optional.u8(smpp::tlv_tag::message_state, static_cast<std::uint8_t>(state));
    if (what.code != 0 && what.code <= 0xFFFF) {
        const std::uint8_t error[3] = {3, static_cast<std::uint8_t>(what.code >> 8), static_cast<std::uint8_t>(what.code)};
        (void)optional.add(smpp::tlv_tag::network_error_code, error);
    }
    const smpp::tlv_view own(as_octets(m.more().tlvs));
    if (const auto reference = own.u16(smpp::tlv_tag::user_message_reference))
        (void)optional.u16(smpp::tlv_tag::user_message_reference, *reference);
    pdu_.tlvs = smpp::tlv_view(tlvs_);
}

bool door_telling::handset_message(const message& m, bool with_tlvs) {
    addresses(m.from, m.to);
    pdu_.service_type = std::string_view(m.more().service_type).substr(0, 5);
    pdu_.protocol_id = m.more().protocol_id;
    pdu_.priority_flag = m.more().priority;
    pdu_.esm_class = m.more().esm_class;  // an acknowledgement of the handset's user says so there
    text::framing as;
    as.coding = static_cast<text::encoding>(m.coding);
    as.own_header = m.udh;
    as.reference = static_cast<std::uint16_t>(m.id.value);
    as.shift = {static_cast<text::language>(m.more().single_shift), static_cast<text::language>(m.more().locking_shift)};
    if (as.coding == text::encoding::gsm7 && !text::is_gsm7(m.body, as.shift)) as.coding = text::encoding::ucs2;
    if (as.coding != text::encoding::gsm7) as.shift = {};
    pdu_.data_coding = smpp::data_coding{label_for(m, static_cast<encoding>(as.coding))};
    auto split = text::split(m.body, as);
    if (!split) return false;
    parts_ = std::move(*split);
    const bool has_header = !parts_[0].header.empty();
    if (has_header) pdu_.esm_class |= smpp::esm_class::udhi;
    if (with_tlvs && !m.more().tlvs.empty()) {
        const auto raw = as_octets(m.more().tlvs);
        tlvs_.assign(raw.begin(), raw.end());
    }
    if (with_tlvs && m.more().missing_parts != 0) (void)smpp::tlv_writer(tlvs_).u8(missing_parts_tag, m.more().missing_parts);
    in_parts_ = parts_.size() > 1;
    if (!in_parts_) {
        pdu_.short_message = as_octets(parts_[0].user_data());
    } else if (with_tlvs) {
        // One PDU: the header without the concatenation, then the whole text.
        in_parts_ = false;
        text::header_builder header;
        if (const auto whole = text::parse_udh(parts_[0].header)) header.add_all(*whole, text::iei_concat8);
        auto built = header.build();
        text_ = built ? std::move(*built) : std::string{};
        const bool bare = text_.empty();
        for (const text::part part : parts_) text_ += part.payload;
        if (bare) pdu_.esm_class = static_cast<std::uint8_t>(pdu_.esm_class & ~smpp::esm_class::udhi);
        smpp::tlv_writer optional(tlvs_);
        if (!optional.add(smpp::tlv_tag::message_payload, as_octets(text_))) return false;
    }
    pdu_.tlvs = smpp::tlv_view(tlvs_);
    return true;
}

const smpp::deliver_sm& door_telling::pdu(std::size_t index) {
    if (in_parts_) pdu_.short_message = as_octets(parts_[index].user_data());
    return pdu_;
}

const smpp::data_sm& door_telling::as_data_sm(std::size_t index) {
    const smpp::deliver_sm& from = pdu(index);
    if (!from.short_message.empty()) (void)smpp::tlv_writer(tlvs_).add(smpp::tlv_tag::message_payload, from.short_message);
    data_ = smpp::data_sm{};
    data_.service_type = from.service_type;
    data_.source_addr_ton = from.source_addr_ton;
    data_.source_addr_npi = from.source_addr_npi;
    data_.source_addr = from.source_addr;
    data_.dest_addr_ton = from.dest_addr_ton;
    data_.dest_addr_npi = from.dest_addr_npi;
    data_.destination_addr = from.destination_addr;
    data_.esm_class = from.esm_class;
    data_.data_coding = from.data_coding;
    data_.tlvs = smpp::tlv_view(tlvs_);
    return data_;
}

}  // namespace hermod::connectors::smpp
