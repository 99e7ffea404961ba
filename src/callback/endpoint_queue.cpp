#include "callback/endpoint_queue.hpp"

#include <algorithm>
#include <utility>

namespace hermod::callback {
namespace {

std::uint64_t seed_of(const job& told) { return std::hash<message_id>{}(told.what->id) + told.index; }

std::chrono::milliseconds since(mono_time then, mono_time now) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - then);
}

}  // namespace

void endpoint_queue::push(job told, std::chrono::milliseconds age, mono_time now, source from) {
    const auto lane_key = std::hash<std::string_view>{}(recipient(*told.what));
    if (from != source::news && holds(lane_key, told.what->id, told.index)) return;
    // Once ids wait, everything newer waits behind them: otherwise it would overtake them.
    if (from != source::read_back && (jobs_ >= options_.most_jobs || !spilled_.empty() || loading_)) return spill(told.what->id);
    age = std::max(age, std::chrono::milliseconds(0));
    const auto index = take_slot(std::move(told));
    slot& s = slots_[index];
    s.lane = lane_key;
    s.born = now - age;
    s.failures = static_cast<std::uint16_t>(options_.retries.attempts_by_age(age));
    lane& l = lanes_[lane_key];
    if (l.tail == none) {
        l.head = index;
        ready_.push_back(index);
    } else {
        slots_[l.tail].behind = index;
    }
    l.tail = index;
}

void endpoint_queue::spill(message_id id) {
    if (spilled_.empty() || spilled_.back() != id) spilled_.push_back(id);
}

bool endpoint_queue::holds(std::size_t lane_key, message_id id, std::uint32_t index) const {
    const auto found = lanes_.find(lane_key);
    if (found == lanes_.end()) return false;
    for (auto at = found->second.head; at != none; at = slots_[at].behind)
        if (slots_[at].told.what->id == id && slots_[at].told.index == index) return true;
    return false;
}

