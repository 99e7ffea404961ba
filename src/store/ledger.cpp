#include "store/ledger.hpp"

#include <algorithm>
#include <tuple>

#include "message/remote_id.hpp"
#include "store/remote_keys.hpp"

namespace hermod::store {
namespace {

constexpr std::size_t remembered_closed = 200'000;
constexpr std::size_t most_under_one_id = 16;
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
    if (!r.what->receipt) return;
    for_each_remote_key(*r.what, submitted, [&](std::uint64_t key) { add_hit(key, r.what->id); });
}

void ledger::add_hit(std::uint64_t key, message_id id) {
    const auto [at, fresh] = by_remote_.try_emplace(key, remote_hit{id, false});
    if (fresh || at->second.id == id) return;
    auto& others = others_[key];
    std::erase(others, id);
    if (others.size() + 1 >= most_under_one_id) others.erase(others.begin());
    others.push_back(at->second.id);
    at->second = {id, true};
}

void ledger::forget_hit(std::uint64_t key, message_id id) {
    const auto at = by_remote_.find(key);
    if (at == by_remote_.end()) return;
    if (!at->second.more) {
        if (at->second.id == id) by_remote_.erase(at);
        return;
    }
    const auto others = others_.find(key);
    if (at->second.id == id) {
        at->second.id = others->second.back();
        others->second.pop_back();
    } else {
        std::erase(others->second, id);
    }
    if (!others->second.empty()) return;
    at->second.more = false;
    others_.erase(others);
}

void ledger::forget_remote(const record& r, bool remember_as_repeated) {
    for (const event& e : r.events) {
        std::uint64_t last = 0;  // of a shared id the one with the recipient
        for_each_remote_key(*r.what, e, [&](std::uint64_t key) { forget_hit(last = key, r.what->id); });
        if (last != 0 && remember_as_repeated) remember_closed(last, r.what->to);
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
    std::uint8_t under = 0;
    for (const event& e : r.events) {
        if (!took(e, canonical)) continue;
        under = e.part;
        if (e.part == 0 || e.part > r.part_states.size() || !is_final(static_cast<state>(r.part_states[e.part - 1u]))) break;
    }
    return under;
}

void remote_choice::offer(slot& candidate, std::string_view canonical, bool literal) {
    const record& r = *candidate.rec;
    if (r.what->connector != receipt_->connector) return;
    const bool same = hermod::same_subscriber(receipt_->recipient, r.what->to);
    if (!same && (!literal || same_)) return;
    const std::uint8_t part = part_under(r, canonical);
    if (part == 0) return;
    wall_time taken_at{};
    bool shared = false;
    for (const event& e : r.events) {
        if (e.kind != event_kind::submitted || e.part != part) continue;
        taken_at = e.at;
        shared = shared || (e.shared_id && took(e, canonical));
    }
    if (shared && !same) return;
    // One that has its word is open for its callback only: another under the same id is meant, if there is one.
    const bool waits = part > r.part_states.size() || !is_final(static_cast<state>(r.part_states[part - 1u]));
    const auto rank = [](bool is_same, bool still_waits, wall_time at, message_id id) {
        return std::tuple(is_same, still_waits, at, id.value);
    };
    if (best_ && rank(same, waits, taken_at, r.what->id) <= rank(same_, waits_, taken_at_, best_->rec->what->id)) return;
    best_ = &candidate;
    part_ = part;
    same_ = same;
    waits_ = waits;
    taken_at_ = taken_at;
}

void ledger::find_remote(const std::vector<std::string>& spellings, remote_choice& among) {
    const auto offer = [&](message_id id, const std::string& spelling) {
        if (slot* s = find(id)) among.offer(*s, spelling, &spelling == &spellings.front());
    };
    for (const std::string& spelling : spellings) {
        const auto offer_it = [&](message_id id) { offer(id, spelling); };
        for_each_hit(remote_key(among.connector(), spelling), offer_it);
        for_each_hit(remote_key(among.connector(), spelling, among.recipient()), offer_it);
        if (among.same_subscriber()) return;  // the likeliest spelling comes first
    }
}

void ledger::for_each_hit(std::uint64_t key, auto visit) const {
    const auto at = by_remote_.find(key);
    if (at == by_remote_.end()) return;
    visit(at->second.id);
    if (!at->second.more) return;
    for (const message_id id : others_.find(key)->second) visit(id);
}

// Networks use ids again: one that names another subscriber than the closed message's is news, not a repetition.
bool ledger::recently_closed(const remote_receipt& receipt, const std::vector<std::string>& spellings) const {
    const auto closed = [&](std::uint64_t key) {
        const auto at = closed_.find(key);
        return at != closed_.end() && same_subscriber(receipt.recipient, at->second);
    };
    return std::any_of(spellings.begin(), spellings.end(), [&](const std::string& spelling) {
        return closed(remote_key(receipt.connector, spelling)) || closed(remote_key(receipt.connector, spelling, receipt.recipient));
    });
}

}  // namespace hermod::store
