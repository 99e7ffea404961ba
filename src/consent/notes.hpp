// Opt-outs as the store keeps them: the one place that knows how their notes are laid out.
//
// Kind "opt_out": key NUMBER/ACCOUNT/SENDER (the account's id in hexadecimal, 0 for everybody's; the sender may be empty), value
// SECONDS SOURCE. Kind "opt_out_answer": key NUMBER/ACCOUNT/SENDER/WORD, value STATE MICROSECONDS LANGUAGE FROM: what was or is to be
// answered to a word, until a day is over. Pure.
#pragma once

#include <optional>
#include <string>

#include "consent/keywords.hpp"
#include "consent/scope.hpp"
#include "message/note.hpp"

namespace hermod::consent {

constexpr std::string_view opt_out_kind = "opt_out", answer_kind = "opt_out_answer";

std::string key_of(std::uint64_t number, const scope& from);
std::string value_of(const opt_out& what);
std::optional<opt_out> opt_out_of(const note& kept);  // nullopt: not to be read

// An automatic answer to a handset.
struct due_answer {
    std::uint64_t number = 0;
    account_id account;
    word to = word::stop;
    wall_time asked{};
    std::string from;      // our number, as the handset's network wrote it
    std::string language;  // of the word
    bool sent = false;
};
std::string key_of(const due_answer& what);
std::string value_of(const due_answer& what);
std::optional<due_answer> answer_of(const note& kept);

}  // namespace hermod::consent
