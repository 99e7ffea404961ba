#include "paces.hpp"

#include <algorithm>

namespace hermod::simulated::core {

namespace {

constexpr double a_little = 1e-6;

double seconds(wall_time::duration span) {
    return std::chrono::duration<double>(span).count();
}

double a_second(const pace_plan& by) {
    return by.count / static_cast<double>(by.period.count());
}

}  // namespace

void paces::bucket::fill(const pace_plan& by, double most, wall_time now, bool begins_empty) {
    if (at == wall_time{}) {
        tokens = begins_empty ? 0 : most;
        at = now;
    }
    tokens = std::min(most, tokens + a_second(by) * seconds(now - at));
    at = now;
}

const sender_plan* paces::whose(account_id who) const {
    const auto at =
        std::find_if(plan_.senders.begin(), plan_.senders.end(), [who](const sender_plan& one) { return one.id == who; });
    return at == plan_.senders.end() || at->rate.count == 0 ? nullptr : &*at;
}

void paces::admitted(const message& what) {
    const sender_plan* by = whose(what.account);
    if (!by) return;
    const wall_time now = stage_.time.wall();
    bucket& full = full_[what.account];
    bucket& empty = empty_[what.account];
    full.fill(by->rate, by->rate.burst, now);
    empty.fill(by->rate, by->rate.burst, now, clock_was_set_);
    if (full.tokens < 1 - a_little)
        stage_.broken("rate of " + by->name + ": " + what.client_ref + " is taken, with " + std::to_string(full.tokens) +
                      " tokens");
    full.tokens -= 1;
    empty.tokens = std::max(0.0, empty.tokens - 1);
    admitted_[what.client_ref] = what.account;
}

void paces::refused(account_id who) {
    const sender_plan* by = whose(who);
    if (!by) return stage_.broken("an account without a rate is refused for it");
    ++tally_.refused;
    bucket& empty = empty_[who];
    empty.fill(by->rate, by->rate.burst, stage_.time.wall(), clock_was_set_);
    stage_.note("rate of " + by->name + ": refused");
    if (empty.tokens >= 1 + a_little)
        stage_.broken("rate of " + by->name + ": a message is refused, with " + std::to_string(empty.tokens) + " tokens");
}

void paces::given_back(const std::string& client_ref) {
    const auto at = admitted_.find(client_ref);
    if (at == admitted_.end()) return;
    const sender_plan* by = whose(at->second);
    bucket& full = full_[at->second];
    full.fill(by->rate, by->rate.burst, stage_.time.wall());
    full.tokens = std::min(by->rate.burst, full.tokens + 1);
    admitted_.erase(at);
}

bool paces::counts(const shaping_plan& one, const message& what) {
    return one.accounts.empty() || std::count(one.accounts.begin(), one.accounts.end(), what.account) != 0;
}

bool paces::may_wait(const message& what) const {
    return std::any_of(plan_.shaping.begin(), plan_.shaping.end(), [&](const shaping_plan& one) { return counts(one, what); });
}

void paces::claimed(const message& what) {
    const micros tick = tick_of(plan_, stage_.time.passed());
    // Until it is told the new time, a lane takes what the time before had left.
    const bool may_be_of_before = stage_.time.now() - set_at_ <= tick;
    for (std::size_t i = 0; i < plan_.shaping.size(); ++i) {
        const shaping_plan& one = plan_.shaping[i];
        if (!counts(one, what)) continue;
        ++tally_.claimed;
        if (may_be_of_before) continue;
        bucket& full = waiting_[{i, one.per_account ? what.account.value : 0, one.per_sender ? what.from : "",
                                 one.per_recipient ? what.to : ""}];
        full.fill(one, one.burst + a_second(one) * seconds(tick), stage_.time.wall());
        if (full.tokens < 1 - a_little)
            stage_.broken("limit " + std::to_string(i) + ": " + to_text(what.id) + " is claimed, with " +
                          std::to_string(full.tokens) + " tokens");
        full.tokens -= 1;
    }
}

void paces::clock_set() {
    begins();
    clock_was_set_ = true;
    set_at_ = stage_.time.now();
}

void paces::begins() {
    clock_was_set_ = false;
    full_.clear();
    empty_.clear();
    admitted_.clear();
    waiting_.clear();
}

}  // namespace hermod::simulated::core
