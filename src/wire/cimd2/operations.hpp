// Each operation as a struct, and its one list of parameters: read, written, described and tested by visitors over `fields`.
//
// must() is what the specification demands, may() what it allows, many() what may stand several times, either() two that
// exclude one another. All values borrow: from the frame when read, from the caller when written. Text of 033 is as on the wire
// (user_data.hpp converts), 032 and 034 are hexadecimal (octet_text.hpp). A response carries an error code or what was asked.
#pragma once

#include <optional>
#include <variant>

#include "wire/cimd2/operation_code.hpp"
#include "wire/cimd2/parameters.hpp"

namespace hermod::wire::cimd2 {

using text_value = std::optional<std::string_view>;
using integer_value = std::optional<std::int32_t>;

struct login {
    static constexpr operation code = operation::login;
    text_value user_identity{}, password{}, subaddress{};
    integer_value window_size{};

    static constexpr void fields(auto& v, auto& p) {
        v.must(parameter::user_identity, p.user_identity);
        v.must(parameter::password, p.password);
        v.may(parameter::subaddress, p.subaddress);
        v.may(parameter::window_size, p.window_size);
    }
};

// A request or response without parameters of its own.
template <operation Code>
struct bare {
    static constexpr operation code = Code;
    static constexpr void fields(auto&, auto&) {}
};

// A response that says no more than whether it was done.
template <operation Code>
struct plain_response {
    static constexpr operation code = Code;
    integer_value error_code{};
    text_value error_text{};

    static constexpr void fields(auto& v, auto& p) {
        v.may(parameter::error_code, p.error_code);
        v.may(parameter::error_text, p.error_text);
    }
};

struct submit_message {
    static constexpr operation code = operation::submit_message;
    values destinations{};
    text_value originating_address{}, alphanumeric_originating_address{};
    integer_value data_coding_scheme{};
    text_value user_data_header{}, user_data{}, user_data_binary{};
    integer_value more_messages_to_send{};
    integer_value validity_period_relative{};
    text_value validity_period_absolute{};
    integer_value protocol_identifier{};
    integer_value first_delivery_time_relative{};
    text_value first_delivery_time_absolute{};
    integer_value reply_path{}, status_report_request{}, cancel_enabled{};
    integer_value tariff_class{}, service_description{}, priority{};

    static constexpr void fields(auto& v, auto& p) {
        v.many(parameter::destination_address, p.destinations);
        v.may(parameter::originating_address, p.originating_address);
        v.may(parameter::alphanumeric_originating_address, p.alphanumeric_originating_address);
        v.may(parameter::data_coding_scheme, p.data_coding_scheme);
        v.may(parameter::user_data_header, p.user_data_header);
        v.may(parameter::user_data, p.user_data);
        v.may(parameter::user_data_binary, p.user_data_binary);
        v.may(parameter::more_messages_to_send, p.more_messages_to_send);
        v.may(parameter::validity_period_relative, p.validity_period_relative);
        v.may(parameter::validity_period_absolute, p.validity_period_absolute);
        v.may(parameter::protocol_identifier, p.protocol_identifier);
        v.may(parameter::first_delivery_time_relative, p.first_delivery_time_relative);
        v.may(parameter::first_delivery_time_absolute, p.first_delivery_time_absolute);
        v.may(parameter::reply_path, p.reply_path);
        v.may(parameter::status_report_request, p.status_report_request);
        v.may(parameter::cancel_enabled, p.cancel_enabled);
        v.may(parameter::tariff_class, p.tariff_class);
        v.may(parameter::service_description, p.service_description);
        v.may(parameter::priority, p.priority);
        v.either(parameter::originating_address, parameter::alphanumeric_originating_address);
        v.either(parameter::user_data, parameter::user_data_binary);
        v.either(parameter::validity_period_relative, parameter::validity_period_absolute);
        v.either(parameter::first_delivery_time_relative, parameter::first_delivery_time_absolute);
    }
};

// Of each destination: its address, then the timestamp, which with it is the message's id, or an error. Read with outcomes.hpp.
struct submit_message_response {
    static constexpr operation code = operation::submit_message_response;
    parameters outcomes{};

    static constexpr void fields(auto& v, auto& p) {
        v.any_of(p.outcomes, parameter::destination_address, parameter::service_centre_timestamp, parameter::error_code,
                 parameter::error_text);
    }
};

struct enquire_message_status {
    static constexpr operation code = operation::enquire_message_status;
    text_value destination_address{}, service_centre_timestamp{};

    static constexpr void fields(auto& v, auto& p) {
        v.must(parameter::destination_address, p.destination_address);
        v.must(parameter::service_centre_timestamp, p.service_centre_timestamp);
    }
};

struct enquire_message_status_response {
    static constexpr operation code = operation::enquire_message_status_response;
    text_value destination_address{}, service_centre_timestamp{};
    integer_value status_code{}, status_error_code{};
    text_value discharge_time{};
    integer_value error_code{};
    text_value error_text{};

