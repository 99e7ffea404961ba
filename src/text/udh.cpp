#include "text/udh.hpp"

namespace hermod::text {
namespace {

std::optional<concatenation> read_concat(const information_element& element) {
    const octet_view data = element.data;
    concatenation value;
    if (element.identifier == iei_concat8 && data.size() == 3) {
        value.reference = octet_at(data, 0);
    } else if (element.identifier == iei_concat16 && data.size() == 4) {
        value.reference = static_cast<std::uint16_t>(octet_at(data, 0) << 8 | octet_at(data, 1));
        value.width = reference_width::two_octets;
    } else {
        return std::nullopt;
    }
    value.total = octet_at(data, data.size() - 2);
    value.sequence = octet_at(data, data.size() - 1);
    if (value.sequence == 0 || value.sequence > value.total) return std::nullopt;  // total 0 as well
    return value;
}

}  // namespace

std::optional<information_element> udh::find(std::uint8_t identifier) const {
    std::optional<information_element> found;
    for (const information_element element : *this)
        if (element.identifier == identifier) found = element;
    return found;
}

std::optional<concatenation> udh::concat() const {
    std::optional<concatenation> found;
    for (const information_element element : *this)
        if (const auto value = read_concat(element)) found = value;
    return found;
}

checked<udh> parse_udh(octet_view user_data) {
    if (user_data.empty()) return fault{errc::truncated_header, 0};
    const std::size_t size = std::size_t{1} + octet_at(user_data, 0);
    if (size > user_data.size()) return fault{errc::truncated_header, user_data.size()};
    for (std::size_t at = 1; at < size;) {
        if (size - at < 2) return fault{errc::truncated_element, at};
        const std::size_t next = at + 2 + octet_at(user_data, at + 1);
        if (next > size) return fault{errc::truncated_element, at};
        at = next;
    }
    return udh(user_data.substr(0, size));
}

char* write_concat_element(const concatenation& value, char* out) {
    const bool narrow = value.width == reference_width::octet;
    *out++ = static_cast<char>(narrow ? iei_concat8 : iei_concat16);
    *out++ = narrow ? 3 : 4;
    if (!narrow) *out++ = static_cast<char>(value.reference >> 8);
    *out++ = static_cast<char>(value.reference & 0xFF);
    *out++ = static_cast<char>(value.total);
    *out++ = static_cast<char>(value.sequence);
    return out;
}

octets concat_header(const concatenation& value) {
    const std::size_t element = concat_element_size(value.width);
    octets out(1 + element, static_cast<char>(element));
    write_concat_element(value, out.data() + 1);
    return out;
}

}  // namespace hermod::text
