// One row for each field of a PDU body: the specification's name, its greatest length, the status that fits a fault in
// it, and how to put its value into words. PDUs list these rows in their fields(); nothing else knows a field's limits.
//
// `max` counts the NUL of a C-Octet String, as the specification does. Sections are of SMPP 5.0.
#pragma once

#include <cstdint>

#include "wire/smpp/command_status.hpp"

namespace hermod::wire::smpp {

enum class meaning : std::uint8_t {
    plain,
    secret,  // not shown unless asked for
    time,    // empty or 16 characters
    ton,
    npi,
    esm_class,
    registered_delivery,
    data_coding,
    message_state,
    interface_version,
    command_status,
    dest_flag,
};

struct field_spec {
    const char* name;
    std::uint16_t max = 1;
    command_status fault = command_status::esme_rinvcmdlen;
    meaning means = meaning::plain;
};

namespace field {

using st = command_status;
using m = meaning;

inline constexpr field_spec system_id{"system_id", 16, st::esme_rinvsysid};                                        // 4.7.30
inline constexpr field_spec password{"password", 9, st::esme_rinvpaswd, m::secret};                                // 4.7.18
inline constexpr field_spec system_type{"system_type", 13, st::esme_rinvsystyp};                                   // 4.7.31
inline constexpr field_spec interface_version{"interface_version", 1, st::esme_rinvcmdlen, m::interface_version};  // 4.7.13
inline constexpr field_spec addr_ton{"addr_ton", 1, st::esme_rinvcmdlen, m::ton};                                  // 4.7.1
inline constexpr field_spec addr_npi{"addr_npi", 1, st::esme_rinvcmdlen, m::npi};                                  // 4.7.2
inline constexpr field_spec address_range{"address_range", 41};                                                    // 4.7.3
inline constexpr field_spec service_type{"service_type", 6, st::esme_rinvsertyp};                                  // 4.7.25
inline constexpr field_spec source_addr_ton{"source_addr_ton", 1, st::esme_rinvcmdlen, m::ton};                    // 4.7.1
inline constexpr field_spec source_addr_npi{"source_addr_npi", 1, st::esme_rinvcmdlen, m::npi};                    // 4.7.2
inline constexpr field_spec source_addr{"source_addr", 21, st::esme_rinvsrcadr};                                   // 4.7.29
inline constexpr field_spec source_addr_65{"source_addr", 65, st::esme_rinvsrcadr};            // data_sm, alert_notification
inline constexpr field_spec dest_addr_ton{"dest_addr_ton", 1, st::esme_rinvcmdlen, m::ton};    // 4.7.1
inline constexpr field_spec dest_addr_npi{"dest_addr_npi", 1, st::esme_rinvcmdlen, m::npi};    // 4.7.2
inline constexpr field_spec destination_addr{"destination_addr", 21, st::esme_rinvdstadr};     // 4.7.8
inline constexpr field_spec destination_addr_65{"destination_addr", 65, st::esme_rinvdstadr};  // data_sm
inline constexpr field_spec esme_addr_ton{"esme_addr_ton", 1, st::esme_rinvcmdlen, m::ton};    // 4.7.1
inline constexpr field_spec esme_addr_npi{"esme_addr_npi", 1, st::esme_rinvcmdlen, m::npi};    // 4.7.2
inline constexpr field_spec esme_addr{"esme_addr", 65, st::esme_rinvdstadr};                   // 4.7.11
inline constexpr field_spec esm_class{"esm_class", 1, st::esme_rinvcmdlen, m::esm_class};      // 4.7.12
inline constexpr field_spec protocol_id{"protocol_id"};                                        // 4.7.20
inline constexpr field_spec priority_flag{"priority_flag", 1, st::esme_rinvprtflg};            // 4.7.19
inline constexpr field_spec schedule_delivery_time{"schedule_delivery_time", 17, st::esme_rinvsched, m::time};  // 4.7.23.1
inline constexpr field_spec validity_period{"validity_period", 17, st::esme_rinvexpiry, m::time};               // 4.7.23.2
inline constexpr field_spec registered_delivery{"registered_delivery", 1, st::esme_rinvcmdlen, m::registered_delivery};  // 4.7.21
inline constexpr field_spec replace_if_present_flag{"replace_if_present_flag", 1, st::esme_rinvrepflag};                 // 4.7.22
inline constexpr field_spec data_coding{"data_coding", 1, st::esme_rinvcmdlen, m::data_coding};                          // 4.7.7
inline constexpr field_spec sm_default_msg_id{"sm_default_msg_id"};                                                      // 4.7.27
inline constexpr field_spec sm_length{"sm_length"};                                                                      // 4.7.28
inline constexpr field_spec short_message{"short_message", 255, st::esme_rinvmsglen};                  // 4.7.26; 254 in 3.4
inline constexpr field_spec message_id{"message_id", 65, st::esme_rinvmsgid};                          // 4.7.14
inline constexpr field_spec final_date{"final_date", 17, st::esme_rinvcmdlen, m::time};                // 4.7.23.3
inline constexpr field_spec message_state{"message_state", 1, st::esme_rinvcmdlen, m::message_state};  // 4.7.15
inline constexpr field_spec error_code{"error_code"};                                                  // 4.5.2.2
inline constexpr field_spec number_of_dests{"number_of_dests", 255, st::esme_rinvnumdests};            // 4.7.17; 254 in 3.4
inline constexpr field_spec dest_flag{"dest_flag", 1, st::esme_rinvdestflag, m::dest_flag};            // 4.7.9
inline constexpr field_spec dl_name{"dl_name", 21, st::esme_rinvdlname};                               // 4.7.10
inline constexpr field_spec no_unsuccess{"no_unsuccess", 255};                                         // 4.7.16
inline constexpr field_spec error_status_code{"error_status_code", 4, st::esme_rinvcmdlen, m::command_status};  // 4.7.6

}  // namespace field
}  // namespace hermod::wire::smpp
