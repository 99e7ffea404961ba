// What each change does to the ledger, the journal and those who wait. Nothing here is durable yet: gate.cpp commits.
#include "message/remote_id.hpp"
#include "store/gate.hpp"

namespace hermod::store {

put_result::kind gate::check_key(const put_op& o, std::string& first_answer) {
    const idempotency& key = *o.key;
    const auto verdict = [&](const auto& known) {
        return known.fingerprint == key.fingerprint ? put_result::kind::replayed : put_result::kind::conflict;
    };
    const auto [first, last] = batch_keys_by_text_.equal_range(key.key);
    for (auto at = first; at != last; ++at) {
        if (at->second->account != key.account) continue;
        first_answer = at->second->answer;
        return verdict(*at->second);
    }
    if (auto known = engine_->find_key(key.account, key.key)) {
        first_answer = std::move(known->answer);
        return verdict(*known);
    }
    return put_result::kind::stored;
}

// A put of nothing asks whether its key was used, and leaves it unused.
void gate::on(put_op& o) {
    put_result result;
    if (o.key) result.is = check_key(o, result.answer);
    if (result.is == put_result::kind::stored && no_room_) result.is = put_result::kind::full;
    if (result.is != put_result::kind::stored) {
        counters_.replays.fetch_add(result.is == put_result::kind::replayed, std::memory_order_relaxed);
        counters_.refused_full.fetch_add(result.is == put_result::kind::full, std::memory_order_relaxed);
        answers_.push_back(put_answer{o.reply, std::move(result)});
        return;
    }
    if (o.key && !o.messages.empty()) {
        batch_keys_.push_back(std::move(o.key));
        batch_keys_by_text_.emplace(batch_keys_.back()->key, batch_keys_.back().get());
        unit_.keys.push_back(batch_keys_.back().get());
    }
    for (message_ptr& m : o.messages) store_one(std::move(m));
    arrived_ += o.messages.size();
    counters_.messages_stored.fetch_add(o.messages.size(), std::memory_order_relaxed);
    answers_.push_back(put_answer{o.reply, {}});
}

void gate::store_one(message_ptr what) {
    journal_.put(*what);
    auto rec = std::make_shared<record>(std::move(what));
    rec->stored_at = now_;
    slot& s = ledger_.add(std::move(rec), entry_, false);
    event stored = s.rec->events.empty() ? event{} : s.rec->events.front();
    if (s.rec->events.empty()) stored.kind = event_kind::stored;
    stored.at = now_;
    s.rec->what->admitted.keep(notes_);
    for (companion* who : companions_) who->stored(*s.rec->what, notes_);
    tell(s, stored, 0, false);
    closed_if_so(s);
}

// All in this batch's one journal entry: a crash leaves the parts held, or the whole and none of them.
void gate::on(join_op& o) {
    event joined;
    joined.kind = event_kind::joined;
    joined.at = now_;
    joined.detail = to_text(o.whole->id);
    store_one(std::move(o.whole));
    for (const message_id id : o.parts) {
        slot* s = reach(id);
        if (!s) continue;
        apply(*s, joined);
        closed_if_so(*s);
    }
    arrived_ += 1 + o.parts.size();
    counters_.messages_stored.fetch_add(1, std::memory_order_relaxed);
    answers_.push_back(put_answer{o.reply, {}});
}

void gate::on(claim_op& o) {
    std::erase_if(o.ids, [this](message_id id) {
        slot* s = reach(id);
        if (!s || s->closed) return true;  // a closed record belongs to the archiver
        s->rec->claim();
        s->changed = true;
        return false;
    });
    if (!o.ids.empty()) journal_.claim(o.ids);
    answers_.push_back(claim_answer{o.reply, o.token});
}

// Journals the event as it came (replaying it must do the same again), applies it, tells it. False: it said nothing new.
bool gate::apply(slot& s, event happened) {
    if (s.closed) return false;
    const auto before = journal_.here();
    journal_.happened(s.rec->what->id, happened);
    const auto done = s.rec->apply(std::move(happened));
    if (!done.changed) journal_.back_to(before);
    s.changed |= done.changed;
    if (!done.applied) return false;
    // By value: the receipts that waited for it add events of their own.
    const event applied = s.rec->events[done.index];
    tell(s, applied, done.index, done.ended);
    if (done.ended) has_ended(s);
    if (applied.kind != event_kind::submitted) return true;
    ledger_.index_remote(*s.rec, applied);
    // A receipt may have overtaken the response.
    for (unmatched_receipt& waiting : parking_.take(s.rec->what->connector, applied, s.rec->what->to)) {
        unit_.unpark.push_back(waiting.sequence);
        counters_.receipts_matched.fetch_add(1, std::memory_order_relaxed);
        apply(s, told_by(std::move(waiting.receipt), applied.part));
    }
    return true;
}

event gate::told_by(remote_receipt receipt, std::uint8_t part) {
    event told;
    told.kind = event_kind::receipt;
    told.part = part;
    told.outcome = receipt.outcome;
    told.code = receipt.code;
    told.at = receipt.at;
    told.detail = std::move(receipt.detail);
    return told;
}

void gate::has_ended(const slot& s) {
    counters_.ended[static_cast<std::size_t>(s.rec->now)].fetch_add(1, std::memory_order_relaxed);
    for (companion* who : companions_) who->ended(*s.rec, notes_);
}

void gate::closed_if_so(slot& s) {
    if (s.closed || !s.rec->closed()) return;
    s.closed = true;
    ledger_.forget_remote(*s.rec, true);
    closing_.push_back(s.rec);
}

void gate::on(settle_op& o) {
    slot* s = reach(o.id);
    if (!s) return;
    apply(*s, std::move(o.happened));
    closed_if_so(*s);
}

void gate::on(called_back_op& o) {
    slot* s = reach(o.id);
    if (!s || s->closed) return;
    record& r = *s->rec;
    if (o.index >= r.events.size() || r.events[o.index].callback != callback_state::pending) return;  // answered already
    const bool was_final = is_final(r.now);
    journal_.called_back(o.id, o.index, o.attempt);
    r.called_back(o.index, std::move(o.attempt));
    s->changed = true;
    const bool ended = is_final(r.now) && !was_final;  // so ends a message from a handset
    if (ended) has_ended(*s);
    tell(*s, r.events.back(), r.events.size() - 1, ended);
    closed_if_so(*s);
}

void gate::on(report_op& o) {
    const auto spellings = remote_id_spellings(o.receipt.remote_id);
    const remote_choice meant = meant_by(o.receipt, spellings);
    receipt_match match = receipt_match::matched;
    // A literal id of another subscriber's message is only taken when it is not a closed one's receipt once more.
    const bool repeated = !meant.same_subscriber() && ledger_.recently_closed(o.receipt, spellings);
    if (repeated) {
        match = receipt_match::repeated;
    } else if (slot* s = meant.best()) {
        if (!apply(*s, told_by(std::move(o.receipt), meant.part()))) match = receipt_match::repeated;
        closed_if_so(*s);
    } else {
        match = receipt_match::parked;
        park(std::move(o.receipt));
    }
    (match == receipt_match::matched    ? counters_.receipts_matched
     : match == receipt_match::repeated ? counters_.receipts_repeated
                                        : counters_.receipts_parked)
        .fetch_add(1, std::memory_order_relaxed);
    answers_.push_back(receipt_answer{o.reply, o.token, match});
}

void gate::park(remote_receipt receipt) {
    batch_parked_.push_back(std::make_unique<unmatched_receipt>(unmatched_receipt{next_parked_++, std::move(receipt)}));
    unit_.park.push_back(batch_parked_.back().get());
    parking_.add(*batch_parked_.back());
    if (parking_.size() > options_.most_parked) unit_.unpark.push_back(parking_.drop_oldest());
}

void gate::on(cancel_op& o) {
    slot* s = reach(o.id);
    if (!s) return batch_asks_.emplace_back(std::move(o)), void();
    auto outcome = cancel_reply::outcome::unknown;
    if (s->rec->what->account == o.account && s->rec->what->way == direction::to_handset) {
        event cancelled;
        cancelled.kind = event_kind::cancelled;
        cancelled.at = o.now;
        outcome = apply(*s, std::move(cancelled)) ? cancel_reply::outcome::cancelled : cancel_reply::outcome::too_late;
        closed_if_so(*s);
    }
    answers_.push_back(cancel_answer{o.reply, outcome});
}

void gate::on(replace_op& o) {
    slot* s = reach(o.next->id);
    if (!s) return batch_asks_.emplace_back(std::move(o)), void();
    auto outcome = replace_reply::outcome::unknown;
    if (s->rec->what->account == o.account && s->rec->what->way == direction::to_handset) {
        outcome = replace_reply::outcome::too_late;
        message_ptr was = s->rec->what;
        const auto done = s->closed ? record::effect{} : s->rec->replace(o.next, o.now);
        if (done.applied) {
            outcome = replace_reply::outcome::replaced;
            journal_.replaced(*o.next, o.now);
            o.next->admitted.keep(notes_);
            for (companion* who : companions_) who->replaced(*was, *o.next, notes_);
            changed_into(*s, done, std::move(was));
        }
    }
    answers_.push_back(replace_answer{o.reply, outcome});
}

void gate::changed_into(slot& s, const record::effect& done, message_ptr was) {
    s.changed = true;
    tell(s, s.rec->events[done.index], done.index, false);
    notices_.back().was = std::move(was);
}

void gate::on(note_op& o) {
    for (note& one : o.changes) notes_.add(std::move(one));
    answers_.push_back(put_answer{o.reply, {}});
}

void gate::on(release_op& o) {
    slot* s = reach(o.id);
    auto outcome = s ? replace_reply::outcome::too_late : replace_reply::outcome::unknown;
    if (s && !s->closed) {
        message_ptr was = s->rec->what;
        if (const auto done = s->rec->release(o.now); done.applied) {
            outcome = replace_reply::outcome::replaced;
            journal_.released(o.id, o.now);
            changed_into(*s, done, std::move(was));
        }
    }
    answers_.push_back(replace_answer{o.reply, outcome});
}

void gate::on(move_op& o) {
    for (const message_id id : o.ids) {
        slot* s = reach(id);
        if (!s || s->closed) continue;
        message_ptr was = s->rec->what;
        const auto done = s->rec->move(o.to, o.now, o.why);
        if (!done.applied) continue;
        journal_.moved(id, o.to, o.now, o.why);
        changed_into(*s, done, std::move(was));
    }
    arrived_ += o.ids.size();
}

void gate::on(archived_op& o) {
    for (auto& rec : o.records) {
        slot* s = ledger_.find(rec->what->id);
        if (!s) continue;
        if (s->kept) {
            forgotten_.push_back(rec);
            unit_.forget.push_back(rec.get());
            --counters_.open_on_disk;
        }
        // It stays, closed, until the commit: a later change of this batch must not bring its old version back from the table.
        s->oldest_entry = entry_ + 1;
        leaving_.push_back(rec->what->id);
    }
    counters_.archived.fetch_add(o.records.size(), std::memory_order_relaxed);
}

// The open record, brought back from its table when it is not in memory; null when it is closed or unknown.
slot* gate::reach(message_id id) {
    if (slot* s = ledger_.find(id)) return s;
    if (counters_.open_on_disk.load(std::memory_order_relaxed) == 0) return nullptr;
    auto kept = engine_->load(id);
    if (!kept) return nullptr;
    slot& s = ledger_.add(std::make_shared<record>(std::move(kept->rec)), entry_, true);
    s.as_of = kept->as_of;
    brought_back_.push_back(id);
    return &s;
}

// Memory first: what is there was taken after what outgrew the journal. The table is asked when memory has nothing, a
// message to another subscriber, or one that was in the table itself.
remote_choice gate::meant_by(const remote_receipt& receipt, const std::vector<std::string>& spellings) {
    remote_choice meant(receipt);
    ledger_.find_remote(spellings, meant);
    if (counters_.open_on_disk.load(std::memory_order_relaxed) == 0) return meant;
    if (meant.same_subscriber() && !meant.best()->kept) return meant;
    std::vector<std::pair<message_id, const std::string*>> in_table;
    for (const std::string& spelling : spellings) {
        const auto found = engine_->find_remote(remote_key(receipt.connector, spelling));
        const bool may_be_more = found.size() >= most_remote_hits;
        for (const message_id id : found) in_table.emplace_back(id, &spelling);
        if (!may_be_more) continue;
        for (const message_id id : engine_->find_remote(remote_key(receipt.connector, spelling, receipt.recipient)))
            in_table.emplace_back(id, &spelling);
    }
    for (const auto& [id, spelling] : in_table) reach(id);  // slots move while others come
    meant = remote_choice(receipt);
    ledger_.find_remote(spellings, meant);
    for (const auto& [id, spelling] : in_table)
        if (slot* s = ledger_.find(id); s && !s->closed) meant.offer(*s, *spelling, spelling == &spellings.front());
    return meant;
}

void gate::tell(const slot& s, const event& happened, std::size_t index, bool ended) {
    notices_.push_back({s.rec->what, happened, static_cast<std::uint32_t>(index), s.rec->now, ended, s.rec->possible_duplicate, nullptr});
}

}  // namespace hermod::store
