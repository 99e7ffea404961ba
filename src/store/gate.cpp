#include "store/gate.hpp"

#include <algorithm>
#include <unordered_set>

#include "message/remote_id.hpp"

namespace hermod::store {
namespace {

constexpr std::size_t most_in_a_batch = 4096;
constexpr std::size_t most_kept_in_a_batch = 512;
constexpr std::size_t most_idle_entries = 64;
constexpr auto lazy_wait = std::chrono::milliseconds{5};
constexpr auto idle_wait = std::chrono::seconds{1};

}  // namespace

gate::gate(std::unique_ptr<backend> engine, gate_options options) : engine_(std::move(engine)), options_(std::move(options)) {}

gate::~gate() { stop(); }

// ---- start: what the last run left ----

void gate::open(const std::function<void(const open_entry&)>& visit) {
    engine_->open();
    for (unmatched_receipt& r : engine_->parked(options_.most_parked)) {
        next_parked_ = std::max(next_parked_, r.sequence + 1);
        ledger_.park(r);
        parked_order_.push_front(std::move(r));
    }
    last_id_ = engine_->last_id();
    std::vector<open_entry> kept;
    engine_->for_each_kept([&](const open_entry& e) { kept.push_back(e); });
    counters_.open_on_disk = kept.size();
    engine_->for_each_entry([this](const journal_entry& entry) { replay(entry); });
    for (const open_entry& e : kept) {
        last_id_ = std::max(last_id_, e.id);
        if (!ledger_.find(e.id)) visit(e);
    }
    ledger_.for_each([&](slot& s) {
        closed_if_so(s);
        if (s.closed) return;
        const message& m = *s.rec->what;
        visit({m.id, m.connector, m.expires_at, s.rec->sendable(), s.rec->pending_callback() != record::npos});
    });
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
        }
    }
}

// Null when the record was archived before the crash, or when its table's version holds this entry already.
slot* gate::reach_to_replay(message_id id) {
    slot* s = reach(id);
    return s && s->as_of < entry_ ? s : nullptr;
}

void gate::start() {
    archive_thread_ = std::thread([this] { archive_run(); });
    read_thread_ = std::thread([this] { read_run(); });
    gate_thread_ = std::thread([this] { run(); });
}

void gate::stop() {
    if (!gate_thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        wake_.notify_one();
    }
    gate_thread_.join();
    {
        const std::lock_guard lock(archive_mutex_);
        archive_stopping_ = true;
        archive_wake_.notify_one();
    }
    archive_thread_.join();
    {
        const std::lock_guard lock(read_mutex_);
        read_stopping_ = true;
        read_wake_.notify_one();
    }
    read_thread_.join();
}

// ---- callers' side ----

void gate::push(op what, bool urgent) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(what));
    counters_.waiting.store(waiting_.size(), std::memory_order_relaxed);
    // A lazy change wakes a sleeper too, once: it then waits a little for company.
    const bool first = waiting_.size() == 1;
    if (urgent) urgent_ = true;
    if (sleeping_ && (urgent || first)) wake_.notify_one();
}

void gate::put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) {
    if (counters_.failed.load(std::memory_order_relaxed)) return reply.put_done({put_result::kind::failed, {}});
    if (counters_.waiting.load(std::memory_order_relaxed) > options_.most_waiting) {
        counters_.refused_full.fetch_add(1, std::memory_order_relaxed);
        return reply.put_done({put_result::kind::full, {}});
    }
    push(put_op{std::move(messages), std::move(key), &reply}, true);
}
void gate::claim(std::vector<message_id> ids, claim_reply& reply, std::uint64_t token) {
    push(claim_op{std::move(ids), &reply, token}, true);
}
void gate::report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) {
    push(report_op{std::move(receipt), &reply, token}, true);
}
void gate::cancel(account_id account, message_id id, wall_time now, cancel_reply& reply) {
    push(cancel_op{account, id, now, &reply}, true);
}
void gate::settle(message_id id, event happened) { push(settle_op{id, std::move(happened)}, false); }
void gate::called_back(message_id id, std::uint32_t index, event attempt) {
    push(called_back_op{id, index, std::move(attempt)}, false);
}
void gate::load(std::vector<message_id> ids, load_reply& reply, std::uint64_t token) {
    push(load_op{std::move(ids), &reply, token}, true);
}
void gate::find(message_id id, find_reply& reply) { push(find_op{id, &reply}, true); }
void gate::query(filter what, query_reply& reply) { push(query_op{std::move(what), &reply, {}}, true); }
void gate::unmatched(std::size_t limit, unmatched_reply& reply) { push(unmatched_op{limit, &reply}, true); }

