#include "text/udh_elements.hpp"

namespace hermod::text {
namespace {

constexpr std::size_t max_user_data = 140;

language read_language(const udh& header, std::uint8_t identifier) {
    const auto element = header.find(identifier);
    if (!element || element->data.size() != 1) return language::none;
    return language_of(octet_at(element->data, 0)).value_or(language::none);
}

std::optional<application_ports> read_ports(const information_element& element) {
    const octet_view data = element.data;
    if (element.identifier == iei_ports8 && data.size() == 2)
        return application_ports{octet_at(data, 0), octet_at(data, 1), reference_width::octet};
    if (element.identifier != iei_ports16 || data.size() != 4) return std::nullopt;
    const auto port = [data](std::size_t at) {
        return static_cast<std::uint16_t>(octet_at(data, at) << 8 | octet_at(data, at + 1));
    };
    return application_ports{port(0), port(2), reference_width::two_octets};
}

void append(octets& to, unsigned octet) {
    to.push_back(static_cast<char>(octet & 0xFF));
}

}  // namespace

language_shift shift_of(const udh& header) {
    language_shift out{read_language(header, iei_single_shift), read_language(header, iei_locking_shift)};
    if (!has_locking_shift(out.locking)) out.locking = language::none;
    return out;
}

char* write_shift_elements(language_shift shift, char* out) {
    const auto write = [&out](std::uint8_t identifier, language of) {
        *out++ = static_cast<char>(identifier);
        *out++ = 1;
        *out++ = static_cast<char>(of);
    };
    if (has_single_shift(shift.single)) write(iei_single_shift, shift.single);
    if (has_locking_shift(shift.locking)) write(iei_locking_shift, shift.locking);
    return out;
}

std::optional<application_ports> ports_of(const udh& header) {
    std::optional<application_ports> found;
    for (const information_element element : header)
        if (const auto value = read_ports(element)) found = value;
    return found;
}

std::optional<message_indication> read_indication(const information_element& element) {
    if (element.identifier != iei_indication || element.data.size() != 2) return std::nullopt;
    const std::uint8_t type = octet_at(element.data, 0);
    return message_indication{(type & 0x80) != 0, static_cast<std::uint8_t>(type & 0x1F),
                              static_cast<std::uint8_t>(type >> 5 & 3), octet_at(element.data, 1)};
}

header_builder& header_builder::add(std::uint8_t identifier, octet_view data) {
    overlong_ |= data.size() > 0xFF;
    append(elements_, identifier);
    append(elements_, static_cast<unsigned>(data.size()));
    elements_.append(data);
    return *this;
}

header_builder& header_builder::add(const application_ports& value) {
    octets data;
    const bool wide = value.width == reference_width::two_octets;
    for (const unsigned port : {value.destination, value.source}) {
        if (wide) append(data, port >> 8);
        append(data, port);
    }
    return add(wide ? iei_ports16 : iei_ports8, data);
}

header_builder& header_builder::add(const message_indication& value) {
    octets data;
    append(data, (value.store ? 0x80u : 0u) | (value.profile & 3u) << 5 | (value.kind & 0x1Fu));
    append(data, value.count);
    return add(iei_indication, data);
}

header_builder& header_builder::add(const concatenation& value) {
    octets element(concat_element_size(value.width), '\0');
    write_concat_element(value, element.data());
    elements_ += element;
    return *this;
}

header_builder& header_builder::add(language_shift shift) {
    octets both(shift_elements_size(shift), '\0');
    write_shift_elements(shift, both.data());
    elements_ += both;
    return *this;
}

header_builder& header_builder::add_all(const udh& of, std::optional<std::uint8_t> except) {
    for (const information_element element : of)
        if (element.identifier != except) add(element.identifier, element.data);
    return *this;
}

checked<octets> header_builder::build() const {
    if (elements_.empty()) return octets();
    if (overlong_ || elements_.size() + 1 > max_user_data) return fault{errc::header_too_long, elements_.size() + 1};
    octets out(1, static_cast<char>(elements_.size()));
    return out + elements_;
}

language_shift take_shift(octets& header) {
    const auto read = parse_udh(header);
    const language_shift shift = read ? shift_of(*read) : language_shift{};
    if (shift.empty()) return {};
    header_builder rest;
    for (const information_element element : *read)
        if (element.identifier != iei_single_shift && element.identifier != iei_locking_shift)
            rest.add(element.identifier, element.data);
    auto built = rest.build();
    if (!built) return {};
    header = std::move(*built);
    return shift;
}

}  // namespace hermod::text
