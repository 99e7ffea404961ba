#include "connectors/smpp/broadcast_pdus.hpp"

#include "wire/smpp/decode.hpp"

namespace hermod::connectors::smpp {

namespace smpp = wire::smpp;

namespace {

std::string octets_of(const smpp::tlv_view& tlvs) {
    std::string out;
    for (const smpp::tlv one : tlvs)
        if (one.tag != smpp::tlv_tag::congestion_state)
            out.append(reinterpret_cast<const char*>(one.value.data()) - 4, one.value.size() + 4);
    return out;
}

smpp::tlv_view tlvs_of(const broadcast& what) {
    return smpp::tlv_view({reinterpret_cast<const std::uint8_t*>(what.tlvs.data()), what.tlvs.size()});
}

// What the three have in common.
broadcast begun(broadcast::kind is, const auto& pdu) {
    broadcast out;
    out.is = is;
    out.message_id = pdu.message_id;
    out.tlvs = octets_of(pdu.tlvs);
    return out;
}

template <class Pdu>
Pdu pdu_of(const broadcast& what, const wire_address& from) {
    Pdu out;
    out.message_id = what.message_id;
    out.source_addr_ton = from.ton;
    out.source_addr_npi = from.npi;
    out.source_addr = from.digits;
    out.tlvs = tlvs_of(what);
    return out;
}

}  // namespace

broadcast read_broadcast(const smpp::broadcast_sm& pdu) {
    broadcast out = begun(broadcast::kind::send, pdu);
    out.service_type = pdu.service_type;
    out.schedule = pdu.schedule_delivery_time;
    out.validity = pdu.validity_period;
    out.priority = pdu.priority_flag;
    out.replace_if_present = pdu.replace_if_present_flag;
    out.data_coding = static_cast<std::uint8_t>(pdu.data_coding);
    out.predefined = pdu.sm_default_msg_id;
    return out;
}

broadcast read_broadcast(const smpp::query_broadcast_sm& pdu) {
    return begun(broadcast::kind::query, pdu);
}

broadcast read_broadcast(const smpp::cancel_broadcast_sm& pdu) {
    broadcast out = begun(broadcast::kind::cancel, pdu);
    out.service_type = pdu.service_type;
    return out;
}

smpp::broadcast_sm broadcast_pdu(const broadcast& what, const wire_address& from) {
    auto out = pdu_of<smpp::broadcast_sm>(what, from);
    out.service_type = what.service_type;
    out.schedule_delivery_time = what.schedule;
    out.validity_period = what.validity;
    out.priority_flag = what.priority;
    out.replace_if_present_flag = what.replace_if_present;
    out.data_coding = static_cast<smpp::data_coding>(what.data_coding);
    out.sm_default_msg_id = what.predefined;
    return out;
}

smpp::query_broadcast_sm query_pdu(const broadcast& what, const wire_address& from) {
    return pdu_of<smpp::query_broadcast_sm>(what, from);
}

smpp::cancel_broadcast_sm cancel_pdu(const broadcast& what, const wire_address& from) {
    auto out = pdu_of<smpp::cancel_broadcast_sm>(what, from);
    out.service_type = what.service_type;
    return out;
}

bool read_answer(smpp::octets frame, broadcast_answer& out) {
    if (frame.size() < smpp::header_length) return true;
    const smpp::header head = smpp::read_header(frame);
    const auto with_id = [&](const auto& read) {
        if (!read) return false;
        out.message_id = read->pdu.message_id;
        out.tlvs = octets_of(read->pdu.tlvs);
        return head.status != smpp::command_status::esme_rok || !out.message_id.empty();
    };
    switch (head.id) {
        case smpp::command_id::broadcast_sm_resp:
            return with_id(smpp::decode_as<smpp::broadcast_sm_resp>(frame));
        case smpp::command_id::query_broadcast_sm_resp:
            return with_id(smpp::decode_as<smpp::query_broadcast_sm_resp>(frame));
        case smpp::command_id::cancel_broadcast_sm_resp: {
            const auto read = smpp::decode_as<smpp::cancel_broadcast_sm_resp>(frame);
            if (read) out.tlvs = octets_of(read->pdu.tlvs);
            return read.has_value();
        }
        default:
            return true;
    }
}

}  // namespace hermod::connectors::smpp
