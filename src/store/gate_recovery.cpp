// The gate's start: the table of open records, then the journal on top of it.
#include <algorithm>

#include "store/gate.hpp"

namespace hermod::store {

void gate::open(const std::function<void(const open_entry&)>& visit) {
    engine_->open();
    for (unmatched_receipt& r : engine_->parked(options_.most_parked)) {
        next_parked_ = std::max(next_parked_, r.sequence + 1);
        parking_.add(std::move(r));
    }
    last_id_ = engine_->last_id();
    counters_.open_on_disk = 1;  // not counted yet: reach() must look
    engine_->for_each_entry([this](const journal_entry& entry) { replay(entry); });
    drop_unchanged();
    show_open(visit);
    check_room();
}

void gate::replay(const journal_entry& entry) {
    auto changes = read_journal(entry.bytes);
    if (!changes) throw std::runtime_error("journal entry " + std::to_string(entry.sequence) + ": " + changes.error().message());
    entry_ = entry.sequence;
    entries_.emplace_back(entry.sequence, entry.bytes.size());
    entries_bytes_ += entry.bytes.size();
    for (change& c : *changes) {
        if (auto* p = std::get_if<put_change>(&c)) {
            last_id_ = std::max(last_id_, p->what->id);
            if (reach(p->what->id)) continue;  // its table has a newer version
            auto rec = std::make_shared<record>(p->what);
            rec->stored_at = entry.at;
            ledger_.add(std::move(rec), entry_, false);
        } else if (auto* claimed = std::get_if<claim_change>(&c)) {
            for (const message_id id : claimed->ids)
                if (slot* s = reach_to_replay(id)) s->rec->claim();
        } else if (auto* e = std::get_if<event_change>(&c)) {
            slot* s = reach_to_replay(e->id);
            if (!s) continue;
            const auto done = s->rec->apply(std::move(e->happened));
            if (done.applied && s->rec->events[done.index].kind == event_kind::submitted)
                ledger_.index_remote(*s->rec, s->rec->events[done.index]);
        } else if (auto* b = std::get_if<callback_change>(&c)) {
            if (slot* s = reach_to_replay(b->id)) s->rec->called_back(b->index, std::move(b->attempt));
        } else if (auto* n = std::get_if<replace_change>(&c)) {
            if (slot* s = reach_to_replay(n->next->id)) s->rec->replace(n->next, n->at);
        } else if (auto* m = std::get_if<move_change>(&c)) {
            if (slot* s = reach_to_replay(m->id)) s->rec->move(m->to, m->at, std::move(m->why));
        } else if (auto* l = std::get_if<release_change>(&c)) {
            if (slot* s = reach_to_replay(l->id)) s->rec->release(l->at);
        }
    }
}

// Null when the record was archived before the crash, or when its table's version holds this entry already.
slot* gate::reach_to_replay(message_id id) {
    slot* s = reach(id);
    if (!s || s->as_of >= entry_) return nullptr;
    s->changed = true;
    return s;
}

// Each open message once, in the order of ids; the table is walked, never held, for it may be far larger than memory.
void gate::show_open(const std::function<void(const open_entry&)>& visit) {
    std::vector<open_entry> in_memory;
    ledger_.for_each([&](slot& s) {
        closed_if_so(s);
        if (s.closed) return;
        in_memory.push_back(entry_of(*s.rec));
    });
    std::sort(in_memory.begin(), in_memory.end(), [](const open_entry& a, const open_entry& b) { return a.id < b.id; });
    std::uint64_t kept = 0;
    auto next = in_memory.cbegin();
    engine_->for_each_kept([&](const open_entry& e) {
        ++kept;
        last_id_ = std::max(last_id_, e.id);
        if (ledger_.find(e.id)) return;
        while (next != in_memory.cend() && next->id < e.id) visit(*next++);
        visit(e);
    });
    while (next != in_memory.cend()) visit(*next++);
    counters_.open_on_disk = kept;
}

open_entry entry_of(const record& r) {
    const message& m = *r.what;
    return {m.id, m.connector, m.expires_at, r.sendable(), r.pending_callback() != record::npos, m.not_before,
            m.held && m.way == direction::from_handset, r.now == state::held, m.account, m.more().priority};
}

}  // namespace hermod::store
