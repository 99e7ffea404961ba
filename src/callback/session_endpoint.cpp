#include "callback/session_endpoint.hpp"

#include <algorithm>

namespace hermod::callback {
namespace {

constexpr std::chrono::seconds throttle_pause{1};

answer judged(told::kind is) {
    switch (is) {
        case told::kind::taken:
            return {answer::kind::accepted};
        case told::kind::later:
        case told::kind::overdue:
            return {answer::kind::refused};
        case told::kind::throttled:
            return {answer::kind::busy, throttle_pause};
        case told::kind::refused:
            return {answer::kind::gone};
        case told::kind::unanswered:
            break;
    }
    return {answer::kind::cut_off};
}

bool is_sign_of_life(told::kind is) {
    return is != told::kind::unanswered && is != told::kind::overdue;
}

}  // namespace

session_endpoint::session_endpoint(surroundings& around, account_id account, std::string origin)
    : endpoint(around, account, std::move(origin)) {
    size_queue();
}

session_endpoint::seat* session_endpoint::find(const listener& by) {
    const auto at = std::find_if(seats_.begin(), seats_.end(), [&](const seat& s) { return s.who.get() == &by; });
    return at == seats_.end() ? nullptr : &*at;
}

void session_endpoint::size_queue() {
    room_ = 0;
    for (const seat& s : seats_) room_ += s.room;
    queue.configure({room_, 1, around_.with.most_jobs, for_sessions});
}

void session_endpoint::join(std::shared_ptr<listener> by, std::size_t room) {
    if (find(*by)) return;
    if (held_) by->hold(true);
    seats_.push_back({std::move(by), std::max<std::size_t>(room, 1), 0, {}});
    size_queue();
    pump();
}

void session_endpoint::shut(const listener& by) {
    seat* const at = find(by);
    if (!at) return;
    at->room = 0;
    size_queue();
    watch();
}

void session_endpoint::leave(const listener& by) {
    const auto at = std::find_if(seats_.begin(), seats_.end(), [&](const seat& s) { return s.who.get() == &by; });
    if (at == seats_.end()) return;
    if (held_) at->who->hold(false);
    seats_.erase(at);
    // Newest first, since each goes before those that wait: so the oldest is told first again.
    std::vector<std::uint32_t> back;
    for (const auto& [slot, who] : under_way_)
        if (who == &by) back.push_back(slot);
    std::sort(back.begin(), back.end(), [this](std::uint32_t a, std::uint32_t b) { return queue.at(a).at > queue.at(b).at; });
    for (const std::uint32_t slot : back) finish(slot, {slot, told::kind::unanswered});
    size_queue();
    pump();
}

session_endpoint::seat* session_endpoint::roomiest() {
    seat* best = nullptr;
    for (seat& s : seats_)
        if (s.busy < s.room && (!best || s.room - s.busy > best->room - best->busy)) best = &s;
    return best;
}

void session_endpoint::pump() {
    if (around_.stopping) return;
    const mono_time now = around_.with.mono();
    for (seat* to = roomiest(); to && queue.next(now, group_); to = roomiest()) {
        const std::uint32_t slot = group_.front();
        const job& told = queue.at(slot);
        ++to->busy;
        ++around_.under_way;
        under_way_.emplace(slot, to->who.get());
        to->going.push_back({told.what, slot, told.now, told.possible_duplicate, told.code, told.at, told.detail});
    }
    for (seat& s : seats_)
        if (!s.going.empty()) s.who->tell(std::exchange(s.going, {}));
    watch();
}

// What is told and not answered yet has its place within the room; only what waits behind it counts. Nobody to be told, or
// nothing to tell any more: then no answer can come that would end it.
void session_endpoint::watch() {
    const std::size_t untold = queue.jobs() + queue.spilled() - under_way_.size();
    if (!under_way_.empty()) unheard_ += std::min(news_, untold);
    news_ = 0;
    if (room_ == 0 || queue.empty()) unheard_ = 0;
    if (unheard_ == 0) hold(false);
    if (unheard_ > around_.with.most_untold) hold(true);
}

void session_endpoint::hold(bool on) {
    if (std::exchange(held_, on) == on) return;
    for (const seat& s : seats_) s.who->hold(on);
}

void session_endpoint::hear(const listener& by, std::vector<told> answers) {
    for (const told& one : answers) {
        const auto slot = static_cast<std::uint32_t>(one.token);
        const auto at = under_way_.find(slot);
        if (at == under_way_.end() || at->second != &by) continue;
        if (is_sign_of_life(one.is)) unheard_ = 0;
        finish(slot, one);
    }
    pump();
}

void session_endpoint::finish(std::uint32_t slot, const told& answer) {
    const auto at = under_way_.find(slot);
    for (seat& s : seats_)
        if (s.who.get() == at->second) --s.busy;
    under_way_.erase(at);
    --around_.under_way;
    settled_.clear();
    group_.assign(1, slot);
    queue.finished(group_, judged(answer.is), around_.with.mono(), settled_);
    if (!settled_.empty()) record(settled_, answer.code, answer.detail);
}

void session_endpoint::abandon() {
    around_.under_way -= under_way_.size();
    under_way_.clear();
    seats_.clear();
}

}  // namespace hermod::callback
