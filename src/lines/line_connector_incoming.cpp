// The part of a connector that hands over what comes in: receipts, and messages from handsets.
#include "base/log.hpp"
#include "lines/line_connector.hpp"

namespace hermod::lines {

void line_connector::report(line& by, std::uint64_t key, remote_receipt receipt) {
    counters_.receipts_in.fetch_add(1, std::memory_order_relaxed);
    deliveries_.report(std::move(receipt), {by.index(), by.generation(), key});
}

void line_connector::accept(line& by, std::uint64_t key, submission in) {
    counters_.messages_in.fetch_add(1, std::memory_order_relaxed);
    in.account = options_.inbound_account;
    in.way = direction::from_handset;
    in.came_in = options_.id;
    in.receipt = false;
    prepared checked = inbox_.prepare(in, wall());
    if (checked.ready) return deliveries_.add(std::move(checked.ready), {by.index(), by.generation(), key});
    const refusal why = checked.refused.value_or(refusal{});
    log_line(log_level::warning, "message from a handset refused")
        .field("connector", options_.name)
        .field("code", why.code)
        .field("detail", why.detail);
    by.protocol().answer(key, intake::refused);
}

}  // namespace hermod::lines
