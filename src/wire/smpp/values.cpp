#include "wire/smpp/values.hpp"

namespace hermod::wire::smpp {
namespace {

void add(std::string& text, std::string_view word) {
    if (!text.empty()) text += ", ";
    text += word;
}

std::string_view mode_words(std::uint8_t value) {
    switch (value & esm_class::mode_mask) {
        case esm_class::datagram:
            return "datagram";
        case esm_class::forward:
            return "forward";
        case esm_class::store_and_forward:
            return "store and forward";
        default:
            return "default mode";
    }
}

std::string_view type_words(std::uint8_t value) {
    switch (esm_class::type(value)) {
        case 0:
            return "";
        case esm_class::delivery_receipt:
            return "delivery receipt";
        case esm_class::delivery_acknowledgement:
            return "delivery acknowledgement";
        case esm_class::user_acknowledgement:
            return "user acknowledgement";
        case esm_class::conversation_abort:
            return "conversation abort";
        case esm_class::intermediate_notification:
            return "intermediate notification";
        default:
            return "reserved type";
    }
}

}  // namespace

std::string_view name(ton value) {
    switch (value) {
        case ton::unknown:
            return "unknown";
        case ton::international:
            return "international";
        case ton::national:
            return "national";
        case ton::network_specific:
            return "network specific";
        case ton::subscriber_number:
            return "subscriber number";
        case ton::alphanumeric:
            return "alphanumeric";
        case ton::abbreviated:
            return "abbreviated";
    }
    return "reserved";
}

std::string_view name(npi value) {
    switch (value) {
        case npi::unknown:
            return "unknown";
        case npi::isdn:
            return "ISDN (E.164)";
        case npi::data:
            return "data (X.121)";
        case npi::telex:
            return "telex";
        case npi::land_mobile:
            return "land mobile (E.212)";
        case npi::national:
            return "national";
        case npi::private_plan:
            return "private";
        case npi::ermes:
            return "ERMES";
        case npi::internet:
            return "internet (IP)";
        case npi::wap_client_id:
            return "WAP client id";
    }
    return "reserved";
}

std::string_view name(data_coding value) {
    switch (value) {
        case data_coding::mc_specific:
            return "MC default alphabet";
        case data_coding::ia5:
            return "IA5/ASCII";
        case data_coding::octets_tdma:
            return "octets (8-bit)";
        case data_coding::latin1:
            return "Latin-1";
        case data_coding::octets:
            return "octets (8-bit)";
        case data_coding::jis:
            return "JIS";
        case data_coding::cyrillic:
            return "Cyrillic (ISO 8859-5)";
        case data_coding::hebrew:
            return "Hebrew (ISO 8859-8)";
        case data_coding::ucs2:
            return "UCS2";
        case data_coding::pictogram:
            return "pictogram";
        case data_coding::iso_2022_jp:
            return "ISO-2022-JP";
        case data_coding::extended_kanji:
            return "extended Kanji JIS";
        case data_coding::ks_c_5601:
            return "KS C 5601";
    }
    const auto octet = static_cast<std::uint8_t>(value);
    if (octet >= 0xF0) return "GSM message class";
    if (octet >= 0xC0 && octet <= 0xDF) return "GSM message waiting indication";
    // Reserved in SMPP, yet met: the plain GSM 03.38 general group.
    if (octet == 0x18) return "reserved (GSM: UCS2, class 0)";
    if (octet >= 0x10 && octet <= 0x1F) return "reserved (GSM: general group with class)";
    return "reserved";
}

std::string_view name(message_state value) {
    switch (value) {
        case message_state::scheduled:
            return "SCHEDULED";
        case message_state::enroute:
            return "ENROUTE";
        case message_state::delivered:
            return "DELIVERED";
        case message_state::expired:
            return "EXPIRED";
        case message_state::deleted:
            return "DELETED";
        case message_state::undeliverable:
            return "UNDELIVERABLE";
        case message_state::accepted:
            return "ACCEPTED";
        case message_state::unknown:
            return "UNKNOWN";
        case message_state::rejected:
            return "REJECTED";
        case message_state::skipped:
            return "SKIPPED";
    }
    return "reserved";
}

std::string esm_class_words(std::uint8_t value) {
    std::string out(mode_words(value));
    if (const auto type = type_words(value); !type.empty()) add(out, type);
    if (value & esm_class::udhi) add(out, "UDHI");
    if (value & esm_class::reply_path) add(out, "reply path");
    return out;
}

std::string registered_delivery_words(std::uint8_t value) {
    static constexpr std::string_view receipts[] = {"no receipt", "receipt on success or failure", "receipt on failure",
                                                    "receipt on success"};
    std::string out(receipts[value & registered_delivery::receipt_mask]);
    if (value & registered_delivery::delivery_acknowledgement) add(out, "delivery acknowledgement");
    if (value & registered_delivery::user_acknowledgement) add(out, "user acknowledgement");
    if (value & registered_delivery::intermediate_notification) add(out, "intermediate notification");
    return out;
}

std::string interface_version_words(std::uint8_t value) {
    if (value <= version_3_3) return "3.3 or earlier";
    if (value == version_3_4) return "3.4";
    if (value == version_5_0) return "5.0";
    return "unknown version";
}

}  // namespace hermod::wire::smpp
