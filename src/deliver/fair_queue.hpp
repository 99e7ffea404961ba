// A queue in ranks: the highest priority first; inside one, accounts take turns by their weights; inside an account's line, first
// come first served. Pure; one executor, its owner's.
//
// Start-time fair queueing (Goyal, Vin, Cheng, 1996): each line has a time of its own, which what leaves it moves on by its cost
// divided by the account's weight; the line with the least time is next. A line that was empty begins no earlier than where
// the others are, so nobody saves up turns; no line waits for longer than one turn of each of the others.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "deliver/rank.hpp"

namespace hermod::deliver {

// An account's share among those that wait; above 0.
using account_weights = std::function<double(account_id)>;

template <class T>
class fair_queue {
public:
    // Empty weights: all have 1.
    explicit fair_queue(account_weights weights = {}) : weights_(std::move(weights)) {}

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    std::size_t size(const rank& of) const {
        const auto& lines = levels_[of.level].lines;
        const auto at = lines.find(of.account);
        return at == lines.end() ? 0 : at->second->items.size();
    }

    void push_back(const rank& where, T what) {
        line& to = wake(where);
        to.items.push_back(std::move(what));
        ++size_;
    }
    void push_front(const rank& where, T what) {
        line& to = wake(where);
        to.items.push_front(std::move(what));
        ++size_;
    }

    // In front of its line, but behind those at its front that are to go before it.
    template <class GoesBefore>
    void push_front(const rank& where, T what, GoesBefore goes_before) {
        line& to = wake(where);
        to.items.insert(std::find_if_not(to.items.begin(), to.items.end(), goes_before), std::move(what));
        ++size_;
    }

    // Whose turn it is. Requires !empty().
    rank next() const {
        const std::size_t at = top();
        return {levels_[at].turns.front()->whose, static_cast<std::uint8_t>(at)};
    }
    const T& front() const { return levels_[top()].turns.front()->items.front(); }
    // The last one of a line that has some.
    T& back(const rank& of) { return levels_[of.level].lines.find(of.account)->second->items.back(); }

    // Takes out front(); `cost` is what it counts for in its account's share.
    T pop_front(double cost = 1) {
        level& from = levels_[top()];
        line& one = *from.turns.front();
        T out = std::move(one.items.front());
        one.items.pop_front();
        --size_;
        from.now = one.time;
        one.time += cost / one.weight;
        std::pop_heap(from.turns.begin(), from.turns.end(), later);
        if (one.items.empty())
            from.turns.pop_back();
        else
            std::push_heap(from.turns.begin(), from.turns.end(), later);
        return out;
    }

    // The first `most` of one line, out of turn; they count as if it had been theirs.
    template <class Take>
    std::size_t take_of(const rank& whose, std::size_t most, Take take) {
        level& from = levels_[whose.level];
        const auto at = from.lines.find(whose.account);
        if (at == from.lines.end() || at->second->items.empty()) return 0;
        line& one = *at->second;
        const std::size_t count = std::min(most, one.items.size());
        for (std::size_t i = 0; i < count; ++i) {
            take(std::move(one.items.front()));
            one.items.pop_front();
        }
        size_ -= count;
        one.time += static_cast<double>(count) / one.weight;
        if (one.items.empty()) std::erase(from.turns, &one);
        std::make_heap(from.turns.begin(), from.turns.end(), later);
        return count;
    }

    // In no order that matters.
    template <class Visit>
    void for_each(Visit visit) {
        for (level& one : levels_)
            for (line* l : one.turns)
                for (T& item : l->items) visit(item);
    }
    // Those of whom something waits.
    template <class Visit>
    void for_each_rank(Visit visit) const {
        for (std::size_t at = 0; at < priority_levels; ++at)
            for (const line* l : levels_[at].turns) visit(rank{l->whose, static_cast<std::uint8_t>(at)});
    }
    template <class Predicate>
    std::size_t erase_if(Predicate goes) {
        std::size_t erased = 0;
        for (level& one : levels_) {
            for (line* l : one.turns) erased += std::erase_if(l->items, goes);
            std::erase_if(one.turns, [](const line* l) { return l->items.empty(); });
            std::make_heap(one.turns.begin(), one.turns.end(), later);
        }
        size_ -= erased;
        return erased;
    }

private:
    struct line {
        account_id whose;
        double weight = 1, time = 0;
        std::uint64_t since = 0;  // among those of one time, who had something first
        std::deque<T> items;
    };
    struct level {
        std::unordered_map<account_id, std::unique_ptr<line>> lines;  // as many as accounts have ever waited here
        std::vector<line*> turns;                                     // of them, those that have something: a heap, the least time first
        double now = 0;                                               // the time of what left last
    };
    static bool later(const line* a, const line* b) {
        return a->time != b->time ? a->time > b->time : a->since > b->since;
    }
    std::size_t top() const {
        assert(size_ != 0);
        std::size_t at = priority_levels - 1;
        while (levels_[at].turns.empty()) --at;
        return at;
    }
    line& wake(const rank& where) {
        level& at = levels_[where.level];
        auto& one = at.lines[where.account];
        if (!one) {
            one = std::make_unique<line>();
            one->whose = where.account;
        }
        if (one->items.empty()) {
            if (weights_) one->weight = weights_(where.account);  // may have changed since it had something last
            one->time = std::max(one->time, at.now);
            one->since = next_++;
            at.turns.push_back(one.get());
            std::push_heap(at.turns.begin(), at.turns.end(), later);
        }
        return *one;
    }

    account_weights weights_;
    std::array<level, priority_levels> levels_;
    std::size_t size_ = 0;
    std::uint64_t next_ = 0;
};

}  // namespace hermod::deliver
