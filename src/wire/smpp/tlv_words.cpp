#include "wire/smpp/tlv_words.hpp"

#include <algorithm>
#include <iterator>

#include "wire/smpp/octet_text.hpp"
#include "wire/smpp/values.hpp"

namespace hermod::wire::smpp {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view subunits[] = {"unknown"sv, "MS display"sv, "mobile equipment"sv, "smart card 1"sv,
                                         "external unit 1"sv};
constexpr std::string_view networks[] = {"unknown"sv, "GSM"sv,  "ANSI-136/TDMA"sv, "IS-95/CDMA"sv,    "PDC"sv,
                                         "PHS"sv,     "iDEN"sv, "AMPS"sv,          "paging network"sv};
constexpr std::string_view bearers[] = {"unknown"sv, "SMS"sv,     "circuit switched data"sv, "packet data"sv,   "USSD"sv,
                                        "CDPD"sv,    "DataTAC"sv, "FLEX/ReFLEX"sv,           "cell broadcast"sv};
constexpr std::string_view payloads[] = {"default (WDP)"sv, "WCMP"sv};
constexpr std::string_view privacy[] = {"not restricted"sv, "restricted"sv, "confidential"sv, "secret"sv};
constexpr std::string_view languages[] = {"unspecified"sv, "English"sv, "French"sv, "Spanish"sv, "German"sv, "Portuguese"sv};
constexpr std::string_view display[] = {"temporary"sv, "default"sv, "invoke"sv};
constexpr std::string_view dpf[] = {"delivery pending flag not set"sv, "delivery pending flag set"sv};
constexpr std::string_view dpf_wish[] = {"delivery pending flag not requested"sv, "delivery pending flag requested"sv};
constexpr std::string_view availability[] = {"available"sv, "denied"sv, "unavailable"sv};
constexpr std::string_view failures[] = {"destination unavailable"sv, "destination address invalid"sv,
                                         "permanent network error"sv, "temporary network error"sv};
constexpr std::string_view more[] = {"no more messages"sv, "more messages follow"sv};
constexpr std::string_view alerts[] = {"mobile's default alert"sv, "low priority alert"sv, "medium priority alert"sv,
                                       "high priority alert"sv};
constexpr std::string_view replies[] = {"digit"sv, "number"sv, "telephone number"sv, "password"sv, "character line"sv, "menu"sv,
                                        "date"sv,  "time"sv,   "continue"sv};
constexpr std::string_view channels[] = {"basic channel"sv, "extended channel"sv};
constexpr std::string_view classes[] = {"no class"sv, "class 1 (user defined)"sv, "class 2 (user defined)"sv,
                                        "class 3 (terminal equipment)"sv};
constexpr std::string_view ported[] = {"portability not asked"sv, "not ported"sv, "ported"sv};

// One octet, values from 0 without a gap.
struct enumeration {
    tlv_tag tag;
    std::span<const std::string_view> names;
};
constexpr enumeration enumerations[] = {
    {tlv_tag::dest_addr_subunit, subunits},
    {tlv_tag::source_addr_subunit, subunits},
    {tlv_tag::dest_network_type, networks},
    {tlv_tag::source_network_type, networks},
    {tlv_tag::dest_bearer_type, bearers},
    {tlv_tag::source_bearer_type, bearers},
    {tlv_tag::payload_type, payloads},
    {tlv_tag::privacy_indicator, privacy},
    {tlv_tag::language_indicator, languages},
    {tlv_tag::display_time, display},
    {tlv_tag::dpf_result, dpf},
    {tlv_tag::set_dpf, dpf_wish},
    {tlv_tag::ms_availability_status, availability},
    {tlv_tag::delivery_failure_reason, failures},
    {tlv_tag::more_messages_to_send, more},
    {tlv_tag::alert_on_message_delivery, alerts},
    {tlv_tag::its_reply_type, replies},
    {tlv_tag::broadcast_channel_indicator, channels},
    {tlv_tag::broadcast_message_class, classes},
    {tlv_tag::dest_addr_np_resolution, ported},
};

std::string_view ussd_words(std::uint8_t value) {
    static constexpr std::string_view operations[] = {"PSSD indication"sv, "PSSR indication"sv, "USSR request"sv,
                                                      "USSN request"sv};
    static constexpr std::string_view answers[] = {"PSSD response"sv, "PSSR response"sv, "USSR confirm"sv, "USSN confirm"sv};
    if (value < 4) return operations[value];
    if (value >= 16 && value < 20) return answers[value - 16];
    return value >= 32 ? "vendor specific" : "reserved";
}

std::string octet_words(tlv_tag tag, std::uint8_t value) {
    const auto* known = std::find_if(std::begin(enumerations), std::end(enumerations), [&](auto& e) { return e.tag == tag; });
    if (known != std::end(enumerations)) return std::string(value < known->names.size() ? known->names[value] : "reserved");
    switch (tag) {
        case tlv_tag::message_state:
            return std::string(name(message_state{value}));
        case tlv_tag::sc_interface_version:
            return interface_version_words(value);
        case tlv_tag::congestion_state:
            return std::string(congestion_words(value));
        case tlv_tag::ussd_service_op:
            return std::string(ussd_words(value));
        case tlv_tag::broadcast_area_success:
            return value == 255 ? "not available" : value > 100 ? "reserved" : std::to_string(value) + " % of the base stations";
        case tlv_tag::callback_num_pres_ind: {
            static constexpr std::string_view presented[] = {"allowed", "restricted", "number not available", "reserved"};
            static constexpr std::string_view screened[] = {"user's, not screened", "user's, verified and passed",
                                                            "user's, verified and failed", "network's"};
            return std::string(presented[value >> 2 & 3]).append(", ").append(screened[value & 3]);
        }
        case tlv_tag::ms_msg_wait_facilities: {
            static constexpr std::string_view kinds[] = {"voice mail", "fax", "electronic mail", "other"};
            return std::string(kinds[value & 3]) + (value & 0x80 ? " waiting" : ", indication off");
        }
        default:
            return {};
    }
}

std::string area_words(octets value) {
    static constexpr std::string_view formats[] = {"by name", "ellipsoid arc", "polygon"};
    const std::uint8_t format = value[0];
    std::string out(format < std::size(formats) ? formats[format] : "reserved format");
    return format == 0 ? out + ": " + escaped(value.subspan(1)) : out + ", " + std::to_string(value.size() - 1) + " octets";
}

// The headings under which 4.8.4.8 lists the generic contents.
std::string_view content_words(unsigned content) {
    if (content == 0x0001) return "emergency broadcasts";
    if (content == 0x0000 || content == 0x0002) return "system services";
    if (content >= 0x0010 && content <= 0x0020) return "news services";
    if (content == 0x0033) return "weather";
    if (content >= 0x0021 && content <= 0x0041) return "subscriber information services";
    if (content == 0x0070 || content == 0x0071) return "carrier information services";
    if (content >= 0x0080 && content <= 0x0085) return "subscriber care services";
    return content == 0x0100 ? "multi category services" : "reserved";
}

std::string content_type_words(octets value) {
    static constexpr std::string_view kinds[] = {"generic", "GSM", "TDMA", "CDMA"};
    std::string out(value[0] < std::size(kinds) ? kinds[value[0]] : "reserved network");
    const unsigned content = load_u16(value.data() + 1);
    out += ", content " + std::to_string(content);
    if (value[0] == 0) out.append(" (").append(content_words(content)).append(")");
    return out;
}

constexpr std::string_view units[] = {"seconds", "minutes", "hours", "days", "weeks", "months", "years"};

std::string frequency_words(octets value) {
    if (value[0] == 0) return "as often as possible";
    if (value[0] < 8 || value[0] > 0x0E) return "reserved unit";
    return "every " + std::to_string(load_u16(value.data() + 1)).append(" ").append(units[value[0] - 8]);
}

std::string validity_words(octets value) {
    static constexpr std::string_view behaviours[] = {"store indefinitely", "until power down",
                                                      "until the registration area changes", "display only", "for a time"};
    std::string out(value[0] < std::size(behaviours) ? behaviours[value[0]] : "reserved");
    if (value.size() != 4) return out;
    out += ": " + std::to_string(load_u16(value.data() + 2));
    return out.append(" ").append(value[1] < std::size(units) ? units[value[1]] : "reserved units");
}

std::string callback_words(octets value) {
    std::string out(name(ton{value[1]}));
    out.append(", ").append(name(npi{value[2]}));
    return out + (value[0] & 1 ? ", ASCII digits: " : ", DTMF: ") + escaped(value.subspan(3));
}

std::string subaddress_words(octets value) {
    const std::string_view kind = value[0] == 0x80   ? "NSAP, even"
                                  : value[0] == 0x88 ? "NSAP, odd"
                                  : value[0] == 0xA0 ? "user specified"
                                                     : "reserved type";
    return std::string(kind) + ": " + (value[0] == 0xA0 ? escaped(value.subspan(1)) : to_hex(value.subspan(1)));
}

std::string network_error_words(octets value) {
    static constexpr std::string_view kinds[] = {
        "reserved",   "ANSI 136 access denied", "IS 95 access denied", "GSM", "ANSI 136 cause", "IS 95 cause", "ANSI-41 error",
        "SMPP error", "message centre specific"};
    std::string out = "network type " + std::to_string(value[0]);
    out.append(" (").append(value[0] < std::size(kinds) ? kinds[value[0]] : "reserved");
    return out + "), code " + std::to_string(load_u16(value.data() + 1));
}

// Values of a length that the specification allows, as tlv_words() has made sure.
std::string octets_words(const tlv& t) {
    switch (t.tag) {
        case tlv_tag::network_error_code:
            return network_error_words(t.value);
        case tlv_tag::broadcast_area_identifier:
            return area_words(t.value);
        case tlv_tag::broadcast_content_type:
            return content_type_words(t.value);
        case tlv_tag::broadcast_frequency_interval:
            return frequency_words(t.value);
        case tlv_tag::broadcast_error_status: {
            const command_status status{load_u32(t.value.data())};
            return std::string(name(status)).append(": ").append(words(status));
        }
        case tlv_tag::ms_validity:
            return validity_words(t.value);
        case tlv_tag::callback_num:
            return callback_words(t.value);
        case tlv_tag::callback_num_atag:
            return t.value.empty() ? "" : std::string(name(data_coding{t.value[0]})) + ": " + escaped(t.value.subspan(1));
        case tlv_tag::source_subaddress:
        case tlv_tag::dest_subaddress:
            return subaddress_words(t.value);
        case tlv_tag::billing_identification:
            return t.value[0] & 0x80 ? "vendor specific format" : "reserved format";
        case tlv_tag::its_session_info:
            return "session " + std::to_string(t.value[0]) + ", step " + std::to_string(t.value[1] >> 1) +
                   (t.value[1] & 1 ? ", the last" : "");
        case tlv_tag::dest_telematics_id:
            return "protocol_id " + std::to_string(t.value[0]);
        case tlv_tag::alert_on_message_delivery:
            return std::string(alerts[0]);  // without a value: the default
        case tlv_tag::qos_time_to_live:
            return "seconds";
        default:
            return {};
    }
}

}  // namespace

std::string_view congestion_words(std::uint8_t value) {
    if (value == 0) return "idle";
    if (value < 30) return "low load";
    if (value < 50) return "medium load";
    if (value < 80) return "high load";
    if (value < 90) return "optimum load";
    if (value < 100) return "nearing congestion";
    return value == 100 ? "congested" : "reserved";
}

std::string tlv_words(const tlv& t) {
    const tlv_row* row = find_tlv(t.tag);
    if (!row) return std::string(name(t.tag));
    if (!allows(*row, t.value.size())) return "a length that the specification forbids";
    if (t.value.size() == 1) {
        if (std::string out = octet_words(t.tag, t.value[0]); !out.empty()) return out;
    }
    return octets_words(t);
}

}  // namespace hermod::wire::smpp
