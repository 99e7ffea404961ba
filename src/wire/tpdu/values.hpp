// The numbers of TS 23.040 with their names: TP-ST, TP-FCS, TP-PID, TP-CT, and which message a TPDU is.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hermod::wire::tpdu {

// Who wrote a TPDU; TP-MTI means one thing from a mobile and another from the network (section 9.2.3.1).
enum class origin : std::uint8_t { network, mobile };

// What carried it (TS 24.011): a report is TP-FCS longer when it rode in an RP-ERROR.
enum class carrier : std::uint8_t { ack, error };

enum class message_type : std::uint8_t {
    deliver,
    deliver_report,
    status_report,
    command,
    submit,
    submit_report,
};
constexpr std::uint8_t mti_of(message_type type) {
    return type == message_type::deliver || type == message_type::deliver_report  ? 0
           : type == message_type::status_report || type == message_type::command ? 2
                                                                                  : 1;
}
constexpr origin origin_of(message_type type) {
    return type == message_type::deliver_report || type == message_type::command || type == message_type::submit
               ? origin::mobile
               : origin::network;
}
// Whether this octet from that side begins the message. The reserved TP-MTI 11 from the network is to be taken for an
// SMS-DELIVER.
constexpr bool begins(message_type type, origin from, std::uint8_t first_octet) {
    const unsigned mti = first_octet & 3u;
    return origin_of(type) == from && (mti == mti_of(type) || (mti == 3 && type == message_type::deliver));
}
std::string_view name(message_type type);     // "SMS-DELIVER"
std::string_view section(message_type type);  // of TS 23.040

// TP-Status, section 9.2.3.15: the kind that bits 6 and 5 say. Bit 7 is reserved: with it set, nothing is known.
enum class status_kind : std::uint8_t {
    completed,     // 00 to 1F
    still_trying,  // 20 to 3F: temporary, the service centre goes on
    permanent,     // 40 to 5F
    given_up,      // 60 to 7F: temporary, but the service centre stopped
    unknown,       // 80 to FF
};
constexpr status_kind kind_of_status(std::uint8_t status) {
    return status < 0x80 ? static_cast<status_kind>(status >> 5) : status_kind::unknown;
}
// No other report follows. What is not known is not final.
constexpr bool is_final(std::uint8_t status) {
    return status < 0x80 && kind_of_status(status) != status_kind::still_trying;
}
std::string_view name(status_kind kind);

struct octet_row {
    std::uint8_t value;
    std::string_view name;
};
// What the specification names, ascending.
std::span<const octet_row> statuses();        // TP-ST
std::span<const octet_row> failure_causes();  // TP-FCS, section 9.2.3.22
std::span<const octet_row> command_types();   // TP-CT, section 9.2.3.19

// "received by the SME", "reserved", "specific to the service centre".
std::string_view name_of_status(std::uint8_t status);
std::string_view name_of_failure_cause(std::uint8_t cause);
std::string_view name_of_command_type(std::uint8_t type);
std::string_view name_of_protocol_identifier(std::uint8_t pid);  // section 9.2.3.9

namespace failure_cause {
inline constexpr std::uint8_t type_0_unsupported = 0x81, memory_exceeded = 0xD3, unspecified = 0xFF;
}
namespace protocol_identifier {
inline constexpr std::uint8_t type_0 = 0x40, replace_1 = 0x41, replace_7 = 0x47, usim_download = 0x7F;
}

}  // namespace hermod::wire::tpdu
