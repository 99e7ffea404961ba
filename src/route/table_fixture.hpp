// What the tests of tables are made of: two accounts, a few connectors, their health as a test says it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "route/table.hpp"

namespace hermod::route {

inline constexpr account_id shop{1}, bank{2};
inline constexpr connector_id a{10}, b{20}, c{30}, d{40}, e{50};

struct board : health {
    std::map<connector_id, connector_health> known;
    connector_health of(connector_id which) const noexcept override {
        const auto at = known.find(which);
        return at == known.end() ? connector_health{} : at->second;
    }
};

inline rule among(strategy by, std::vector<connector_id> to) {
    rule one;
    one.name = "some";
    one.by = by;
    one.to = std::move(to);
    return one;
}

inline facts message_to(std::string_view number) {
    facts of;
    of.account = shop;
    of.number = number;
    return of;
}

// How many of each connector's messages among so many different recipients.
inline std::map<std::uint32_t, int> spread(const table& routes, int messages, const health* now = nullptr) {
    std::map<std::uint32_t, int> out;
    for (int i = 0; i < messages; ++i) {
        const auto number = "+4179" + std::to_string(1'000'000 + i);
        ++out[routes.find(message_to(number), now)->connector.value];
    }
    return out;
}

}  // namespace hermod::route
