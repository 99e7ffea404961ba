// The three versions of MTN's SMS interface, and where each is published.
#pragma once

#include <cstdint>
#include <string_view>

namespace hermod::wire::madapi {

enum class version : std::uint8_t { v1, v2, v3 };

// The base URL of the portal's definitions; countries have hosts of their own, so it is only a default.
constexpr std::string_view published_base(version v) {
    switch (v) {
        case version::v1: return "https://api.mtn.com/v1/messages";
        case version::v2: return "https://api.mtn.com/v2";
        case version::v3: return "https://api.mtn.com/v3/sms";
    }
    return {};
}

}  // namespace hermod::wire::madapi
