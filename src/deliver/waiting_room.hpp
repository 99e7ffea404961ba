// Who waits for a token of a limit's bucket: a line for each bucket, in ranks like the queue itself: the highest priority first,
// inside one accounts in turn by their weights, inside an account's line by the messages' ids, so that what comes back takes its
// place again. Pure; one executor, its owner's.
//
// 64 octets for each one that waits, and some 200 for each bucket that somebody waits for.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "deliver/fair_queue.hpp"

namespace hermod::deliver {

// Item: movable, default constructible. Bucket: what the owner wants to know of one, kept while somebody waits for it.
template <class Item, class Bucket>
class waiting_room {
public:
    explicit waiting_room(account_weights weights = {}) : weights_(std::move(weights)) {}

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    // Whether somebody of this priority or above waits for that bucket.
    bool any(std::uint64_t bucket, std::uint8_t level) const {
        const auto at = lines_.find(bucket);
        if (at == lines_.end()) return false;
        for (const turn& one : at->second->turns)
            if (one.whose.level >= level) return true;
        return false;
    }

    // Whether one of that rank waits there who came before.
    bool older(std::uint64_t bucket, const rank& whose, std::int64_t id) const {
        const auto at = lines_.find(bucket);
        if (at == lines_.end()) return false;
        for (const turn& one : at->second->turns)
            if (one.whose == whose) return nodes_[one.head].id < id;
        return false;
    }

    // `due`: when the bucket is worth asking, if no other says an earlier time.
    void put(std::uint64_t bucket, Bucket about, std::int64_t due, const rank& whose, std::int64_t id, Item what) {
        auto& at = lines_[bucket];
        if (!at) {
            at = std::make_unique<line>(line{std::move(about), due, 0, 0, {}});
            due_.insert({due, bucket});
        } else if (due < at->due) {
            put_off(bucket, due);
        }
        insert(turn_of(*at, whose), id, std::move(what));
        ++size_;
    }

    // The bucket that is worth asking next, and when. Requires !empty().
    std::pair<std::int64_t, std::uint64_t> next() const { return *due_.begin(); }
    Bucket& about(std::uint64_t bucket) { return lines_.find(bucket)->second->about; }
    void put_off(std::uint64_t bucket, std::int64_t due) {
        line& at = *lines_.find(bucket)->second;
        due_.erase({at.due, bucket});
        due_.insert({at.due = due, bucket});
    }
    void ask_all() {  // the clock was set back
        due_.clear();
        for (auto& [bucket, at] : lines_) due_.insert({at->due = 0, bucket});
    }
    // Those that have been taken out and have not come() yet; when the last of them comes the bucket is worth asking.
    std::size_t out(std::uint64_t bucket) const { return lines_.find(bucket)->second->out; }
    void come(std::uint64_t bucket) {
        const auto at = lines_.find(bucket);
        if (at != lines_.end() && at->second->out != 0 && --at->second->out == 0) put_off(bucket, 0);
    }
    void forget_out() {
        for (auto& [bucket, at] : lines_) at->out = 0;
    }
    void is_out(std::uint64_t bucket) {
        const auto at = lines_.find(bucket);
        if (at != lines_.end()) ++at->second->out;
    }

    // Whose turn it is in that bucket's line; null: nobody waits there.
    const Item* front(std::uint64_t bucket) const {
        const auto at = lines_.find(bucket);
        return at == lines_.end() ? nullptr : &nodes_[at->second->turns[first_of(*at->second)].head].what;
    }

    struct taken {
        rank whose;
        std::int64_t id;
        Item what;
    };
    // Whose turn it is in that bucket's line. The line goes with the last of it.
    taken take(std::uint64_t bucket) {
        const auto found = lines_.find(bucket);
        line& at = *found->second;
        const std::size_t best = first_of(at);
        turn& mine = at.turns[best];
        at.now = mine.time;
        mine.time += 1 / mine.weight;
        ++at.out;
        const std::uint32_t here = mine.head;
        taken out{mine.whose, nodes_[here].id, std::move(nodes_[here].what)};
        mine.head = nodes_[here].next;
        drop(here);
        if (mine.head == none) at.turns.erase(at.turns.begin() + static_cast<std::ptrdiff_t>(best));
        if (at.turns.empty()) close(found);
        return out;
    }

