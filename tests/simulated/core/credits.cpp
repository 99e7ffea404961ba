#include "credits.hpp"

#include <algorithm>

#include "money/amount.hpp"

namespace hermod::simulated::core {

using money::amount_text;
using money::credit_outcome;

credits::credits(stage& on, const plan& as) : stage_(on) {
    for (const sender_plan& one : as.senders)
        if (one.purse.pays) all_[one.id].of = &one;
}

void credits::broken(const account& whose, const std::string& what) {
    stage_.broken("credit of " + whose.of->name + ": " + what);
}

std::int64_t credits::price_of(std::string_view to, std::size_t parts) {
    const tariff_line* best = nullptr;
    for (const tariff_line& one : tariff)
        if (to.starts_with(one.prefix) && (!best || one.prefix.size() > best->prefix.size())) best = &one;
    return best ? best->thousandths * static_cast<std::int64_t>(parts) : 0;
}

namespace {

std::int64_t parts_of(const std::string& body) {
    return body.size() <= 160 ? 1 : static_cast<std::int64_t>((body.size() + 152) / 153);
}

}  // namespace

// A clock that is set back gives no second quota.
void credits::day::turn_to(wall_time now) {
    const std::int64_t shown = std::chrono::floor<std::chrono::days>(now.time_since_epoch()).count();
    if (shown > index) *this = {.index = shown};
}

bool credits::comes_back(const account& whose, state end) const {
    return std::count(whose.of->purse.gives_back.begin(), whose.of->purse.gives_back.end(), end) != 0;
}

// ---- the applications' side ----

void credits::set_aside(const message& what) {
    const auto at = all_.find(what.account);
    if (at == all_.end()) return;
    account& whose = at->second;
    const std::int64_t price = price_of(what.to, what.parts), has = whose.in - whose.charged - whose.aside;
    if (what.price != price)
        broken(whose, what.client_ref + " is to cost " + amount_text(price) + ", not " + amount_text(what.price));
    if (whose.of->purse.prepaid && price > 0 && has < price)
        broken(whose, what.client_ref + " costs " + amount_text(price) + " and is taken, with " + amount_text(has) + " there");
    whose.aside += price;
    whose.today.turn_to(stage_.time.wall());
    whose.today.aside += what.parts;
    const std::int64_t quota = whose.of->purse.quota_day, used = whose.today.kept + whose.today.aside;
    if (quota != 0 && used > quota)
        broken(whose, what.client_ref + " is taken, and with it " + std::to_string(used) + " parts, of a quota of " + std::to_string(quota));
    aside_[what.client_ref] = {what.account, price, what.parts, whose.today.index};
    ids_.insert(what.id);
}

void credits::let_go(const std::string& client_ref) {
    const auto at = aside_.find(client_ref);
    if (at == aside_.end()) return;
    const claim& was = at->second;
    account& whose = all_.at(was.whose);
    whose.aside -= was.price;
    if (was.day == whose.today.index) whose.today.aside -= was.parts;
    aside_.erase(at);
}

void credits::refused(account_id whose, const std::string& to, const std::string& body) {
    const auto at = all_.find(whose);
    if (at == all_.end()) return stage_.broken("credit: an account that pays nothing is refused for it");
    account& one = at->second;
    one.today.turn_to(stage_.time.wall());
    const std::int64_t price = price_of(to, static_cast<std::size_t>(parts_of(body))), has = one.in - one.charged - one.aside;
    ++tally_.refused;
    stage_.note("credit: " + one.of->name + " has " + amount_text(has) + ", and is refused what costs " + amount_text(price));
    if (!one.of->purse.prepaid) broken(one, "a message is refused, and it does not pay in advance");
    if (has >= price) broken(one, "what costs " + amount_text(price) + " is refused, with " + amount_text(has) + " there");
}

void credits::over_quota(account_id whose, const std::string& body) {
    const auto at = all_.find(whose);
    if (at == all_.end() || at->second.of->purse.quota_day == 0) return stage_.broken("quota: an account without one is refused for it");
    account& one = at->second;
    one.today.turn_to(stage_.time.wall());
    const std::int64_t quota = one.of->purse.quota_day, used = one.today.kept + one.today.aside;
    ++tally_.over_quota;
    stage_.note("quota: " + one.of->name + " has handed in " + std::to_string(used) + " of " + std::to_string(quota));
    if (used + parts_of(body) <= quota)
        broken(one, "a message is refused for its quota of " + std::to_string(quota) + ", of which " + std::to_string(used) + " are used");
}

credit_outcome credits::putting_in(const money::credit_entry& what) {
    account& whose = all_.at(account_id{name_hash(what.account)});
    entry& one = whose.entries.try_emplace(what.reference).first->second;
    const bool known = one.there || one.asked;
    if (!known) {  // that it was asked before its node died, is forgotten with the node, unless it was durable
        one.amount = what.amount;
        one.asked = true;
        if (what.amount < 0) whose.in += what.amount;  // what is taken counts at once
    }
    stage_.note("credit: " + what.account + " " + what.reference + " " + amount_text(what.amount) + (known ? " again" : ""));
    if (!known) return credit_outcome::added;
    return one.amount == what.amount ? credit_outcome::repeated : credit_outcome::conflict;
}

void credits::put_in(credit_outcome outcome, credit_outcome expected, const money::credit_entry& what) {
    static constexpr const char* words[] = {"added", "repeated", "conflict", "failed"};
    account& whose = all_.at(account_id{name_hash(what.account)});
    if (outcome == credit_outcome::failed) return;
    if (outcome != expected)
        broken(whose, "entry " + what.reference + " is " + words[static_cast<int>(outcome)] + ", and should be " +
                          words[static_cast<int>(expected)]);
    if (outcome == credit_outcome::conflict) return;
    entry& one = whose.entries.at(what.reference);
    if (std::exchange(one.there, true)) return;
    ++tally_.put_in;
    if (one.amount > 0) whose.in += one.amount;
    stage_.note("credit: " + what.account + " has " + amount_text(whose.in - whose.charged));
}

// ---- the node ----

void credits::committed(std::span<const store::notice> changes) noexcept {
    for (const store::notice& one : changes) {
        const auto at = all_.find(one.what->account);
        if (at == all_.end() || one.what->way != direction::to_handset) continue;
        account& whose = at->second;
        const auto price = [](const message& m) { return price_of(m.to, m.parts); };
        const event_kind kind = one.happened.kind;
        if (kind == event_kind::stored || kind == event_kind::replaced) {
            const auto claimed = aside_.find(one.what->client_ref);
            if (claimed != aside_.end() && claimed->second.day == whose.today.index) whose.today.kept += claimed->second.parts;
            let_go(one.what->client_ref);
            whose.charged += price(*one.what);
            tally_.spent += price(*one.what);
        }
        if (kind == event_kind::replaced) whose.charged -= price(*one.was);
        if (one.ended && comes_back(whose, one.now)) {
            whose.charged -= price(*one.what);
            ++tally_.given_back;
        }
    }
}

void credits::died() {
    aside_.clear();
    for (auto& [id, whose] : all_) {
        whose.aside = 0;
        whose.today.unknown += std::exchange(whose.today.aside, 0);
        for (auto& [name, one] : whose.entries) one.asked = false;
    }
}

std::map<account_id, std::int64_t> credits::charged_by_records(const find& look) {
    std::map<account_id, std::int64_t> out;
    for (const message_id id : ids_) {
        const auto kept = look(id);
        if (!kept) continue;
        const message& m = *kept->what;
        const auto at = all_.find(m.account);
        if (at == all_.end() || m.way != direction::to_handset) continue;
        const std::int64_t price = price_of(m.to, m.parts);
        if (m.price != price)
            broken(at->second, to_text(id) + " costs " + amount_text(price) + ", and the store says " + amount_text(m.price));
        if (!is_final(kept->now) || !comes_back(at->second, kept->now)) out[m.account] += price;
    }
    return out;
}

// What the last commits of the node before have done, nobody may have heard: here it is read from what they left.
void credits::begins(const money::purses& node, const find& look) {
    if (all_.empty()) return;
    const auto charged = charged_by_records(look);
    for (auto& [id, whose] : all_) {
        whose.charged = charged.contains(id) ? charged.at(id) : 0;
        whose.in = 0;
        const auto purse = node.find(whose.of->name);
        if (!purse) return broken(whose, "it has no purse");
        for (const auto& kept : purse->entries(100'000, 0).entries) {
            const auto asked = whose.entries.find(kept.reference);
            if (asked == whose.entries.end()) return broken(whose, "entry " + kept.reference + " is there, and nobody put it in");
            if (asked->second.amount != kept.amount) return broken(whose, "entry " + kept.reference + " has another amount");
            if (!std::exchange(asked->second.there, true)) ++tally_.put_in;
            whose.in += kept.amount;
        }
        std::int64_t known = 0;
        for (const auto& [name, one] : whose.entries)
            if (one.there) known += one.amount;
        if (known != whose.in)
            broken(whose, amount_text(known) + " was put in, and after a restart it is " + amount_text(whose.in));
        if (whose.of->purse.quota_day != 0) begins(whose, purse->money().look());
    }
    check(node);
}

// A day that nothing durable was counted in is not known to the next node.
void credits::begins(account& whose, const money::purse::view& has) {
    day& today = whose.today;
    const day before = std::exchange(today, {.index = has.day.index, .kept = has.day.parts});
    if (has.day.index < before.index && before.kept == 0) return;
    if (has.day.index != before.index || today.kept < before.kept || today.kept > before.kept + before.unknown)
        broken(whose, std::to_string(today.kept) + " parts of day " + std::to_string(today.index) + " are known after a restart, and before, of day " +
                          std::to_string(before.index) + ", " + std::to_string(before.kept) + " were kept and " +
                          std::to_string(before.unknown) + " undecided");
}

void credits::check(const money::purses& node) {
    for (const auto& [id, whose] : all_) {
        const auto purse = node.find(whose.of->name);
        if (!purse) return broken(whose, "it has no purse");
        const auto has = purse->money().look();
        const auto differs = [&](const char* what, std::int64_t is, std::int64_t should) {
            if (is != should) broken(whose, std::string(what) + " " + amount_text(is) + ", and should " + amount_text(should));
        };
        differs("what was put in is", has.credit, whose.in);
        differs("the balance is", has.balance(), whose.in - whose.charged);
        differs("what is set aside is", has.reserved, whose.aside);
        if (whose.of->purse.quota_day != 0 && (has.day.index != whose.today.index || has.day.parts != whose.today.kept))
            broken(whose, std::to_string(has.day.parts) + " parts are counted of its day, and should " + std::to_string(whose.today.kept));
        if (whose.of->purse.prepaid && has.available() < 0)
            broken(whose, "more than all of it is spent: " + amount_text(has.available()));
    }
}

void credits::check_all(const money::purses& node, const find& look) {
    if (all_.empty()) return;
    const auto charged = charged_by_records(look);
    for (const auto& [id, whose] : all_) {
        const std::int64_t by_records = charged.contains(id) ? charged.at(id) : 0;
        if (by_records != whose.charged)
            broken(whose,
                   amount_text(whose.charged) + " was charged, and the messages that are there cost " + amount_text(by_records));
        if (whose.aside != 0) broken(whose, "nothing is under way, and " + amount_text(whose.aside) + " is set aside");
    }
    check(node);
}

}  // namespace hermod::simulated::core
