// What a rule may ask of a message, and what is known of a message when it is asked: the same words for both directions.
//
// All conditions of a rule must hold; one that is not written holds always. `number` is the handset's: the recipient of a
// message to one, the sender of a message from one. `other` is the other end: an alphanumeric sender, a short code.
// Plain data; matcher.hpp makes many of them fast, why.hpp says in sentences whether one holds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "message/message.hpp"
#include "route/pattern.hpp"
#include "route/prefix_tables.hpp"
#include "route/week.hpp"

namespace hermod::route {

struct facts {
    account_id account;         // of a message from a handset: not asked
    std::string_view number;    // with or without "+"
    std::string_view other;
    std::string_view text;      // UTF-8, or for binary the octets
    encoding coding = encoding::gsm7;
    std::uint8_t parts = 1;
    std::uint32_t came_in = 0;  // name_hash() of the door, or of the connector of a message from a handset
    wall_time at{};             // when it may go
    std::string_view tags;      // words, separated by commas
};

struct label_condition {
    label_table_ptr table;
    std::vector<std::string> any_of;  // at least one
};

struct conditions {
    std::vector<account_id> accounts;        // any of them; so with all lists here, and none is every one
    std::vector<std::string> account_names;  // beside them, for people; may be missing
    std::vector<std::string> tags;
    std::vector<std::string> prefixes;       // of the number: digits, with or without "+"
    std::vector<label_condition> labels;     // each must hold
    std::vector<std::string> others;         // whole, or a beginning before a "*" at the end
    std::vector<std::string> came_in;        // names of doors or connectors
    std::vector<std::string> keywords;       // in any case
    pattern_ptr text;                        // null: any text. Binary messages have no text and no keyword
    std::uint8_t codings = 7;                // bit n: encoding n
    std::uint8_t min_parts = 1, max_parts = 255;
    std::shared_ptr<const week> times;       // null: always
};

constexpr std::uint8_t bit_of(encoding coding) { return static_cast<std::uint8_t>(1u << static_cast<unsigned>(coding)); }

// Calls for each of the words that commas separate; it answers whether to go on.
template <class Visit>
void each_word(std::string_view words, Visit visit) {
    while (!words.empty()) {
        const auto comma = words.find(',');
        if (const auto word = words.substr(0, comma); !word.empty() && !visit(word)) return;
        words = comma == std::string_view::npos ? std::string_view() : words.substr(comma + 1);
    }
}

// "Bank*" begins what begins with "Bank"; a pattern without "*" is the whole. A "*" alone is everything but nothing.
constexpr bool fits(std::string_view pattern, std::string_view whole) {
    if (!pattern.ends_with('*')) return pattern == whole;
    return !whole.empty() && whole.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace hermod::route
