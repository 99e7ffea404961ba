#include "wire/ucp/sender.hpp"

#include <algorithm>

#include "text/gsm7.hpp"
#include "text/packing.hpp"
#include "wire/ucp/message_text.hpp"

namespace hermod::wire::ucp {

std::optional<std::string> packed_sender(std::string_view utf8) {
    const auto septets = text::encode_gsm7(utf8);
    if (!septets || septets->empty() || septets->size() > max_sender_septets) return std::nullopt;
    const std::size_t semi_octets = (septets->size() * 7 + 3) / 4;
    return to_hex(static_cast<char>(semi_octets) + text::pack_septets(*septets));
}

std::optional<std::string> read_packed_sender(std::string_view oadc) {
    const auto octets = from_hex(oadc);
    if (!octets || octets->size() < 2) return std::nullopt;
    const text::octet_view packed = text::octet_view(*octets).substr(1);
    const std::size_t count = std::min<std::size_t>(text::octet_at(*octets, 0) * 4u / 7, packed.size() * 8 / 7);
    const auto septets = text::unpack_septets(packed, count);
    if (!septets || septets->empty()) return std::nullopt;
    return text::decode_gsm7(*septets).utf8;
}

}  // namespace hermod::wire::ucp
