// Whether a peer showed the right secret, without telling by the time how much of it was right.
#pragma once

#include <string_view>

namespace hermod::net {

// By their digests, so that not even the length of the secret is told.
bool same_in_constant_time(std::string_view a, std::string_view b);

}  // namespace hermod::net
