// The enumerations of SMPP, in the specification's words (5.0 section 4.7).
//
// Any octet is a legal value of each enum: peers send what they like, and the codec keeps it. names() answer "reserved"
// for what the specification does not name. esm_class and registered_delivery are bit fields, so they stay octets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hermod::wire::smpp {

// 4.7.1
enum class ton : std::uint8_t {
    unknown,
    international,
    national,
    network_specific,
    subscriber_number,
    alphanumeric,
    abbreviated
};

// 4.7.2
enum class npi : std::uint8_t {
    unknown = 0,
    isdn = 1,  // E.163, E.164
    data = 3,  // X.121
    telex = 4,
    land_mobile = 6,  // E.212
    national = 8,
    private_plan = 9,
    ermes = 10,
    internet = 14,
    wap_client_id = 18,
};

// 4.7.7. 0xC0 to 0xDF and 0xF0 to 0xFF carry GSM 03.38 bits.
enum class data_coding : std::uint8_t {
    mc_specific = 0,
    ia5 = 1,
    octets_tdma = 2,
    latin1 = 3,
    octets = 4,
    jis = 5,
    cyrillic = 6,
    hebrew = 7,
    ucs2 = 8,
    pictogram = 9,
    iso_2022_jp = 10,
    extended_kanji = 13,
    ks_c_5601 = 14,
};

// 4.7.15. Final: delivered, expired, deleted, undeliverable, unknown, rejected, skipped; accepted in theory only.
enum class message_state : std::uint8_t {
    scheduled = 0,  // 5.0
    enroute = 1,
    delivered = 2,
    expired = 3,
    deleted = 4,
    undeliverable = 5,
    accepted = 6,
    unknown = 7,
    rejected = 8,
    skipped = 9,  // 5.0
};

// 4.7.12
namespace esm_class {
inline constexpr std::uint8_t mode_mask = 0x03;
inline constexpr std::uint8_t datagram = 0x01;
inline constexpr std::uint8_t forward = 0x02;
inline constexpr std::uint8_t store_and_forward = 0x03;
inline constexpr std::uint8_t type_mask = 0x3C;
inline constexpr std::uint8_t delivery_receipt = 0x04;           // from the MC
inline constexpr std::uint8_t delivery_acknowledgement = 0x08;   // SME originated
inline constexpr std::uint8_t user_acknowledgement = 0x10;       // SME originated
inline constexpr std::uint8_t conversation_abort = 0x18;         // Korean CDMA
inline constexpr std::uint8_t intermediate_notification = 0x20;  // from the MC
inline constexpr std::uint8_t udhi = 0x40;
inline constexpr std::uint8_t reply_path = 0x80;

constexpr bool has_udh(std::uint8_t value) {
    return (value & udhi) != 0;
}
constexpr std::uint8_t type(std::uint8_t value) {
    return static_cast<std::uint8_t>(value & type_mask);
}
}  // namespace esm_class

// 4.7.21
namespace registered_delivery {
inline constexpr std::uint8_t receipt_mask = 0x03;
inline constexpr std::uint8_t no_receipt = 0x00;
inline constexpr std::uint8_t on_success_or_failure = 0x01;
inline constexpr std::uint8_t on_failure = 0x02;
inline constexpr std::uint8_t on_success = 0x03;  // 5.0
inline constexpr std::uint8_t delivery_acknowledgement = 0x04;
inline constexpr std::uint8_t user_acknowledgement = 0x08;
inline constexpr std::uint8_t intermediate_notification = 0x10;
}  // namespace registered_delivery

// 4.7.13
inline constexpr std::uint8_t version_3_3 = 0x33;
inline constexpr std::uint8_t version_3_4 = 0x34;
inline constexpr std::uint8_t version_5_0 = 0x50;

std::string_view name(ton value);
std::string_view name(npi value);
std::string_view name(data_coding value);
std::string_view name(message_state value);
std::string esm_class_words(std::uint8_t value);
std::string registered_delivery_words(std::uint8_t value);
std::string interface_version_words(std::uint8_t value);

}  // namespace hermod::wire::smpp
