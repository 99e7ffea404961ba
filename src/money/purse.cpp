#include "money/purse.hpp"

#include <charconv>
#include <initializer_list>

namespace hermod::money {
namespace {

constexpr std::string_view purse_version = "1";

// Forward, or so far back that the clock was wrong before. A clock that steps back a day gives no second quota.
bool begins(std::int32_t now, std::int32_t counted_in, std::int32_t far_back) {
    return now > counted_in || counted_in - now > far_back;
}

bool over(std::int64_t used, std::int64_t reserved, std::int64_t wanted, std::int64_t most) {
    return used + reserved + wanted > most;
}

}  // namespace

std::string to_text(const purse_row& row) {
    std::string out(purse_version);
    for (const std::int64_t value : {row.charged, row.refunded, std::int64_t{row.day.index}, row.day.parts, row.day.spent,
                                     std::int64_t{row.month.index}, row.month.parts, row.month.spent})
        out.append(" ").append(std::to_string(value));
    return out;
}

std::optional<purse_row> read_purse_row(std::string_view text) {
    if (!text.starts_with(purse_version)) return std::nullopt;
    text.remove_prefix(purse_version.size());
    std::int64_t values[8];
    for (std::int64_t& value : values) {
        if (!text.starts_with(' ')) return std::nullopt;
        const auto [end, fault] = std::from_chars(text.data() + 1, text.data() + text.size(), value);
        if (fault != std::errc{}) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
    if (!text.empty()) return std::nullopt;
    return purse_row{values[0],
                     values[1],
                     {static_cast<std::int32_t>(values[2]), values[3], values[4]},
                     {static_cast<std::int32_t>(values[5]), values[6], values[7]}};
}

void purse::roll(periods now) {
    if (begins(now.day, row_.day.index, 2)) {
        row_.day = {now.day, 0, 0};
        day_ = {};
    }
    if (begins(now.month, row_.month.index, 1)) {
        row_.month = {now.month, 0, 0};
        month_ = {};
    }
}

limit purse::reached(const claim& wanted, periods now, const limits& within, view& before) {
    roll(now);
    before = as_view();
    if (within.quota_day && over(row_.day.parts, day_.parts, wanted.parts, within.quota_day)) return limit::quota_day;
    if (within.quota_month && over(row_.month.parts, month_.parts, wanted.parts, within.quota_month)) return limit::quota_month;
    // What costs nothing breaks no bound of money.
    if (wanted.price > 0) {
        if (within.cap_day && over(row_.day.spent, day_.spent, wanted.price, *within.cap_day)) return limit::cap_day;
        if (within.cap_month && over(row_.month.spent, month_.spent, wanted.price, *within.cap_month)) return limit::cap_month;
        if (within.credit && before.available() < wanted.price) return limit::credit;
    }
    return limit::none;
}

limit purse::would(const claim& wanted, periods now, const limits& within, view& before) {
    const std::lock_guard lock(mutex_);
    return reached(wanted, now, within, before);
}

limit purse::reserve(claim& wanted, periods now, const limits& within, view& before) {
    const std::lock_guard lock(mutex_);
    if (const limit by = reached(wanted, now, within, before); by != limit::none) return by;
    wanted.at = {row_.day.index, row_.month.index};
    reserved_ += wanted.price;
    day_.parts += wanted.parts;
    day_.spent += wanted.price;
    month_.parts += wanted.parts;
    month_.spent += wanted.price;
    return limit::none;
}

void purse::give_back(const claim& what) {
    const std::lock_guard lock(mutex_);
    reserved_ -= what.price;
    if (what.at.day == row_.day.index) day_ = {day_.parts - what.parts, day_.spent - what.price};
    if (what.at.month == row_.month.index) month_ = {month_.parts - what.parts, month_.spent - what.price};
}

purse_row purse::keep(const claim& what) {
    const std::lock_guard lock(mutex_);
    reserved_ -= what.price;
    row_.charged += what.price;
    if (what.at.day == row_.day.index) {
        day_ = {day_.parts - what.parts, day_.spent - what.price};
        row_.day = {row_.day.index, row_.day.parts + what.parts, row_.day.spent + what.price};
    }
    if (what.at.month == row_.month.index) {
        month_ = {month_.parts - what.parts, month_.spent - what.price};
        row_.month = {row_.month.index, row_.month.parts + what.parts, row_.month.spent + what.price};
    }
    return row_;
}

purse_row purse::refund(thousandths price, periods accepted) {
    const std::lock_guard lock(mutex_);
    row_.refunded += price;
    if (accepted.day == row_.day.index) row_.day.spent -= price;
    if (accepted.month == row_.month.index) row_.month.spent -= price;
    return row_;
}

void purse::add_credit(thousandths amount) {
    const std::lock_guard lock(mutex_);
    credit_ += amount;
}

void purse::restore(const purse_row& row) {
    const std::lock_guard lock(mutex_);
    row_ = row;
    day_ = month_ = {};
}

purse::view purse::as_view() const {
    view out;
    static_cast<purse_row&>(out) = row_;
    out.credit = credit_;
    out.reserved = reserved_;
    return out;
}

purse::view purse::look() const {
    const std::lock_guard lock(mutex_);
    return as_view();
}

purse::view purse::look(periods now) const {
    view out = look();
    if (begins(now.day, out.day.index, 2)) out.day = {now.day, 0, 0};
    if (begins(now.month, out.month.index, 1)) out.month = {now.month, 0, 0};
    return out;
}

}  // namespace hermod::money
