// The desk's answers: due with the word's own transaction, sent as messages of the account by the way that all take.
#include <algorithm>

#include "base/log.hpp"
#include "consent/desk.hpp"

namespace hermod::consent {

// Deletes itself with its answer.
class desk::answering final : public put_reply {
public:
    answering(answers& home, std::string key) : home_(home), key_(std::move(key)) {}
    // Stored: the desk has seen its message in that transaction. Otherwise it is tried again.
    void put_done(put_result result) noexcept override {
        if (result.is != put_result::kind::stored) home_.back(key_);
        delete this;
    }

private:
    answers& home_;
    std::string key_;
};

class desk::forgetting final : public put_reply {
public:
    void put_done(put_result) noexcept override { delete this; }
};

void desk::answer(const policy& by, const message& what, word is, std::uint64_t number, notes& with) {
    if (what.to.empty()) return;
    const account_policy& how = by.of(what.account);
    // Who is told of his opt-out must not be written to by the same account all the same.
    if (is == word::stop && !how.obeys) return;
    if (is == word::help && how.obeys && ledger_.find(number, what.account, what.to)) return;
    const std::string_view language = by.words.read(what.body).language;
    if (!by.answer_for(what.account, is, language)) return;
    due_answer wanted;
    wanted.number = number;
    wanted.account = what.account;
    wanted.to = is;
    wanted.asked = what.accepted_at;
    wanted.from = what.to;
    wanted.language = language;
    if (answers_.take(wanted)) with.keep(answer_kind, key_of(wanted), value_of(wanted));
}

void desk::tick(inbox& by, wall_time now) {
    for (const due_answer& one : answers_.due(now)) send(by, one, now);
    too_old found{answers_.old(now), now};
    const std::lock_guard lock(old_mutex_);
    old_ = std::move(found);
}

// Here, where no word comes between: one that makes an answer due again is in this transaction, or in one that is done.
void desk::committing(notes& with) noexcept {
    too_old found;
    {
        const std::lock_guard lock(old_mutex_);
        found = std::exchange(old_, {});
    }
    for (const std::string& key : found.keys)
        if (answers_.forget(key, found.at)) with.forget(answer_kind, key);
}

void desk::send(inbox& by, const due_answer& what, wall_time now) {
    const policy_ptr rules = current();
    const consent::answer* text = rules->answer_for(what.account, what.to, what.language);
    if (!text) return give_up(what, "there is no text for it any more");
    // A START has come between.
    if (what.to == word::stop && !ledger_.find(what.number, what.account, what.from)) {
        if (!put_off(what, now, std::chrono::seconds{1})) give_up(what, "the recipient has not opted out any more");
        return;
    }
    auto extras = std::make_shared<message_extras>();
    extras->keyword = std::string(answer_mark) + std::string(to_text(what.to));
    const std::string to = to_text_number(what.number);
    submission s;
    s.account = what.account;
    s.to = to;
    s.from = what.from;
    s.body = text->text;
    s.receipt = false;
    s.callbacks = callback_none;
    s.extras = std::move(extras);
    prepared made = by.prepare(s, now);
    if (made.refused) {
        if (!put_off(what, now, made.refused->retry_after)) give_up(what, made.refused->code + ": " + made.refused->detail);
        return;
    }
    by.put({std::move(made.ready)}, nullptr, *new answering(answers_, key_of(what)));
}

bool desk::put_off(const due_answer& what, wall_time now, std::chrono::milliseconds wait) {
    if (wait.count() == 0 || now + wait >= what.asked + patience) return false;
    answers_.put_off(key_of(what), now + std::min<std::chrono::milliseconds>(wait, answers::longest_rest));
    return true;
}

void desk::give_up(const due_answer& what, const std::string& why) {
    counters_.not_answered.fetch_add(1, std::memory_order_relaxed);
    log_line(log_level::warning, "opt_out_not_answered")
        .field("word", to_text(what.to))
        .number("to", to_text_number(what.number))
        .field("why", why);
    const std::string key = key_of(what);
    if (const auto done = answers_.sent(key)) write({{std::string(answer_kind), key, value_of(*done)}});
}

void desk::write(std::vector<note> all) {
    store_.write(std::move(all), *new forgetting);
}

}  // namespace hermod::consent
