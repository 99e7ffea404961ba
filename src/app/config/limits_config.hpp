// What the configuration says of how much, how fast and to whom: limits, lists of numbers, duplicates.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "limits/number_list.hpp"

namespace hermod::app {

// [[number_list]]
struct number_list_config {
    std::string name, file;
    limits::number_list_ptr numbers;  // null only where there is a problem
};

// Of an account, whatever the door.
struct account_limits_config {
    std::uint32_t rate = 0;                // messages a second; 0: no limit
    std::uint32_t burst = 0;               // of them at once; 0: a tenth of a second's worth, one at least
    std::uint32_t duplicate_seconds = 0;   // the same again is refused for so long; 0: never
    std::vector<std::string> allow, deny;  // number lists, of recipients
};

// [limits]
struct limits_config {
    std::vector<std::string> deny;  // number lists, for all accounts
    std::uint32_t most_keys = 1'000'000, most_duplicates = 4'000'000;
};

enum class limit_scope : std::uint8_t { account, sender, recipient, prefix };
enum class limit_period : std::uint32_t { second = 1, minute = 60, hour = 3'600, day = 86'400 };
enum class limit_over : std::uint8_t { refuse, wait, hold };
enum class limit_counts : std::uint8_t { messages, parts };

// [[limit]]
struct limit_config {
    std::string name;
    std::vector<std::string> account, sender, prefix;  // empty: any
    std::vector<limit_scope> scope;                    // each of these has a count of its own
    std::uint32_t prefix_digits = 0;                   // with scope prefix: so many digits of the number; 0: the listed prefixes
    std::uint32_t rate = 0, burst = 0;                 // burst 0: as read_limits() says
    limit_period per = limit_period::second;
    std::uint32_t messages = 0, recipients = 0, within_seconds = 0;  // instead of rate: within any such time
    std::uint32_t jump = 0, at_least = 0;  // instead: so many times the usual of earlier windows; 0: no jump
    limit_over over = limit_over::refuse;
    limit_counts counts = limit_counts::messages;
};

}  // namespace hermod::app
