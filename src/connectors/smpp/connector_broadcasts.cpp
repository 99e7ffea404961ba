// The part of the connector that relays broadcasts: gateway/broadcasts.hpp.
#include "connectors/smpp/broadcast_pdus.hpp"
#include "connectors/smpp/configured.hpp"
#include "connectors/smpp/smpp_connector.hpp"

namespace hermod::connectors::smpp {

broadcasts* smpp_connector::broadcasts() {
    return takes_broadcasts(options_) ? this : nullptr;
}

void smpp_connector::relay(broadcast what, broadcast_reply& reply, std::uint64_t token) {
    const asker who{nullptr, &reply, token};
    const wire_address from = address_for(what.from, options_.translation.source, options_.translation.quirks);
    const asked how = what.is == broadcast::kind::send    ? write_question(broadcast_pdu(what, from), who)
                      : what.is == broadcast::kind::query ? write_question(query_pdu(what, from), who)
                                                          : write_question(cancel_pdu(what, from), who);
    if (how.done()) return;
    broadcast_answer none;
    if (how.wrong) {  // said for the network, which would say the same
        none.is = broadcast_answer::kind::answered;
        none.status = static_cast<std::uint32_t>(how.wrong->suggested_status);
    }
    post([who, none = std::move(none)] { who.relay->broadcast_answered(who.token, none); });
}

void smpp_connector::relayed(const asker& who, const answer_to_question& answer) {
    broadcast_answer out;
    if (answer.answered) {
        out.is = broadcast_answer::kind::answered;
        out.status = static_cast<std::uint32_t>(answer.status);
        if (!read_answer(answer.frame, out)) numbers().pdu_errors.fetch_add(1, std::memory_order_relaxed);
    } else if (answer.written) {
        out.is = broadcast_answer::kind::unknown;
    }
    who.relay->broadcast_answered(who.token, std::move(out));
}

}  // namespace hermod::connectors::smpp
