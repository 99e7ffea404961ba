// A line for each priority, the highest first; inside one, first come first served. Pure.
#pragma once

#include <algorithm>
#include <array>
#include <deque>

#include "deliver/rank.hpp"

namespace hermod::deliver {

template <class T>
class by_level {
public:
    bool empty() const { return size() == 0; }
    std::size_t size() const { return size_from(0); }
    std::size_t size_from(std::uint8_t level) const {  // of that priority and above
        std::size_t out = 0;
        for (std::size_t at = level; at < priority_levels; ++at) out += lines_[at].size();
        return out;
    }
    void push_back(std::uint8_t level, T what) { lines_[level].push_back(std::move(what)); }
    void push_front(std::uint8_t level, T what) { lines_[level].push_front(std::move(what)); }
    // In front, but behind those at the front that are to go before it.
    template <class GoesBefore>
    void push_front(std::uint8_t level, T what, GoesBefore goes_before) {
        auto& line = lines_[level];
        line.insert(std::find_if_not(line.begin(), line.end(), goes_before), std::move(what));
    }
    T& front() { return top().front(); }  // requires !empty()
    void pop_front() { top().pop_front(); }
    void clear() {
        for (auto& line : lines_) line.clear();
    }
    template <class Visit>
    void for_each(Visit visit) {
        for (auto& line : lines_)
            for (T& one : line) visit(one);
    }
    template <class Predicate>
    std::size_t erase_if(Predicate goes) {
        std::size_t out = 0;
        for (auto& line : lines_) out += std::erase_if(line, goes);
        return out;
    }

private:
    std::deque<T>& top() {
        std::size_t at = priority_levels - 1;
        while (lines_[at].empty()) --at;
        return lines_[at];
    }
    std::array<std::deque<T>, priority_levels> lines_;
};

}  // namespace hermod::deliver
