#include "wire/tpdu/address.hpp"

#include <algorithm>

#include "text/gsm7.hpp"
#include "text/packing.hpp"

namespace hermod::wire::tpdu {
namespace {

constexpr std::string_view semi_octets = "0123456789*#abc";  // section 9.1.2.3; F is the filler
constexpr std::uint8_t filler = 0xF;

constexpr std::size_t semi_octets_of_septets(std::size_t septets) {
    return (septets * 7 + 3) / 4;
}

std::uint8_t semi_octet(octets from, std::size_t index) {
    return static_cast<std::uint8_t>(index % 2 == 0 ? from[index / 2] & 0xF : from[index / 2] >> 4);
}

codec_error too_long(const char* field, std::size_t offset) {
    return {errc::address_too_long, field, static_cast<std::uint32_t>(offset)};
}

// Septet `index` of a packed run, straight from the octets: no allocation, unlike text::unpack_septets().
char septet(octets from, std::size_t index) {
    const std::size_t bit = index * 7, at = bit / 8;
    const unsigned next = at + 1 < from.size() ? from[at + 1] : 0u;
    return static_cast<char>((from[at] | next << 8) >> bit % 8 & 0x7F);
}

bool bits_behind(octets from, std::size_t septets) {
    for (std::size_t bit = septets * 7; bit < from.size() * 8; ++bit) {
        if ((from[bit / 8] >> bit % 8 & 1) != 0) return true;
    }
    return false;
}

std::size_t read_digits(octets from, std::size_t count, char* out, oddities& odd) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t digit = semi_octet(from, i);
        if (digit == filler) {
            odd.set(oddity::counted_filler);
            return i;
        }
        out[i] = semi_octets[digit];
    }
    if (count % 2 != 0 && semi_octet(from, count) != filler) odd.set(oddity::odd_filler);
    return count;
}

// Encoders that count whole octets make seven bits of padding look like an eighth character "@".
std::size_t read_septets(octets from, std::size_t length, char* out, oddities& odd) {
    std::size_t count = length * 4 / 7;
    for (std::size_t i = 0; i < count; ++i) out[i] = septet(from, i);
    if (semi_octets_of_septets(count) != length) odd.set(oddity::odd_address_length);
    if (count == 8 && out[7] == 0) {
        odd.set(oddity::counted_padding);
        --count;
    }
    if (bits_behind(from, count)) odd.set(oddity::address_padding);
    return count;
}

// `length`: semi-octets behind the type. `from` begins at the type.
address read_value(octets from, std::size_t length, oddities& odd) {
    const ton type{static_cast<std::uint8_t>(from[0] >> 4 & 7)};
    if ((from[0] & 0x80) == 0) odd.set(oddity::no_extension_bit);
    char value[max_digits];
    const octets rest = from.subspan(1);
    const std::size_t size =
        type == ton::alphanumeric ? read_septets(rest, length, value, odd) : read_digits(rest, length, value, odd);
    return {type, npi{static_cast<std::uint8_t>(from[0] & 0xF)}, {value, size}};
}

// The type and the value; returns the octets written. What an address holds fits.
codec_result<std::size_t> write_value(const address& value, const char* field, std::uint8_t* out) {
    out[0] = static_cast<std::uint8_t>(0x80 | (static_cast<unsigned>(value.type()) & 7) << 4 |
                                       (static_cast<unsigned>(value.plan()) & 0xF));
    const std::string_view text = value.value();
    if (value.alphanumeric()) {
        unsigned waiting = 0, bits = 0;
        std::size_t size = 1;
        for (const char c : text) {
            waiting |= (static_cast<unsigned>(c) & 0x7Fu) << bits;
            bits += 7;
            if (bits < 8) continue;
            out[size++] = static_cast<std::uint8_t>(waiting);
            waiting >>= 8;
            bits -= 8;
        }
        if (bits > 0) out[size++] = static_cast<std::uint8_t>(waiting);
        return size;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digit = semi_octets.find(text[i]);
        if (digit == std::string_view::npos) return codec_error{errc::not_an_address, field, 0};
        std::uint8_t& octet = out[1 + i / 2];
        octet = static_cast<std::uint8_t>(i % 2 == 0 ? 0xF0 | digit : (octet & 0xF) | digit << 4);
    }
    return 1 + (text.size() + 1) / 2;
}

}  // namespace

