#include "accept/charging.hpp"

#include <algorithm>

namespace hermod::accept {
namespace {

using money::amount_text;
using money::thousandths;

constexpr std::chrono::milliseconds longest_wait = std::chrono::hours{24};

// Null: there are none.
const money::named_prices* prices_for(const draft& work) {
    if (const auto& own = work.account.money.prices) return own.get();
    const auto at = work.by.connector_prices.find(work.connector);
    return at == work.by.connector_prices.end() ? nullptr : at->second.get();
}

std::string counted(std::int64_t parts) {
    return std::to_string(parts) + (parts == 1 ? " part" : " parts");
}

refusal too_many(const draft& work, money::limit reached, const money::purse::view& stood) {
    const auto& terms = work.account.money;
    const bool daily = reached == money::limit::quota_day || reached == money::limit::cap_day;
    const bool by_parts = reached == money::limit::quota_day || reached == money::limit::quota_month;
    const std::string period = daily ? "day" : "month";
    const auto& sum = daily ? stood.day : stood.month;
    refusal out{"", "quota_exceeded", {}};
    if (by_parts)
        out.detail = "the " + period + "'s quota of " + counted(daily ? terms.within.quota_day : terms.within.quota_month) + " has no room for " +
                     counted(work.how.parts) + " more: " + counted(sum.parts) + " accepted";
    else
        out.detail = "the " + period + "'s spending cap of " + amount_text(*(daily ? terms.within.cap_day : terms.within.cap_month)) +
                     " has no room for " + amount_text(work.price) + " more: " + amount_text(sum.spent) + " spent";
    const auto zone = terms.purse->zone();
    const wall_time end = daily ? money::next_day(work.now, zone) : money::next_month(work.now, zone);
    out.retry_after = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(end - work.now), std::chrono::milliseconds{1'000}, longest_wait);
    return out;
}

refusal too_dear(const draft& work, const money::purse::view& stood) {
    std::string sentence = "it costs " + amount_text(work.price) + ", the account has " + amount_text(stood.balance());
    if (stood.reserved > 0) sentence += ", of which " + amount_text(stood.reserved) + " is reserved";
    return {"", "insufficient_credit", std::move(sentence)};
}

std::optional<refusal> find_price(draft& work) {
    const auto* const prices = prices_for(work);
    if (!prices) {
        if (!work.account.money.within.credit) return std::nullopt;
        return refusal{"to", "no_price", "neither this account nor the connector of route \"" + std::string(work.route) + "\" has prices"};
    }
    const auto one = prices->table->price(work.to);
    if (!one) return refusal{"to", "no_price", "price table \"" + prices->name + "\" has no price for " + work.to};
    work.price = *one * work.how.parts;
    if (work.ahead) work.ahead->price = work.price;
    if (work.price > 0) work.refunds = work.account.money.refunds;
    if (work.seen)
        work.say("price", prices->name, true,
                 amount_text(*one) + " for each of " + counted(work.how.parts) + ": " + amount_text(work.price));
    return std::nullopt;
}

}  // namespace

std::optional<refusal> charge(draft& work) {
    const auto& terms = work.account.money;
    if (!terms.purse || !work.by.purses) return std::nullopt;
    if (auto wrong = find_price(work)) return wrong;
    if (work.price == 0 && !terms.within.quota_day && !terms.within.quota_month) return std::nullopt;
    money::purse::view stood;
    const auto reached =
        work.ahead ? terms.purse->would(work.price, work.how.parts, work.now, terms.within, stood)
                   : work.by.purses->reserve(terms.purse, work.price, work.how.parts, terms.within, work.now, work.reserved, stood);
    if (reached == money::limit::credit) return too_dear(work, stood);
    if (reached != money::limit::none) return too_many(work, reached, stood);
    if (work.seen && terms.within.credit)
        work.say("credit", "", true, "the account has " + amount_text(stood.available()) + ", then " + amount_text(stood.available() - work.price));
    return std::nullopt;
}

}  // namespace hermod::accept
