// Text mode (AT+CMGF=1) to TPDUs and back: 3GPP TS 27.005 sections 3.1 and 3.4.
//
// GSM 7-bit texts go by AT+CSCS; where TP-DCS says octets or UCS-2, or there is a user data header, the text is the user data in
// hexadecimal digits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulate/modem/character_set.hpp"
#include "wire/tpdu/pdu.hpp"

namespace hermod::simulate::modem {

// AT+CSMP.
struct text_settings {
    unsigned first_octet = 17, validity = 167, protocol = 0, coding = 0;
};

// The user data goes to `buffer` and is borrowed from there. nullopt: +CMS ERROR 305.
std::optional<wire::tpdu::sms_submit> submit_of(std::string_view number, std::string_view body, const text_settings& how,
                                                character_set set, std::vector<std::uint8_t>& buffer);

// "26/11/25,19:09:23+04", in quotes.
std::string time_text(const wire::tpdu::timestamp& time);
// In quotes, in the character set.
std::string quoted(std::string_view utf8, character_set set);
unsigned type_of(const wire::tpdu::address& of);  // <toda>
std::string body_text(const wire::tpdu::user_data& ud, std::uint8_t dcs, bool udhi, character_set set);

// What stands behind "+CMGR: " or "+CMGL: 3,", and the text of the line behind it. `status` as in "REC UNREAD".
struct shown {
    std::string header, body;
};
shown show_deliver(const wire::tpdu::sms_deliver& pdu, std::string_view status, character_set set, bool headers);
shown show_submit(const wire::tpdu::sms_submit& pdu, std::string_view status, character_set set, bool headers);
shown show_report(const wire::tpdu::sms_status_report& pdu, std::string_view status, character_set set);

}  // namespace hermod::simulate::modem
