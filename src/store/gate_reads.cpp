// Questions. They are taken after their batch's commit, so they see only what is durable: memory first, on the gate's
// thread, then the disk, on the reader's.
#include <algorithm>
#include <unordered_set>

#include "base/log.hpp"
#include "message/as_given.hpp"
#include "message/tags.hpp"
#include "store/gate.hpp"

namespace hermod::store {
namespace {

// What the disk answers. A part of it that cannot be read must not take the writers down: it is logged, counted, empty.
template <class Ask>
auto read_or_nothing(counters& count, Ask ask) -> decltype(ask()) {
    try {
        return ask();
    } catch (const std::exception& fault) {
        count.unreadable.fetch_add(1, std::memory_order_relaxed);
        log_line(log_level::error, "store_unreadable").field("detail", fault.what());
        return {};
    }
}

}  // namespace


void gate::on(load_op& o) {
    std::vector<record> found;
    found.reserve(o.ids.size());
    for (const message_id id : o.ids) {
        if (const slot* s = ledger_.find(id)) {
            if (!s->closed) found.push_back(*s->rec);
        } else if (counters_.open_on_disk.load(std::memory_order_relaxed) == 0) {
            continue;
        } else if (auto kept = read_or_nothing(counters_, [&] { return engine_->load(id); })) {
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
    const message_id least = first_id_at(o.what.since);
    ledger_.for_each([&](const slot& s) {
        if (matches(o.what, *s.rec)) hits.push_back(s.rec.get());
        else if ((s.kept || s.closed) && s.rec->what->id < o.what.before && s.rec->what->id >= least) o.outdated.push_back(s.rec->what->id);
    });
    const std::size_t n = std::min(hits.size(), o.what.limit + 1);
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(n), hits.end(),
                      [](const record* a, const record* b) { return a->what->id > b->what->id; });
    for (std::size_t i = 0; i < n; ++i) o.in_memory.push_back(*hits[i]);
    ask_reader(std::move(o));
}

void gate::on(unmatched_op& o) { ask_reader(std::move(o)); }

// ---- the reader's thread ----

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
    std::visit([this](auto& o) { answer(o); }, what);
}

void gate::answer(find_op& o) {
    o.reply->found(read_or_nothing(counters_, [&] { return engine_->read(o.id); }));
}

void gate::answer(unmatched_op& o) {
    o.reply->unmatched(read_or_nothing(counters_, [&] { return engine_->parked(o.limit); }));
}

// Not open any more: too late when it was ever there.
bool gate::was_theirs(account_id account, message_id id) {
    const auto was = read_or_nothing(counters_, [&] { return engine_->read(id); });
    return was && was->what->account == account && was->what->way == direction::to_handset;
}

void gate::answer(replace_op& o) {
    o.reply->replace_done(was_theirs(o.account, o.next->id) ? replace_reply::outcome::too_late : replace_reply::outcome::unknown);
}

void gate::answer(cancel_op& o) {
    o.reply->cancel_done(was_theirs(o.account, o.id) ? cancel_reply::outcome::too_late : cancel_reply::outcome::unknown);
}

void gate::answer(query_op& q) {
    auto disk = read_or_nothing(counters_, [&] { return engine_->scan(q.what); });
    // Memory is newer than the tables: what it has, it answers for, also by leaving out what no longer matches.
    std::unordered_set<std::int64_t> in_memory;
    for (const record& r : q.in_memory) in_memory.insert(r.what->id.value);
    for (const message_id id : q.outdated) in_memory.insert(id.value);
    std::vector<record> all = std::move(q.in_memory);
    for (record& r : disk.found)
        if (!in_memory.contains(r.what->id.value)) all.push_back(std::move(r));
    // Below where the scan stopped, nothing is known. One on its way to history is there twice: history's comes first.
    if (disk.stopped_at) std::erase_if(all, [&](const record& r) { return r.what->id < *disk.stopped_at; });
    std::stable_sort(all.begin(), all.end(), [](const record& a, const record& b) { return a.what->id > b.what->id; });
    all.erase(std::unique(all.begin(), all.end(), [](const record& a, const record& b) { return a.what->id == b.what->id; }), all.end());
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

bool matches(const filter& what, const record& r) {
    const message& m = *r.what;
    return m.id < what.before && (!what.account || m.account == *what.account) && (!what.now || r.now == *what.now) &&
           (what.to.empty() || is_to(m, what.to)) && (what.from.empty() || is_from(m, what.from)) &&
           (what.tag.empty() || has_tag(m.more().tags, what.tag)) &&
           (what.client_ref.empty() || m.client_ref == what.client_ref) &&
           (!what.way || m.way == *what.way) && (!what.open_only || (m.way == direction::to_handset && r.now <= state::queued)) && m.id >= first_id_at(what.since);
}

}  // namespace hermod::store
