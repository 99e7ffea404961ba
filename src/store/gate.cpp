#include "store/gate.hpp"

#include <algorithm>

namespace hermod::store {
namespace {

constexpr std::size_t most_in_a_batch = 4096;
constexpr int batches_between_checks = 200;
constexpr auto lazy_wait = std::chrono::milliseconds{5};
constexpr auto idle_wait = std::chrono::seconds{1};

}  // namespace

gate::gate(std::unique_ptr<backend> engine, gate_options options) : engine_(std::move(engine)), options_(std::move(options)) {}

gate::~gate() { stop(); }

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
void gate::replace(account_id account, message_id id, message_ptr next, wall_time now, replace_reply& reply) {
    if (next->id != id) return reply.replace_done(replace_reply::outcome::unknown);
    push(replace_op{account, std::move(next), now, &reply}, true);
}
void gate::join(message_ptr whole, std::vector<message_id> parts, put_reply& reply) {
    push(join_op{std::move(whole), std::move(parts), &reply}, true);
}
void gate::write(std::vector<note> changes, put_reply& reply) { push(note_op{std::move(changes), &reply}, true); }
void gate::release(message_id id, wall_time now, replace_reply& reply) { push(release_op{id, now, &reply}, true); }
void gate::move(std::vector<message_id> ids, connector_id to, wall_time now, std::string why) {
    push(move_op{std::move(ids), to, now, std::move(why)}, false);
}
void gate::settle(message_id id, event happened) { push(settle_op{id, std::move(happened)}, false); }
void gate::called_back(message_id id, std::uint32_t index, event attempt) {
    push(called_back_op{id, index, std::move(attempt)}, false);
}
void gate::load(std::vector<message_id> ids, load_reply& reply, std::uint64_t token) {
    push(load_op{std::move(ids), &reply, token}, true);
}
void gate::find(message_id id, find_reply& reply) { push(find_op{id, &reply}, true); }
void gate::query(filter what, query_reply& reply) { push(query_op{std::move(what), &reply, {}, {}}, true); }
void gate::unmatched(std::size_t limit, unmatched_reply& reply) { push(unmatched_op{limit, &reply}, true); }

// ---- the gate's thread ----

// Waits until something is worth a commit; false when it is time to end.
bool gate::take(std::vector<op>& batch) {
    std::unique_lock lock(mutex_);
    sleeping_ = true;
    if (waiting_.empty() && !stopping_) wake_.wait_for(lock, idle_wait);
    if (!waiting_.empty() && !urgent_ && !stopping_) wake_.wait_for(lock, lazy_wait, [this] { return urgent_ || stopping_; });
    sleeping_ = false;
    take_all(batch);
    return !(stopping_ && batch.empty());
}

// With the mutex held.
void gate::take_all(std::vector<op>& batch) {
    urgent_ = false;
    batch.swap(waiting_);
    counters_.waiting.store(0, std::memory_order_relaxed);
}

void gate::run() {
    std::vector<op> batch;
    while (take(batch)) turn(batch);
    hand_to_archiver();
}

void gate::turn(std::vector<op>& batch) {
    now_ = options_.now();
    if (++batches_since_check_ >= batches_between_checks || batch.empty()) check_room();
    for (std::size_t at = 0; at < batch.size(); at += most_in_a_batch)
        commit_batch(std::span(batch).subspan(at, std::min(most_in_a_batch, batch.size() - at)));
    if (batch.empty()) hand_to_archiver();
    batch.clear();
}

bool gate::step(worker as) {
    if (as == worker::gate) {
        std::vector<op> batch;
        {
            const std::lock_guard lock(mutex_);
            take_all(batch);
        }
        const bool any = !batch.empty();
        turn(batch);
        return any;
    }
    if (as == worker::archiver) {
        std::vector<std::shared_ptr<const record>> batch;
        {
            const std::lock_guard lock(archive_mutex_);
            batch.swap(to_archive_);
        }
        return !batch.empty() && archive_batch(batch);
    }
    std::deque<read_op> asked;
    {
        const std::lock_guard lock(read_mutex_);
        asked.swap(to_read_);
    }
    for (read_op& one : asked) answer_read(one);
    return !asked.empty();
}

void gate::check_room() {
    batches_since_check_ = 0;
    no_room_ = engine_->free_bytes() < options_.reserve_bytes;
}

// One transaction: the changes, then what they moved; then those who wait, then questions.
void gate::commit_batch(std::span<op> batch) {
    std::size_t done = 0;
    const auto is_question = [](const op& o) { return o.index() >= op_questions; };
    if (counters_.failed) {
        for (op& o : batch) fail_op(o);
        return;
    }
    try {
        ++entry_;
        arrived_ = batch.size();
        for (; done < batch.size(); ++done)
            if (!is_question(batch[done])) process(batch[done]);
        counters_.changes.fetch_add(batch.size(), std::memory_order_relaxed);
        write_batch();
    } catch (const disk_error& fault) {
        // Changes before `done` wait in answers_; of the others, and of the questions, nothing has been said yet.
        fail(fault.what());
        for (std::size_t i = 0; i < batch.size(); ++i)
            if (i >= done || is_question(batch[i])) fail_op(batch[i]);
        return;
    }
    if (!notices_.empty())
        for (observer* who : observers_) who->committed(notices_);
    notices_.clear();
    answer_all();
    for (op& o : batch)
        if (is_question(o)) process(o);
    hand_to_archiver();
}

void gate::write_batch() {
    plan_upkeep(arrived_);
    for (companion* who : companions_) who->committing(notes_);
    if (!notes_.empty()) unit_.notes = &notes_;
    const bool anything = !unit_.entry.bytes.empty() || unit_.drop_through || !unit_.keep.empty() || !unit_.forget.empty() ||
                          !unit_.keys.empty() || !unit_.park.empty() || !unit_.unpark.empty() || unit_.notes;
    if (anything) {
        engine_->commit(unit_);
        measure_commit();
    }
    finish_upkeep();
}

void gate::measure_commit() {
    const auto micros = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (options_.now() - now_).count()));
    std::size_t bucket = 0;
    while (bucket < counters_.commit_bounds_micros.size() &&
           micros > static_cast<std::uint64_t>(counters_.commit_bounds_micros[bucket]))
        ++bucket;
    counters_.commit_times[bucket].fetch_add(1, std::memory_order_relaxed);
    counters_.commit_micros.fetch_add(micros, std::memory_order_relaxed);
    counters_.commits.fetch_add(1, std::memory_order_relaxed);
}

