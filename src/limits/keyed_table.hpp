// Values by a 64-bit key, shared between threads: in shards with a lock each, held for the length of a call. Any thread.
//
// Bounded: a value says by `until` how long it matters and is forgotten afterwards; when there are as many as may be, those
// are forgotten first that would be the soonest, and counted. Making room costs a few steps an insertion, all told.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <mutex>
#include <vector>

#include "limits/pace.hpp"

namespace hermod::limits {

// Value: default constructible, movable, with a member `nanos until`.
template <class Value>
class keyed_table {
public:
    explicit keyed_table(std::size_t most)
        : shards_used_(most < 64 * 64 ? 1 : shards_.size()), most_(std::max<std::size_t>(8, most / shards_used_)) {
        for (shard& one : shards_) one.sweep_at = std::min<std::size_t>(64, most_);
    }

    // Calls `use` with the value of the key, a new one if there was none, and returns what it returns.
    template <class Use>
    auto with(std::uint64_t key, nanos at, Use use) {
        shard& here = shard_of(key);
        const std::lock_guard lock(here.mutex);
        auto found = here.values.find(key);
        if (found == here.values.end()) {
            if (here.values.size() >= here.sweep_at) make_room(here, at);
            found = here.values.emplace(key, Value{}).first;
        }
        return use(found->second);
    }
    // Only if there is one; `use` returns whether it is to be kept.
    template <class Use>
    void if_there(std::uint64_t key, Use use) {
        shard& here = shard_of(key);
        const std::lock_guard lock(here.mutex);
        const auto found = here.values.find(key);
        if (found != here.values.end() && !use(found->second)) here.values.erase(found);
    }

    void clear() {
        for (shard& one : shards_) {
            decltype(one.values) gone;  // freed after the lock
            const std::lock_guard lock(one.mutex);
            gone.swap(one.values);
        }
    }
    std::size_t size() const {
        std::size_t out = 0;
        for (const shard& one : shards_) {
            const std::lock_guard lock(one.mutex);
            out += one.values.size();
        }
        return out;
    }
    // Before their time, for want of room.
    std::uint64_t forgotten() const { return forgotten_.load(std::memory_order_relaxed); }

private:
    struct shard {
        mutable std::mutex mutex;
        boost::unordered_flat_map<std::uint64_t, Value> values;
        std::size_t sweep_at;
    };
    shard& shard_of(std::uint64_t key) {
        return shards_[static_cast<std::size_t>((key * 0x9e3779b97f4a7c15ull) >> 58) % shards_used_];
    }

    void make_room(shard& in, nanos at) {
        boost::unordered::erase_if(in.values, [at](const auto& one) { return one.second.until <= at; });
        if (in.values.size() > most_ - most_ / 8) {
            std::vector<nanos> untils;
            untils.reserve(in.values.size());
            for (const auto& one : in.values) untils.push_back(one.second.until);
            const auto eighth = untils.begin() + static_cast<std::ptrdiff_t>(untils.size() / 8);
            std::nth_element(untils.begin(), eighth, untils.end());
            const std::size_t before = in.values.size();
            std::size_t left = before / 8 + 1;  // of equal ones not all
            boost::unordered::erase_if(in.values,
                                       [&](const auto& one) { return one.second.until <= *eighth && left != 0 && left-- != 0; });
            forgotten_.fetch_add(before - in.values.size(), std::memory_order_relaxed);
        }
        in.sweep_at = std::min(std::max<std::size_t>(64, 2 * in.values.size()), most_);
    }

    std::array<shard, 64> shards_;
    std::size_t shards_used_, most_;
    std::atomic<std::uint64_t> forgotten_{0};
};

}  // namespace hermod::limits
