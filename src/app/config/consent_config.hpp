// What the configuration says of opt-outs: [opt_outs], [[opt_out_answer]], and an account's keys for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hermod::app {

enum class opt_out_reach : std::uint8_t { sender, account, everybody };
enum class opt_out_word : std::uint8_t { stop, start, help };

// [opt_outs]
struct opt_outs_config {
    opt_out_reach reach = opt_out_reach::account;  // what a STOP ends
    bool built_in = true;                          // the lists of words that the program has
    bool first_word = false;                       // "STOP please" is STOP
    std::vector<std::string> stop, start, help;    // own words
    std::vector<std::string> without;              // built-in ones that mean nothing here
};

// [[opt_out_answer]]
struct opt_out_answer_config {
    std::string account;  // empty: every account's
    opt_out_word to = opt_out_word::stop;
    std::string language;  // two letters; empty: of any
    std::string text;
};

// In [[account]].
struct account_consent_config {
    bool obeys = true;                   // opt_outs = "obey" or "ignore"
    std::optional<opt_out_reach> reach;  // not set: as [opt_outs] has it
};

}  // namespace hermod::app
