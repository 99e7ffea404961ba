#include "app/gateway/ways.hpp"

namespace hermod::app {

deliver::elsewhere::way ways::next(const message& what, std::span<const connector_id> tried) const {
    const auto routes = routes_();
    if (!routes) return {};
    std::vector<connector_id> away(tried.begin(), tried.end());
    away.push_back(what.connector);
    way out;
    out.to = routes->again(what.route, what, away, &all_);
    out.exists = out.to || routes->again(what.route, what, away, nullptr);
    return out;
}

}  // namespace hermod::app
