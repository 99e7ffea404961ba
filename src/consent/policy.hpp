// What the configuration says of opt-outs: which words are understood, how far a STOP reaches, which accounts are held to it, what
// is answered. An immutable snapshot, shared by all threads; app/ makes one of the configuration and swaps it whole.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "consent/keywords.hpp"
#include "consent/scope.hpp"

namespace hermod::consent {

struct account_policy {
    bool obeys = true;  // false: its messages are sent whoever has opted out (emergencies, codes that somebody asked for)
    reach how_far = reach::account;
};

struct answer {
    std::optional<account_id> account;  // not set: of every account
    word to = word::stop;
    std::string language;  // of the word that was sent; empty: of any
    std::string text;
};

struct policy {
    vocabulary words;
    std::unordered_map<account_id, account_policy> accounts;
    std::vector<answer> answers;

    const account_policy& of(account_id account) const {
        static const account_policy usual;
        const auto at = accounts.find(account);
        return at == accounts.end() ? usual : at->second;
    }
    // The account's own in that language, its own in any, everybody's in that language, everybody's in any; null: none.
    const answer* answer_for(account_id account, word to, std::string_view language) const;
};

using policy_ptr = std::shared_ptr<const policy>;

// Before the word, in message_extras::keyword of an automatic answer to it.
constexpr std::string_view answer_mark = "answer ";

}  // namespace hermod::consent