    template <class Visit>  // visit(whose, id, what), each account's by their ids
    void for_each(Visit visit) {
        for (auto& [bucket, at] : lines_)
            for (turn& one : at->turns)
                for (std::uint32_t n = one.head; n != none; n = nodes_[n].next) visit(one.whose, nodes_[n].id, nodes_[n].what);
    }
    template <class Predicate>  // goes(id, what)
    std::size_t erase_if(Predicate goes) {
        const std::size_t before_it = size_;
        std::vector<std::uint64_t> closed;
        for (auto& [bucket, at] : lines_) {
            for (turn& one : at->turns) erase_if(one, goes);
            std::erase_if(at->turns, [](const turn& one) { return one.head == none; });
            if (at->turns.empty()) closed.push_back(bucket);
        }
        for (const std::uint64_t bucket : closed) close(lines_.find(bucket));
        return before_it - size_;
    }
    void clear() {
        lines_.clear();
        due_.clear();
        nodes_.clear();
        free_ = none;
        size_ = 0;
    }

private:
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    struct node {
        Item what;
        std::int64_t id = 0;
        std::uint32_t next = none;
    };
    struct turn {
        rank whose;
        double weight = 1, time = 0;
        std::uint32_t head = none, tail = none;
    };
    struct line {
        Bucket about;
        std::int64_t due;
        std::size_t out;
        double now;  // the time of what left last
        std::vector<turn> turns;
    };
    using lines = boost::unordered_flat_map<std::uint64_t, std::unique_ptr<line>>;

    static bool before(const turn& a, const turn& b) {
        if (a.whose.level != b.whose.level) return a.whose.level > b.whose.level;
        return a.time < b.time;
    }
    static std::size_t first_of(const line& at) {
        std::size_t best = 0;
        for (std::size_t i = 1; i < at.turns.size(); ++i)
            if (before(at.turns[i], at.turns[best])) best = i;
        return best;
    }
    turn& turn_of(line& at, const rank& whose) {
        for (turn& one : at.turns)
            if (one.whose == whose) return one;
        turn fresh{whose, weights_ ? weights_(whose.account) : 1.0, at.now, none, none};
        return at.turns.emplace_back(fresh);
    }
    void insert(turn& into, std::int64_t id, Item what) {
        const std::uint32_t here = take_node();
        nodes_[here].what = std::move(what);
        nodes_[here].id = id;
        if (into.head == none || id < nodes_[into.head].id) {
            nodes_[here].next = into.head;
            into.head = here;
            if (nodes_[here].next == none) into.tail = here;
            return;
        }
        std::uint32_t after = into.tail;
        if (id < nodes_[after].id) {
            after = into.head;
            while (nodes_[nodes_[after].next].id <= id) after = nodes_[after].next;
        }
        nodes_[here].next = nodes_[after].next;
        nodes_[after].next = here;
        if (nodes_[here].next == none) into.tail = here;
    }
    template <class Predicate>
    void erase_if(turn& in, Predicate& goes) {
        std::uint32_t before_it = none;
        for (std::uint32_t n = in.head; n != none;) {
            const std::uint32_t next = nodes_[n].next;
            if (goes(nodes_[n].id, nodes_[n].what)) {
                (before_it == none ? in.head : nodes_[before_it].next) = next;
                drop(n);
            } else {
                before_it = n;
            }
            n = next;
        }
        in.tail = before_it;
    }
    std::uint32_t take_node() {
        if (free_ == none) {
            nodes_.emplace_back();
            return static_cast<std::uint32_t>(nodes_.size() - 1);
        }
        const std::uint32_t out = free_;
        free_ = nodes_[out].next;
        return out;
    }
    void drop(std::uint32_t at) {
        nodes_[at].what = Item{};
        nodes_[at].next = free_;
        free_ = at;
        if (--size_ == 0) {  // the memory of a long line goes with its end
            nodes_.clear();
            nodes_.shrink_to_fit();
            free_ = none;
        }
    }
    void close(typename lines::iterator at) {
        due_.erase({at->second->due, at->first});
        lines_.erase(at);
    }

    account_weights weights_;
    lines lines_;
    std::set<std::pair<std::int64_t, std::uint64_t>> due_;
    std::deque<node> nodes_;
    std::uint32_t free_ = none;  // a list of those that are
    std::size_t size_ = 0;
};

}  // namespace hermod::deliver
