#include "route/strategy.hpp"

#include <algorithm>
#include <tuple>

namespace hermod::route {
namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ull;

// Successive numbers become points of 0 to 1 that lie as evenly as can be: so shares hold over few messages already.
double point_of(std::uint32_t dice) { return static_cast<double>((dice * golden) >> 11) * 0x1p-53; }

double share_point(std::uint32_t key) { return static_cast<double>(((key ^ 0x5bd1e995u) * golden) >> 11) * 0x1p-53; }

void take_to(preference& out, std::size_t place, std::size_t from) {
    std::rotate(out.order.begin() + static_cast<std::ptrdiff_t>(place), out.order.begin() + static_cast<std::ptrdiff_t>(from),
                out.order.begin() + static_cast<std::ptrdiff_t>(from) + 1);
}

template <class Key>
void sort_by(preference& out, std::span<const option> among, Key key) {
    std::stable_sort(out.order.begin(), out.order.begin() + static_cast<std::ptrdiff_t>(out.count),
                     [&](std::uint8_t a, std::uint8_t b) { return key(among[a]) < key(among[b]); });
}

void sort_by_hash(preference& out, std::uint32_t key) {
    for (std::size_t i = 0; i + 1 < out.count; ++i) {
        take_to(out, i, i + by_hash(key, out.count - i));
        key = key * 0x85ebca6bu + 0xc2b2ae35u;
    }
}

// What is not known yet counts as good: it gets messages, and is known.
auto quality_of(const option& one) {
    constexpr std::uint32_t band = 20;  // thousandths of messages delivered that are no difference
    return std::tuple(1000 / band - one.now.delivered.value_or(1000) / band, one.now.latency_ms.value_or(0));
}

void sort_by_quality(preference& out, std::span<const option> among, std::uint32_t dice) {
    sort_by(out, among, quality_of);
    if (dice % 20 == 19 && out.count > 1) take_to(out, 0, 1 + dice / 20 % (out.count - 1));
}

// The first choice is the one in which the point lies when each is as wide as its weight. Of usable ones, when there are any.
template <class Weight>
void choose_by(preference& out, std::span<const option> among, double point, Weight weight) {
    const auto width = [&](std::size_t i, bool healthy) {
        const option& one = among[i];
        return weight(one) * (healthy ? (one.now.usable ? one.now.share : 0.0) : 1.0);
    };
    double all = 0;
    for (std::size_t i = 0; i < out.count; ++i) all += width(i, true);
    const bool healthy = all > 0;
    for (std::size_t i = 0; !healthy && i < out.count; ++i) all += width(i, false);
    double left = point * all;
    std::size_t taken = 0;
    for (std::size_t i = 0; i < out.count; ++i) {
        const double mine = width(i, healthy);
        if (mine <= 0) continue;
        taken = i;
        left -= mine;
        if (left < 0) break;
    }
    take_to(out, 0, taken);
}

// Not simply the least loaded: what is known of loads is some milliseconds old, and a burst would fall on one.
double free_part(const option& one) {
    const double free = one.now.load >= 1000 ? 0.001 : 1.0 - one.now.load / 1000.0;
    return free * free;
}

}  // namespace

std::string_view to_text(strategy by) {
    static constexpr std::string_view names[] = {"hash", "weight", "order", "cost", "quality", "load", "broadcast"};
    return names[static_cast<std::size_t>(by)];
}

std::size_t by_hash(std::uint32_t key, std::size_t of) { return static_cast<std::size_t>((key * golden) >> 32) % of; }

preference prefer(strategy by, std::span<const option> among, std::uint32_t key, std::uint32_t dice) {
    preference out;
    out.count = std::min(among.size(), most_options);
    for (std::size_t i = 0; i < out.count; ++i) out.order[i] = static_cast<std::uint8_t>(i);
    if (out.count == 0) return out;
    const double point = by == strategy::hash ? share_point(key) : point_of(dice);
    switch (by) {
        case strategy::hash: sort_by_hash(out, key); break;
        case strategy::weight: choose_by(out, among, point, [](const option& one) { return static_cast<double>(one.weight); }); break;
        case strategy::cost:
            sort_by(out, among, [](const option& one) { return std::tuple(!one.cost.has_value(), one.cost.value_or(0)); });
            break;
        case strategy::quality: sort_by_quality(out, among, dice); break;
        case strategy::load: choose_by(out, among, point, free_part); break;
        case strategy::order:
        case strategy::broadcast: break;
    }
    const bool shares_are_in = by == strategy::weight || by == strategy::load;  // in the widths
    std::optional<std::size_t> usable;
    for (std::size_t i = 0; i < out.count; ++i) {
        const connector_health& now = among[out.order[i]].now;
        if (!now.usable) continue;
        if (!usable) usable = i;
        if (now.share >= 1 || shares_are_in || point < now.share) {
            out.taken = i;
            return out;
        }
    }
    out.waits = !usable;
    out.taken = usable.value_or(0);
    return out;
}

}  // namespace hermod::route
