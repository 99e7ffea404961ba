// What comes in: read, stored here, and only then deleted there.
#include <algorithm>

#include "base/log.hpp"
#include "connectors/modemmanager/dbus_connector.hpp"
#include "message/remote_id.hpp"

namespace hermod::connectors::modemmanager {

namespace {

constexpr std::chrono::seconds read_again{5}, remove_again{10};
constexpr std::size_t most_undeleted = 4'096;

}  // namespace

void dbus_connector::sms_added(const std::string& modem, const std::string& path) {
    if (stopping_ || !modems_.contains(modem)) return;
    const bool known = std::any_of(arrivals_.begin(), arrivals_.end(), [&](const auto& one) { return one.second.path == path; });
    if (known) return;
    const std::uint64_t key = ++last_key_;
    arrivals_.emplace(key, arrival{modem, path, {}});
    read(key);
}

// A part more: perhaps it is whole now.
void dbus_connector::sms_changed(const std::string& path) {
    for (auto& [key, one] : arrivals_)
        if (one.path == path && one.print.empty() && !one.asked) return read(key);
}

void dbus_connector::read(std::uint64_t key) {
    arrival& one = arrivals_.at(key);
    one.asked = true;
    bus_->read(one.path, [this, key, alive = std::weak_ptr(alive_)](std::optional<sms> what) {
        if (alive.expired()) return;
        const auto found = arrivals_.find(key);
        if (found == arrivals_.end()) return;
        found->second.asked = false;
        if (what) return take(key, *what);
        found->second.again = clocks_.mono() + read_again;
    });
}

void dbus_connector::take(std::uint64_t key, const sms& what) {
    const brought read = read_arrival(what);
    arrival& from = arrivals_.at(key);
    if (std::holds_alternative<not_yet>(read)) {
        from.again = clocks_.mono() + read_again;  // a change is told, too; this is for one that was missed
        return;
    }
    if (std::holds_alternative<not_ours>(read)) return;  // stays known, so that it is not read again
    from.print = modems_.at(from.modem).name() + '\n' + print_of(what);
    if (std::find(undeleted_.begin(), undeleted_.end(), from.print) != undeleted_.end()) {
        from.stored = true;  // before ModemManager went away
        return remove(key);
    }
    storing_.emplace(key, from.print);
    if (const auto* message = std::get_if<handset_message>(&read)) return accept(key, from, *message);
    report(key, from, std::get<status_report>(read));
}

void dbus_connector::accept(std::uint64_t key, const arrival& from, const handset_message& what) {
    counters_.messages_in.fetch_add(1, std::memory_order_relaxed);
    modem& by = modems_.at(from.modem);
    ++by.received;
    submission in;
    in.account = options_.inbound_account;
    in.way = direction::from_handset;
    in.came_in = options_.id;
    in.receipt = false;
    const std::string to = by.facts.number.empty() ? options_.name : by.facts.number;
    in.to = to;
    in.from = what.from;
    in.body = what.body;
    in.coding = what.coding;
    in.data_coding = what.data_coding;
    prepared checked = inbox_.prepare(in, clocks_.wall());
    if (checked.ready) {
        deliveries_.add(std::move(checked.ready), {0, 0, key});
        return deliveries_.store();
    }
    storing_.erase(key);
    const refusal why = checked.refused.value_or(refusal{});
    log_line(log_level::warning, "message from a handset refused, left in the modem")
        .field("connector", options_.name)
        .field("modem", by.name())
        .field("code", why.code)
        .field("detail", why.detail);
}

void dbus_connector::report(std::uint64_t key, const arrival& from, const status_report& what) {
    counters_.receipts_in.fetch_add(1, std::memory_order_relaxed);
    const std::string name = modems_.at(from.modem).name();
    remote_receipt receipt;
    receipt.connector = options_.id;
    receipt.remote_id = id_of(name, what.reference);
    receipt.recipient = what.recipient;
    receipt.outcome = what.outcome;
    receipt.code = what.status;
    receipt.at = clocks_.wall();
    receipt.detail = what.detail;
    // The newest: TP-MR comes again after 256 messages.
    const auto whole = std::find_if(taken_.rbegin(), taken_.rend(), [&](const taken_message& one) {
        return one.modem == name && one.reference == what.reference && same_subscriber(one.what->to, what.recipient);
    });
    for (unsigned part = 1; whole != taken_.rend() && part < whole->what->parts; ++part) {
        remote_receipt other = receipt;
        other.remote_id = id_of(name, what.reference, static_cast<std::uint8_t>(part), whole->what->parts);
        deliveries_.report(std::move(other), {0, 0, 0});
    }
    deliveries_.report(std::move(receipt), {0, 0, key});
}

void dbus_connector::answered(std::uint64_t key, lines::intake what) {
    const auto storing = storing_.extract(key);
    const bool kept = what == lines::intake::kept;
    if (kept && storing) {
        if (undeleted_.size() == most_undeleted) undeleted_.pop_front();
        undeleted_.push_back(storing.mapped());
    }
    const auto found = arrivals_.find(key);
    if (found == arrivals_.end()) return;  // ModemManager has left meanwhile, and will list it anew
    if (kept) {
        found->second.stored = true;
        return remove(key);
    }
    found->second.print.clear();
    found->second.again = clocks_.mono() + read_again;
}

void dbus_connector::remove(std::uint64_t key) {
    arrival& one = arrivals_.at(key);
    one.asked = true;
    bus_->remove(one.modem, one.path, [this, key, alive = std::weak_ptr(alive_)](bool gone) {
        if (alive.expired()) return;
        const auto found = arrivals_.find(key);
        if (found == arrivals_.end()) return;
        found->second.asked = false;
        if (!gone) {
            found->second.again = clocks_.mono() + remove_again;
            return;
        }
        std::erase(undeleted_, found->second.print);
        arrivals_.erase(found);
    });
}

}  // namespace hermod::connectors::modemmanager
