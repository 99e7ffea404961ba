// Token buckets by key: one for each recipient, sender, prefix that a limit tells apart. One that is full again is forgotten,
// which changes nothing; where there are too many, those that are the soonest full go first. Any thread.
#pragma once

#include "limits/bucket.hpp"
#include "limits/keyed_table.hpp"

namespace hermod::limits {

class bucket_table {
public:
    explicit bucket_table(std::size_t most) : buckets_(most) {}

    taken take(std::uint64_t key, const pace& by, nanos at, std::uint32_t tokens = 1) {
        return buckets_.with(key, at, [&](state& one) {
            const step next = limits::take(by, one.until, at, tokens);
            one.until = next.paid_until;
            return taken::of(next, by.each, tokens);
        });
    }
    template <class Clock>
    void set_right(std::uint64_t key, const pace& by, const Clock& now) {
        buckets_.if_there(key, [&](state& one) {
            if (const nanos at = now(); one.until > most_ahead(by, at)) one.until = at + by.saved;
            return true;
        });
    }
    void give_back(std::uint64_t key, const taken& what, nanos at) {
        if (at >= what.until) return;
        buckets_.if_there(key, [&](state& one) {
            one.until -= refund(what, at);
            return true;
        });
    }
    nanos there(std::uint64_t key, const pace& by, nanos at) {
        nanos out = by.burst();
        buckets_.if_there(key, [&](state& one) {
            out = limits::there(by, one.until, at);
            return true;
        });
        return out;
    }
    std::size_t size() const { return buckets_.size(); }
    void clear() { buckets_.clear(); }
    std::uint64_t forgotten() const { return buckets_.forgotten(); }

private:
    struct state {
        nanos until = 0;
    };
    keyed_table<state> buckets_;
};

}  // namespace hermod::limits
