// What operators make of a message between its route and its way out: who may send as whom ([[sender_policy]]), the sender and
// the text that leave ([[rewrite]]). Immutable, part of accept::rules; built by app/ from the configuration, which has checked
// it.
//
// Pure functions over one message's facts. Policies come first and look at the sender as the application gave it: the first one
// that is for this account and recipient decides. Then all rules that match are applied in their order, each to what those before
// it made.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accept/replacement.hpp"
#include "accept/senders.hpp"
#include "base/ids.hpp"
#include "message/country.hpp"

namespace hermod::accept {

// Which recipients something is for. Both lists empty: all.
struct recipient_match {
    std::vector<const country*> countries;
    std::vector<std::string> prefixes;  // digits, without "+"
    bool has(std::string_view to, const country* of) const;
};

// What rules may ask of a message.
struct rewrite_facts {
    account_id account;
    std::string_view route;
    connector_id connector;
    std::string_view tags;        // words, separated by commas
    std::string_view to;          // as it will be sent
    const country* of = nullptr;  // whose number that is; null: no country's
};

struct rewrite_rule {
    std::string name;
    // For which messages; what is empty is for all.
    std::vector<account_id> accounts;
    std::vector<std::string> routes, tags;  // tags: one of them
    std::vector<connector_id> connectors;
    recipient_match recipients;
    sender_list senders;
    std::vector<sender_look> looks;
    // What is made of them; what is empty stays.
    std::vector<std::string> sender;  // several: a pool (of_pool)
    std::string before, after;        // the text
    std::vector<replacement> replace;
    bool transliterate = false;
    bool last = false;  // no rule behind it is looked at for the message

    bool changes_text() const { return !before.empty() || !after.empty() || !replace.empty() || transliterate; }
    // nullptr: it is for this message; otherwise what it is not for, as a word for people ("account", "country", ...).
    const char* misfit(const rewrite_facts& of, std::string_view from) const;
    // Whether it made another text of it.
    bool rewrite(std::string& text) const;
};

struct sender_policy {
    std::string name;
    std::vector<account_id> accounts;  // empty: all
    recipient_match recipients;
    sender_list allowed;
    std::string otherwise;  // the sender in place of one that is not allowed; empty: it is refused

    bool is_for(const rewrite_facts& of) const;
};

struct rewriting {
    std::vector<sender_policy> policies;
    std::vector<rewrite_rule> rules;
    bool empty() const { return policies.empty() && rules.empty(); }
};

}  // namespace hermod::accept
