#include "connectors/cimd2/incoming.hpp"

#include <algorithm>

#include "connectors/cimd2/outgoing.hpp"
#include "connectors/cimd2/session.hpp"
#include "connectors/cimd2/status_codes.hpp"
#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/udh_elements.hpp"
#include "wire/cimd2/octet_text.hpp"

namespace hermod::connectors::cimd2 {

namespace cimd2 = wire::cimd2;

namespace {

constexpr std::size_t longest_local_number = 8;
constexpr std::uint8_t octets_of_dcs = 4;

std::string address_of(cimd2::text_value address, const dialect& quirks) {
    const std::string_view digits = address.value_or("");
    const bool number = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool international = quirks.long_numbers_are_international && number && digits.size() > longest_local_number;
    return (international ? "+" : "") + std::string(digits);
}

// Only parts of something longer can have been cut inside a pair.
void read_ucs2(handset_message& out, std::string_view units, bool is_part, message_extras& more) {
    out.body = text::decode_utf16be(units).utf8;
    if (!is_part) return;
    const text::pair_halves halves = text::halves_of(units);
    more.first_half = halves.first;
    more.last_half = halves.last;
}

// 033 is characters, whatever the data coding says.
void read_text(handset_message& out, std::string_view user_data, const dialect& quirks, message_extras& more) {
    const text::language_shift shift = text::take_shift(out.udh);
    if (shift.empty()) {
        out.body = cimd2::read_user_data(user_data, form_of(quirks)).utf8;
        return;
    }
    out.body = text::decode_gsm7(cimd2::read_septets(user_data, form_of(quirks)), shift).utf8;
    more.single_shift = static_cast<std::uint8_t>(shift.single);
    more.locking_shift = static_cast<std::uint8_t>(shift.locking);
}

// 034 is octets, or UCS-2 if the data coding says so. Septets in it would be packed, or not: octets, too.
void read_octets(handset_message& out, std::string_view octets, bool is_part, message_extras& more) {
    const bool ucs2 = text::encoding_of(text::decode_dcs(out.data_coding)) == text::encoding::ucs2;
    if (ucs2) return read_ucs2(out, octets, is_part, more);
    out.coding = encoding::binary;
    out.body = octets;
}

// A header that is none is left out, as TS 23.040 wants it; what stands behind it in hexadecimal is not text.
std::string header_of(const cimd2::deliver_message& pdu) {
    const auto octets = cimd2::from_hex(pdu.user_data_header.value_or(""));
    if (!octets || octets->empty()) return {};
    const auto header = text::parse_udh(*octets);
    return header ? std::string(header->octets()) : std::string();
}

}  // namespace

handset_message read_incoming(const cimd2::deliver_message& pdu, const dialect& quirks) {
    handset_message out;
    message_extras more;
    out.from = address_of(pdu.originating_address, quirks);
    out.to = address_of(pdu.destination_address, quirks);
    out.udh = header_of(pdu);
    const std::int32_t scheme = pdu.data_coding_scheme.value_or(0);
    if (scheme > 0 && scheme <= 255) out.data_coding = static_cast<std::uint8_t>(scheme);
    const auto protocol = pdu.protocol_identifier.value_or(0);
    if (protocol > 0 && protocol <= 255) more.protocol_id = static_cast<std::uint8_t>(protocol);

    const auto header = text::parse_udh(out.udh);
    const bool is_part = header && header->concat().has_value();
    const auto octets = cimd2::from_hex(pdu.user_data_binary.value_or(""));
    if (pdu.user_data || !pdu.user_data_binary) {
        read_text(out, pdu.user_data.value_or(""), quirks, more);
    } else if (octets) {
        if (!pdu.data_coding_scheme) out.data_coding = octets_of_dcs;
        read_octets(out, *octets, is_part, more);
    } else {  // no hexadecimal: kept as it came
        out.coding = encoding::binary;
        out.body = *pdu.user_data_binary;
    }
    if (!(more == message_extras{})) out.extras = std::make_shared<const message_extras>(std::move(more));
    return out;
}

std::optional<remote_receipt> read_incoming(const cimd2::deliver_status_report& pdu, const dialect& quirks, connector_id by,
                                            wall_time now) {
    const std::string_view timestamp = pdu.service_centre_timestamp.value_or("");
    if (timestamp.empty()) return std::nullopt;
    remote_receipt out;
    out.connector = by;
    out.remote_id = message_id(timestamp, pdu.destination_address.value_or(""));
    out.recipient = address_of(pdu.destination_address, quirks);
    out.outcome = outcome_of(pdu.status_code.value_or(0));
    out.code = static_cast<std::uint32_t>(std::max(0, pdu.status_error_code.value_or(0)));
    out.at = now;
    out.detail = words_of(pdu);
    return out;
}

}  // namespace hermod::connectors::cimd2
