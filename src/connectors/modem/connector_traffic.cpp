// The part of the connector that sends and receives: which modem, the verdicts, and what goes to the store.
#include "base/log.hpp"
#include "connectors/modem/modem_connector.hpp"
#include "gateway/counting.hpp"
#include "message/remote_id.hpp"

namespace hermod::connectors::modem {

namespace {

constexpr std::size_t least_digits_of_a_number = 7;

}  // namespace

std::size_t modem_connector::capacity() const {
    std::size_t open = 0;
    for (const auto& one : lines_) open += one->room();
    return open;
}

void modem_connector::send(outbound part) {
    modem_line* by = stopping_ ? nullptr : choose(part);
    if (!by) return settle_soon(part.token, {});
    by->take(std::move(part));
    starved_ = starved_ || capacity() == 0;
}

void modem_connector::flush() {
    if (in_turn_) return;  // the turn's end does it
    turn_begins();
    turn_ends();
}

modem_line* modem_connector::choose(const outbound& part) {
    pin& known = pins_[static_cast<std::size_t>(part.what->id.value) % pins_.size()];
    if (part.what->parts > 1 && known.id == part.what->id && known.by && known.by->usable()) return known.by;
    modem_line* by = by_number(part.what->from);
    if (!by) by = least_used();
    if (part.what->parts > 1) known = {part.what->id, by};
    return by;
}

modem_line* modem_connector::by_number(std::string_view sender) const {
    if (sender.size() < least_digits_of_a_number) return nullptr;
    for (const auto& one : lines_)
        if (one->usable() && one->number().size() >= least_digits_of_a_number && same_subscriber(one->number(), sender))
            return one.get();
    return nullptr;
}

// Of those that would send at once the one that has sent least in a day; otherwise the one with the least to do.
modem_line* modem_connector::least_used() const {
    const auto rank = [](const modem_line& one) {
        return std::tuple(one.room() == 0, one.load(), one.usage().in_day(), one.sent_count(), one.index());
    };
    modem_line* best = nullptr;
    for (const auto& one : lines_)
        if (one->usable() && (!best || rank(*one) < rank(*best))) best = one.get();
    return best;
}

void modem_connector::put(modem_line& by, const outbound& part) {
    outgoing::outcome made;
    if (!by.text_mode())
        made = translator_.submit(part.what, part.part, wall());
    else if (by.hex_text())
        made = translator_.text(*part.what);
    else
        made.refused = "this modem has neither PDU mode nor UCS-2 in its text mode";
    if (made.refused.empty()) {
        by.submit(part, std::move(made.what));
        state_stale_ = true;
        return;
    }
    verdict refused;
    refused.is = verdict::kind::refused;
    refused.detail = made.refused;
    settle_soon(part.token, std::move(refused));
}

void modem_connector::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    count(counters_, result, round_trip);
    events_.settled(token, std::move(result));
}

void modem_connector::settle_soon(std::uint64_t token, verdict result) {
    overdue_.emplace_back(token, std::move(result));
    if (std::exchange(overdue_posted_, true)) return;
    later([this] {
        overdue_posted_ = false;
        settling_.swap(overdue_);
        turn_begins();
        for (auto& [of, what] : settling_) settled(of, std::move(what), {});
        settling_.clear();
        turn_ends();
        leave_if_done();
    });
}

void modem_connector::arrived(modem_line& by, item_key key, const arrival& what) {
    const brought read = read_arrival(what);
    if (const auto* message = std::get_if<handset_message>(&read)) return accept(by, key, *message);
    if (const auto* word = std::get_if<status_report>(&read)) return report(by, key, *word);
    counters_.pdu_errors.fetch_add(1, std::memory_order_relaxed);
    log_line(log_level::warning, "unreadable message left in the modem")
        .field("connector", options_.name)
        .field("modem", by.options().name)
        .field("why", std::get<unreadable>(read).why)
        .field("pdu", what.pdu);
    unwanted_.push_back({by.index(), key});
}

void modem_connector::accept(modem_line& by, item_key key, const handset_message& what) {
    counters_.messages_in.fetch_add(1, std::memory_order_relaxed);
    submission in;
    in.account = options_.inbound_account;
    in.way = direction::from_handset;
    in.came_in = options_.id;
    in.receipt = false;
    in.to = by.number().empty() ? std::string_view(by.options().name) : std::string_view(by.number());
    in.from = what.from;
    in.body = what.body;
    in.coding = what.coding;
    in.udh = what.udh;
    in.data_coding = what.data_coding;
    in.extras = what.extras;
    prepared checked = inbox_.prepare(in, wall());
    if (checked.ready) return deliveries_.add(std::move(checked.ready), {by.index(), 0, key});
    const refusal why = checked.refused.value_or(refusal{});
    log_line(log_level::warning, "message from a handset refused, left in the modem")
        .field("connector", options_.name)
        .field("modem", by.options().name)
        .field("code", why.code)
        .field("detail", why.detail);
    unwanted_.push_back({by.index(), key});
}

void modem_connector::report(modem_line& by, item_key key, const status_report& what) {
    counters_.receipts_in.fetch_add(1, std::memory_order_relaxed);
    remote_receipt receipt;
    receipt.connector = options_.id;
    receipt.remote_id = by.sent().meant(what.reference, what.recipient, what.taken_at, is_final(what.outcome));
    receipt.recipient = what.recipient;
    receipt.outcome = what.outcome;
    receipt.code = what.status;
    receipt.at = wall();
    receipt.detail = what.detail;
    deliveries_.report(std::move(receipt), {by.index(), 0, key});
}

}  // namespace hermod::connectors::modem
