#include "credits.hpp"

#include <algorithm>

#include "money/amount.hpp"

namespace hermod::simulated::core {

using money::amount_text;
using money::credit_outcome;

credits::credits(stage& on, const plan& as) : stage_(on) {
    for (const sender_plan& one : as.senders)
        if (one.purse.pays) all_.try_emplace(one.id, one);
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
    claim own{what.account, {what.parts, price}};
    if (whose.sums.counts(own.what)) {
        whose.sums.turn_to(stage_.time.wall());
        if (whose.sums.without_room(own.what).any())
            broken(whose, what.client_ref + " of " + std::to_string(what.parts) + " parts for " + amount_text(price) + " is taken after " + whose.sums.text());
        own.where = whose.sums.set_aside(own.what);
    }
    aside_[what.client_ref] = all_claims_[what.client_ref] = own;
    ids_.insert(what.id);
}

void credits::let_go(const std::string& client_ref) {
    const auto at = aside_.find(client_ref);
    if (at == aside_.end()) return;
    const claim& was = at->second;
    account& whose = all_.at(was.whose);
    whose.aside -= was.what.spent;
    whose.sums.let_go(was.where, was.what);
    aside_.erase(at);
}

void credits::refused(account_id whose, const std::string& to, const std::string& body) {
    const auto at = all_.find(whose);
    if (at == all_.end()) return stage_.broken("credit: an account that pays nothing is refused for it");
    account& one = at->second;
    one.sums.turn_to(stage_.time.wall());
    const std::int64_t price = price_of(to, static_cast<std::size_t>(parts_of(body))), has = one.in - one.charged - one.aside;
    ++tally_.refused;
    stage_.note("credit: " + one.of->name + " has " + amount_text(has) + ", and is refused what costs " + amount_text(price));
    if (!one.of->purse.prepaid) broken(one, "a message is refused, and it does not pay in advance");
    if (has >= price) broken(one, "what costs " + amount_text(price) + " is refused, with " + amount_text(has) + " there");
}

void credits::over_quota(account_id whose, const std::string& to, const std::string& body) {
    const auto at = all_.find(whose);
    if (at == all_.end()) return stage_.broken("quota: an account without one is refused for it");
    account& one = at->second;
    one.sums.turn_to(stage_.time.wall());
    const std::int64_t parts = parts_of(body), price = price_of(to, static_cast<std::size_t>(parts));
    const spending::limits reached = one.sums.without_room({parts, price});
    tally_.over_quota += reached.quota_day;
    tally_.over_month += reached.quota_month;
    tally_.over_cap += reached.cap_day || reached.cap_month;
    stage_.note("quota: " + one.of->name + " has " + one.sums.text());
    if (!reached.any())
        broken(one, "a message of " + std::to_string(parts) + " parts for " + amount_text(price) + " is refused for a quota or cap after " + one.sums.text());
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
            if (claimed != aside_.end()) {
                whose.aside -= claimed->second.what.spent;
                whose.sums.keep(claimed->second.where, claimed->second.what);
                aside_.erase(claimed);
            }
            whose.charged += price(*one.what);
            tally_.spent += price(*one.what);
        }
        const auto give_back = [&](const message& m) {
            whose.charged -= price(m);
            whose.sums.give_back(m.accepted_at, price(m));
        };
        if (kind == event_kind::replaced) give_back(*one.was);
        if (one.ended && comes_back(whose, one.now)) {
            give_back(*one.what);
            ++tally_.given_back;
        }
    }
}

void credits::died() {
    aside_.clear();
    for (auto& [id, whose] : all_) {
        whose.aside = 0;
        whose.sums.died();
        for (auto& [name, one] : whose.entries) one.asked = false;
    }
}

// What was replaced by another content may have been counted in a later day than its message was accepted in; then it stays there.
// Whether it was replaced, or lost, nobody has heard.
std::map<account_id, credits::by_records> credits::read_records(const money::purses& node, const find& look) {
    std::map<account_id, by_records> out;
    std::map<account_id, spending::place> now;
    for (const auto& [id, whose] : all_) {
        out[id];
        if (const auto purse = node.find(whose.of->name)) {
            const auto has = purse->money().look();
            now[id] = {has.day.index, has.month.index};
        }
    }
    std::set<std::string> there;
    for (const message_id id : ids_) {
        const auto kept = look(id);
        if (!kept) continue;
        const message& m = *kept->what;
        const auto at = all_.find(m.account);
        if (at == all_.end() || m.way != direction::to_handset) continue;
        const std::int64_t price = price_of(m.to, m.parts);
        if (m.price != price)
            broken(at->second, to_text(id) + " costs " + amount_text(price) + ", and the store says " + amount_text(m.price));
        const bool given_back = is_final(kept->now) && comes_back(at->second, kept->now);
        if (!given_back) out[m.account].charged += price;
        there.insert(m.client_ref);
        const spending::place counted = all_claims_.at(m.client_ref).where, accepted = spending::shown(m.accepted_at);
        for (std::size_t i = 0; i < counted.size(); ++i)
            if (counted[i] == now[m.account][i] && !(given_back && accepted[i] == now[m.account][i])) out[m.account].spent[i].first += price;
    }
    for (auto& [id, sums] : out)
        for (auto& [least, most] : sums.spent) most = least;
    for (const auto& [reference, one] : all_claims_)
        for (std::size_t i = 0; i < one.where.size(); ++i)
            if (one.where[i] == now[one.whose][i] && !there.contains(reference)) out[one.whose].spent[i].second += one.what.spent;
    return out;
}

// What the last commits of the node before have done, nobody may have heard: here it is read from what they left.
void credits::begins(const money::purses& node, const find& look) {
    if (all_.empty()) return;
    const auto messages = read_records(node, look);
    for (auto& [id, whose] : all_) {
        whose.charged = messages.at(id).charged;
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
        if (const auto wrong = whose.sums.begins(purse->money().look(), messages.at(id).spent); !wrong.empty()) broken(whose, wrong);
    }
    check(node);
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
        if (const auto wrong = whose.sums.differs(has); !wrong.empty()) broken(whose, wrong);
        if (whose.of->purse.prepaid && has.available() < 0)
            broken(whose, "more than all of it is spent: " + amount_text(has.available()));
    }
}

void credits::check_all(const money::purses& node, const find& look) {
    if (all_.empty()) return;
    const auto messages = read_records(node, look);
    for (const auto& [id, whose] : all_) {
        const std::int64_t by_records = messages.at(id).charged;
        if (by_records != whose.charged)
            broken(whose,
                   amount_text(whose.charged) + " was charged, and the messages that are there cost " + amount_text(by_records));
        if (whose.aside != 0) broken(whose, "nothing is under way, and " + amount_text(whose.aside) + " is set aside");
    }
    check(node);
}

}  // namespace hermod::simulated::core
