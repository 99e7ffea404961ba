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
        const bool durable = result.is == put_result::kind::stored;
        std::vector<note> again;
        {
            const std::lock_guard lock(home_.writing_mutex_);
            std::erase_if(all_, [&](one& o) { return settled(o, durable, again); });
        }
        if (!again.empty()) return home_.store_.write(std::move(again), *this);
        reply_.opt_outs_done(durable ? std::optional(changed_) : std::nullopt);
        delete this;
    }

    struct one {
        opt_out what;
        bool taken_back;
        std::uint64_t words;  // that handsets had said of it when it was written
        bool overtaken = false;
    };
    std::vector<one> all_;

private:
    // When a handset has said something since, what memory has becomes what is on disk again.
    bool settled(one& o, bool durable, std::vector<note>& again) {
        const std::string key = key_of(o.what.number, o.what.from);
        const auto at = home_.in_writing_.find(key);
        if (durable && at->second.words != o.words) {
            o.words = at->second.words;
            o.overtaken = true;
            note kept{std::string(opt_out_kind), key, std::nullopt};
            if (const auto known = home_.ledger_.at(o.what.number, o.what.from)) kept.value = value_of(*known);
            again.push_back(std::move(kept));
            return false;
        }
        if (--at->second.writers == 0) home_.in_writing_.erase(at);
        if (durable && !o.overtaken)
            changed_ += o.taken_back ? home_.ledger_.remove(o.what.number, o.what.from) : home_.ledger_.add(o.what);
        return true;
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
        in_writing& known = in_writing_[key];
        ++known.writers;
        note kept{std::string(opt_out_kind), key, std::nullopt};
        if (!each.taken_back) kept.value = value_of(*what);
        notes.push_back(std::move(kept));
        work->all_.push_back({*what, each.taken_back, known.words});
    }
    store_.write(std::move(notes), *work.release());
}

}  // namespace hermod::consent
