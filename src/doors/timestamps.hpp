// The seconds by which a door names its messages, for protocols that know a message by its recipient and a time (UCP, CIMD2): the
// second of the submit, or the next one that this recipient has not had.
//
// Shared by all links of a door: any thread. Nothing outlives the process: the name itself is stored with its message, as
// client_ref. 3 MiB.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "base/clock.hpp"
#include "base/ids.hpp"

namespace hermod::doors {

// How far a timestamp may be ahead: to a recipient of more messages it repeats, and names the newest.
inline constexpr std::chrono::seconds furthest_ahead{60};

class timestamps {
public:
    // Never the same twice for an account and a recipient, but for what furthest_ahead says; after a restart they may repeat
    // those that were ahead.
    wall_time next(account_id whose, std::string_view recipient, wall_time now);

    // Which message got that second: a guess at what is asked for by its name, for the caller to look at. Of the last some
    // hundred thousand most are known; none is what nobody remembers.
    void remember(account_id whose, std::string_view recipient, wall_time second, message_id which);
    message_id recall(account_id whose, std::string_view recipient, wall_time second) const;

private:
    static constexpr std::size_t places = 1u << 18;
    // The last second that each has had, by hash: others that fall on the same place only count on from there.
    std::array<std::atomic<std::uint32_t>, places> last_{};
    std::array<std::atomic<std::int64_t>, places> given_{};  // by hash, with the second
};

}  // namespace hermod::doors
