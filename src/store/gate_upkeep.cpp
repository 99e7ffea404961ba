// Keeping the journal and the memory bounded: old open records leave for their table, closed ones for history, and journal
// entries that tell of nothing in memory are dropped.
#include <algorithm>

#include "store/gate.hpp"

namespace hermod::store {
namespace {

constexpr std::size_t most_kept_in_a_batch = 512;
constexpr std::size_t most_idle_entries = 64;
constexpr std::size_t worth_archiving = 2048;

}  // namespace

// Decides what this commit moves. As many records may leave as came, and some more, so that the journal shrinks to its
// bound under any load, and no commit becomes far longer than its batch.
void gate::plan_upkeep(std::size_t arrived) {
    std::size_t idle = 0;
    std::uint64_t idle_bytes = 0;
    const auto count_idle = [&] {
        const slot* oldest = ledger_.oldest();
        const std::int64_t needed_from = oldest ? std::min(oldest->oldest_entry, entry_) : entry_;
        for (; idle < entries_.size() && entries_[idle].first < needed_from; ++idle) idle_bytes += entries_[idle].second;
    };
    count_idle();
    const std::size_t most = most_kept_in_a_batch + 2 * arrived;
    while (entries_bytes_ - idle_bytes > options_.journal_bytes && unit_.keep.size() < most) {
        slot* s = ledger_.oldest();
        if (!s || s->closed || s->oldest_entry == entry_) break;  // closed ones leave through the archiver
        evict(*s);
        count_idle();
    }
    // Sequences must grow over restarts (a table's as_of is compared with them), so the last entry stays until there is
    // another: an empty one when records move without any change.
    const bool writes = !journal_.empty() || !unit_.keep.empty();
    if (!writes && idle == entries_.size() && idle > 0) --idle;
    if (idle >= most_idle_entries || (idle && !unit_.keep.empty())) {
        unit_.drop_through = entries_[idle - 1].first;
        for (std::size_t i = 0; i < idle; ++i) {
            entries_bytes_ -= entries_.front().second;
            entries_.pop_front();
        }
    }
    unit_.entry = {entry_, now_, writes ? journal_.bytes() : std::span<const std::uint8_t>{}};
    unit_.forget_keys_before = now_ - options_.key_life;
}

void gate::evict(slot& s) {
    unit_.keep.push_back(s.rec.get());
    leaving_.push_back(s.rec->what->id);
    s.oldest_entry = entry_ + 1;  // no longer the oldest; gone after the commit
    counters_.open_on_disk += !s.kept;
    s.kept = true;
}

void gate::finish_upkeep() {
    if (!unit_.entry.bytes.empty()) {
        entries_.emplace_back(entry_, unit_.entry.bytes.size());
        entries_bytes_ += unit_.entry.bytes.size();
    }
    journal_.clear();
    for (const message_id id : leaving_)
        if (slot* s = ledger_.find(id)) {
            ledger_.forget_remote(*s->rec, false);
            ledger_.erase(id);
        }
    leaving_.clear();
    drop_unchanged();
    unit_ = {};
    notes_.clear();
    forgotten_.clear();
    batch_keys_by_text_.clear();
    batch_keys_.clear();
    batch_parked_.clear();
    counters_.records_in_memory.store(ledger_.size(), std::memory_order_relaxed);
    counters_.journal_bytes.store(entries_bytes_, std::memory_order_relaxed);
}

// What was brought back from its table for a look only leaves at once: no journal entry would ever drive it out.
void gate::drop_unchanged() {
    for (const message_id id : brought_back_) {
        slot* s = ledger_.find(id);
        if (!s || s->changed) continue;
        ledger_.forget_remote(*s->rec, false);
        ledger_.erase(id);
    }
    brought_back_.clear();
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
        if (!archive_stopping_ && to_archive_.size() < worth_archiving)
            archive_wake_.wait_for(lock, options_.archive_wait,
                                   [this] { return archive_stopping_ || to_archive_.size() >= worth_archiving; });
        if (to_archive_.empty()) return;
        batch.swap(to_archive_);
        lock.unlock();
        if (!archive_batch(batch)) return;
        batch = {};
        lock.lock();
    }
}

// False when the disk failed: then nothing is written again, least of all what a failed sync may have lost.
bool gate::archive_batch(std::vector<std::shared_ptr<const record>>& batch) {
    if (counters_.failed) return false;
    try {
        engine_->archive(batch);
    } catch (const std::exception& fault) {
        disk_failed(fault.what());  // the records stay in the journal and in memory
        return false;
    }
    push(archived_op{std::move(batch)}, false);
    return true;
}

}  // namespace hermod::store