    static constexpr void fields(auto& v, auto& p) {
        v.may(parameter::destination_address, p.destination_address);
        v.may(parameter::service_centre_timestamp, p.service_centre_timestamp);
        v.must(parameter::status_code, p.status_code);
        v.may(parameter::status_error_code, p.status_error_code);
        v.may(parameter::discharge_time, p.discharge_time);
        v.may(parameter::error_code, p.error_code);
        v.may(parameter::error_text, p.error_text);
    }
};

struct delivery_request {
    static constexpr operation code = operation::delivery_request;
    integer_value mode{};  // 0: how many wait, 1: send one, 2: send all

    static constexpr void fields(auto& v, auto& p) { v.may(parameter::delivery_request_mode, p.mode); }
};

struct delivery_request_response {
    static constexpr operation code = operation::delivery_request_response;
    integer_value message_count{};
    integer_value error_code{};
    text_value error_text{};

    static constexpr void fields(auto& v, auto& p) {
        v.may(parameter::message_count, p.message_count);
        v.may(parameter::error_code, p.error_code);
        v.may(parameter::error_text, p.error_text);
    }
};

// Which of the three are wanted depends on the mode.
struct cancel_message {
    static constexpr operation code = operation::cancel_message;
    integer_value mode{};
    text_value service_centre_timestamp{}, destination_address{};

    static constexpr void fields(auto& v, auto& p) {
        v.may(parameter::cancel_mode, p.mode);
        v.may(parameter::service_centre_timestamp, p.service_centre_timestamp);
        v.may(parameter::destination_address, p.destination_address);
    }
};

struct set {
    static constexpr operation code = operation::set;
    text_value password{};

    static constexpr void fields(auto& v, auto& p) { v.must(parameter::password, p.password); }
};

struct get {
    static constexpr operation code = operation::get;
    integer_value parameter_number{};  // 501: the centre's time

    static constexpr void fields(auto& v, auto& p) { v.must(parameter::get_parameter, p.parameter_number); }
};

struct get_response {
    static constexpr operation code = operation::get_response;
    text_value mc_time{};
    integer_value error_code{};
    text_value error_text{};

    static constexpr void fields(auto& v, auto& p) {
        v.may(parameter::mc_time, p.mc_time);
        v.may(parameter::error_code, p.error_code);
        v.may(parameter::error_text, p.error_text);
    }
};

struct deliver_message {
    static constexpr operation code = operation::deliver_message;
    text_value destination_address{}, originating_address{}, originating_imsi{}, originated_visited_msc{};
    text_value service_centre_timestamp{};
    integer_value data_coding_scheme{};
    text_value user_data_header{}, user_data{}, user_data_binary{};
    integer_value protocol_identifier{};

    static constexpr void fields(auto& v, auto& p) {
        v.must(parameter::destination_address, p.destination_address);
        v.must(parameter::originating_address, p.originating_address);
        v.may(parameter::originating_imsi, p.originating_imsi);
        v.may(parameter::originated_visited_msc, p.originated_visited_msc);
        v.must(parameter::service_centre_timestamp, p.service_centre_timestamp);
        v.may(parameter::data_coding_scheme, p.data_coding_scheme);
        v.may(parameter::user_data_header, p.user_data_header);
        v.may(parameter::user_data, p.user_data);
        v.may(parameter::user_data_binary, p.user_data_binary);
        v.may(parameter::protocol_identifier, p.protocol_identifier);
        v.either(parameter::user_data, parameter::user_data_binary);
    }
};

struct deliver_status_report {
    static constexpr operation code = operation::deliver_status_report;
    text_value destination_address{}, service_centre_timestamp{};
    integer_value status_code{}, status_error_code{};
    text_value discharge_time{}, user_data{};

    static constexpr void fields(auto& v, auto& p) {
        v.must(parameter::destination_address, p.destination_address);
        v.must(parameter::service_centre_timestamp, p.service_centre_timestamp);
        v.must(parameter::status_code, p.status_code);
        v.may(parameter::status_error_code, p.status_error_code);
        v.may(parameter::discharge_time, p.discharge_time);
        v.may(parameter::user_data, p.user_data);
    }
};

using logout = bare<operation::logout>;
using alive = bare<operation::alive>;
using nack = bare<operation::nack>;
using login_response = plain_response<operation::login_response>;
using logout_response = plain_response<operation::logout_response>;
using cancel_message_response = plain_response<operation::cancel_message_response>;
using set_response = plain_response<operation::set_response>;
using deliver_message_response = plain_response<operation::deliver_message_response>;
using deliver_status_report_response = plain_response<operation::deliver_status_report_response>;
using alive_response = plain_response<operation::alive_response>;
using general_error_response = plain_response<operation::general_error_response>;

// The frequent ones first: decode() compares in this order.
using any_operation =
    std::variant<submit_message, submit_message_response, deliver_status_report, deliver_status_report_response, deliver_message,
                 deliver_message_response, alive, alive_response, login, login_response, logout, logout_response,
                 enquire_message_status, enquire_message_status_response, delivery_request, delivery_request_response,
                 cancel_message, cancel_message_response, set, set_response, get, get_response, general_error_response, nack>;

constexpr void fields(auto& visitor, auto& pdu) {
    pdu.fields(visitor, pdu);
}

}  // namespace hermod::wire::cimd2
