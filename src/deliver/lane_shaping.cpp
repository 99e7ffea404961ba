// What waits for its turn by a limit (limits/): it is put aside, others leave meanwhile, and it comes back to the head of its
// line when there is a token for it. Tokens are taken when a message is about to be claimed and no earlier: a lane that cannot
// send takes none from others.
#include <algorithm>
#include <limits>
#include <utility>

#include "deliver/lane.hpp"
#include "limits/fingerprint.hpp"

namespace hermod::deliver {
namespace {

constexpr std::size_t called_at_once = 256;
constexpr limits::nanos millisecond = 1'000'000;

std::uint64_t bucket_id(const limits::limit& of, std::uint64_t key) {
    return (limits::fingerprint() << std::string_view(of.name) << key).value() | 1;  // 0: none
}

}  // namespace

// Limits were changed: who waits for one is looked at anew.
void lane::look_at_limits() {
    if (!options_.shaping || options_.shaping->version() == limits_version_) return;
    limits_version_ = options_.shaping->version();
    limits_ = options_.shaping->current();
    if (limits_ && !limits_->any_waits()) limits_ = nullptr;
    bring_back_aside();
}

// To the head of its line, but behind those of the line that were called or claimed before and came back.
void lane::ahead(const rank& where, item i) {
    const message_id id = i.what->id;
    queue_.push_front(where, std::move(i), [id](const item& other) {
        return (other.place != 0 || other.called_by != 0) && other.what->id < id;
    });
}

// To the head of the queue and of the shelf, each account's in their order.
void lane::bring_back_aside() {
    struct one {
        rank whose;
        std::int64_t id;
        put_aside what;
    };
    std::vector<one> all;
    all.reserve(aside_.size());
    aside_.for_each([&](const rank& whose, std::int64_t id, put_aside& what) { all.push_back({whose, id, std::move(what)}); });
    std::stable_sort(all.begin(), all.end(), [](const one& a, const one& b) { return a.id > b.id; });
    for (one& back : all) {
        if (back.what.what.what)
            ahead(back.whose, std::move(back.what.what));
        else
            shelf_.push_front(back.whose, {message_id{back.id}, back.what.expires});
    }
    aside_.clear();
}

// True: it waits, and is not to be claimed now.
bool lane::set_aside(item& i, const rank& where) {
    const std::uint64_t called = std::exchange(i.called_by, 0);
    if (called != 0) aside_.come(called);
    if (!limits_) return false;
    const message& m = *i.what;
    const limits::nanos at = limits::instant(now_);
    paid_.clear();
    for (const limits::limit* one : limits_->waiting(m.account)) {
        const auto key = one->key_of(m.account, m.from, m.to);
        if (!key) continue;
        const std::uint64_t bucket = bucket_id(*one, *key);
        limits::taken token;
        // Whoever is new here stands behind all that wait already; who was called, or comes back from a claim, behind those of his own
        // that came before him. So the first of each has nobody before him, and those of two limits do not send each other about.
        const bool is_new = called == 0 && i.place == 0;
        const bool behind = is_new ? aside_.any(bucket, where.level) : aside_.older(bucket, where, m.id.value);
        if (!behind) token = one->take(*key, at, one->weight_of(std::size_t{i.last} - i.first + 1));
        if (token.granted) {
            paid_.push_back({one, *key, token});
            continue;
        }
        for (const paid& back : paid_) back.by->give_back(back.key, back.token, at);
        if (called == 0) one->state->waited.fetch_add(1, std::memory_order_relaxed);
        const std::int64_t id = m.id.value, expires = to_micros(m.expires_at);
        // Its content is loaded again when it is called; of parts that are apart from others of their message it never is.
        if (aside_.size() >= options_.active && i.first == 1 && i.last == m.parts) i.what = nullptr;
        const limits::nanos due = behind ? std::numeric_limits<limits::nanos>::max() : at + std::max(token.wait, millisecond);
        aside_.put(bucket, {limits_, one, *key}, due, where, id, {std::move(i), expires});
        return true;
    }
    return false;
}

// Calls those for whom there are tokens now, as many as there are, to the head of the queue.
void lane::call_those_aside() {
    look_at_limits();
    if (aside_.empty() || !outlet_ || stopping_ || !claiming_.empty()) return;
    if (outlet_->capacity() == 0 && flights_used_ == 0) return;  // nobody to send to
    const limits::nanos at = limits::instant(now_);
    std::vector<std::pair<rank, item>> called;
    std::vector<message_id> ids;
    while (!aside_.empty() && called.size() + ids.size() < called_at_once) {
        const auto [due, bucket] = aside_.next();
        if (due > at) break;
        const bucket_of& about = aside_.about(bucket);
        const limits::nanos there = about.by->there(about.key, at);
        if (aside_.out(bucket) != 0) {  // when he has come, this is worth asking again
            aside_.put_off(bucket, at + 100 * millisecond);
            continue;
        }
        if (there <= 0) {
            const limits::taken none = about.by->take(about.key, at);
            if (none.granted) about.by->give_back(about.key, none, at);  // one has come this moment
            else aside_.put_off(bucket, at + std::max(millisecond, none.wait));
            continue;
        }
        call(bucket, std::min<std::size_t>(static_cast<std::size_t>(there), called_at_once), called, ids);
    }
    // The last of a line first, so that the first stands at its head.
    for (auto one = called.rbegin(); one != called.rend(); ++one) ahead(one->first, std::move(one->second));
    if (!ids.empty()) store_.load_called(std::move(ids));
}

// As many of one line as may go now and are alike: those whose content is here, or those whose content is to be loaded; or
// the ones would overtake the others.
void lane::call(std::uint64_t bucket, std::size_t most, std::vector<std::pair<rank, item>>& called,
                std::vector<message_id>& ids) {
    const limits::nanos at = limits::instant(now_);
    const auto is_here = [](const put_aside* one) { return one && one->what.what != nullptr; };
    const bool loads = !is_here(aside_.front(bucket));
    aside_.put_off(bucket, at + std::max(millisecond, aside_.about(bucket).by->by.each));
    if (loads && !called_loading_.empty() && ids.empty()) return;  // one load at a time
    for (; most != 0; --most) {
        const put_aside* front = aside_.front(bucket);
        if (!front || is_here(front) == loads) return;
        auto next = aside_.take(bucket);
        if (loads) {
            called_loading_.emplace(next.id, bucket);
            ids.push_back(message_id{next.id});
        } else {
            next.what.what.called_by = bucket;
            called.emplace_back(next.whose, std::move(next.what.what));
        }
    }
}

void lane::loaded_called(std::vector<record> found, wall_time now) {
    at(now);
    std::vector<item> items;
    for (const record& r : found) {
        const auto at = called_loading_.find(r.what->id.value);
        fair_queue<item> parts;
        if (at == called_loading_.end() || !r.sendable() || !unpack(r, parts)) continue;
        while (!parts.empty()) {
            items.push_back(parts.pop_front());
            items.back().called_by = at->second;
        }
        called_loading_.erase(at);
    }
    fresh_ = fresh_ || !items.empty();  // an errand has not seen them
    for (auto one = items.rbegin(); one != items.rend(); ++one) {
        const rank where = rank_of(*one->what);
        ahead(where, std::move(*one));
    }
    for (const auto& [id, bucket] : called_loading_) aside_.come(bucket);  // cancelled, moved, ended meanwhile
    called_loading_.clear();
    pump(now);
}

// ---- what happens to those that wait ----

std::size_t lane::take_from_aside(message_id id) {
    if (aside_.empty() && called_loading_.empty()) return 0;
    return called_loading_.erase(id.value) +
           aside_.erase_if([id](std::int64_t one, const put_aside&) { return one == id.value; });
}

void lane::sweep_aside() {
    aside_.erase_if([this](std::int64_t id, put_aside& one) {
        if (one.what.what) return gone(one.what);
        if (cancelled_.contains(id)) return true;
        if (one.expires > to_micros(now_)) return false;
        event e;
        e.kind = event_kind::expired;
        e.at = now_;
        e.detail = "validity ended before it could be sent";
        store_.settle(message_id{id}, std::move(e));
        return true;
    });
    // Whoever was called and has gone another way is not waited for.
    aside_.forget_out();
    queue_.for_each([this](const item& i) {
        if (i.called_by != 0) aside_.is_out(i.called_by);
    });
    for (const auto& [id, bucket] : called_loading_) aside_.is_out(bucket);
}

// The lane is pumped again when somebody's token is there.
void lane::ask_to_be_woken() {
    if (aside_.empty() || stopping_ || !store_.wake) return;
    const wall_time due = from_micros(aside_.next().first / 1'000 + 1);
    if (due <= now_ || (due == woken_at_ && now_ < due)) return;
    store_.wake(woken_at_ = due);
}

}  // namespace hermod::deliver
