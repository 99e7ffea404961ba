#include "text/dcs.hpp"

namespace hermod::text {
namespace {

constexpr unsigned bit_of(bool set, unsigned bit) {
    return set ? bit : 0;
}

data_coding decode_general(std::uint8_t octet) {
    data_coding out;
    out.alphabet = static_cast<dcs_alphabet>(octet >> 2 & 3);
    out.compressed = (octet & 0x20) != 0;
    out.automatic_deletion = (octet & 0x40) != 0;
    if (octet & 0x10) out.message_class = static_cast<std::uint8_t>(octet & 3);
    return out;
}

data_coding decode_waiting(std::uint8_t octet) {
    data_coding out;
    out.group = dcs_group::waiting;
    if (octet >= 0xE0) out.alphabet = dcs_alphabet::ucs2;
    out.waiting = waiting_indication{octet >= 0xD0, (octet & 8) != 0, static_cast<waiting_kind>(octet & 3)};
    return out;
}

std::optional<std::uint8_t> encode_waiting(const data_coding& value) {
    const bool wide = value.alphabet == dcs_alphabet::ucs2;
    if (!value.waiting || (!wide && value.alphabet != dcs_alphabet::gsm7)) return std::nullopt;
    if (value.message_class || value.compressed || value.automatic_deletion || (wide && !value.waiting->store))
        return std::nullopt;
    const unsigned group = wide ? 0xE0 : value.waiting->store ? 0xD0 : 0xC0;
    return static_cast<std::uint8_t>(group | bit_of(value.waiting->active, 8) | static_cast<unsigned>(value.waiting->kind));
}

}  // namespace

data_coding decode_dcs(std::uint8_t octet) {
    if (octet < 0x80) return decode_general(octet);
    data_coding out;
    if (octet < 0xC0) {
        out.group = dcs_group::reserved;
        out.alphabet = dcs_alphabet::reserved;
    } else if (octet < 0xF0) {
        out = decode_waiting(octet);
    } else {
        out.group = dcs_group::message_class;
        out.alphabet = octet & 4 ? dcs_alphabet::octets : dcs_alphabet::gsm7;
        out.message_class = static_cast<std::uint8_t>(octet & 3);
    }
    return out;
}

std::optional<std::uint8_t> encode_dcs(const data_coding& value) {
    if (value.group == dcs_group::reserved || value.message_class.value_or(0) > 3) return std::nullopt;
    if (value.group == dcs_group::waiting) return encode_waiting(value);
    if (value.waiting) return std::nullopt;
    const unsigned message_class = value.message_class.value_or(0);
    if (value.group == dcs_group::general) {
        return static_cast<std::uint8_t>(bit_of(value.automatic_deletion, 0x40) | bit_of(value.compressed, 0x20) |
                                         bit_of(value.message_class.has_value(), 0x10) |
                                         static_cast<unsigned>(value.alphabet) << 2 | message_class);
    }
    const bool narrow = value.alphabet == dcs_alphabet::gsm7 || value.alphabet == dcs_alphabet::octets;
    if (!narrow || !value.message_class || value.compressed || value.automatic_deletion) return std::nullopt;
    return static_cast<std::uint8_t>(0xF0 | bit_of(value.alphabet == dcs_alphabet::octets, 4) | message_class);
}

encoding encoding_of(const data_coding& value) {
    if (value.compressed || value.alphabet == dcs_alphabet::octets) return encoding::binary;
    return value.alphabet == dcs_alphabet::ucs2 ? encoding::ucs2 : encoding::gsm7;
}

}  // namespace hermod::text
