#include "connectors/modemmanager/incoming.hpp"

#include "text/gsm7.hpp"

namespace hermod::connectors::modemmanager {
namespace {

constexpr std::uint32_t receiving = 2, received = 3;         // MMSmsState
constexpr std::uint32_t deliver = 1, status_report_pdu = 3;  // MMSmsPduType
constexpr std::uint8_t class_gsm7 = 0x10, class_octets = 0x14, class_ucs2 = 0x18;
constexpr std::uint32_t unknown_state = 0x100;  // MMSmsDeliveryState: none has been told

// MMSmsDeliveryState is TP-ST for 3GPP (TS 23.040 section 9.2.3.15).
state outcome_of(std::uint32_t status) {
    constexpr std::uint32_t validity_expired = 0x46, deleted_by_sender = 0x47, rejected_by_sme = 0x42;
    if (status < 0x20) return state::delivered;
    if (status < 0x40 || status >= 0x80) return state::submitted;
    if (status == validity_expired || status == validity_expired + 0x20) return state::expired;
    if (status == rejected_by_sme) return state::rejected;
    if (status == deleted_by_sender) return state::cancelled;
    return state::undelivered;
}

std::string hex_of(std::uint32_t value) {
    static constexpr char digits[] = "0123456789ABCDEF";
    return {digits[value >> 4 & 15], digits[value & 15]};
}

handset_message message_of(const sms& what) {
    handset_message out;
    out.from = what.number;
    const bool text = what.data.empty() || !what.text.empty();
    out.body = text ? what.text : what.data;
    if (!text) out.coding = encoding::binary;
    if (what.message_class < 0 || what.message_class > 3) return out;
    const std::uint8_t group = !text ? class_octets : text::is_gsm7(out.body) ? class_gsm7 : class_ucs2;
    out.data_coding = static_cast<std::uint8_t>(group | what.message_class);
    return out;
}

}  // namespace

brought read_arrival(const sms& what) {
    if (what.type == status_report_pdu) {
        if (what.delivery_state >= unknown_state) return not_ours{};
        return status_report{static_cast<std::uint8_t>(what.reference), what.number, outcome_of(what.delivery_state),
                             what.delivery_state, "TP-ST " + hex_of(what.delivery_state)};
    }
    if (what.state == receiving) return not_yet{};
    if (what.state != received || what.type != deliver) return not_ours{};
    return message_of(what);
}

std::string print_of(const sms& what) {
    std::string out = std::to_string(what.type) + '\n' + what.number + '\n' + what.timestamp + '\n' + what.discharged + '\n';
    return out += std::to_string(what.reference) + '\n' + what.text + '\n' + what.data;
}

}  // namespace hermod::connectors::modemmanager
