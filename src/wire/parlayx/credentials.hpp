// spPassword: the lower-case hexadecimal MD5 of spId, password and timeStamp, one behind the other.
//
// The digest itself is handed in, so that this folder needs no cryptography.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace hermod::wire::parlayx {

using md5_octets = std::array<std::uint8_t, 16>;
using md5_function = md5_octets (*)(std::string_view);

std::string sp_password(std::string_view sp_id, std::string_view password, std::string_view time_stamp, md5_function md5);

// yyyyMMddHHmmss. Public clients use their own local time; the sources say nothing of a zone, so the caller chooses it.
std::string time_stamp(std::chrono::local_seconds when);

}  // namespace hermod::wire::parlayx
