// The class that an octet of data_coding gives a message (3GPP TS 23.038 section 4): 0 is shown at once and kept nowhere
// ("flash"), 1 to 3 name where it is kept. Only what interfaces show of it; text/dcs reads and writes the whole octet.
#pragma once

#include <cstdint>
#include <optional>

namespace hermod {

constexpr std::optional<std::uint8_t> message_class_of(std::uint8_t data_coding) {
    const bool general = (data_coding & 0x90) == 0x10;  // 00x1 and 01x1: bit 4 says that bits 1 and 0 are a class
    if (!general && (data_coding & 0xF0) != 0xF0) return std::nullopt;
    return static_cast<std::uint8_t>(data_coding & 3);
}

}  // namespace hermod