// ---- the gate's thread ----

// Waits until something is worth a commit; false when it is time to end.
bool gate::take(std::vector<op>& batch) {
    std::unique_lock lock(mutex_);
    sleeping_ = true;
    if (waiting_.empty() && !stopping_) wake_.wait_for(lock, idle_wait);
    if (!waiting_.empty() && !urgent_ && !stopping_) wake_.wait_for(lock, lazy_wait, [this] { return urgent_ || stopping_; });
    sleeping_ = false;
    urgent_ = false;
    batch.swap(waiting_);
    counters_.waiting.store(0, std::memory_order_relaxed);
    return !(stopping_ && batch.empty());
}

void gate::run() {
    std::vector<op> batch;
    while (take(batch)) {
        now_ = options_.now();
        if (++batches_since_check_ >= 200 || batch.empty()) check_room();
        for (std::size_t at = 0; at < batch.size(); at += most_in_a_batch)
            commit_batch(std::span(batch).subspan(at, std::min(most_in_a_batch, batch.size() - at)));
        if (batch.empty()) hand_to_archiver();
        batch.clear();
    }
    hand_to_archiver();
}

void gate::check_room() {
    batches_since_check_ = 0;
    no_room_ = engine_->free_bytes() < options_.reserve_bytes;
}

void gate::commit_batch(std::span<op> batch) {
    if (counters_.failed) {
        for (op& o : batch) fail_op(o);
        return;
    }
    ++entry_;
    for (op& o : batch) process(o);
    counters_.changes.fetch_add(batch.size(), std::memory_order_relaxed);
    plan_upkeep();
    unit_.entry = {entry_, now_, journal_.empty() ? std::span<const std::uint8_t>{} : journal_.bytes()};
    const bool anything = !journal_.empty() || unit_.drop_through || !unit_.keep.empty() || !unit_.forget.empty() ||
                          !unit_.keys.empty() || !unit_.park.empty() || !unit_.unpark.empty();
    if (anything) {
        try {
            engine_->commit(unit_);
        } catch (const disk_error& e) {
            return fail(e.what());
        }
        const auto micros = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (options_.now() - now_).count()));
        std::size_t bucket = 0;
        while (bucket < counters_.commit_bounds_micros.size() &&
               micros > static_cast<std::uint64_t>(counters_.commit_bounds_micros[bucket]))
            ++bucket;
        counters_.commit_times[bucket].fetch_add(1, std::memory_order_relaxed);
        counters_.commit_micros.fetch_add(micros, std::memory_order_relaxed);
        counters_.commits.fetch_add(1, std::memory_order_relaxed);
    }
    finish_upkeep();
    if (!notices_.empty())
        for (observer* who : observers_) who->committed(notices_);
    notices_.clear();
    answer_all();
    hand_to_archiver();
}

void gate::process(op& what) {
    std::visit([this](auto& o) { on(o); }, what);
}

put_result::kind gate::check_key(const put_op& o, std::string& first_answer) {
    const idempotency& key = *o.key;
    for (const auto& known : batch_keys_) {
        if (known->account != key.account || known->key != key.key) continue;
        first_answer = known->answer;
        return known->fingerprint == key.fingerprint ? put_result::kind::replayed : put_result::kind::conflict;
    }
    if (auto known = engine_->find_key(key.account, key.key)) {
        first_answer = std::move(known->answer);
        return known->fingerprint == key.fingerprint ? put_result::kind::replayed : put_result::kind::conflict;
    }
    return put_result::kind::stored;
}

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
    if (o.key) {
        batch_keys_.push_back(std::move(o.key));
        unit_.keys.push_back(batch_keys_.back().get());
    }
    for (message_ptr& m : o.messages) {
        journal_.put(*m);
        auto rec = std::make_shared<record>(std::move(m));
        rec->stored_at = now_;
        slot& s = ledger_.add(std::move(rec), entry_, false);
        event stored = s.rec->events.empty() ? event{} : s.rec->events.front();
        if (s.rec->events.empty()) stored.kind = event_kind::stored;
        stored.at = now_;
        tell(s, stored, 0, false);
        closed_if_so(s);
    }
    counters_.messages_stored.fetch_add(o.messages.size(), std::memory_order_relaxed);
    answers_.push_back(put_answer{o.reply, {}});
}

