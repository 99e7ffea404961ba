#include "api/recurring_book.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace hermod::api {
namespace {

using namespace std::chrono_literals;

constexpr auto again_after = 5s;  // the store is full, or a rate says "not now"

}  // namespace

struct recurring_book::entry {
    recurring what;
    recurring_wish wish;
    std::optional<zones::occurrence> next;
    bool making = false, removed = false;
};

// Deletes itself when the store has answered.
class recurring_book::making final : public put_reply {
public:
    making(recurring_book& book, entry_ptr of, recurring next, message_id made)
        : book_(book), done_{std::move(of), std::move(next), made, {}} {}
    void put_done(put_result result) noexcept override {
        const std::unique_ptr<making> self(this);
        done_.result = result.is;
        const std::lock_guard lock(book_.handed_mutex_);
        book_.finished_.push_back(std::move(done_));
    }

private:
    recurring_book& book_;
    finished done_;
};

recurring_book::recurring_book(inbox& in, store::store& store, std::shared_ptr<const tlv_words> tlvs)
    : in_(in), store_(store), tlvs_(std::move(tlvs)) {
    reader_.use(tlvs_.get());
}

recurring_book::~recurring_book() = default;

void recurring_book::load(std::vector<note> left) {
    for (note& one : left) {
        auto read = one.value ? parse_recurring(one.key, *one.value) : std::nullopt;
        if (read)
            add(std::move(*read));
        else
            log_line(log_level::error, "recurring_unreadable").field("id", one.key);
    }
}

void recurring_book::add(recurring what) {
    auto wish = read_recurring(what.asked, what.created_at);
    if (const auto* wrong = std::get_if<problem>(&wish)) {  // a zone that the database has no more
        log_line(log_level::error, "recurring_unreadable").field("id", what.id).field("why", wrong->detail);
        return;
    }
    auto made = std::make_shared<entry>(entry{std::move(what), std::move(std::get<recurring_wish>(wish)), {}});
    const std::lock_guard lock(mutex_);
    entries_[made->what.id] = made;
    wait_for_next(made);
}

// Requires the lock.
void recurring_book::wait_for_next(const entry_ptr& one) {
    one->next = one->what.last ? one->wish.when.next(*one->what.last) : one->wish.when.first();
    if (one->next) due_.emplace(one->next->at, one);
}

recurring recurring_book::begin(account_id account, std::string id, std::string asked, const recurring_wish& wish,
                                wall_time now) const {
    recurring out;
    out.id = std::move(id);
    out.account = account;
    out.created_at = now;
    out.asked = std::move(asked);
    for (auto one = wish.when.first(); one && one->at < now; one = wish.when.next(*one)) out.last = one;
    return out;
}

std::optional<problem> recurring_book::try_message(account_id account, const recurring_wish& wish, wall_time now) {
    submission_reader reader;
    reader.use(tlvs_.get());
    const auto inside = [](problem out) {
        for (field_error& one : out.errors) one.pointer.insert(0, "/message");
        return out;
    };
    if (!reader.read(wish.message, body_shape::one)) return inside(reader.trouble());
    auto& one = reader.messages().front();
    if (!one.errors.empty()) return inside(problem_of(std::move(one.errors)));
    one.what.account = account;
    const prepared done = in_.prepare(one.what, now);
    if (done.refused) return problem_of(*done.refused, "/message", one.binary());
    return std::nullopt;
}

void recurring_book::tick(wall_time now) {
    std::vector<std::pair<message_ptr, std::unique_ptr<making>>> ready;
    {
        const std::lock_guard lock(mutex_);
        settle_finished(now);
        while (!due_.empty() && due_.begin()->first <= now) {
            const entry_ptr one = due_.begin()->second;
            due_.erase(due_.begin());
            if (!one->removed && one->next) make(one, now, ready);
        }
    }
    for (auto& [what, reply] : ready) in_.put({std::move(what)}, nullptr, *reply.release());
}

