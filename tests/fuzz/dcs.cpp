// Each octet is read as a TP-DCS. What it means can be written, unless its group is reserved, and reads the same again; what is
// put together from any bits is either refused or reads back as it was.
#include <cstdlib>

#include "text/dcs.hpp"

using namespace hermod::text;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check_reading(std::uint8_t octet) {
    const data_coding value = decode_dcs(octet);
    const auto again = encode_dcs(value);
    require(again.has_value() == (value.group != dcs_group::reserved));
    if (again) require(decode_dcs(*again) == value);
    require(value.waiting.has_value() == (value.group == dcs_group::waiting));
    require(value.message_class.value_or(0) <= 3);
}

void check_writing(std::uint8_t a, std::uint8_t b, std::uint8_t c) {
    data_coding value;
    value.group = static_cast<dcs_group>(a & 3);
    value.alphabet = static_cast<dcs_alphabet>(a >> 2 & 3);
    value.compressed = (a & 0x10) != 0;
    value.automatic_deletion = (a & 0x20) != 0;
    if (b & 1) value.message_class = static_cast<std::uint8_t>(b >> 1 & 7);
    if (c & 1) value.waiting = waiting_indication{(c & 2) != 0, (c & 4) != 0, static_cast<waiting_kind>(c >> 3 & 3)};
    if (const auto octet = encode_dcs(value)) require(decode_dcs(*octet) == value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (std::size_t at = 0; at < size; ++at) check_reading(data[at]);
    for (std::size_t at = 0; at + 2 < size; at += 3) check_writing(data[at], data[at + 1], data[at + 2]);
    return 0;
}
