#include "accept/limiting.hpp"

#include <algorithm>
#include <cmath>

#include "limits/book.hpp"
#include "limits/fingerprint.hpp"

namespace hermod::accept {
namespace {

using hermod::limits::book;
using hermod::limits::counted;
using hermod::limits::fingerprint;
using hermod::limits::instant;
using hermod::limits::limit;
using hermod::limits::limit_state;
using hermod::limits::nanos;
using hermod::limits::taken;

// What one limit has said of a message.
struct asked {
    std::uint32_t weight = 1;
    std::uint64_t recipient = 0;
    taken token{};
    counted count{};
    hermod::limits::jump_counted jumped{};

    bool granted() const { return token.granted || count.granted || jumped.granted; }
    nanos wait() const { return std::max({token.wait, count.wait, jumped.wait}); }
};

// A rate's tokens. The book keeps the state of a limit that is configured no more: no message counts the pointers to it.
struct tokens {
    limit_state* state;
    bool sorted;
    std::uint64_t key;
    nanos until, price;

    void settle(notes* with) const noexcept {
        if (with) return;
        const taken what{true, 0, until, price};
        const nanos now = state->now();
        sorted ? state->many->give_back(key, what, now) : state->one.give_back(what, now);
    }
};

// A place in a window, or under a jump: a limit's own copy of what giving back needs, since its snapshot may be gone by then.
struct place {
    limit_state* state;
    hermod::limits::allowance within;
    std::uint64_t key;
    asked what;

    void give_back() const {
        if (what.jumped.granted)
            state->jumps->give_back(key, what.weight, what.jumped);
        else
            state->windows->give_back(key, within, what.recipient, what.count);
    }
};
struct held_place {
    place* mine;

    void settle(notes* with) const noexcept {
        const std::unique_ptr<place> ends(mine);
        if (!with) ends->give_back();
    }
};

struct first_one {
    book* of;
    hermod::limits::duplicate_rows::entry what;

    void settle(notes* with) const noexcept {
        if (with)
            of->rows().add(what);
        else
            of->seen().take_back(what.what, what.id);
    }
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
    const nanos at = instant(work.now);
    const auto said = counts.seen().ask(what, id, at, within);
    if (said.is_first) {
        work.reserved.add(first_one{&counts, {what, id, at + within, static_cast<std::uint32_t>(work.account.duplicates_within.count())}});
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

asked ask(const limit& one, draft& work, std::uint64_t key, nanos at) {
    asked out;
    out.weight = one.weight_of(work.how.parts);
    if (!one.is_jump() && !one.is_window()) {
        out.token = one.take(key, at, out.weight);
        if (out.token.granted) work.reserved.add(tokens{one.state.get(), one.sorts(), key, out.token.until, out.token.price});
        return out;
    }
    if (one.is_jump()) {
        out.jumped = one.state->jumps->count(key, one.above, out.weight, at);
    } else {
        out.recipient = (fingerprint() << std::string_view(work.to)).value();
        out.count = one.state->windows->count(key, one.within, out.recipient, at, out.weight);
    }
    if (out.granted()) work.reserved.add(held_place{new place{one.state.get(), one.within, key, out}});
    return out;
}

// What an answer to a handset's own word is no part of.
bool may_be_held(const draft& work) {
    return !work.in.extras || work.in.extras->keyword.empty();
}

refusal too_much(const limit& one, const asked& said) {
    refusal out{"", "rate_limited", "limit \"" + one.name + "\" allows " + one.allows};
    if (one.is_jump()) out.detail += "; usual are " + std::to_string(std::llround(said.jumped.usual));
    if (one.is_window() && said.weight > one.within.most) {
        out.detail += ": this message alone has " + std::to_string(said.weight);
        return out;
    }
    out.detail += ": try again in " + in_words(said.wait());
    out.retry_after = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::nanoseconds(said.wait()));
    return out;
}

}  // namespace

std::optional<refusal> keep_to_limits(draft& work, message_id id) {
    if (work.ahead) return std::nullopt;
    if (auto no = only_once(work, id)) return no;
    if (!work.by.counting) return std::nullopt;
    const auto all = work.by.counting->refusing(work.account.id);
    if (all.empty()) return std::nullopt;
    const nanos at = instant(work.now);
    for (const limit* one : all) {
        const auto key = one->key_of(work.account.id, work.from, work.to);
        if (!key) {
            work.say("limit", one->name, false, "it does not count this account, sender or number");
            continue;
        }
        const asked said = ask(*one, work, *key, at);
        if (said.granted()) {
            if (work.seen) work.say("limit", one->name, true, "it counts for " + one->allows + ", which has room");
            continue;
        }
        refusal no = too_much(*one, said);
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
    return std::nullopt;
}

}  // namespace hermod::accept
