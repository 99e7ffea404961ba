// One limit as it is configured: which messages it counts, into how many buckets or windows it sorts them, and how many it lets
// through. And its state, which outlives the configuration: a limit of the same name goes on counting where it was.
//
// Immutable once made, but for the state, which any thread may touch.
#pragma once

#include <bitset>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "limits/bucket_table.hpp"
#include "limits/jump.hpp"
#include "limits/window.hpp"

namespace hermod::limits {

struct limit_state {
    explicit limit_state(std::string named) : name(std::move(named)) {}

    const std::string name;
    alignas(64) bucket one;                 // of a rate that sorts nothing; apart from who counts the pointers to this
    std::unique_ptr<bucket_table> many;     // of one that does
    std::unique_ptr<window_table> windows;  // of a window
    std::unique_ptr<jump_table> jumps;      // of a jump
    std::atomic<std::uint64_t> refused{0}, waited{0}, held{0};
};

struct limit {
    std::string name;
    // What it counts; empty: all.
    std::vector<account_id> accounts;
    std::vector<std::string> senders;   // whole, or a beginning before a "*" at the end
    std::vector<std::string> prefixes;  // of recipients, digits
    // Each account, sender, recipient, prefix has a bucket or a window of its own; none of them: there is one for all.
    bool per_account = false, per_sender = false, per_recipient = false, per_prefix = false;
    std::size_t prefix_digits = 0;  // per_prefix: of a recipient so many digits; 0: those of `prefixes`

    pace by;             // a rate
    allowance within;    // or a window, whose `most` is not 0 then
    jump above;          // or a jump, whose `times` is not 0 then
    bool parts = false;  // counts a message's parts instead of messages
    bool waits = false;  // rate: what is too much is accepted and leaves when it may
    bool holds = false;  // jump: what is too much is accepted and waits for somebody's word
    std::string allows;  // in words: "100 messages a second"
    std::shared_ptr<limit_state> state;

    std::bitset<1'000> begins;  // by their first three digits: numbers that one of `prefixes` may begin

    // Once, before it is asked: sorts and fills what is searched.
    void make_ready();
    bool is_window() const { return within.most != 0; }
    bool is_jump() const { return above.times > 0; }
    std::uint32_t weight_of(std::size_t message_parts) const { return parts ? static_cast<std::uint32_t>(std::max<std::size_t>(1, message_parts)) : 1; }
    bool sorts() const { return per_account || per_sender || per_recipient || per_prefix; }
    // Which of its buckets or windows counts this message; nullopt: none of them. `to`: with or without "+".
    std::optional<std::uint64_t> key_of(account_id account, std::string_view from, std::string_view to) const;

    // Of the bucket that the key names.
    taken take(std::uint64_t key, nanos at, std::uint32_t tokens = 1) const {
        return sorts() ? state->many->take(key, by, at, tokens) : state->one.take(by, at, tokens);
    }
    nanos there(std::uint64_t key, nanos at) const {
        return sorts() ? state->many->there(key, by, at) : state->one.there(by, at);
    }
    void give_back(std::uint64_t key, const taken& what, nanos at) const {
        sorts() ? state->many->give_back(key, what, at) : state->one.give_back(what, at);
    }
};

}  // namespace hermod::limits
