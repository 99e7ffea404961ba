// Any octets as UTF-8, UTF-16BE, Latin-1 and ASCII: readers of what networks send never fail and write valid UTF-8; what is
// valid survives the way there and back; what is refused is refused at a fault that is really there.
#include <cstdlib>

#include "text/utf.hpp"

using namespace hermod::text;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check_utf8(std::string_view input) {
    const auto at = first_utf8_fault(input);
    const auto encoded = encode_utf16be(input);
    require(encoded.has_value() == !at);
    if (at) {
        require(*at < input.size() && encoded.error() == fault{errc::invalid_utf8, *at});
        require(is_utf8(input.substr(0, *at)) && code_point_at(input, *at).length == 0);
        return;
    }
    require(encoded->size() == utf16_units(input).value() * 2);
    const bool marked = input.substr(0, 3) == "\xEF\xBB\xBF";
    const decoded_text back = decode_utf16be(*encoded);
    require(!back.replaced && !back.odd_length && back.utf8 == input.substr(marked ? 3 : 0));
    std::string rewritten;
    for (std::size_t i = 0; i < input.size(); i += code_point_at(input, i).length)
        append_utf8(rewritten, code_point_at(input, i).value);
    require(rewritten == input);
}

void check_utf16(octet_view input) {
    const decoded_text read = decode_utf16be(input);
    require(is_utf8(read.utf8) && read.odd_length == (input.size() % 2 != 0));
    if (read.replaced || read.odd_length) return;
    const bool marked = input.substr(0, 2) == "\xFE\xFF";
    require(encode_utf16be(read.utf8).value() == input.substr(marked ? 2 : 0));
}

void check_single_octets(octet_view input) {
    const decoded_text latin1 = decode_latin1(input), ascii = decode_ascii(input);
    require(is_utf8(latin1.utf8) && !latin1.replaced && utf16_units(latin1.utf8).value() == input.size());
    require(is_utf8(ascii.utf8) && utf16_units(ascii.utf8).value() == input.size());
    require(ascii.replaced == !is_ascii(input));
    require(is_ascii(input) == (latin1.utf8 == input));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const octet_view input(reinterpret_cast<const char*>(data), size);
    check_utf8(input);
    check_utf16(input);
    check_single_octets(input);
    return 0;
}
