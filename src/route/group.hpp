// Connectors under one name: among a rule's choices the group stands for the one of its connectors that it would give the message to.
//
// The rule's strategy chooses among its choices, then the group's own chooses inside. A group is usable while one of its
// connectors is; it starts as slowly as the best of them, and is as loaded as the usable ones are on average; its cost and its
// quality are those of the connector that would take this message. One level: a group holds connectors only.
// Pure; the counters by which shares come out even are the table's.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "route/strategy.hpp"

namespace hermod::route {

struct rule;

struct group {
    std::string name;
    std::size_t first = 0, count = 0;  // its part of rule::to; those of a rule in their order, none empty
    strategy by = strategy::hash;      // not broadcast
    sticky_to sticky = sticky_to::recipient;
    std::vector<std::uint32_t> weights;  // beside its connectors; missing ones are 1
};

// What stickiness hashes of one message.
struct sticky_keys {
    std::uint32_t recipient = 0, account = 0;
    std::uint32_t of(sticky_to what) const { return what == sticky_to::account ? account : recipient; }
};

// A counter for the rule, one for each of its groups. `peek`: they stay.
struct dice_of_rule {
    std::atomic<std::uint32_t>* own;
    std::atomic<std::uint32_t>* of_groups;
    bool peek;
    std::uint32_t roll(std::atomic<std::uint32_t>& one) const {
        return peek ? one.load(std::memory_order_relaxed) : one.fetch_add(1, std::memory_order_relaxed);
    }
};

// Whether a strategy asks for another number each time; for its shares, or for those of connectors that start slowly.
constexpr bool asks_dice(strategy by) { return by != strategy::hash && by != strategy::broadcast; }

// The one that has this place in rule::to; null: it is a choice of its own.
const group* group_of(const rule& by, std::size_t place);
// The weight by which what has this place is chosen: inside its group, or among the choices.
std::uint32_t weight_of(const rule& by, std::size_t place);
std::uint32_t weight_of_group(const rule& by, const group& of);

// Orders `made.options`, of which places[i] says where in rule::to each stands: ascending, some may be missing.
void prefer_in_groups(const rule& by, considered& made, const std::uint8_t* places, const sticky_keys& keys, const dice_of_rule& dice);

}  // namespace hermod::route
