// What is asked and said of opt-outs by the API.
#include "consent/desk.hpp"

namespace hermod::consent {
namespace {

opt_out_row row_of(const opt_out& o) {
    opt_out_row out;
    out.to = to_text_number(o.number);
    out.from = o.from.sender;
    if (o.from.account != account_id{}) out.account = o.from.account;
    out.since = o.since;
    out.by = to_text(o.by);
    return out;
}

std::optional<opt_out> opt_out_of(const opt_out_row& row) {
    const auto number = number_of(row.to);
    if (!number) return std::nullopt;
    opt_out out;
    out.number = *number;
    if (row.account) out.from = {*row.account, sender_key(row.from)};
    out.since = std::chrono::floor<std::chrono::seconds>(row.since);
    out.by = source::api;
    return out;
}

}  // namespace

// Deletes itself when all is durable.
class desk::writing final : public put_reply {
public:
    writing(desk& home, opt_outs_reply& reply) : home_(home), reply_(reply) {}

    void put_done(put_result result) noexcept override {
        std::vector<note> again;
        {
            const std::lock_guard lock(home_.writing_mutex_);
            for (const auto& [what, taken_back] : all_) settle(what, taken_back, result.is == put_result::kind::stored, again);
        }
        if (result.is == put_result::kind::stored && !again.empty()) {
            all_.clear();
            return home_.store_.write(std::move(again), *this);
        }
        reply_.opt_outs_done(result.is == put_result::kind::stored ? std::optional(changed_) : std::nullopt);
        delete this;
    }

    struct one {
        opt_out what;
        bool taken_back;
    };
    std::vector<one> all_;

private:
    // A handset has said something since: its word counts, and what is on disk becomes that again.
    void settle(const opt_out& what, bool taken_back, bool durable, std::vector<note>& again) {
        const std::string key = key_of(what.number, what.from);
        const auto at = home_.in_writing_.find(key);
        const bool overtaken = at->second.overtaken;
        if (--at->second.writers == 0) home_.in_writing_.erase(at);
        if (!durable) return;
        if (!overtaken) {
            changed_ += taken_back ? home_.ledger_.remove(what.number, what.from) : home_.ledger_.add(what);
            return;
        }
        note kept{std::string(opt_out_kind), key, std::nullopt};
        if (const auto known = home_.ledger_.at(what.number, what.from)) kept.value = value_of(*known);
        again.push_back(std::move(kept));
    }

    desk& home_;
    opt_outs_reply& reply_;
    std::size_t changed_ = 0;
};

std::vector<opt_out_row> desk::list(const opt_out_question& asked) const {
    ledger::filter wanted;
    wanted.account = asked.everybodys ? account_id{} : asked.account;
    wanted.limit = asked.limit;
    std::vector<opt_out_row> out;
    if (!asked.to.empty()) {
        wanted.number = number_of(asked.to);
        if (!wanted.number) return out;
    }
    if (asked.after) wanted.after = opt_out_of(*asked.after);
    for (const opt_out& o : ledger_.list(wanted)) out.push_back(row_of(o));
    return out;
}

void desk::change(std::vector<opt_out_change> all, opt_outs_reply& reply) {
    auto work = std::make_unique<writing>(*this, reply);
    std::vector<note> notes;
    // Under the lock until the store has them: two changes of one key are settled in the order in which they are written.
    const std::lock_guard lock(writing_mutex_);
    for (const opt_out_change& each : all) {
        const auto what = opt_out_of(each.what);
        if (!what) continue;
        // What is there already stays as it is, on disk as well.
        if (!each.taken_back && ledger_.at(what->number, what->from)) continue;
        const std::string key = key_of(what->number, what->from);
        ++in_writing_[key].writers;
        note kept{std::string(opt_out_kind), key, std::nullopt};
        if (!each.taken_back) kept.value = value_of(*what);
        notes.push_back(std::move(kept));
        work->all_.push_back({*what, each.taken_back});
    }
    store_.write(std::move(notes), *work.release());
}

}  // namespace hermod::consent
