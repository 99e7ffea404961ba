#include "connectors/modem/incoming.hpp"

#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/udh_elements.hpp"
#include "wire/tpdu/decode.hpp"
#include "wire/tpdu/hex_text.hpp"
#include "wire/tpdu/pdu_mode.hpp"

namespace hermod::connectors::modem {

namespace tpdu = wire::tpdu;

namespace {

constexpr std::uint8_t reply_path = 0x80;  // of message_extras::esm_class
constexpr std::uint8_t validity_expired = 0x46, deleted_by_sender = 0x47;

bool is_part(std::string_view udh) {
    const auto header = text::parse_udh(udh);
    return header && header->concat().has_value();
}

void read_text(handset_message& out, message_extras& more, const tpdu::content& content) {
    if (content.coding == text::encoding::gsm7) {
        const text::language_shift shift = text::take_shift(out.udh);
        more.single_shift = static_cast<std::uint8_t>(shift.single);
        more.locking_shift = static_cast<std::uint8_t>(shift.locking);
        out.body = text::decode_gsm7(content.payload, shift).utf8;
    } else if (content.coding == text::encoding::ucs2) {
        out.body = text::decode_utf16be(content.payload).utf8;
        if (!is_part(out.udh)) return;
        const text::pair_halves halves = text::halves_of(content.payload);
        more.first_half = halves.first;
        more.last_half = halves.last;
    } else {
        out.coding = encoding::binary;
        out.body = content.payload;
    }
}

brought message_of(const tpdu::sms_deliver& pdu) {
    handset_message out;
    message_extras more;
    out.from = tpdu::text_of(pdu.tp_oa);
    out.data_coding = pdu.tp_dcs;
    auto content = tpdu::take_apart(pdu.tp_ud, pdu.tp_dcs, pdu.tp_udhi);
    // A header that is none is no header: TS 23.040 wants it ignored.
    if (!content) content = tpdu::take_apart(pdu.tp_ud, pdu.tp_dcs, false);
    if (!content) return unreadable{std::string(content.error().field) + ": " + tpdu::text(content.error().code)};
    out.udh = content->header;
    read_text(out, more, *content);
    more.protocol_id = pdu.tp_pid;
    if (pdu.tp_rp) more.esm_class = reply_path;
    if (!(more == message_extras{})) out.extras = std::make_shared<const message_extras>(std::move(more));
    return out;
}

state outcome_of(std::uint8_t status) {
    if (status == validity_expired) return state::expired;
    if (status == deleted_by_sender) return state::cancelled;
    switch (tpdu::kind_of_status(status)) {
        case tpdu::status_kind::completed:
            return state::delivered;
        case tpdu::status_kind::permanent:
        case tpdu::status_kind::given_up:
            return state::undelivered;
        case tpdu::status_kind::still_trying:
        case tpdu::status_kind::unknown:
            break;
    }
    return state::submitted;
}

brought report_of(const tpdu::sms_status_report& pdu) {
    status_report out;
    out.reference = pdu.tp_mr;
    out.recipient = tpdu::text_of(pdu.tp_ra);
    out.taken_at = tpdu::instant_of(pdu.tp_scts);
    out.outcome = outcome_of(pdu.tp_st);
    out.status = pdu.tp_st;
    out.detail = std::string(tpdu::name_of_status(pdu.tp_st));
    return out;
}

}  // namespace

brought read_arrival(const arrival& what) {
    if (what.text_mode) {
        handset_message out;
        out.from = what.from;
        out.body = what.text;
        return out;
    }
    std::vector<std::uint8_t> octets;
    if (const auto hex = tpdu::from_hex(what.pdu, octets); !hex) return unreadable{tpdu::text(hex.error().code)};
    const auto mode = tpdu::read_pdu_mode(octets, what.announced != 0 ? std::optional(what.announced) : std::nullopt);
    if (!mode) return unreadable{std::string(mode.error().field) + ": " + tpdu::text(mode.error().code)};
    const auto read = tpdu::decode(mode->tpdu, tpdu::origin::network);
    if (!read) return unreadable{std::string(read.error().field) + ": " + tpdu::text(read.error().code)};
    if (const auto* message = std::get_if<tpdu::sms_deliver>(&read->pdu)) return message_of(*message);
    if (const auto* report = std::get_if<tpdu::sms_status_report>(&read->pdu)) return report_of(*report);
    return unreadable{"a TPDU that is neither a message nor a status report"};
}

}  // namespace hermod::connectors::modem
