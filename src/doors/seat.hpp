// An account at a door: what all its binds share. Made on the door's home; the atomic numbers may be touched anywhere.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/clock.hpp"
#include "doors/account.hpp"
#include "doors/counters.hpp"

namespace hermod::doors {

struct seat {
    account_ptr who;
    std::size_t binds = 0;                    // the door's home
    std::atomic<std::size_t> hearing{0};      // of them, those that take what it is told
    std::atomic<std::int64_t> paid_until{0};  // of its rate, in nanoseconds of the monotonic clock
    std::atomic<std::size_t> holds{0};        // by those that hear: while there is one, none of its binds may submit

    // One message more, if the rate allows it now. A tenth of a second's worth may be saved up.
    bool pay(mono_time now);
    // One of those that hear is held, or no more. `door`: its name, for the log.
    void hold(bool on, std::string_view door, counters& numbers);
};

}  // namespace hermod::doors