address::address(ton type, npi plan, std::string_view value) : type_(type), plan_(plan) {
    const std::size_t most = type == ton::alphanumeric ? max_address_septets : max_digits;
    size_ = static_cast<std::uint8_t>(std::min(value.size(), most));
    std::copy_n(value.data(), size_, value_.data());
}

codec_result<address> parse_address(std::string_view utf8) {
    const bool plus = !utf8.empty() && utf8[0] == '+';
    const std::string_view digits = utf8.substr(plus ? 1 : 0);
    const bool number =
        std::all_of(digits.begin(), digits.end(), [](char c) { return (c >= '0' && c <= '9') || c == '*' || c == '#'; });
    if (number && !(plus && digits.empty())) {
        if (digits.size() > max_digits) return too_long("address", max_digits + (plus ? 1 : 0));
        return address(plus ? ton::international : ton::unknown, npi::isdn, digits);
    }
    const auto septets = text::encode_gsm7(utf8);
    if (!septets) return codec_error{errc::not_an_address, "address", static_cast<std::uint32_t>(septets.error().offset)};
    if (septets->size() > max_address_septets) return too_long("address", utf8.size());
    return address(ton::alphanumeric, npi::unknown, *septets);
}

std::string text_of(const address& value) {
    if (value.alphanumeric()) return text::decode_gsm7(value.value()).utf8;
    return (value.type() == ton::international ? "+" : "") + std::string(value.value());
}

codec_result<address_reading> read_address(octets from, const char* field) {
    if (from.size() < 2) return codec_error{errc::truncated, field, static_cast<std::uint32_t>(from.size())};
    const std::size_t length = from[0];
    if (length > max_digits) return too_long(field, 0);
    const std::size_t size = 2 + (length + 1) / 2;
    if (from.size() < size) return codec_error{errc::truncated, field, static_cast<std::uint32_t>(from.size())};
    address_reading out;
    out.size = size;
    out.value = read_value(from.subspan(1, size - 1), length, out.odd);
    return out;
}

codec_result<address_reading> read_smsc(octets from) {
    if (from.empty()) return codec_error{errc::truncated, "SMSC", 0};
    const std::size_t length = from[0];
    if (length > 1 + max_address_octets) return codec_error{errc::smsc_too_long, "SMSC", 0};
    if (from.size() < 1 + length) return codec_error{errc::truncated, "SMSC", static_cast<std::uint32_t>(from.size())};
    address_reading out;
    out.size = 1 + length;
    if (length == 0) return out;
    if (length == 1) out.odd.set(oddity::smsc_without_number);
    const bool digits = (from[1] >> 4 & 7) != static_cast<unsigned>(ton::alphanumeric);
    const bool filled = digits && length > 1 && from[length] >> 4 == filler;
    out.value = read_value(from.subspan(1, length), (length - 1) * 2 - (filled ? 1 : 0), out.odd);
    return out;
}

codec_result<address_octets> write_address(const address& value, const char* field) {
    address_octets out;
    const auto size = write_value(value, field, out.value.data() + 1);
    if (!size) return size.error();
    const std::size_t count = value.value().size();
    out.value[0] = static_cast<std::uint8_t>(value.alphanumeric() ? semi_octets_of_septets(count) : count);
    out.size = 1 + *size;
    return out;
}

codec_result<address_octets> write_smsc(const address& value) {
    address_octets out;
    out.size = 1;
    if (value.empty()) return out;
    const auto size = write_value(value, "SMSC", out.value.data() + 1);
    if (!size) return size.error();
    out.value[0] = static_cast<std::uint8_t>(*size);
    out.size = 1 + *size;
    return out;
}

std::string_view name(ton value) {
    static constexpr std::string_view names[] = {"unknown",    "international", "national",    "network specific",
                                                 "subscriber", "alphanumeric",  "abbreviated", "reserved for extension"};
    return names[static_cast<unsigned>(value) & 7];
}

std::string_view name(npi value) {
    switch (value) {
        case npi::unknown:
            return "unknown";
        case npi::isdn:
            return "ISDN/telephone (E.164)";
        case npi::data:
            return "data (X.121)";
        case npi::telex:
            return "telex";
        case npi::service_centre_5:
        case npi::service_centre_6:
            return "service centre specific";
        case npi::national:
            return "national";
        case npi::private_plan:
            return "private";
        case npi::ermes:
            return "ERMES";
        case npi::reserved:
            return "reserved for extension";
    }
    return "reserved";
}

}  // namespace hermod::wire::tpdu
