#include "wire/ucp/message_text.hpp"

#include "text/packing.hpp"
#include "wire/ucp/header.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::wire::ucp {

std::string to_hex(text::octet_view octets) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(octets.size() * 2);
    for (std::size_t i = 0; i < octets.size(); ++i) {
        out += digits[text::octet_at(octets, i) >> 4];
        out += digits[text::octet_at(octets, i) & 15];
    }
    return out;
}

std::optional<text::octets> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::nullopt;
    text::octets out;
    out.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = hex_digit(hex[i]), low = hex_digit(hex[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::optional<transparent_data> read_transparent(std::string_view nb, std::string_view tmsg) {
    auto octets = from_hex(tmsg);
    if (!octets) return std::nullopt;
    const auto bits = nb.empty() ? std::optional(static_cast<unsigned>(octets->size() * 8)) : number_of(nb);
    if (!bits || (*bits + 7) / 8 != octets->size()) return std::nullopt;
    return transparent_data{std::move(*octets), *bits};
}

std::string nb_text(std::size_t bits) {
    if (bits > 9999) return {};
    const auto value = static_cast<unsigned>(bits);
    return std::string(two_digits(value / 100)).append(two_digits(value % 100));
}

transparent_data pack_transparent(text::octet_view septets) {
    return {text::pack_septets(septets), septets.size() * 7};
}

text::octets unpack_transparent(const transparent_data& packed) {
    // read_transparent() has seen to it that the octets hold the bits; 7 bits each, so there are enough.
    auto septets = text::unpack_septets(packed.octets, packed.bits / 7);
    return septets ? std::move(*septets) : text::octets{};
}

}  // namespace hermod::wire::ucp