// Requires the lock.
void recurring_book::make(const entry_ptr& one, wall_time now,
                          std::vector<std::pair<message_ptr, std::unique_ptr<making>>>& out) {
    zones::occurrence latest = *one->next;
    std::uint64_t missed = 0;
    for (auto after = one->wish.when.next(latest); after && after->at <= now; after = one->wish.when.next(latest)) {
        latest = *after;
        ++missed;
    }
    recurring next = one->what;
    next.last = latest;
    next.skipped += missed;
    if (latest.at + one->wish.catch_up < now) {
        ++next.skipped;
        next.trouble =
            "the gateway could not make it at " + to_rfc3339(latest.at) + ", and found it too late at " + to_rfc3339(now);
        return pass_over(one, std::move(next));
    }
    refusal why;
    prepared done;
    if (reader_.read(one->wish.message, body_shape::one) && reader_.messages().front().errors.empty()) {
        submission& what = reader_.messages().front().what;
        what.account = one->what.account;
        done = in_.prepare(what, now);
        if (done.refused) why = *done.refused;
    } else {
        why = {"", "invalid_message", "the message cannot be read any more"};
    }
    if (!done.ready) {
        if (why.retry_after.count() != 0) {
            due_.emplace(now + again_after, one);
            return;
        }
        log_line(log_level::warning, "recurring_refused").field("id", next.id).field("code", why.code).field("why", why.detail);
        ++next.skipped;
        next.trouble = why.detail;
        return pass_over(one, std::move(next));
    }
    ++next.made;
    next.last_message = to_text(done.ready->id);
    next.trouble.clear();
    one->making = true;
    {
        const std::lock_guard handing(handed_mutex_);
        pending_.insert_or_assign(done.ready->id, note{std::string(recurring_kind), next.id, write_recurring(next)});
        pending_count_ = pending_.size();
    }
    auto reply = std::make_unique<making>(*this, one, std::move(next), done.ready->id);
    out.emplace_back(std::move(done.ready), std::move(reply));
}

// Without a message: that it was passed over is written alone. After a crash before that it is passed over again.
void recurring_book::pass_over(const entry_ptr& one, recurring next) {
    store_.write({note{std::string(recurring_kind), next.id, write_recurring(next)}}, unheard_);
    one->what = std::move(next);
    wait_for_next(one);
}

void recurring_book::settle_finished(wall_time now) {
    std::vector<finished> done;
    {
        const std::lock_guard lock(handed_mutex_);
        done.swap(finished_);
        for (const finished& one : done) pending_.erase(one.made);
        pending_count_ = pending_.size();
    }
    for (finished& one : done) {
        one.of->making = false;
        if (one.of->removed) continue;
        if (one.result == put_result::kind::stored) {
            one.of->what = std::move(one.next);
            wait_for_next(one.of);
        } else if (one.result != put_result::kind::failed) {
            due_.emplace(now + again_after, one.of);
        }
    }
}

// On the store's thread, inside the transaction.
void recurring_book::stored(const message& what, notes& with) noexcept {
    if (pending_count_.load(std::memory_order_relaxed) == 0) return;
    const std::lock_guard lock(handed_mutex_);
    if (const auto at = pending_.find(what.id); at != pending_.end()) with.add(at->second);
}

std::optional<recurring_book::shown> recurring_book::find(std::string_view id) const {
    const std::lock_guard lock(mutex_);
    const auto at = entries_.find(std::string(id));
    if (at == entries_.end()) return std::nullopt;
    const auto& next = at->second->next;
    return shown{at->second->what, next ? std::optional(next->at) : std::nullopt};
}

std::vector<recurring_book::shown> recurring_book::list(std::optional<account_id> account) const {
    std::vector<shown> out;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, one] : entries_)
            if (!account || one->what.account == *account)
                out.push_back({one->what, one->next ? std::optional(one->next->at) : std::nullopt});
    }
    std::sort(out.begin(), out.end(), [](const shown& a, const shown& b) {
        return std::tie(a.what.created_at, a.what.id) < std::tie(b.what.created_at, b.what.id);
    });
    return out;
}

std::size_t recurring_book::count(account_id account) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::count_if(entries_.begin(), entries_.end(), [&](const auto& one) { return one.second->what.account == account; }));
}

// A message of it that is on its way to the store is stored; what would commit with it says that there is nothing left to repeat.
bool recurring_book::remove(std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto at = entries_.find(std::string(id));
    if (at == entries_.end()) return false;
    at->second->removed = true;
    entries_.erase(at);
    const std::lock_guard handing(handed_mutex_);
    for (auto& [message, one] : pending_)
        if (one.key == id) one.value.reset();
    return true;
}

}  // namespace hermod::api
