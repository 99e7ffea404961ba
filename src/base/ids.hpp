// Strong ids: no implicit conversion, ordered, hashable.
//
// A message_id is 63 bits: 42 bits of milliseconds since 2024-01-01 UTC, 8 bits of node, 13 bits of sequence. So ids are
// unique over 256 nodes, sort by time of acceptance, name the day whose history holds the message, and fit SQL's bigint.
// Their text is 13 characters of Crockford's base 32 behind an "m": m06HZ3V0CG0001.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace hermod {

template <class Tag, class Number>
struct strong_id {
    Number value{};
    constexpr strong_id() = default;
    constexpr explicit strong_id(Number v) : value(v) {}
    friend constexpr auto operator<=>(strong_id, strong_id) = default;
};

using message_id = strong_id<struct message_tag, std::int64_t>;
using account_id = strong_id<struct account_tag, std::uint32_t>;    // hash of the account's name: stable over restarts and nodes
using connector_id = strong_id<struct connector_tag, std::uint32_t>;  // likewise of the connector's

// FNV-1a of a configured name. Configuration refuses two names with one id.
constexpr std::uint32_t name_hash(std::string_view name) {
    std::uint32_t hash = 2166136261u;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash;
}

std::string to_text(message_id id);
std::optional<message_id> parse_message_id(std::string_view text);
wall_time time_of(message_id id);
// The least id an instant can have: the start of a day, of a `since` filter.
message_id first_id_at(wall_time t);

// Hands out ids that only grow, even when the clock steps back. Any thread.
class id_source {
public:
    explicit id_source(std::uint8_t node, message_id after = message_id{});
    message_id next(wall_time now);

private:
    std::int64_t node_;
    std::atomic<std::int64_t> state_;  // milliseconds << 13 | sequence
};

}  // namespace hermod

template <class Tag, class Number>
struct std::hash<hermod::strong_id<Tag, Number>> {
    std::size_t operator()(hermod::strong_id<Tag, Number> id) const noexcept {
        auto x = static_cast<std::uint64_t>(id.value) * 0x9e3779b97f4a7c15ull;
        return static_cast<std::size_t>(x ^ (x >> 29));
    }
};
