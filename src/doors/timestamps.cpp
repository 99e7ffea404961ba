#include "doors/timestamps.hpp"

#include <algorithm>

namespace hermod::doors {

namespace {

std::size_t place_of(account_id whose, std::string_view recipient, std::int64_t second, std::size_t places) {
    std::uint64_t mixed = (std::uint64_t{whose.value} << 32 | name_hash(recipient)) * 0x9e3779b97f4a7c15ull;
    mixed = (mixed ^ static_cast<std::uint64_t>(second)) * 0x9e3779b97f4a7c15ull;
    return static_cast<std::size_t>(mixed >> 32) % places;
}

std::int64_t second_of(wall_time at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace

wall_time timestamps::next(account_id whose, std::string_view recipient, wall_time now) {
    auto& last = last_[place_of(whose, recipient, 0, places)];
    const auto second = static_cast<std::uint32_t>(second_of(now));
    const std::uint32_t most = second + static_cast<std::uint32_t>(furthest_ahead.count());
    std::uint32_t had = last.load(std::memory_order_relaxed), given = 0;
    do {
        // Beyond `most` the clock was set back.
        given = had < second || had > most ? second : std::min(had + 1, most);
    } while (!last.compare_exchange_weak(had, given, std::memory_order_relaxed));
    return wall_time{std::chrono::seconds{given}};
}

void timestamps::remember(account_id whose, std::string_view recipient, wall_time second, message_id which) {
    given_[place_of(whose, recipient, second_of(second), places)].store(which.value, std::memory_order_relaxed);
}

message_id timestamps::recall(account_id whose, std::string_view recipient, wall_time second) const {
    return message_id{given_[place_of(whose, recipient, second_of(second), places)].load(std::memory_order_relaxed)};
}

}  // namespace hermod::doors
