// What a digit is on this wire: ASCII's alone, whatever the locale.
#pragma once

namespace hermod::wire::cimd2 {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace hermod::wire::cimd2
