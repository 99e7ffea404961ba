// By which connector a message may leave that cannot leave by its own: deliver/elsewhere.hpp, made real over the routes in force and
// the board. Owned by app/; outlives the lanes. Any thread.
#pragma once

#include <functional>
#include <vector>

#include "accept/rules.hpp"
#include "deliver/board.hpp"
#include "deliver/elsewhere.hpp"

namespace hermod::app {

class ways final : public deliver::elsewhere {
public:
    // The routes in force now; null before there are any. Any thread.
    using routes_now = std::function<route::table_ptr()>;
    ways(const deliver::board& all, routes_now routes) : all_(all), routes_(std::move(routes)) {}

    way next(const message& what, std::span<const connector_id> tried) const override;
    bool any(connector_id here) const override { return all_.any_but(here); }
    std::uint64_t changes() const override { return all_.changes(); }

private:
    const deliver::board& all_;
    routes_now routes_;
};

}  // namespace hermod::app
