#include "store/memory/backend.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include "store/remote_keys.hpp"

namespace hermod::store::memory {
namespace {

class engine final : public backend {
public:
    void open() override {}
    void for_each_entry(const std::function<void(const journal_entry&)>&) override {}
    void for_each_kept(const std::function<void(const open_entry&)>&) override {}
    message_id last_id() override { return {}; }
    std::vector<note> notes_of(std::string_view kind) override {
        std::vector<note> out;
        for (auto at = notes_.lower_bound({std::string(kind), {}}); at != notes_.end() && at->first.first == kind; ++at)
            out.push_back({at->first.first, at->first.second, at->second});
        return out;
    }

    void commit(const commit_unit& unit) override {
        const std::lock_guard lock(mutex_);
        for (const record* r : unit.keep) {
            open_.insert_or_assign(r->what->id, kept_record{*r, unit.entry.sequence});
            each_key(*r, [&](std::uint64_t key) { remote_.emplace(key, r->what->id); });
        }
        for (const record* r : unit.forget) {
            open_.erase(r->what->id);
            each_key(*r, [&](std::uint64_t key) { remote_.erase({key, r->what->id}); });
        }
        for (const idempotency* k : unit.keys) {
            if (keys_.insert_or_assign({k->account, k->key}, stored_key{k->fingerprint, k->answer}).second)
                keys_by_age_.emplace_back(unit.entry.at, std::pair(k->account, k->key));
        }
        for (; !keys_by_age_.empty() && keys_by_age_.front().first < unit.forget_keys_before; keys_by_age_.pop_front())
            keys_.erase(keys_by_age_.front().second);
        for (const unmatched_receipt* p : unit.park) parked_[p->sequence] = *p;
        for (const std::int64_t sequence : unit.unpark) parked_.erase(sequence);
        if (!unit.notes) return;
        unit.notes->for_each([this](const std::string& kind, const std::string& key, const std::optional<std::string>& value) {
            if (value) notes_.insert_or_assign({kind, key}, *value);
            else notes_.erase({kind, key});
        });
    }
    std::optional<kept_record> load(message_id id) override {
        const auto at = open_.find(id);
        return at == open_.end() ? std::nullopt : std::optional(at->second);
    }
    std::vector<message_id> find_remote(std::uint64_t key) override {
        std::vector<message_id> out;
        for (auto at = remote_.upper_bound({key, message_id{INT64_MAX}});
             at != remote_.begin() && (--at)->first == key && out.size() < most_remote_hits;)
            out.push_back(at->second);
        return out;
    }
    std::optional<stored_key> find_key(account_id account, std::string_view key) override {
        const auto at = keys_.find({account, std::string(key)});
        return at == keys_.end() ? std::nullopt : std::optional(at->second);
    }
    std::uint64_t free_bytes() override { return INT64_MAX; }  // more than any reserve that is meant

    void archive(std::span<const std::shared_ptr<const record>> closed) override {
        const std::lock_guard lock(mutex_);
        for (const auto& r : closed) history_[r->what->id] = r;
    }

    std::optional<record> read(message_id id) override {
        const std::lock_guard lock(mutex_);
        if (const auto at = open_.find(id); at != open_.end()) return at->second.rec;
        const auto at = history_.find(id);
        return at == history_.end() ? std::nullopt : std::optional(*at->second);
    }
    scanned scan(const filter& what) override {
        const std::lock_guard lock(mutex_);
        scanned out;
        const auto closed_from = scan_in(history_, what, [](const auto& kept) -> const record& { return *kept; }, out.found);
        const auto open_from = scan_in(open_, what, [](const auto& kept) -> const record& { return kept.rec; }, out.found);
        out.stopped_at = std::max(open_from, closed_from);
        return out;
    }
    std::vector<unmatched_receipt> parked(std::size_t limit) override {
        const std::lock_guard lock(mutex_);
        std::vector<unmatched_receipt> out;
        for (auto at = parked_.rbegin(); at != parked_.rend() && out.size() < limit; ++at) out.push_back(at->second);
        return out;
    }

private:
    // Newest first, one more than asked for; the id where it stopped, absent at the end.
    template <class Table, class Record>
    static std::optional<message_id> scan_in(const Table& table, const filter& what, Record of, std::vector<record>& found) {
        std::size_t room = what.limit + 1;
        for (auto at = std::make_reverse_iterator(table.lower_bound(what.before)); at != table.rend(); ++at) {
            if (!matches(what, of(at->second))) continue;
            found.push_back(of(at->second));
            if (--room == 0) return at->first;
        }
        return std::nullopt;
    }
    template <class Visit>
    static void each_key(const record& r, Visit visit) {
        for (const event& e : r.events) for_each_remote_key(*r.what, e, visit);
    }

    std::mutex mutex_;  // the gate, the archiver and the reader meet here
    std::map<message_id, kept_record> open_;
    std::set<std::pair<std::uint64_t, message_id>> remote_;
    std::map<std::pair<account_id, std::string>, stored_key> keys_;
    std::deque<std::pair<wall_time, std::pair<account_id, std::string>>> keys_by_age_;
    std::map<std::int64_t, unmatched_receipt> parked_;
    std::map<std::pair<std::string, std::string>, std::string> notes_;
    std::map<message_id, std::shared_ptr<const record>> history_;
};

}  // namespace

std::unique_ptr<backend> make_backend() { return std::make_unique<engine>(); }

}  // namespace hermod::store::memory
