#include "app/gateway/limit_rules.hpp"

#include <algorithm>

namespace hermod::app {
namespace {

std::string said(std::uint32_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

// Of a second's rate a tenth, of a longer period's all: "100 an hour" may come at once, and in no hour do more than 200.
double burst_of(std::uint32_t given, std::uint32_t rate, limit_period per) {
    if (given != 0) return given;
    return per == limit_period::second ? std::max(1.0, rate / 10.0) : rate;
}

constexpr limits::nanos most_parts = 255;  // of a message

std::string_view word_of(limit_period per) {
    switch (per) {
        case limit_period::second:
            return "a second";
        case limit_period::minute:
            return "a minute";
        case limit_period::hour:
            return "an hour";
        case limit_period::day:
            return "a day";
    }
    return "";
}

limits::limit rate_of(const account_config& from) {
    limits::limit out;
    out.name = "account/" + from.name;  // no limit of [[limit]] can be called so
    out.accounts = {from.id};
    out.by = limits::pace::of(from.limits.rate, std::chrono::seconds{1},
                              burst_of(from.limits.burst, from.limits.rate, limit_period::second));
    out.allows = said(from.limits.rate, "message") + " a second of this account";
    return out;
}

limits::limit limit_of(const limit_config& from) {
    limits::limit out;
    out.name = from.name;
    for (const std::string& name : from.account) out.accounts.emplace_back(name_hash(name));
    out.senders = from.sender;
    out.prefixes = from.prefix;
    std::string each;
    for (const limit_scope one : from.scope) {
        static constexpr std::string_view words[] = {"account", "sender", "recipient", "prefix"};
        each.append(each.empty() ? " for each " : " and ").append(words[static_cast<std::size_t>(one)]);
        out.per_account |= one == limit_scope::account;
        out.per_sender |= one == limit_scope::sender;
        out.per_recipient |= one == limit_scope::recipient;
        out.per_prefix |= one == limit_scope::prefix;
    }
    out.prefix_digits = from.prefix_digits;
    out.parts = from.counts == limit_counts::parts;
    const std::string_view what = out.parts ? "part" : "message";
    if (from.jump != 0) {
        out.above = {static_cast<double>(from.jump), from.at_least, std::chrono::seconds{from.within_seconds}};
        out.holds = from.over == limit_over::hold;
        out.allows = std::to_string(from.jump) + " times the usual, " + said(from.at_least, what) + " at least, within " +
                     said(from.within_seconds, "second") + each;
    } else if (from.rate != 0) {
        out.by = limits::pace::of(from.rate, std::chrono::seconds{static_cast<std::int64_t>(from.per)},
                                  burst_of(from.burst, from.rate, from.per));
        if (out.parts) out.by.owed = (most_parts - 1) * out.by.each;
        out.waits = from.over == limit_over::wait;
        out.allows = said(from.rate, what) + " " + std::string(word_of(from.per)) + each;
    } else {
        out.within = {from.messages + from.recipients, std::chrono::seconds{from.within_seconds}, from.recipients != 0};
        out.allows = (from.recipients != 0 ? said(from.recipients, "different recipient") : said(from.messages, what)) +
                     " within " + said(from.within_seconds, "second") + each;
    }
    return out;
}

std::vector<accept::named_list> lists_of(const std::vector<std::string>& names, const config& from) {
    std::vector<accept::named_list> out;
    for (const std::string& name : names)
        for (const number_list_config& one : from.number_lists)
            if (one.name == name && one.numbers) out.push_back({one.name, one.numbers});
    return out;
}

}  // namespace

limits::book_options make_book_options(const limits_config& from) {
    return {from.most_keys, from.most_duplicates};
}

void add_limits(const config& from, limits::book& counts, accept::rules& to) {
    std::vector<limits::limit> all;
    for (const account_config& a : from.accounts) {
        if (a.limits.rate != 0) all.push_back(rate_of(a));
        accept::account_rules& rules = to.accounts.at(a.id);
        rules.allow = lists_of(a.limits.allow, from);
        rules.deny = lists_of(a.limits.deny, from);
        rules.duplicates_within = std::chrono::seconds{a.limits.duplicate_seconds};
    }
    for (const limit_config& one : from.all_limits) all.push_back(limit_of(one));
    for (limits::limit& one : all) counts.attach(one);
    to.deny = lists_of(from.limits.deny, from);
    to.counts = &counts;
    to.counting = std::make_shared<const limits::table>(std::move(all));
}

}  // namespace hermod::app
