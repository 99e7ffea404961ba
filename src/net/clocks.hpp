// The only functions of the house which read a clock (app/ may as well); everyone else is told `now`.
#pragma once

#include <string>

#include "base/clock.hpp"

namespace hermod::net {

wall_time wall_now();  // as net/believed_clock has it
mono_time mono_now();

// RFC 9110 section 5.6.7: Mon, 23 Nov 2026 15:00:23 GMT.
std::string http_date(wall_time t);

}  // namespace hermod::net
