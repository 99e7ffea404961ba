// What is counted, by stable names: it outlives the configuration that named it. Owned by app/; any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "limits/duplicate_rows.hpp"
#include "limits/duplicates.hpp"
#include "limits/limit.hpp"

namespace hermod::limits {

struct book_options {
    std::size_t most_keys = 1'000'000;        // buckets or windows of one limit: 16 to 100 octets each
    std::size_t most_duplicates = 4'000'000;  // 24 octets each, and as many on disk
};

class book {
public:
    explicit book(limit_state::clock clock, book_options options = {})
        : clock_(std::move(clock)), options_(options), seen_(options.most_duplicates), rows_(options.most_duplicates) {}

    // Gives a limit the state of its name: the one that is there, or a new one.
    void attach(limit& to) {
        const std::lock_guard lock(mutex_);
        auto& at = states_[to.name];
        if (!at) at = std::make_shared<limit_state>(to.name, clock_);
        if (to.is_window() && !at->windows) at->windows = std::make_unique<window_table>(options_.most_keys);
        if (to.is_jump() && !at->jumps) at->jumps = std::make_unique<jump_table>(options_.most_keys);
        if (!to.is_window() && !to.is_jump() && to.sorts() && !at->many) at->many = std::make_unique<bucket_table>(options_.most_keys);
        to.state = at;
    }
    // After the configuration was changed: forgets what was counted for limits that it names no more. Their states stay: what is
    // still undecided may give back to them.
    void forget_unused() {
        const std::lock_guard lock(mutex_);
        for (auto& [name, state] : states_)
            if (!in_use(state)) state->clear();
    }
    template <class Visit>
    void for_each(Visit visit) const {  // visit(const limit_state&), by name: those that are configured
        const std::lock_guard lock(mutex_);
        for (const auto& [name, state] : states_)
            if (in_use(state)) visit(*state);
    }
    duplicates& seen() { return seen_; }
    const duplicates& seen() const { return seen_; }
    // Of duplicates, what is durable: restore() before the store starts, the others on its thread.
    void restore(const std::vector<note>& left) { rows_.restore(left, seen_, instant(clock_())); }
    duplicate_rows& rows() { return rows_; }
    void write(notes& with) {
        if (!rows_.idle()) rows_.write(with, instant(clock_()));
    }

    std::atomic<std::uint64_t> duplicates_refused{0}, denied{0};

private:
    static bool in_use(const std::shared_ptr<limit_state>& one) { return one.use_count() > 1; }

    limit_state::clock clock_;
    book_options options_;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<limit_state>> states_;
    duplicates seen_;
    alignas(64) duplicate_rows rows_;  // written by the store's thread, read by nobody else
};

}  // namespace hermod::limits
