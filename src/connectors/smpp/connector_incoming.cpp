// The part of the connector that takes in receipts and messages from handsets.
#include "base/log.hpp"
#include "connectors/smpp/smpp_connector.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::connectors::smpp {
namespace {

submission as_submission(const handset_message& what) {
    submission in;
    in.to = what.to;
    in.from = what.from;
    in.body = what.body;
    in.coding = what.coding;
    in.udh = what.udh;
    in.data_coding = what.data_coding;
    in.extras = what.extras;
    return in;
}

}  // namespace

void smpp_connector::take_in(bind& by, std::uint64_t key, const auto& pdu) {
    if (wire::smpp::user_data(pdu).both) numbers().oddities.fetch_add(1, std::memory_order_relaxed);
    incoming read = read_incoming(pdu, options_.translation.quirks, options_.id, wall());
    if (auto* receipt = std::get_if<remote_receipt>(&read)) return report(by.line(), key, std::move(*receipt));
    if (const auto* what = std::get_if<handset_message>(&read)) return accept(by.line(), key, as_submission(*what));
    numbers().pdu_errors.fetch_add(1, std::memory_order_relaxed);
    log_line(log_level::warning, "receipt without an id").field("connector", options_.name).number("recipient", pdu.source_addr);
    by.answer(key, wire::smpp::command_status::esme_rx_r_appn);
}

void smpp_connector::arrived(bind& by, std::uint64_t key, const wire::smpp::deliver_sm& pdu) {
    take_in(by, key, pdu);
}
void smpp_connector::arrived(bind& by, std::uint64_t key, const wire::smpp::data_sm& pdu) {
    take_in(by, key, pdu);
}

}  // namespace hermod::connectors::smpp
