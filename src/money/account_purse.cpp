#include "money/account_purse.hpp"

#include <algorithm>
#include <utility>

namespace hermod::money {

void account_purse::follow(zone_offset zone, const limits& within) {
    const std::lock_guard lock(mutex_);
    zone_ = std::move(zone);
    known_.reset();
    within_ = within;
}

limits account_purse::within() const {
    const std::lock_guard lock(mutex_);
    return within_;
}

zone_offset account_purse::zone() const {
    const std::lock_guard lock(mutex_);
    return zone_;
}

// A day begins at a whole second, whatever the zone.
periods account_purse::at(wall_time now) const {
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    const std::lock_guard lock(mutex_);
    if (!known_ || known_->first != second) known_.emplace(second, periods_at(now, zone_));
    return known_->second;
}

limit account_purse::would(thousandths price, std::int64_t parts, wall_time now, const limits& within, purse::view& stood) {
    return money_.would({price, parts}, at(now), within, stood);
}

bool account_purse::keep(const claim& what) {
    claim& sum = at_hand_.kept;
    if (sum.at != what.at) money_.keep(std::exchange(sum, claim{.at = what.at}));  // another day begins
    sum.price += what.price;
    sum.parts += what.parts;
    return touch();
}

purse_row account_purse::settle() {
    at_hand_.touched = false;
    return money_.keep(std::exchange(at_hand_.kept, claim{}));
}

account_purse::begun account_purse::begin(credit_entry wanted) {
    const std::lock_guard lock(mutex_);
    if (const auto at = by_reference_.find(wanted.reference); at != by_reference_.end()) {
        const kept& known = kept_[at->second];
        if (known.entry.amount != wanted.amount) return {credit_outcome::conflict, std::nullopt, known.entry};
        begun out{credit_outcome::repeated, std::nullopt, known.entry};
        if (!known.durable) out.to_store = known.entry;  // its first call has no answer yet either
        return out;
    }
    by_reference_.emplace(wanted.reference, kept_.size());
    if (wanted.amount < 0) money_.add_credit(wanted.amount);
    kept_.push_back({wanted, false});
    return {credit_outcome::added, wanted, wanted};
}

// A store that failed accepts nothing more and its process ends, so what is not durable may stay in the list until then.
void account_purse::end(const credit_entry& what, bool stored) {
    const std::lock_guard lock(mutex_);
    kept& mine = kept_[by_reference_.find(what.reference)->second];
    if (!stored || std::exchange(mine.durable, true)) return;
    if (what.amount > 0) money_.add_credit(what.amount);
}

void account_purse::restore(std::vector<credit_entry> entries) {
    const std::lock_guard lock(mutex_);
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    for (credit_entry& one : entries) {
        money_.add_credit(one.amount);
        by_reference_.emplace(one.reference, kept_.size());
        kept_.push_back({std::move(one), true});
    }
}

account_purse::page account_purse::entries(std::size_t limit, std::size_t before) const {
    const std::lock_guard lock(mutex_);
    page out;
    std::size_t at = before == 0 ? kept_.size() : std::min(before - 1, kept_.size());
    for (; at > 0 && out.entries.size() < limit; --at)
        if (kept_[at - 1].durable) out.entries.push_back(kept_[at - 1].entry);
    out.next = at > 0 ? at + 1 : 0;
    return out;
}

}  // namespace hermod::money
