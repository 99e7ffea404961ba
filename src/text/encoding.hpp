// The three ways a text or its octets travel, and the choice between the two for text.
//
// The values are those of hermod::encoding in message/, which this folder may not include: a static_cast leads across.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/gsm7.hpp"

namespace hermod::text {

enum class encoding : std::uint8_t { gsm7 = 0, ucs2 = 1, binary = 2 };

// gsm7 when every character is in the GSM tables, otherwise ucs2 (UTF-16BE, as every network reads it). Says nothing of
// whether the text is valid UTF-8: encoding it does.
inline encoding choose(std::string_view utf8) { return is_gsm7(utf8) ? encoding::gsm7 : encoding::ucs2; }

}  // namespace hermod::text