void gate::process(op& what) {
    std::visit([this](auto& o) { on(o); }, what);
}

void gate::answer_all() {
    for (answer_to& a : answers_) {
        if (auto* p = std::get_if<put_answer>(&a)) p->reply->put_done(std::move(p->result));
        else if (auto* c = std::get_if<claim_answer>(&a)) c->reply->claimed(c->token);
        else if (auto* r = std::get_if<receipt_answer>(&a)) r->reply->receipt_done(r->token, r->match);
        else if (auto* x = std::get_if<cancel_answer>(&a)) x->reply->cancel_done(x->result);
        else if (auto* n = std::get_if<replace_answer>(&a)) n->reply->replace_done(n->result);
    }
    answers_.clear();
    for (read_op& asked : batch_asks_) ask_reader(std::move(asked));
    batch_asks_.clear();
}

// ---- failure: nothing of this batch is known to be on disk, so nothing of it is acknowledged ----

void gate::fail(const char* why) {
    const bool first = !counters_.failed.exchange(true);
    for (answer_to& a : answers_) {
        if (auto* p = std::get_if<put_answer>(&a)) p->reply->put_done({put_result::kind::failed, {}});
        else if (auto* r = std::get_if<receipt_answer>(&a)) r->reply->receipt_done(r->token, receipt_match::failed);
        else if (auto* x = std::get_if<cancel_answer>(&a)) x->reply->cancel_done(cancel_reply::outcome::failed);
        else if (auto* n = std::get_if<replace_answer>(&a)) n->reply->replace_done(replace_reply::outcome::failed);
    }
    answers_.clear();
    notices_.clear();
    for (read_op& asked : batch_asks_) ask_reader(std::move(asked));
    batch_asks_.clear();
    closing_.clear();  // what closed them is not on disk, so history must not have them
    if (first) options_.on_failure(why);
}

// From the archiver's thread. Whoever fails first tells.
void gate::disk_failed(const char* why) {
    if (!counters_.failed.exchange(true)) options_.on_failure(why);
}

void gate::fail_op(op& what) {
    if (auto* p = std::get_if<put_op>(&what)) p->reply->put_done({put_result::kind::failed, {}});
    else if (auto* r = std::get_if<report_op>(&what)) r->reply->receipt_done(r->token, receipt_match::failed);
    else if (auto* x = std::get_if<cancel_op>(&what)) x->reply->cancel_done(cancel_reply::outcome::failed);
    else if (auto* n = std::get_if<replace_op>(&what)) n->reply->replace_done(replace_reply::outcome::failed);
    else if (auto* j = std::get_if<join_op>(&what)) j->reply->put_done({put_result::kind::failed, {}});
    else if (auto* w = std::get_if<note_op>(&what)) w->reply->put_done({put_result::kind::failed, {}});
    else if (auto* f = std::get_if<release_op>(&what)) f->reply->replace_done(replace_reply::outcome::failed);
    else if (auto* l = std::get_if<load_op>(&what)) l->reply->loaded(l->token, {});
    else if (what.index() >= op_questions) process(what);  // reading still works
}

}  // namespace hermod::store
