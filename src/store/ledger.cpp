#include "store/ledger.hpp"

#include <algorithm>

#include "message/remote_id.hpp"

namespace hermod::store {
namespace {

constexpr std::size_t remembered_closed = 200'000;
constexpr std::size_t digits_remembered = 7;  // what same_subscriber compares, and short enough to cost no allocation

bool took(const event& e, std::string_view canonical) {
    return e.kind == event_kind::submitted && canonical_remote_id(e.detail) == canonical;
}

}  // namespace

slot& ledger::add(std::shared_ptr<record> rec, std::int64_t entry, bool kept) {
    const message_id id = rec->what->id;
    slot& s = slots_[id.value];
    for (const event& e : rec->events)
        if (e.kind == event_kind::submitted) index_remote(*rec, e);
    s = slot{std::move(rec), entry, 0, kept, !kept, false};
    by_age_.emplace_back(entry, id);
    return s;
}

slot* ledger::find(message_id id) {
    const auto at = slots_.find(id.value);
    return at == slots_.end() ? nullptr : &at->second;
}

void ledger::erase(message_id id) { slots_.erase(id.value); }

slot* ledger::oldest() {
    while (!by_age_.empty()) {
        slot* s = find(by_age_.front().second);
        if (s && s->oldest_entry == by_age_.front().first) return s;
        by_age_.pop_front();  // gone to history, or to the table of open records and back
    }
    return nullptr;
}

void ledger::index_remote(const record& r, const event& submitted) {
    if (submitted.detail.empty() || !r.what->receipt) return;
    by_remote_[remote_key(r.what->connector, canonical_remote_id(submitted.detail))] = {r.what->id, submitted.part};
}

void ledger::forget_remote(const record& r, bool remember_as_repeated) {
    for (const event& e : r.events) {
        if (e.kind != event_kind::submitted || e.detail.empty()) continue;
        const std::uint64_t key = remote_key(r.what->connector, canonical_remote_id(e.detail));
        const auto at = by_remote_.find(key);
        if (at != by_remote_.end() && at->second.id == r.what->id) by_remote_.erase(at);
        if (remember_as_repeated) remember_closed(key, r.what->to);
    }
}

void ledger::remember_closed(std::uint64_t key, std::string_view to) {
    if (to.size() > digits_remembered) to.remove_prefix(to.size() - digits_remembered);
    if (!closed_.insert_or_assign(key, to).second) return;
    closed_order_.push_back(key);
    if (closed_order_.size() <= remembered_closed) return;
    closed_.erase(closed_order_.front());
    closed_order_.pop_front();
}

std::uint8_t part_under(const record& r, std::string_view canonical) {
    for (const event& e : r.events)
        if (took(e, canonical)) return e.part;
    return 0;
}

// A literal match is taken at its word; a respelled one must also name the same subscriber.
bool ledger::confirm(const record& r, const remote_receipt& receipt, std::string_view canonical, std::uint8_t part) const {
    if (r.what->connector != receipt.connector) return false;
    if (std::none_of(r.events.begin(), r.events.end(), [&](const event& e) { return e.part == part && took(e, canonical); })) return false;
    return canonical == canonical_remote_id(receipt.remote_id) || same_subscriber(receipt.recipient, r.what->to);
}

std::optional<ledger::remote_hit> ledger::find_remote(const remote_receipt& receipt) {
    for (const std::string& spelling : remote_id_spellings(receipt.remote_id)) {
        const auto at = by_remote_.find(remote_key(receipt.connector, spelling));
        if (at == by_remote_.end()) continue;
        const slot* s = find(at->second.id);
        if (s && confirm(*s->rec, receipt, spelling, at->second.part)) return at->second;
    }
    return std::nullopt;
}

// Networks use ids again: one that names another subscriber than the closed message's is news, not a repetition.
bool ledger::recently_closed(const remote_receipt& receipt) const {
    for (const std::string& spelling : remote_id_spellings(receipt.remote_id)) {
        const auto at = closed_.find(remote_key(receipt.connector, spelling));
        if (at != closed_.end() && same_subscriber(receipt.recipient, at->second)) return true;
    }
    return false;
}

}  // namespace hermod::store
