#include "accept/limiting.hpp"

#include <algorithm>
#include <cmath>

#include <boost/container/small_vector.hpp>

#include "limits/book.hpp"
#include "limits/fingerprint.hpp"

namespace hermod::accept {
namespace {

using hermod::limits::book;
using hermod::limits::counted;
using hermod::limits::fingerprint;
using hermod::limits::instant;
using hermod::limits::limit;
using hermod::limits::nanos;
using hermod::limits::taken;

// A limit's own copy of what giving back needs: the snapshot that it stands in may be gone by then.
struct hold {
    std::shared_ptr<hermod::limits::limit_state> state;
    hermod::limits::allowance within;
    bool sorts = false;
    std::uint64_t key = 0, recipient = 0;
    std::uint32_t weight = 1;
    taken token{};
    counted count{};
    hermod::limits::jump_counted jumped{};

    bool granted() const { return token.granted || count.granted || jumped.granted; }
    nanos wait() const { return std::max({token.wait, count.wait, jumped.wait}); }
    void give_back(nanos now) const {
        if (jumped.granted)
            state->jumps->give_back(key, weight, jumped);
        else if (within.most != 0)
            state->windows->give_back(key, within, recipient, count);
        else if (sorts)
            state->many->give_back(key, token, now);
        else
            state->one.give_back(token, now);
    }
};

class holds final : public admission {
public:
    explicit holds(book& of) : book_(of) {}
    ~holds() override {
        if (all_.empty()) return;
        const nanos now = book_.now();
        for (const hold& one : all_) one.give_back(now);
    }
    // One more, made where it stays; drop() takes it back, if nothing of it was granted.
    hold& more() { return all_.emplace_back(); }
    void drop() { all_.pop_back(); }
    bool empty() const { return all_.empty(); }
    void kept(notes&) noexcept override { all_.clear(); }

private:
    book& book_;
    boost::container::small_vector<hold, 2> all_;  // most messages are counted by one or two
};

class first_one final : public admission {
public:
    first_one(book& of, std::uint64_t what, message_id id) : book_(of), what_(what), id_(id) {}
    ~first_one() override {
        if (!kept_) book_.seen().take_back(what_, id_);
    }
    void kept(notes&) noexcept override { kept_ = true; }

private:
    book& book_;
    std::uint64_t what_;
    message_id id_;
    bool kept_ = false;
};

std::uint64_t print_of(const draft& work) {
    fingerprint out;
    out << std::uint64_t{work.account.id.value} << std::string_view(work.to) << std::string_view(work.from);
    out << work.text() << (work.how.udh ? std::string_view(*work.how.udh) : work.in.udh)
        << static_cast<std::uint64_t>(work.how.coding);
    return out.value();
}

// 0.4 s, 12 s, 3 min, 5 h: at least that long.
std::string in_words(nanos time) {
    const auto tenths = (time + 99'999'999) / 100'000'000;
    if (tenths < 100) return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
    const auto seconds = (tenths + 9) / 10;
    if (seconds < 120) return std::to_string(seconds) + " s";
    if (seconds < 7'200) return std::to_string((seconds + 59) / 60) + " min";
    return std::to_string((seconds + 3'599) / 3'600) + " h";
}

std::optional<refusal> only_once(draft& work, message_id id) {
    if (work.account.duplicates_within.count() == 0) return std::nullopt;
    book& counts = *work.by.counts;
    const std::uint64_t what = print_of(work);
    const nanos within = std::chrono::nanoseconds(work.account.duplicates_within).count();
    const auto said = counts.seen().ask(what, id, 0, instant(work.now), within);
    if (said.registered) work.reserved.add(std::make_unique<first_one>(counts, what, id));
    if (said.is_first) {
        if (work.seen) work.say("duplicates", {}, false, "the same has not come within " + in_words(within));
        return std::nullopt;
    }
    refusal no{"", "duplicate",
               "the same text came from the same sender to the same number as " + to_text(said.first) +
                   "; it may come again in " + in_words(said.left)};
    counts.duplicates_refused.fetch_add(1, std::memory_order_relaxed);
    work.say("duplicates", {}, true, no.detail);
    return no;
}

void ask(const limit& one, const draft& work, std::uint64_t key, nanos at, hold& out) {
    out.state = one.state;
    out.within = one.within;
    out.sorts = one.sorts();
    out.key = key;
    out.weight = one.weight_of(work.how.parts);
    if (one.is_jump()) {
        out.jumped = one.state->jumps->count(key, one.above, out.weight, at);
    } else if (one.is_window()) {
        out.recipient = (fingerprint() << std::string_view(work.to)).value();
        out.count = one.state->windows->count(key, one.within, out.recipient, at, out.weight);
    } else {
        out.token = one.take(key, at, out.weight);
    }
}

// What an answer to a handset's own word is no part of.
bool may_be_held(const draft& work) {
    return !work.in.extras || work.in.extras->keyword.empty();
}

refusal too_much(const limit& one, const hold& asked) {
    refusal out{"", "rate_limited", "limit \"" + one.name + "\" allows " + one.allows};
    if (one.is_jump()) out.detail += "; usual are " + std::to_string(std::llround(asked.jumped.usual));
    if (one.is_window() && asked.weight > one.within.most) {
        out.detail += ": this message alone has " + std::to_string(asked.weight);
        return out;
    }
    out.detail += ": try again in " + in_words(asked.wait());
    out.retry_after = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::nanoseconds(asked.wait()));
    return out;
}

}  // namespace

std::optional<refusal> keep_to_limits(draft& work, message_id id) {
    if (work.ahead) return std::nullopt;
    if (auto no = only_once(work, id)) return no;
    if (!work.by.counting) return std::nullopt;
    const auto all = work.by.counting->refusing(work.account.id);
    if (all.empty()) return std::nullopt;
    auto taking = std::make_unique<holds>(*work.by.counts);
    const nanos at = instant(work.now);
    for (const limit* one : all) {
        const auto key = one->key_of(work.account.id, work.from, work.to);
        if (!key) {
            work.say("limit", one->name, false, "it does not count this account, sender or number");
            continue;
        }
        hold& mine = taking->more();
        ask(*one, work, *key, at, mine);
        if (mine.granted()) {
            if (work.seen) work.say("limit", one->name, true, "it counts for " + one->allows + ", which has room");
            continue;
        }
        refusal no = too_much(*one, mine);
        taking->drop();
        if (one->holds) {
            work.say("limit", one->name, true, no.detail + ", or wait for somebody's word");
            if (!may_be_held(work)) continue;
            one->state->held.fetch_add(1, std::memory_order_relaxed);
            if (!work.held) work.held_by = one->name;
            work.held = true;
            continue;
        }
        one->state->refused.fetch_add(1, std::memory_order_relaxed);
        work.say("limit", one->name, true, no.detail);
        return no;
    }
    if (!taking->empty()) work.reserved.add(std::move(taking));
    return std::nullopt;
}

}  // namespace hermod::accept
