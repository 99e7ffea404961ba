#include "connectors/ucp/door_clock.hpp"

#include <ctime>

namespace hermod::connectors::ucp {

using namespace std::chrono;

namespace {

// Of the machine's zone at that instant.
seconds offset_at(std::time_t t) {
    std::tm there{};
    return seconds(localtime_r(&t, &there) ? there.tm_gmtoff : 0);
}

}  // namespace

wire::ucp::local_seconds door_clock::local(wall_time t) const {
    const seconds utc = floor<seconds>(t.time_since_epoch());
    return wire::ucp::local_seconds(utc + (utc_offset ? seconds(*utc_offset) : offset_at(utc.count())));
}

wall_time door_clock::wall(wire::ucp::local_seconds t) const {
    const seconds there = t.time_since_epoch();
    if (utc_offset) return wall_time(there - seconds(*utc_offset));
    // The offset before a change and the one behind it: the first that leads back to the same local time.
    constexpr seconds day = hours(24);
    for (const seconds offset : {offset_at((there - day).count()), offset_at((there + day).count())}) {
        const seconds utc = there - offset;
        if (offset_at(utc.count()) == offset) return wall_time(utc);
    }
    return wall_time(there - offset_at(there.count()));  // in the hour that a change leaves out
}

}  // namespace hermod::connectors::ucp
