// How administrators look at purses and put credit into them: what the API and the metrics ask.
//
// Owned by app/, with the store. Any thread.
#pragma once

#include <functional>

#include "money/purses.hpp"

namespace hermod::money {

class credit_desk {
public:
    credit_desk(purses& all, store::store& behind) : purses_(all), store_(behind) {}

    struct shown {
        std::string account;
        purse::view stands;
        limits within;
        account_purse::page entries{};
    };
    // nullopt: there is no such account. `before` as in account_purse::entries().
    std::optional<shown> look(std::string_view account, wall_time now, std::size_t limit, std::size_t before) const;
    // Every account that is configured or has a purse, without entries.
    std::vector<shown> look_at_all(wall_time now) const;

    // `entry`: as it stands, which for one that is repeated or in conflict is the first one's.
    using heard = std::function<void(credit_outcome outcome, const credit_entry& entry)>;
    // False: there is no such account. Otherwise `then` is called once, here or on the store's thread.
    bool add(credit_entry entry, heard then);

private:
    purses& purses_;
    store::store& store_;
};

}  // namespace hermod::money
