#include "spending.hpp"

#include "money/amount.hpp"

namespace hermod::simulated::core {

using money::amount_text;

namespace {

constexpr const char* names[] = {"day", "month"};

const money::counted& counted_of(const money::purse_row& has, std::size_t period) {
    return period == 0 ? has.day : has.month;
}

std::string text_of(std::int64_t parts, std::int64_t spent) {
    return std::to_string(parts) + " parts for " + amount_text(spent);
}

}  // namespace

spending::amounts& spending::amounts::operator+=(const amounts& more) {
    parts += more.parts, spent += more.spent;
    return *this;
}

spending::amounts& spending::amounts::operator-=(const amounts& less) {
    parts -= less.parts, spent -= less.spent;
    return *this;
}

spending::place spending::shown(wall_time now) {
    const auto today = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date{today};
    return {today.time_since_epoch().count(), (std::chrono::year_month{date.year(), date.month()} - std::chrono::year{1970} / 1).count()};
}

void spending::turn_to(wall_time now) {
    const place there = shown(now);
    for (std::size_t i = 0; i < sums_.size(); ++i)
        if (there[i] > sums_[i].index) sums_[i] = sum{there[i], {}, {}, {}};
}

spending::limits spending::without_room(const amounts& wanted) const {
    const auto parts = [&](std::size_t i) { return sums_[i].kept.parts + sums_[i].aside.parts + wanted.parts; };
    const auto over = [&](std::size_t i, const std::optional<std::int64_t>& cap) {
        return cap && wanted.spent > 0 && sums_[i].kept.spent + sums_[i].aside.spent + wanted.spent > *cap;
    };
    return {as_.quota_day != 0 && parts(0) > as_.quota_day, as_.quota_month != 0 && parts(1) > as_.quota_month, over(0, as_.cap_day),
            over(1, as_.cap_month)};
}

std::string spending::text() const {
    std::string out;
    for (std::size_t i = 0; i < sums_.size(); ++i)
        out += std::string(i ? ", " : "") + text_of(sums_[i].kept.parts + sums_[i].aside.parts, sums_[i].kept.spent + sums_[i].aside.spent) + " in its " +
               names[i];
    return out + "; its quotas are " + std::to_string(as_.quota_day) + " and " + std::to_string(as_.quota_month) + ", its caps " +
           amount_text(as_.cap_day.value_or(-1)) + " and " + amount_text(as_.cap_month.value_or(-1));
}

spending::place spending::set_aside(const amounts& what) {
    for (sum& one : sums_) one.aside += what;
    return {sums_[0].index, sums_[1].index};
}

void spending::let_go(const place& where, const amounts& what) {
    for (std::size_t i = 0; i < sums_.size(); ++i)
        if (is_now(where, i)) sums_[i].aside -= what;
}

void spending::keep(const place& where, const amounts& what) {
    let_go(where, what);
    for (std::size_t i = 0; i < sums_.size(); ++i)
        if (is_now(where, i)) sums_[i].kept += what;
}

void spending::give_back(wall_time accepted, std::int64_t price) {
    const place where = shown(accepted);
    for (std::size_t i = 0; i < sums_.size(); ++i)
        if (is_now(where, i)) sums_[i].kept.spent -= price;
}

void spending::died() {
    for (sum& one : sums_) one.unknown += std::exchange(one.aside, {});
}

// A period that nothing durable was counted in is not known to the next node. What was given back in the last commit, nobody may have
// heard of.
std::string spending::begins(const money::purse_row& has, const bounds& by_messages) {
    std::string wrong;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
        const money::counted& known = counted_of(has, i);
        const sum before = std::exchange(sums_[i], sum{known.index, {known.parts, known.spent}, {}, {}});
        if (known.spent < by_messages[i].first || known.spent > by_messages[i].second)
            wrong = amount_text(known.spent) + " are spent in " + names[i] + " " + std::to_string(known.index) + " after a restart, and its messages cost " +
                    amount_text(by_messages[i].first) + " to " + amount_text(by_messages[i].second);
        if (known.index < before.index && before.kept.parts == 0) continue;
        if (known.index != before.index || known.parts < before.kept.parts || known.parts > before.kept.parts + before.unknown.parts)
            wrong = std::to_string(known.parts) + " parts of " + names[i] + " " + std::to_string(known.index) + " are known after a restart, and before, of " +
                    std::to_string(before.index) + ", " + std::to_string(before.kept.parts) + " were kept and " + std::to_string(before.unknown.parts) +
                    " undecided";
        if (known.spent > before.kept.spent + before.unknown.spent)
            wrong = amount_text(known.spent) + " are spent in its " + names[i] + " after a restart, and before, " + amount_text(before.kept.spent) +
                    " were, and " + amount_text(before.unknown.spent) + " undecided";
    }
    return wrong;
}

std::string spending::differs(const money::purse_row& has) const {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
        const money::counted& is = counted_of(has, i);
        const sum& should = sums_[i];
        if (is.index != should.index || is.parts != should.kept.parts || is.spent != should.kept.spent)
            return text_of(is.parts, is.spent) + " are counted of its " + names[i] + " " + std::to_string(is.index) + ", and should " +
                   text_of(should.kept.parts, should.kept.spent) + " of " + std::to_string(should.index);
    }
    return {};
}

}  // namespace hermod::simulated::core
