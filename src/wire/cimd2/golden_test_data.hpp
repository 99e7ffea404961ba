// Golden packets: the octets of every operation, written from the specification's tables and with sums that another program
// made, beside the struct that they mean. Shared by the tests, the e2e check against tshark and the fuzzers' first corpora.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "wire/cimd2/operations.hpp"

namespace hermod::wire::cimd2::golden {

// "^01:001|~": ^ is STX, | is TAB, ~ is ETX.
inline std::string octets_of(std::string_view text) {
    std::string out(text);
    std::replace(out.begin(), out.end(), '^', stx);
    std::replace(out.begin(), out.end(), '|', tab);
    std::replace(out.begin(), out.end(), '~', etx);
    return out;
}

// Octets that live as long as the program, for operations to borrow.
inline std::string_view keep(std::string octets) {
    static std::deque<std::string> kept;
    return kept.emplace_back(std::move(octets));
}
inline parameters raw(std::string_view text) {
    return parameters(keep(octets_of(text)));
}
inline values to(std::initializer_list<std::string_view> addresses) {
    std::string out;
    for (const std::string_view each : addresses) append_parameter(out, parameter::destination_address, each);
    return values(parameters(keep(std::move(out))), parameter::destination_address);
}

struct example {
    const char* name;
    std::uint8_t number;
    any_operation pdu;
    std::string_view text;
};

inline const std::vector<example>& examples() {
    static const std::vector<example> all = {
        {"login", 1, login{.user_identity = "foo", .password = "bar"}, "^01:001|010:foo|011:bar|59~"},
        {"login with everything", 1, login{.user_identity = "hermod", .password = "s3cret", .subaddress = "2", .window_size = 8},
         "^01:001|010:hermod|011:s3cret|012:2|019:8|D0~"},
        {"login_response", 1, login_response{}, "^51:001|3C~"},
        {"login_response refused", 1, login_response{.error_code = 100, .error_text = "invalid login"},
         "^51:001|900:100|901:invalid login|A6~"},
        {"logout", 3, logout{}, "^02:003|3A~"},
        {"logout_response", 3, logout_response{}, "^52:003|3F~"},
        {"submit_message", 5, submit_message{.destinations = to({"46701234567"}), .user_data = "Hello, world"},
         "^03:005|021:46701234567|033:Hello, world|91~"},
        {"submit_message as Kannel writes it", 7,
         submit_message{.destinations = to({"+46701234567"}),
                        .originating_address = "12345",
                        .data_coding_scheme = 0,
                        .user_data = "H_XX(_XX)_--_Oa",
                        .more_messages_to_send = 0,
                        .reply_path = 0,
                        .status_report_request = 14},
         "^03:007|021:+46701234567|023:12345|030:0|033:H_XX(_XX)_--_Oa|044:0|055:0|056:14|0D~"},
        {"submit_message binary, several destinations", 9,
         submit_message{.destinations = to({"46701234567", "46701234568", "46701234569"}),
                        .alphanumeric_originating_address = "Hermod",
                        .data_coding_scheme = 245,
                        .user_data_header = "0500037F0201",
                        .user_data_binary = "CAFE00FF",
                        .more_messages_to_send = 1,
                        .validity_period_relative = 167,
                        .protocol_identifier = 65,
                        .first_delivery_time_absolute = "261126080000",
                        .reply_path = 1,
                        .status_report_request = 63,
                        .cancel_enabled = 1,
                        .tariff_class = 12,
                        .service_description = 3,
                        .priority = 9},
         "^03:009|021:46701234567|021:46701234568|021:46701234569|027:Hermod|030:245|032:0500037F0201|034:CAFE00FF|044:1|050:167|"
         "052:65|054:261126080000|055:1|056:63|058:1|064:12|065:3|067:9|0B~"},
        {"submit_message with other times", 11,
         submit_message{.destinations = to({"46701234567"}),
                        .data_coding_scheme = 8,
                        .user_data_binary = "00480065",
                        .validity_period_absolute = "261231235959",
                        .first_delivery_time_relative = -1},
         "^03:011|021:46701234567|030:8|034:00480065|051:261231235959|053:-1|4E~"},
        {"submit_message_response", 5, submit_message_response{.outcomes = raw("021:46701234567|060:261125190923|")},
         "^53:005|021:46701234567|060:261125190923|97~"},
        {"submit_message_response of several", 9,
         submit_message_response{.outcomes = raw("021:46701234567|060:261125190923|021:46701234568|900:300|901:no such "
                                                 "number|021:46701234569|060:261125190923|")},
         "^53:009|021:46701234567|060:261125190923|021:46701234568|900:300|901:no such "
         "number|021:46701234569|060:261125190923|AB~"},
        {"submit_message_response refused", 7, submit_message_response{.outcomes = raw("900:10|")}, "^53:007|900:10|81~"},
        {"enquire_message_status", 13,
         enquire_message_status{.destination_address = "46701234567", .service_centre_timestamp = "261125190923"},
         "^04:013|021:46701234567|060:261125190923|92~"},
        {"enquire_message_status_response", 13,
         enquire_message_status_response{.destination_address = "46701234567",
                                         .service_centre_timestamp = "261125190923",
                                         .status_code = 3,
                                         .status_error_code = 29,
                                         .discharge_time = "261125191000"},
         "^54:013|021:46701234567|060:261125190923|061:3|062:29|063:261125191000|22~"},
        {"enquire_message_status_response refused", 13,
         enquire_message_status_response{.error_code = 400, .error_text = "no destination"},
         "^54:013|900:400|901:no destination|2E~"},
        {"delivery_request", 15, delivery_request{.mode = 0}, "^05:015|068:0|51~"},
        {"delivery_request_response", 15, delivery_request_response{.message_count = 17}, "^55:015|066:17|8C~"},
        {"cancel_message", 17,
         cancel_message{.mode = 2, .service_centre_timestamp = "261125190923", .destination_address = "46701234567"},
         "^06:017|059:2|060:261125190923|021:46701234567|AB~"},
        {"cancel_message_response", 17, cancel_message_response{}, "^56:017|48~"},
        {"set", 19, set{.password = "n3w"}, "^08:019|011:n3w|34~"},
        {"set_response", 19, set_response{.error_code = 801}, "^58:019|900:801|C1~"},
        {"get", 21, get{.parameter_number = 501}, "^09:021|500:501|AF~"},
        {"get_response", 21, get_response{.mc_time = "261125190923"}, "^59:021|501:261125190923|88~"},
        {"deliver_message", 0,
         deliver_message{.destination_address = "12345",
                         .originating_address = "46701234567",
                         .originating_imsi = "240011234567890",
                         .originated_visited_msc = "46705008999",
                         .service_centre_timestamp = "261125190923",
                         .data_coding_scheme = 0,
                         .user_data_header = "050003010201",
                         .user_data = "_A*_gd",
                         .protocol_identifier = 0},
         "^20:000|021:12345|023:46701234567|026:240011234567890|028:46705008999|060:261125190923|030:0|032:050003010201|033:_A*_"
         "gd|052:0|69~"},
        {"deliver_message binary", 2,
         deliver_message{.destination_address = "12345",
                         .originating_address = "46701234567",
                         .service_centre_timestamp = "261125190924",
                         .data_coding_scheme = 4,
                         .user_data_binary = "0a1b2c"},
         "^20:002|021:12345|023:46701234567|060:261125190924|030:4|034:0a1b2c|03~"},
        {"deliver_message_response", 0, deliver_message_response{}, "^70:000|3C~"},
        {"deliver_status_report", 254,
         deliver_status_report{.destination_address = "46701234567",
                               .service_centre_timestamp = "261125190923",
                               .status_code = 4,
                               .status_error_code = 0,
                               .discharge_time = "261125190930"},
         "^23:254|021:46701234567|060:261125190923|061:4|062:0|063:261125190930|F6~"},
        {"deliver_status_report_response", 254, deliver_status_report_response{}, "^73:254|4A~"},
        {"alive", 255, alive{}, "^40:255|45~"},
        {"alive_response", 255, alive_response{}, "^90:255|4A~"},
        {"general_error_response", 23, general_error_response{.error_code = 2, .error_text = "syntax error"},
         "^98:023|900:2|901:syntax error|27~"},
        {"nack", 25, nack{}, "^99:025|4E~"},
    };
    return all;
}

}  // namespace hermod::wire::cimd2::golden
