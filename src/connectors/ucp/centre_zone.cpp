#include "connectors/ucp/centre_zone.hpp"

namespace hermod::connectors::ucp {

using namespace std::chrono;

void centre_zone::learn(std::string_view sm, wall_time now) {
    constexpr std::size_t scts_size = 12;
    if (fixed_ || sm.size() < scts_size) return;
    const auto there = wire::ucp::parse_seconds(sm.substr(sm.size() - scts_size));
    if (!there) return;
    const seconds ahead = there->time_since_epoch() - floor<seconds>(now.time_since_epoch());
    const minutes quarters = duration_cast<minutes>(round<duration<int, std::ratio<900>>>(ahead));
    if (quarters >= hours(-12) && quarters <= hours(14)) offset_ = quarters;
}

std::optional<wire::ucp::local_seconds> centre_zone::local(wall_time t) const {
    if (!offset_) return std::nullopt;
    return wire::ucp::local_seconds(floor<seconds>(t.time_since_epoch()) + *offset_);
}

}  // namespace hermod::connectors::ucp
