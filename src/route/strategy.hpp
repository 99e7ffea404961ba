// How one of a rule's connectors is chosen: an order of preference by the rule's strategy, of which the first takes the message
// that is usable. A connector that starts slowly takes its share only; the others are passed on to the next. When none is usable
// the first choice takes the message, and it waits there.
//
// Pure: health, costs and the dice are arguments. No allocation.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/ids.hpp"
#include "route/health.hpp"

namespace hermod::route {

enum class strategy : std::uint8_t {
    hash,       // the same one for the same recipient, or for the same account
    weight,     // shares by weight
    order,      // the first; the second when it is not usable, ...
    cost,       // the least cost of this number; those whose cost is not known come last
    quality,    // most delivered, then the least latency; one message in twenty goes to another, so that its quality stays known
    load,       // shares by the square of what is free of their windows: the least loaded gets the most, a burst does not fall on one
    broadcast,  // all of them: one takes the message, the others copies
};
std::string_view to_text(strategy by);

// What hash is sticky to.
enum class sticky_to : std::uint8_t { recipient, account };

constexpr std::size_t most_options = 64;  // connectors of a rule

struct option {
    connector_id which;
    std::uint32_t weight = 1;
    connector_health now{};
    std::optional<std::int64_t> cost{};  // thousandths
};

struct preference {
    std::array<std::uint8_t, most_options> order{};  // places among the options, the first choice first
    std::size_t count = 0;
    std::size_t taken = 0;  // which of `order` takes the message
    bool waits = false;     // none is usable
};

// `key`: of what the hash is sticky to. `dice`: any number; one after the other they spread evenly.
preference prefer(strategy by, std::span<const option> among, std::uint32_t key, std::uint32_t dice);

// The connectors of a rule as they are now, and the one that is preferred.
struct considered {
    std::array<option, most_options> options;
    std::size_t count = 0;
    preference order;
    std::uint64_t picked = ~std::uint64_t{0};  // bit n: in a broadcast, the n-th of `order` gets the message or a copy
    connector_id taken() const { return options[order.order[order.taken]].which; }
};

// Which of so many today's configurations choose by hash: kept, so that handsets keep their way.
std::size_t by_hash(std::uint32_t key, std::size_t of);

}  // namespace hermod::route
