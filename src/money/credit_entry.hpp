// Credit put into an account's purse, or taken from it to correct a mistake: by hand, through the API. Entries are never
// changed and never go: their sum is the account's credit, so what was paid can be proven and nothing is counted twice.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "money/amount.hpp"

namespace hermod::money {

struct credit_entry {
    std::string account;    // its name
    std::string reference;  // the caller's own; one entry an account and reference, whatever is repeated
    thousandths amount = 0; // below zero: taken
    wall_time at{};
    std::string by;         // the administrator's account
    std::string reason;     // for people; may be empty
    friend bool operator==(const credit_entry&, const credit_entry&) = default;
};

// As it lies in the store: account "/" reference, and the rest. An account's name has no "/".
std::string key_of(const credit_entry& entry);
std::string value_of(const credit_entry& entry);
std::optional<credit_entry> read_credit_entry(std::string_view key, std::string_view value);

}  // namespace hermod::money
