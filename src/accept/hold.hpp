// Which messages wait for somebody's word before they go: the rules of [[hold]], and the last stage of accepting.
//
// A message is held by the first rule of which everything fits that the rule says. Immutable, shared by all threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"

namespace re2 {
class RE2;
}

namespace hermod::accept {

struct draft;

struct hold_rule {
    std::string name;
    std::optional<account_id> account;       // not set: any
    std::shared_ptr<const re2::RE2> text;    // found anywhere in it; null: any
    std::string from;                        // without "+"; "*" at the end: a beginning; empty: any
    std::vector<std::string> prefixes;       // of the recipient, without "+"; empty: any
    std::uint64_t first = 0;                 // only of the first so many messages that their account has ever handed in; 0: of all
};

// Null when it is no regular expression of RE2's; `why` then says what is wrong.
std::shared_ptr<const re2::RE2> compile_text(const std::string& expression, std::string& why);

// Stage `hold`. Answers to a handset's own word are not held.
void check_hold(draft& work);

}  // namespace hermod::accept
