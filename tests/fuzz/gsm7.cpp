// Any octets as septets: decoding never fails, and what it shows can be sent again and reads the same.
// Packing, with the first octet choosing the fill bits, gives back the septets that went in.
#include <cstdlib>

#include "text/encoding.hpp"
#include "text/packing.hpp"

using namespace hermod::text;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check_reading(octet_view input) {
    const decoded_text shown = decode_gsm7(input);
    require(is_utf8(shown.utf8));
    require(is_gsm7(shown.utf8) == !shown.replaced);
    if (shown.replaced) return;
    const octets again = encode_gsm7(shown.utf8).value();
    require(again.size() == septet_count(shown.utf8).value());
    require(decode_gsm7(again).utf8 == shown.utf8);
}

void check_writing(std::string_view input) {
    const auto septets = encode_gsm7(input);
    require(septets.has_value() == is_gsm7(input));
    require(choose(input) == (septets ? encoding::gsm7 : encoding::ucs2));
    if (!septets) return require(septets.error().offset < input.size());
    require(decode_gsm7(*septets).utf8 == input);
}

void check_packing(octet_view input) {
    const unsigned fill = input.empty() ? 0 : octet_at(input, 0) % 7;
    const octets packed = pack_septets(input, fill);
    const octets back = unpack_septets(packed, input.size(), fill).value();
    for (std::size_t i = 0; i < input.size(); ++i) require(octet_at(back, i) == (octet_at(input, i) & 0x7F));
    require(unpack_septets(input, input.size() * 8 / 7 + 1).has_error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const octet_view input(reinterpret_cast<const char*>(data), size);
    check_reading(input);
    check_writing(input);
    check_packing(input);
    return 0;
}