void gate::on(claim_op& o) {
    for (const message_id id : o.ids)
        if (slot* s = reach(id)) s->rec->claim();
    journal_.claim(o.ids);
    answers_.push_back(claim_answer{o.reply, o.token});
}

// Applies an event, journals it as it was applied, tells it. False when it said nothing new.
bool gate::apply(slot& s, event happened) {
    if (s.closed) return false;
    const auto done = s.rec->apply(std::move(happened));
    if (!done.applied) return false;
    const event& applied = s.rec->events[done.index];
    journal_.happened(s.rec->what->id, applied);
    tell(s, applied, done.index, done.ended);
    if (done.ended) counters_.ended[static_cast<std::size_t>(s.rec->now)].fetch_add(1, std::memory_order_relaxed);
    if (applied.kind == event_kind::submitted) {
        ledger_.index_remote(*s.rec, applied);
        // A receipt may have overtaken the response.
        const std::uint8_t part = applied.part;
        for (unmatched_receipt& waiting : ledger_.unpark(s.rec->what->connector, applied.detail)) {
            unit_.unpark.push_back(waiting.sequence);
            counters_.receipts_matched.fetch_add(1, std::memory_order_relaxed);
            event told;
            told.kind = event_kind::receipt;
            told.part = part;
            told.outcome = waiting.receipt.outcome;
            told.code = waiting.receipt.code;
            told.at = waiting.receipt.at;
            told.detail = std::move(waiting.receipt.detail);
            apply(s, std::move(told));
        }
    }
    return true;
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
    journal_.called_back(o.id, o.index, o.attempt);
    s->rec->called_back(o.index, std::move(o.attempt));
    tell(*s, s->rec->events.back(), s->rec->events.size() - 1, false);
    closed_if_so(*s);
}

