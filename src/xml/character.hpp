// The characters that XML 1.0 (section 2.2) allows in a document.
#pragma once

namespace hermod::xml {

constexpr bool is_character(char32_t c) {
    return c == 0x09 || c == 0x0A || c == 0x0D || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
           (c >= 0x10000 && c <= 0x10FFFF);
}

}  // namespace hermod::xml
