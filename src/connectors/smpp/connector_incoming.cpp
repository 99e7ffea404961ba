// The part of the connector that takes in receipts and messages from handsets.
#include "base/log.hpp"
#include "connectors/smpp/smpp_connector.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::connectors::smpp {

using wire::smpp::command_status;

void smpp_connector::take_in(link& by, std::uint32_t sequence, const auto& pdu) {
    if (wire::smpp::user_data(pdu).both) counters_.oddities.fetch_add(1, std::memory_order_relaxed);
    const unanswered request{by.index(), by.generation(), sequence, pdu.id};
    incoming read = read_incoming(pdu, options_.translation.quirks, options_.id, wall());
    if (auto* receipt = std::get_if<remote_receipt>(&read)) {
        counters_.receipts_in.fetch_add(1, std::memory_order_relaxed);
        return deliveries_.report(std::move(*receipt), request);
    }
    if (const auto* what = std::get_if<handset_message>(&read)) {
        counters_.messages_in.fetch_add(1, std::memory_order_relaxed);
        return accept(by, *what, request);
    }
    counters_.pdu_errors.fetch_add(1, std::memory_order_relaxed);
    log_line(log_level::warning, "receipt without an id").field("connector", options_.name).number("recipient", pdu.source_addr);
    by.session().answer(sequence, pdu.id, command_status::esme_rx_r_appn);
}

void smpp_connector::accept(link& by, const handset_message& what, const unanswered& request) {
    submission in;
    in.account = options_.inbound_account;
    in.way = direction::from_handset;
    in.came_in = options_.id;
    in.to = what.to;
    in.from = what.from;
    in.body = what.body;
    in.coding = what.coding;
    in.udh = what.udh;
    in.data_coding = what.data_coding;
    in.extras = what.extras;
    in.receipt = false;
    prepared checked = inbox_.prepare(in, wall());
    if (checked.ready) return deliveries_.add(std::move(checked.ready), request);
    const refusal why = checked.refused.value_or(refusal{});
    log_line(log_level::warning, "message from a handset refused")
        .field("connector", options_.name)
        .field("code", why.code)
        .field("detail", why.detail);
    by.session().answer(request.sequence, request.request, command_status::esme_rx_p_appn);
}

void smpp_connector::arrived(link& by, std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) {
    take_in(by, sequence, pdu);
}
void smpp_connector::arrived(link& by, std::uint32_t sequence, const wire::smpp::data_sm& pdu) {
    take_in(by, sequence, pdu);
}

}  // namespace hermod::connectors::smpp
