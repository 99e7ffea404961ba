// The desk's part in a message's way: what handsets say, and what may not be sent.
#include "consent/desk.hpp"

#include "base/log.hpp"

namespace hermod::consent {
namespace {

word word_of(std::string_view name) {
    for (const word one : {word::stop, word::start, word::help})
        if (to_text(one) == name) return one;
    return word::none;
}

wall_time to_the_second(wall_time t) {
    return std::chrono::floor<std::chrono::seconds>(t);
}

// By the name that its sender gave, where a rule has made another of it.
std::string_view sender_of(const message& m) {
    return m.more().was_from.empty() ? std::string_view(m.from) : std::string_view(m.more().was_from);
}

}  // namespace

desk::desk(store::store& store) : store_(store), policy_(std::make_shared<const policy>()) {}

desk::~desk() = default;

void desk::use(policy_ptr next) {
    const std::lock_guard lock(policy_mutex_);
    policy_.swap(next);
}

policy_ptr desk::current() const {
    const std::lock_guard lock(policy_mutex_);
    return policy_;
}

void desk::recover() {
    std::size_t unreadable = 0;
    for (const note& kept : store_.notes_of(opt_out_kind)) {
        if (const auto one = opt_out_of(kept))
            ledger_.add(*one);
        else
            ++unreadable;
    }
    for (const note& kept : store_.notes_of(answer_kind)) {
        if (auto one = answer_of(kept))
            answers_.recover(std::move(*one));
        else
            ++unreadable;
    }
    if (unreadable != 0) log_line(log_level::error, "opt_outs_unreadable").field("notes", unreadable);
}

void desk::stored(const message& what, notes& with) noexcept {
    const std::string_view keyword = what.more().keyword;
    if (keyword.empty()) return;
    if (what.way == direction::from_handset) {
        if (const word is = word_of(keyword); is != word::none) heard(what, is, with);
        return;
    }
    if (!keyword.starts_with(answer_mark)) return;
    const auto number = number_of(what.to);
    if (!number) return;
    due_answer mine;
    mine.number = *number;
    mine.account = what.account;
    mine.from = sender_of(what);
    mine.to = word_of(keyword.substr(answer_mark.size()));
    const std::string key = key_of(mine);
    if (const auto done = answers_.sent(key)) {
        with.keep(answer_kind, key, value_of(*done));
        counters_.answered.fetch_add(1, std::memory_order_relaxed);
    }
}

void desk::heard(const message& what, word is, notes& with) {
    counters_.heard[static_cast<std::size_t>(is)].fetch_add(1, std::memory_order_relaxed);
    const auto number = number_of(what.from);
    if (!number) {
        counters_.unrecorded.fetch_add(1, std::memory_order_relaxed);
        log_line(log_level::warning, "opt_out_not_recorded")
            .field("word", to_text(is))
            .number("from", what.from)
            .field("why", "the handset's number is not international");
        return;
    }
    const policy_ptr by = current();
    const account_policy& how = by->of(what.account);
    const wall_time at = to_the_second(what.accepted_at);
    if (is == word::stop) set({*number, scope_of(how.how_far, what.account, what.to), at, source::handset}, false, with);
    // What a STOP to this number would have made, and everything narrower.
    if (is == word::start)
        for (const reach each : {reach::sender, reach::account, reach::everybody})
            if (each <= std::max(how.how_far, reach::account))
                set({*number, scope_of(each, what.account, what.to), at, {}}, true, with);
    answer(*by, what, is, *number, with);
}

void desk::set(const opt_out& what, bool taken_back, notes& with) {
    const std::string key = key_of(what.number, what.from);
    if (taken_back) {
        if (ledger_.remove(what.number, what.from)) with.forget(opt_out_kind, key);
    } else if (ledger_.add(what)) {
        with.keep(opt_out_kind, key, value_of(what));
    }
    const std::lock_guard lock(writing_mutex_);
    if (const auto at = in_writing_.find(key); at != in_writing_.end()) ++at->second.words;
}

std::string desk::barred(const message& what) const {
    if (ledger_.size() == 0 || what.way != direction::to_handset) return {};
    if (what.more().keyword == std::string(answer_mark) + std::string(to_text(word::stop))) return {};
    if (!current()->of(what.account).obeys) return {};
    const auto number = number_of(what.to);
    if (!number) return {};
    auto found = ledger_.find(*number, what.account, what.from);
    if (!found && !what.more().was_from.empty()) found = ledger_.find(*number, what.account, what.more().was_from);
    if (!found) return {};
    counters_.refused_waiting.fetch_add(1, std::memory_order_relaxed);
    return "opted_out: the recipient has opted out while this waited";
}

}  // namespace hermod::consent
