// Any octets as user data with a header: a fault lies inside the input, an accepted header's elements fill it exactly, and
// a concatenation that is found can be written and found again.
#include <cstdlib>

#include "text/udh.hpp"

using namespace hermod::text;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check_concat(const concatenation& value) {
    require(value.sequence >= 1 && value.sequence <= value.total);
    require(value.width == reference_width::two_octets || value.reference <= 0xFF);
    const octets written = concat_header(value);
    require(parse_udh(written).value().concat() == value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const octet_view input(reinterpret_cast<const char*>(data), size);
    const auto header = parse_udh(input);
    if (!header) {
        require(header.error().offset <= size);
        return 0;
    }
    require(header->size() == std::size_t{1} + octet_at(input, 0) && header->size() <= size);
    std::size_t seen = 1;
    for (const information_element element : *header) {
        seen += 2 + element.data.size();
        require(header->find(element.identifier).has_value());
    }
    require(seen == header->size());
    if (const auto place = header->concat()) check_concat(*place);
    return 0;
}
