// All purses of the gateway, and their place in the store: the notes of kind "purse" (a row an account, which changes with the
// messages that are paid from it) and "credit_entry" (one an entry, never changed).
//
// Owned by app/, before the store and beyond it: it is one of the store's companions. What is reserved for a message is
// charged in the transaction that stores it, and what its end gives back (message::refunds) comes back in the transaction
// that ends it; rows that changed are written once a transaction. restore() before the store starts; of() from any thread.
#pragma once

#include <unordered_map>

#include "money/account_purse.hpp"
#include "store/store.hpp"

namespace hermod::money {

inline constexpr std::string_view purse_kind = "purse", entry_kind = "credit_entry";

// The end after which a message's price is given back, as a bit of message::refunds; 0: none.
constexpr std::uint8_t refund_bit(state ended) {
    switch (ended) {
        case state::rejected: return refund_rejected;
        case state::expired: return refund_expired;
        case state::undelivered: return refund_undelivered;
        case state::cancelled: return refund_cancelled;
        default: return 0;
    }
}
constexpr bool gives_back(const message& what, state ended) { return what.price > 0 && (what.refunds & refund_bit(ended)) != 0; }

class purses final : public store::companion {
public:
    // What the last run left. Throws std::runtime_error when it cannot be read: money is not guessed.
    void restore(store::store& from);

    // The account's; made when it is not there.
    account_purse_ptr of(std::string_view account);
    // Null: no account of this name has ever had one.
    account_purse_ptr find(std::string_view account) const;
    std::vector<account_purse_ptr> all() const;  // by name

    // Reserves a message's price and parts. limit::none: `into` has the admission. `before`: how the purse stood.
    limit reserve(const account_purse_ptr& whose, thousandths price, std::int64_t parts, const limits& within, wall_time now,
                  admissions& into, purse::view& before);

    void stored(const message&, notes&) noexcept override {}
    void ended(const record& what, notes& with) noexcept override;
    void replaced(const message& was, const message& next, notes& with) noexcept override;
    void committing(notes& with) noexcept override;

private:
    class reservation;
    void give_back(const message& what);

    mutable std::mutex mutex_;  // guards all_
    std::unordered_map<account_id, account_purse_ptr> all_;
    std::vector<account_purse*> touched_;  // the store's thread's
};

}  // namespace hermod::money
