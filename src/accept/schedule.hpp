// Stage `schedule`: when a message may go. A local send_at becomes an instant; the windows that hold for the message move it on
// to the first instant at which all of them are open. may_go() asks the same of a message that waited in a queue meanwhile.
//
// Pure, over an immutable snapshot that is part of the rules; any thread.
// Validity: what the sender asks for counts from when the sender lets the message go, so a message that a window would hold for
// longer is refused, and never sent late; where the sender says nothing, the default counts from when the window opens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "accept/draft.hpp"
#include "zones/prefix_zones.hpp"
#include "zones/window.hpp"

namespace hermod::accept {

struct named_window {
    std::string name;
    zones::window hours;
    std::optional<zones::zone> fixed{};             // in that zone; unset: in all zones of the recipient
    std::optional<std::uint8_t> exempt_priority{};  // messages of this priority and above need not heed it
    // It always holds for messages that fit one of each list that is not empty; if all are empty, for those that name it.
    std::vector<account_id> accounts{};
    std::vector<std::string> routes{};
    std::vector<std::string> prefixes{};  // digits
    bool always() const { return !accounts.empty() || !routes.empty() || !prefixes.empty(); }
};

struct schedule_rules {
    zones::prefix_zones places;
    std::vector<named_window> windows;
    std::unordered_map<account_id, std::size_t> of_accounts;  // the window of what names none
};

// How far ahead an opening is looked for.
inline constexpr std::chrono::hours farthest_opening{31 * 24};

// Codes unknown_window, window_closed.
std::optional<refusal> schedule(draft& work);

// The name of the window that its sender named for a message; empty: none.
std::string_view window_of(const message& what);

// The instant at which the clocks where a number lives show this: in several zones the last, so that it is that late in all.
wall_time at_recipient(const zones::prefix_zones& places, std::string_view to, zones::local_time shown);

// `now`: it may go. Later: at that instant. After its end: not any more.
wall_time may_go(const schedule_rules& by, const message& what, wall_time now);

}  // namespace hermod::accept
