#include "connectors/cimd2/door_names.hpp"

#include <algorithm>

#include "connectors/cimd2/times.hpp"

namespace hermod::connectors::cimd2 {

namespace {

constexpr std::size_t timestamp_size = 12;

bool digits_only(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The timestamp of such a reference; empty when it is another.
std::string_view timestamp_in(std::string_view reference) {
    const bool ours = reference.size() > timestamp_size + 1 && reference[timestamp_size] == ':' &&
                      digits_only(reference.substr(0, timestamp_size));
    return ours ? reference.substr(0, timestamp_size) : std::string_view{};
}

std::size_t place_of(account_id whose, std::string_view recipient, std::int64_t second, std::size_t places) {
    std::uint64_t mixed = (std::uint64_t{whose.value} << 32 | name_hash(recipient)) * 0x9e3779b97f4a7c15ull;
    mixed = (mixed ^ static_cast<std::uint64_t>(second)) * 0x9e3779b97f4a7c15ull;
    return static_cast<std::size_t>(mixed >> 32) % places;
}

std::int64_t second_of(wall_time at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace

wall_time door_timestamps::next(account_id whose, std::string_view recipient, wall_time now) {
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

void door_timestamps::remember(account_id whose, std::string_view recipient, wall_time second, message_id which) {
    given_[place_of(whose, recipient, second_of(second), places)].store(which.value, std::memory_order_relaxed);
}

message_id door_timestamps::recall(account_id whose, std::string_view recipient, wall_time second) const {
    return message_id{given_[place_of(whose, recipient, second_of(second), places)].load(std::memory_order_relaxed)};
}

std::string reference_of(std::string_view timestamp, std::string_view destination) {
    return std::string(timestamp) + ':' + std::string(destination);
}

message_name name_of(const message& what, std::chrono::minutes offset) {
    const std::string_view timestamp = timestamp_in(what.client_ref);
    if (timestamp.empty()) return {centre_time(what.accepted_at, offset), what.to};
    return {std::string(timestamp), what.client_ref.substr(timestamp_size + 1)};
}

bool is_named(const message& what, std::string_view timestamp) {
    return !timestamp.empty() && timestamp_in(what.client_ref) == timestamp;
}

std::string number_from(std::string_view address) {
    std::string digits(address);
    std::erase(digits, '-');
    const std::size_t prefix = digits.starts_with('+') ? 1 : digits.starts_with("00") ? 2 : 0;
    digits.erase(0, prefix);
    return digits_only(digits) ? "+" + digits : std::string();
}

}  // namespace hermod::connectors::cimd2
