// Words that translating to and from UCP needs on both sides, client and door.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace hermod::connectors::ucp {

inline constexpr std::uint8_t reply_path = 0x80;  // of message_extras::esm_class

inline bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

inline std::string_view without_plus(std::string_view number) {
    return number.substr(number.starts_with('+') ? 1 : 0);
}

}  // namespace hermod::connectors::ucp