std::uint32_t endpoint_queue::take_slot(job told) {
    ++jobs_;
    if (free_.empty()) {
        slots_.emplace_back().told = std::move(told);
        return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const auto index = free_.back();
    free_.pop_back();
    slots_[index] = slot{};
    slots_[index].told = std::move(told);
    return index;
}

void endpoint_queue::promote(mono_time now) {
    while (!waiting_.empty() && waiting_.front().due <= now) {
        ready_.push_back(waiting_.front().slot);
        std::pop_heap(waiting_.begin(), waiting_.end());
        waiting_.pop_back();
    }
}

// One request goes to one resource, so its events must have one URL.
bool endpoint_queue::fits(std::uint32_t candidate, const group& others) const {
    if (others.empty()) return true;
    const slot& first = slots_[others.front()];
    const slot& next = slots_[candidate];
    return !first.alone && !next.alone && first.told.what->callback_url == next.told.what->callback_url;
}

bool endpoint_queue::next(mono_time now, group& out) {
    out.clear();
    if (under_way_ >= circuit_.allowed(options_.concurrency, now)) return false;
    promote(now);
    const std::size_t most = circuit_.open() ? 1 : options_.batch;  // a probe risks as little as it can
    while (out.size() < most && !ready_.empty() && fits(ready_.front(), out)) {
        const auto index = ready_.front();
        ready_.pop_front();
        lanes_[slots_[index].lane].head_under_way = true;
        out.push_back(index);
    }
    if (out.empty()) return false;
    ++under_way_;
    return true;
}

// True when the circuit has closed by this answer.
bool endpoint_queue::judge(answer result, mono_time now, std::uint64_t seed) {
    bool opened = false, closed = false;
    switch (result.is) {
        case answer::kind::accepted: closed = circuit_.succeeded(now); break;
        case answer::kind::refused:
        case answer::kind::gone: opened = circuit_.failed(circuit::weight::event, now, seed); break;
        case answer::kind::busy: opened = circuit_.slow_down(now, result.pause); break;
        case answer::kind::cut_off: break;
        case answer::kind::failed: opened = circuit_.failed(circuit::weight::endpoint, now, seed); break;
    }
    if (opened) ++circuits_opened_;
    return closed;
}

void endpoint_queue::finished(const group& of, answer result, mono_time now, std::vector<settled>& out) {
    --under_way_;
    const bool was_open = circuit_.open();
    const bool closed = judge(result, now, seed_of(slots_[of.front()].told));
    for (const auto index : of) {
        lanes_[slots_[index].lane].head_under_way = false;
        if (result.is == answer::kind::accepted)
            settle(index, callback_state::answered, out);
        else if (result.is == answer::kind::gone)
            settle(index, callback_state::dead, out);
        else if (result.is == answer::kind::cut_off)
            ready_.push_front(index);
        else
            retry(index, result, was_open, of.size() > 1, now, out);
    }
    if (closed) hurry(now);
    if (was_open && circuit_.open()) give_up_old(now, out);
}

void endpoint_queue::settle(std::uint32_t index, callback_state state, std::vector<settled>& out) {
    out.push_back({slots_[index].told.what->id, slots_[index].told.index, state});
    release(index);
}

// A failed probe says nothing of the event it was made with, so it costs the event no attempt, only time.
void endpoint_queue::retry(std::uint32_t index, answer result, bool was_open, bool in_company, mono_time now,
                           std::vector<settled>& out) {
    slot& s = slots_[index];
    s.by_endpoint = result.is != answer::kind::refused;
    if ((!was_open || !s.by_endpoint) && s.failures < UINT16_MAX) ++s.failures;
    if (in_company && !s.by_endpoint) s.alone = true;
    const auto age = since(s.born, now);
    if (options_.retries.exhausted(s.failures, age) || (was_open && age >= options_.retries.length)) return settle(index, callback_state::dead, out);
    const auto delay = options_.retries.delay_after(std::max<unsigned>(s.failures, 1), seed_of(s.told));
    waiting_.push_back({now + std::max(delay, result.pause), index});
    std::push_heap(waiting_.begin(), waiting_.end());
    out.push_back({s.told.what->id, s.told.index, callback_state::pending});
}

// An endpoint that stays dead is sent few probes; what waits behind them must not wait for ever.
void endpoint_queue::give_up_old(mono_time now, std::vector<settled>& out) {
    std::size_t young = 0;
    while (young < ready_.size()) {
        const auto index = ready_.front();
        ready_.pop_front();
        if (since(slots_[index].born, now) >= options_.retries.length) {
            settle(index, callback_state::dead, out);  // may append the next of its lane
        } else {
            ready_.push_back(index);
            ++young;
        }
    }
}

// The endpoint is back: those that failed because it was away need not wait for their turn in the schedule.
void endpoint_queue::hurry(mono_time now) {
    for (auto& w : waiting_)
        if (slots_[w.slot].by_endpoint) w.due = std::min(w.due, now);
    std::make_heap(waiting_.begin(), waiting_.end());
}

void endpoint_queue::release(std::uint32_t index) {
    const auto found = lanes_.find(slots_[index].lane);
    const auto next = slots_[index].behind;
    if (next == none) {
        lanes_.erase(found);
    } else {
        found->second.head = next;
        ready_.push_back(next);
    }
    free_slot(index);
}

void endpoint_queue::free_slot(std::uint32_t index) {
    slots_[index].told = job{};
    slots_[index].free = true;
    free_.push_back(index);
    --jobs_;
}

std::vector<message_id> endpoint_queue::wanted(std::size_t most) {
    std::vector<message_id> ids;
    if (loading_ || spilled_.empty() || jobs_ > options_.most_jobs / 2) return ids;
    most = std::min({most, spilled_.size(), options_.most_jobs - jobs_});
    ids.assign(spilled_.begin(), spilled_.begin() + static_cast<std::ptrdiff_t>(most));
    spilled_.erase(spilled_.begin(), spilled_.begin() + static_cast<std::ptrdiff_t>(most));
    loading_ = !ids.empty();
    return ids;
}

// Drops from a lane what follows the account's URL.
void endpoint_queue::thin_out(lane& l, std::vector<message_id>& ids) {
    const auto old_head = l.head;
    auto at = l.head;
    l.head = l.tail = none;
    while (at != none) {
        const auto next = std::exchange(slots_[at].behind, none);
        const bool stays = !slots_[at].told.what->callback_url.empty() || (at == old_head && l.head_under_way);
        if (stays) {
            (l.tail == none ? l.head : slots_[l.tail].behind) = at;
            l.tail = at;
        } else {
            ids.push_back(slots_[at].told.what->id);
            free_slot(at);
        }
        at = next;
    }
    if (l.head != none && l.head != old_head) ready_.push_back(l.head);
}

std::vector<message_id> endpoint_queue::evict() {
    std::vector<message_id> ids;
    for (auto at = lanes_.begin(); at != lanes_.end();) {
        thin_out(at->second, ids);
        at = at->second.head == none ? lanes_.erase(at) : std::next(at);
    }
    if (ids.empty()) return ids;
    std::erase_if(ready_, [this](std::uint32_t index) { return slots_[index].free; });
    std::erase_if(waiting_, [this](const waiting& w) { return slots_[w.slot].free; });
    std::make_heap(waiting_.begin(), waiting_.end());
    return ids;
}

}  // namespace hermod::callback
