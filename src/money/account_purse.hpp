// An account's purse with its name, its zone and the entries of its credit.
//
// Made by purses, shared with the rules that name it and with what is reserved in it, so it outlives a reload. Any thread;
// `touched` is the store's thread's alone.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "money/credit_entry.hpp"
#include "money/purse.hpp"

namespace hermod::money {

// What became of an entry that was handed in.
enum class credit_outcome : std::uint8_t {
    added,     // it is durable
    repeated,  // the same reference and amount were there already; nothing was changed
    conflict,  // the reference was there with another amount
    failed,    // the store has failed
};

class account_purse {
public:
    explicit account_purse(std::string name) : name_(std::move(name)), id_(name_hash(name_)) {}

    const std::string& name() const { return name_; }
    account_id id() const { return id_; }
    purse& money() { return money_; }

    // What the configuration says: whose calendar its days and months follow, and, to be shown, its limits.
    void follow(zone_offset zone, const limits& within);
    zone_offset zone() const;
    // The day and month of its calendar.
    periods at(wall_time now) const;
    limits within() const;
    purse::view look(wall_time now) const { return money_.look(at(now)); }
    // What purses::reserve() would answer; nothing is reserved.
    limit would(thousandths price, std::int64_t parts, wall_time now, const limits& within, purse::view& stood);

    // Three steps: begin() says what is to be stored (null: nothing, the outcome stands), then end() what came of it. Credit
    // counts when it is durable; what is taken counts at once. Two calls with one reference may overlap.
    struct begun {
        credit_outcome outcome = credit_outcome::added;
        std::optional<credit_entry> to_store;
        credit_entry entry;  // as it stands
    };
    begun begin(credit_entry wanted);
    void end(const credit_entry& what, bool stored);
    void restore(std::vector<credit_entry> entries);

    struct page {
        std::vector<credit_entry> entries;  // newest first
        std::size_t next = 0;               // ask again from here; 0: that was the last
    };
    // `before`: entries older than this place, counted from 1; 0: from the newest.
    page entries(std::size_t limit, std::size_t before) const;

    // The store's thread alone: what messages of the transaction at hand keep, counted together in settle(). True: the first of it.
    bool keep(const claim& what);
    bool touch() { return !std::exchange(at_hand_.touched, true); }
    purse_row settle();

private:
    // Apart from what other threads write: each of its messages would cost both a line of their caches.
    struct alignas(64) transaction {
        claim kept;
        bool touched = false;
    };
    struct kept {
        credit_entry entry;
        bool durable = false;
    };

    const std::string name_;
    const account_id id_;
    transaction at_hand_;
    alignas(64) purse money_;
    mutable std::mutex mutex_;  // guards what is below
    zone_offset zone_;
    mutable std::optional<std::pair<std::chrono::sys_seconds, periods>> known_;  // of one second, for its many messages
    limits within_;
    std::vector<kept> kept_;                             // oldest first
    std::map<std::string, std::size_t, std::less<>> by_reference_;
};

using account_purse_ptr = std::shared_ptr<account_purse>;

}  // namespace hermod::money
