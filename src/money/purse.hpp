// What one account has spent and may still spend: credit, and the messages and money of its day and month.
//
// Money and messages are first reserved (a message was checked, its price is promised), then kept (it is durable) or given
// back. Only what was kept is in the row that the store holds, so a crash between the two loses nothing and charges nothing.
// The row holds sums that only grow, credit apart from them: balance = credit put in - charged + refunded.
// Any thread; a short lock, never across a call. Quotas count the parts that were accepted, whatever became of them.
#pragma once

#include <mutex>
#include <optional>

#include "money/amount.hpp"
#include "money/calendar.hpp"

namespace hermod::money {

// What an account may spend; 0 and nullopt: no such limit.
struct limits {
    bool credit = false;  // its balance may not go below zero
    std::int64_t quota_day = 0, quota_month = 0;  // parts
    std::optional<thousandths> cap_day, cap_month;
};

enum class limit : std::uint8_t { none, quota_day, quota_month, cap_day, cap_month, credit };

// A day's or a month's sum.
struct counted {
    std::int32_t index = 0;  // of periods
    std::int64_t parts = 0;
    thousandths spent = 0;  // what was refunded within the period is not spent
    friend bool operator==(const counted&, const counted&) = default;
};

// The durable part.
struct purse_row {
    thousandths charged = 0, refunded = 0;
    counted day, month;
    friend bool operator==(const purse_row&, const purse_row&) = default;
};
std::string to_text(const purse_row& row);
std::optional<purse_row> read_purse_row(std::string_view text);

// One message's claim on a purse.
struct claim {
    thousandths price = 0;
    std::int64_t parts = 0;
    periods at{};  // where it was counted; filled in by reserve()
};

class purse {
public:
    struct view : purse_row {
        thousandths credit = 0, reserved = 0;
        thousandths balance() const { return credit - charged + refunded; }
        thousandths available() const { return balance() - reserved; }
    };

    // What reserve() would answer.
    limit would(const claim& wanted, periods now, const limits& within, view& before);
    // limit::none: reserved; otherwise nothing was, and it is this limit that is reached. `before`: how it stood.
    limit reserve(claim& wanted, periods now, const limits& within, view& before);
    void give_back(const claim& what);
    // Both answer the row as it is after it.
    purse_row keep(const claim& what);
    purse_row refund(thousandths price, periods accepted);

    void add_credit(thousandths amount);
    void restore(const purse_row& row);
    view look() const;
    // The same with the day's and month's sums of `now`.
    view look(periods now) const;

private:
    struct pending {
        std::int64_t parts = 0;
        thousandths spent = 0;
    };
    void roll(periods now);
    limit reached(const claim& wanted, periods now, const limits& within, view& before);
    view as_view() const;

    mutable std::mutex mutex_;
    purse_row row_;
    thousandths credit_ = 0, reserved_ = 0;
    pending day_, month_;  // reserved within row_.day and row_.month
};

}  // namespace hermod::money