void gate::on(report_op& o) {
    std::uint8_t part = 0;
    slot* s = reach(o.receipt, part);
    receipt_match match = receipt_match::matched;
    if (s) {
        event told;
        told.kind = event_kind::receipt;
        told.part = part;
        told.outcome = o.receipt.outcome;
        told.code = o.receipt.code;
        told.at = o.receipt.at;
        told.detail = std::move(o.receipt.detail);
        if (!apply(*s, std::move(told))) match = receipt_match::repeated;
        closed_if_so(*s);
    } else if (ledger_.recently_closed(o.receipt)) {
        match = receipt_match::repeated;
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
    const unmatched_receipt& waiting = *batch_parked_.back();
    unit_.park.push_back(&waiting);
    ledger_.park(waiting);
    parked_order_.push_back(waiting);
    if (parked_order_.size() <= options_.most_parked) return;
    const unmatched_receipt& oldest = parked_order_.front();
    unit_.unpark.push_back(oldest.sequence);
    ledger_.unpark(oldest.receipt.connector, oldest.receipt.remote_id);
    parked_order_.pop_front();
}

void gate::on(cancel_op& o) {
    slot* s = reach(o.id);
    auto outcome = cancel_reply::outcome::unknown;
    if (s && s->rec->what->account == o.account) {
        event cancelled;
        cancelled.kind = event_kind::cancelled;
        cancelled.at = o.now;
        outcome = apply(*s, std::move(cancelled)) ? cancel_reply::outcome::cancelled : cancel_reply::outcome::too_late;
        closed_if_so(*s);
    }
    answers_.push_back(cancel_answer{o.reply, outcome});
}

void gate::on(archived_op& o) {
    for (auto& rec : o.records) {
        const slot* s = ledger_.find(rec->what->id);
        if (!s) continue;
        if (s->kept) {
            forgotten_.push_back(rec);
            unit_.forget.push_back(rec.get());
            --counters_.open_on_disk;
        }
        ledger_.erase(rec->what->id);
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
    return &s;
}

slot* gate::reach(const remote_receipt& receipt, std::uint8_t& part) {
    if (const auto hit = ledger_.find_remote(receipt)) {
        part = hit->part;
        return ledger_.find(hit->id);
    }
    if (counters_.open_on_disk.load(std::memory_order_relaxed) == 0) return nullptr;
    const auto spellings = remote_id_spellings(receipt.remote_id);
    for (const std::string& spelling : spellings) {
        for (const message_id id : engine_->find_remote(remote_key(receipt.connector, spelling))) {
            slot* s = reach(id);
            if (!s || s->rec->what->connector != receipt.connector) continue;
            part = part_under(*s->rec, spelling);
            if (part && (spelling == spellings.front() || same_subscriber(receipt.recipient, s->rec->what->to))) return s;
        }
    }
    return nullptr;
}

void gate::tell(const slot& s, const event& happened, std::size_t index, bool ended) {
    notices_.push_back({s.rec->what, happened, static_cast<std::uint32_t>(index), s.rec->now, ended, s.rec->possible_duplicate});
}

// ---- keeping the journal and the memory bounded ----

void gate::plan_upkeep() {
    // The oldest open records leave for their table when the journal is over its bound.
    std::unordered_set<std::int64_t> planned;
    while (entries_bytes_ > options_.journal_bytes && unit_.keep.size() < most_kept_in_a_batch) {
        slot* s = ledger_.oldest();
        if (!s || s->closed || s->oldest_entry == entry_) break;  // closed ones leave through the archiver
        unit_.keep.push_back(s->rec.get());
        evict_.push_back(s->rec->what->id);
        s->oldest_entry = entry_ + 1;  // no longer the oldest; gone after the commit
        counters_.open_on_disk += !s->kept;
        s->kept = true;
    }
    const slot* oldest = ledger_.oldest();
    const std::int64_t needed_from = oldest ? std::min(oldest->oldest_entry, entry_) : entry_;
    std::size_t idle = 0;
    while (idle < entries_.size() && entries_[idle].first < needed_from) ++idle;
    if (idle >= most_idle_entries || (idle && unit_.keep.size())) {
        unit_.drop_through = entries_[idle - 1].first;
        for (std::size_t i = 0; i < idle; ++i) {
            entries_bytes_ -= entries_.front().second;
            entries_.pop_front();
        }
    }
    unit_.forget_keys_before = now_ - options_.key_life;
}

void gate::finish_upkeep() {
    if (!journal_.empty()) {
        entries_.emplace_back(entry_, journal_.bytes().size());
        entries_bytes_ += journal_.bytes().size();
        journal_.clear();
    }
    for (const message_id id : evict_)
        if (slot* s = ledger_.find(id)) {
            ledger_.forget_remote(*s->rec, false);
            ledger_.erase(id);
        }
    evict_.clear();
    unit_ = {};
    forgotten_.clear();
    batch_keys_.clear();
    batch_parked_.clear();
    counters_.records_in_memory.store(ledger_.size(), std::memory_order_relaxed);
    counters_.journal_bytes.store(entries_bytes_, std::memory_order_relaxed);
}

void gate::answer_all() {
    for (answer& a : answers_) {
        if (auto* p = std::get_if<put_answer>(&a)) p->reply->put_done(std::move(p->result));
        else if (auto* c = std::get_if<claim_answer>(&a)) c->reply->claimed(c->token);
        else if (auto* r = std::get_if<receipt_answer>(&a)) r->reply->receipt_done(r->token, r->match);
        else if (auto* x = std::get_if<cancel_answer>(&a)) x->reply->cancel_done(x->result);
    }
    answers_.clear();
}

// ---- failure: nothing of this batch is known to be on disk, so nothing of it is acknowledged ----

void gate::fail(const char* why) {
    counters_.failed = true;
    for (answer& a : answers_) {
        if (auto* p = std::get_if<put_answer>(&a)) p->reply->put_done({put_result::kind::failed, {}});
        else if (auto* r = std::get_if<receipt_answer>(&a)) r->reply->receipt_done(r->token, receipt_match::failed);
        else if (auto* x = std::get_if<cancel_answer>(&a)) x->reply->cancel_done(cancel_reply::outcome::too_late);
    }
    answers_.clear();
    notices_.clear();
    options_.on_failure(why);
}

void gate::fail_op(op& what) {
    if (auto* p = std::get_if<put_op>(&what)) p->reply->put_done({put_result::kind::failed, {}});
    else if (auto* r = std::get_if<report_op>(&what)) r->reply->receipt_done(r->token, receipt_match::failed);
    else if (auto* x = std::get_if<cancel_op>(&what)) x->reply->cancel_done(cancel_reply::outcome::too_late);
    else if (auto* l = std::get_if<load_op>(&what)) l->reply->loaded(l->token, {});
    else if (std::holds_alternative<find_op>(what) || std::holds_alternative<query_op>(what) ||
             std::holds_alternative<unmatched_op>(what))
        process(what);  // reading still works
}

// ---- reads ----

void gate::on(load_op& o) {
    std::vector<record> found;
    found.reserve(o.ids.size());
    for (const message_id id : o.ids) {
        if (const slot* s = ledger_.find(id)) {
            if (!s->closed) found.push_back(*s->rec);
        } else if (auto kept = engine_->load(id)) {
            found.push_back(std::move(kept->rec));  // read only: it stays in its table until something happens to it
        }
    }
    o.reply->loaded(o.token, std::move(found));
}

void gate::on(find_op& o) {
    if (const slot* s = ledger_.find(o.id)) return o.reply->found(*s->rec);
    ask_reader(std::move(o));
}

void gate::on(query_op& o) {
    std::vector<const record*> hits;
    ledger_.for_each([&](const slot& s) {
        if (matches(o.what, *s.rec)) hits.push_back(s.rec.get());
    });
    const std::size_t n = std::min(hits.size(), o.what.limit + 1);
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(n), hits.end(),
                      [](const record* a, const record* b) { return a->what->id > b->what->id; });
    for (std::size_t i = 0; i < n; ++i) o.in_memory.push_back(*hits[i]);
    ask_reader(std::move(o));
}

void gate::on(unmatched_op& o) { ask_reader(std::move(o)); }

void gate::ask_reader(read_op what) {
    const std::lock_guard lock(read_mutex_);
    to_read_.push_back(std::move(what));
    read_wake_.notify_one();
}

void gate::read_run() {
    std::unique_lock lock(read_mutex_);
    while (true) {
        read_wake_.wait(lock, [this] { return read_stopping_ || !to_read_.empty(); });
        if (to_read_.empty()) return;
        read_op what = std::move(to_read_.front());
        to_read_.pop_front();
        lock.unlock();
        answer_read(what);
        lock.lock();
    }
}

void gate::answer_read(read_op& what) {
    if (auto* f = std::get_if<find_op>(&what)) return f->reply->found(engine_->read(f->id));
    if (auto* u = std::get_if<unmatched_op>(&what)) return u->reply->unmatched(engine_->parked(u->limit));
    auto& q = std::get<query_op>(what);
    auto disk = engine_->scan(q.what);
    // Memory is newer than the tables: its version of a record wins. Below where the scan stopped, nothing is known.
    std::vector<record> all = std::move(q.in_memory);
    const std::size_t from_memory = all.size();
    for (record& r : disk.found)
        if (std::none_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(from_memory),
                         [&](const record& m) { return m.what->id == r.what->id; }))
            all.push_back(std::move(r));
    if (disk.stopped_at) std::erase_if(all, [&](const record& r) { return r.what->id < *disk.stopped_at; });
    std::sort(all.begin(), all.end(), [](const record& a, const record& b) { return a.what->id > b.what->id; });
    page result;
    if (all.size() > q.what.limit) {
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(q.what.limit), all.end());
        result.next = all.back().what->id;
    } else {
        result.next = disk.stopped_at;
    }
    result.found = std::move(all);
    q.reply->listed(std::move(result));
}

