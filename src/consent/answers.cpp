#include "consent/answers.hpp"

namespace hermod::consent {

void answers::recover(due_answer known) {
    const std::lock_guard lock(mutex_);
    const bool waits = !known.sent;
    auto key = key_of(known);
    if (all_.emplace(std::move(key), entry{std::move(known)}).second) due_ += waits;
}

bool answers::take(const due_answer& wanted) {
    const std::lock_guard lock(mutex_);
    const auto [at, is_new] = all_.try_emplace(key_of(wanted), entry{wanted});
    if (!is_new) {
        if (!at->second.what.sent || wanted.asked < at->second.what.asked + silence) return false;
        at->second = {wanted};
    }
    ++due_;
    return true;
}

std::optional<due_answer> answers::sent(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto at = all_.find(key);
    if (at == all_.end() || at->second.what.sent) return std::nullopt;
    at->second.what.sent = true;
    --due_;
    return at->second.what;
}

std::vector<due_answer> answers::due(wall_time now) {
    std::vector<due_answer> out;
    const std::lock_guard lock(mutex_);
    if (due_ == 0) return out;
    for (auto& [key, one] : all_)
        // Later than it may be: the clock was set back.
        if (const bool rests = one.not_before > now && one.not_before <= now + longest_rest; !one.what.sent && !one.under_way && !rests) {
            one.under_way = true;
            out.push_back(one.what);
        }
    return out;
}

void answers::back(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (const auto at = all_.find(key); at != all_.end()) at->second.under_way = false;
}

void answers::put_off(const std::string& key, wall_time until) {
    const std::lock_guard lock(mutex_);
    if (const auto at = all_.find(key); at != all_.end()) at->second.under_way = false, at->second.not_before = until;
}

std::vector<std::string> answers::old(wall_time now) {
    std::vector<std::string> out;
    const std::lock_guard lock(mutex_);
    for (const auto& [key, one] : all_)
        if (is_old(one.what, now)) out.push_back(key);
    return out;
}

bool answers::forget(const std::string& key, wall_time now) {
    const std::lock_guard lock(mutex_);
    const auto at = all_.find(key);
    if (at == all_.end() || !is_old(at->second.what, now)) return false;
    all_.erase(at);
    return true;
}

}  // namespace hermod::consent
