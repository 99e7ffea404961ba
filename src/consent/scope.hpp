// For whom an opt-out holds, and how numbers and senders are written when they are compared. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/ids.hpp"

namespace hermod::consent {

// A handset's number as a number; nullopt for what is no international one (a name, a national number, more than 16 digits).
// "+49 151", "0049151" and "49151" are one.
std::optional<std::uint64_t> number_of(std::string_view written);
std::string to_text_number(std::uint64_t number);  // "+49151..."

// A sender as it is compared: digits without "+", a name without case.
std::string sender_key(std::string_view from);

// What a STOP ends by default: what the account sends from that number, whatever the account sends, whatever anybody sends.
enum class reach : std::uint8_t { sender = 0, account = 1, everybody = 2 };

struct scope {
    account_id account{};  // 0: everybody's
    std::string sender;    // as sender_key() writes it; empty: any
    friend bool operator==(const scope&, const scope&) = default;
};

scope scope_of(reach how_far, account_id account, std::string_view sender);

// Who said so.
enum class source : std::uint8_t { handset = 0, api = 1 };
constexpr std::string_view to_text(source s) { return s == source::handset ? "handset" : "api"; }

struct opt_out {
    std::uint64_t number = 0;
    scope from;
    wall_time since{};  // to the second
    source by = source::handset;
    friend bool operator==(const opt_out&, const opt_out&) = default;
};

}  // namespace hermod::consent
