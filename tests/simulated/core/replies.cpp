#include "replies.hpp"

#include <algorithm>

#include "consent/desk.hpp"

namespace hermod::simulated::core {

using consent::word;

namespace {

constexpr std::chrono::hours day{24};

word word_said(const message& by_handset) {
    return by_handset.body == "Stop." ? word::stop : by_handset.body == "START" ? word::start : by_handset.body == "Help!" ? word::help : word::none;
}

}  // namespace

std::string replies::text_of(const key& which) {
    const auto& [account, handset, number, what] = which;
    return "the " + std::string(to_text(what)) + " of " + handset + " to " + number + " of account " + std::to_string(account.value);
}

void replies::committed(std::span<const store::notice> changes) noexcept {
    for (const store::notice& one : changes)
        if (one.happened.kind == event_kind::stored) stored(*one.what);
}

void replies::stored(const message& what) {
    const auto mine = std::find(open_.begin(), open_.end(), what.id);
    if (mine == open_.end()) return;
    open_.erase(mine);
    if (what.way == direction::to_handset) return answered({what.account, what.to, what.from, word_answered(what.body)});
    if (const word said = word_said(what); said != word::none) heard({what.account, what.from, what.to, said}, what.accepted_at);
}

// Nobody is told that he has opted out while he has not.
void replies::comes_back(const std::string& handset) {
    for (auto& [which, one] : all_)
        if (std::get<1>(which) == handset && std::get<word>(which) == word::stop && one.now == standing::due) one.now = standing::unknown;
}

void replies::heard(const key& by, wall_time at) {
    const auto& [account, handset, number, what] = by;
    if (what == word::start) comes_back(handset);
    if (std::count(plan_.answered.begin(), plan_.answered.end(), what) == 0) return;
    const auto whose = std::find_if(plan_.senders.begin(), plan_.senders.end(), [&](const sender_plan& s) { return s.id == account; });
    if (what == word::stop && !whose->obeys_opt_outs) return;  // it would not be true
    const auto out = what == word::help ? people_.of(account, number, handset) : consents::standing::in;
    if (out == consents::standing::out) return;
    const auto due = out == consents::standing::in ? standing::due : standing::unknown;
    const auto [known, is_new] = all_.try_emplace(by, entry{due, at, at});
    entry& one = known->second;
    if (is_new || one.now == standing::due) return;
    if (at >= one.last + day) {
        stage_.note(text_of(by) + " comes again the next day");
        ++tally_.again;
        one = {due, at, at};
    } else if (at >= one.first + day || latest_ >= one.first + day) {
        one = {standing::unknown, std::min(one.first, at), std::max(one.last, at)};
    } else if (one.now == standing::answered) {
        ++tally_.within_the_day;
    }
}

void replies::answered(const key& by) {
    stage_.note(text_of(by) + " is answered");
    ++tally_.answered;
    const auto known = all_.find(by);
    if (known == all_.end()) return stage_.broken(text_of(by) + " is answered, and was not to be");
    if (std::exchange(known->second.now, standing::answered) == standing::answered)
        stage_.broken(text_of(by) + " is answered twice within the day");
}

// What is not durable yet, the next node tries again.
void replies::refused(account_id by, const std::string& handset, const std::string& number, word what, wall_time now,
                      std::chrono::milliseconds wait) {
    const key which{by, handset, number, what};
    const auto known = all_.find(which);
    if (known != all_.end() && known->second.now != standing::answered && wait.count() != 0 &&
        (known->second.now == standing::unknown || now + wait < known->second.last + consent::desk::patience)) {
        stage_.note(text_of(which) + " is put off");
        ++tally_.put_off;
        return;
    }
    stage_.note(text_of(which) + " is not answered");
    ++tally_.given_up;
    if (known == all_.end() || known->second.now == standing::answered)
        return stage_.broken(text_of(which) + " is refused an answer, and had none to get");
    known->second.now = standing::answered;
    known->second.given_up = true;
}

// What was durable and not told, the next node says; what was lost is brought again, or was never to be relied on.
void replies::begins(const find& look) {
    for (const message_id id : std::vector<message_id>(open_))
        if (const auto kept = look(id)) stored(*kept->what);
    open_.clear();
}

void replies::died() {
    for (auto& [which, one] : all_)
        if (std::exchange(one.given_up, false)) one.now = standing::unknown;
}

std::string replies::what_is_left() const {
    std::string out;
    for (const auto& [which, one] : all_)
        if (one.now == standing::due) out += "; " + text_of(which) + " is not answered";
    return out;
}

}  // namespace hermod::simulated::core
