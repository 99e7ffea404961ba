// By which other connector a message may leave that cannot leave by its own: what the lanes ask. Implemented by app/ over the routes
// and the board. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "message/message.hpp"

namespace hermod::deliver {

class elsewhere {
public:
    struct way {
        std::optional<connector_id> to{};  // usable now
        bool exists = false;               // there is one at all, usable or not
    };
    // Neither the message's own connector nor one of `tried`.
    virtual way next(const message& what, std::span<const connector_id> tried) const = 0;
    // Whether any other than `here` is usable.
    virtual bool any(connector_id here) const = 0;
    // Grows when a connector becomes usable: an answer without `to` may be another one now.
    virtual std::uint64_t changes() const = 0;

protected:
    ~elsewhere() = default;
};

}  // namespace hermod::deliver