// ---- closed records go to history ----

void gate::hand_to_archiver() {
    if (closing_.empty()) return;
    const std::lock_guard lock(archive_mutex_);
    to_archive_.insert(to_archive_.end(), std::make_move_iterator(closing_.begin()), std::make_move_iterator(closing_.end()));
    closing_.clear();
    archive_wake_.notify_one();
}

void gate::archive_run() {
    std::vector<std::shared_ptr<const record>> batch;
    std::unique_lock lock(archive_mutex_);
    while (true) {
        archive_wake_.wait(lock, [this] { return archive_stopping_ || !to_archive_.empty(); });
        // Company makes it cheap: history is written a few times a second, not once a commit.
        if (!archive_stopping_ && to_archive_.size() < 2048)
            archive_wake_.wait_for(lock, std::chrono::milliseconds{100}, [this] { return archive_stopping_ || to_archive_.size() >= 2048; });
        if (to_archive_.empty()) return;
        batch.swap(to_archive_);
        lock.unlock();
        try {
            engine_->archive(batch);
            push(archived_op{std::move(batch)}, false);
        } catch (const disk_error& e) {
            // The records stay in the journal and in memory; the gate's own commits decide whether the disk is gone.
            counters_.failed = true;
            options_.on_failure(e.what());
        }
        batch = {};
        lock.lock();
    }
}

bool matches(const filter& what, const record& r) {
    const message& m = *r.what;
    return m.id < what.before && (!what.account || m.account == *what.account) && (!what.now || r.now == *what.now) &&
           (what.to.empty() || m.to == what.to) && (what.from.empty() || m.from == what.from) &&
           (what.client_ref.empty() || m.client_ref == what.client_ref) && m.id >= first_id_at(what.since);
}

}  // namespace hermod::store
