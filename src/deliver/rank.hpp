// Where a message stands in its connector's queue: its priority, then its account. Whoever has the higher priority goes first;
// accounts of one priority take turns (fair_queue.hpp).
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/ids.hpp"
#include "message/message.hpp"

namespace hermod::deliver {

inline constexpr std::size_t priority_levels = 4;

struct rank {
    account_id account;
    std::uint8_t level = 0;  // 0 to priority_levels - 1, the highest goes first
    friend bool operator==(const rank&, const rank&) = default;
};

// SMPP's priority_flag knows 0 to 3 in GSM networks and 4 in one other (5.0, 4.7.14): what is above 3 is 3.
inline std::uint8_t level_of(std::uint8_t priority) {
    return static_cast<std::uint8_t>(std::min<std::size_t>(priority, priority_levels - 1));
}
inline rank rank_of(const message& m) {
    return {m.account, level_of(m.more().priority)};
}


// As one number, for where there are millions.
inline std::uint64_t packed(const rank& of) {
    return std::uint64_t{of.account.value} << 8 | of.level;
}
inline rank unpacked(std::uint64_t from) {
    return {account_id{static_cast<std::uint32_t>(from >> 8)}, static_cast<std::uint8_t>(from & 0xFF)};
}

}  // namespace hermod::deliver
