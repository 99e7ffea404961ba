#include "simulate/cimd2/centre.hpp"

#include "text/utf.hpp"
#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/user_data.hpp"

namespace hermod::simulate::cimd2 {

using namespace wire::cimd2;

namespace {

constexpr std::int32_t absent_subscriber = 29, dcs_ucs2 = 8;
constexpr std::int32_t wants_failed = 2 | 4, wants_delivered = 8, wants_deleted = 16 | 32;

// What 056 asks for, as practice has its flags.
bool is_asked_for(std::int32_t request, std::int32_t status) {
    switch (static_cast<status_code_value>(status)) {
        case status_code_value::delivery_successful:
            return (request & wants_delivered) != 0;
        case status_code_value::message_deleted:
        case status_code_value::message_deleted_by_cancel:
            return (request & wants_deleted) != 0;
        default:
            return (request & wants_failed) != 0;
    }
}

std::string content_of(const submit_message& pdu) {
    std::string out;
    if (pdu.data_coding_scheme) append_parameter(out, parameter::data_coding_scheme, std::to_string(*pdu.data_coding_scheme));
    if (pdu.user_data_header) append_parameter(out, parameter::user_data_header, *pdu.user_data_header);
    if (pdu.user_data) append_parameter(out, parameter::user_data, *pdu.user_data);
    if (pdu.user_data_binary) append_parameter(out, parameter::user_data_binary, *pdu.user_data_binary);
    return out;
}

std::string_view without_plus(std::string_view number) {
    return number.starts_with('+') ? number.substr(1) : number;
}

}  // namespace

centre::centre(boost::asio::any_io_executor executor, options how)
    : line_centre(std::move(executor), std::move(how)), timestamps_(how_.same_second) {}

bool centre::more_to_do() const {
    return std::any_of(peers_.begin(), peers_.end(), [](const auto& one) { return one.second->unanswered() != 0; });
}

void centre::do_more(mono_time now) {
    for (const auto& [id, one] : peers_) one->repeat(now);
}

std::int32_t centre::drawn_status() {
    const std::pair<status_code_value, double> faults[] = {{status_code_value::delivery_failed, how_.undelivered_percent},
                                                           {status_code_value::validity_period_expired, how_.expired_percent},
                                                           {status_code_value::message_deleted, how_.deleted_percent}};
    return static_cast<std::int32_t>(dice_.drawn<status_code_value>(faults).value_or(status_code_value::delivery_successful));
}

// The ledger's user data: the header's octets, then 033 as it stands in the packet, or the octets of 034.
void centre::take_down(const submit_message& pdu, std::string_view to, std::string_view timestamp) {
    if (!ledger_.is_open()) return;
    const bool headed = pdu.user_data_header.has_value();
    std::string data = from_hex(pdu.user_data_header.value_or("")).value_or("");
    data += pdu.user_data ? std::string(*pdu.user_data) : from_hex(pdu.user_data_binary.value_or("")).value_or("");
    const auto from = pdu.originating_address ? pdu.originating_address : pdu.alphanumeric_originating_address;
    const std::string id = std::string(timestamp) + ':' + std::string(without_plus(to));
    ledger_.add(id, to_micros(net::wall_now()), from.value_or(""), to, headed ? 0x40 : 0,
                static_cast<std::uint8_t>(pdu.data_coding_scheme.value_or(0)),
                {reinterpret_cast<const std::uint8_t*>(data.data()), data.size()});
}

void centre::enter(const submit_message& pdu, std::string_view to, std::string_view timestamp, std::uint16_t account) {
    ++numbers_.taken;
    take_down(pdu, to, timestamp);
    delivery out;
    out.account = account;
    out.to = to;
    out.timestamp = timestamp;
    if (!how_.echo_number.empty() && without_plus(how_.echo_number) == without_plus(to)) {
        delivery echo;
        echo.account = account;
        echo.inbound = true;
        echo.from = to;
        echo.to = pdu.originating_address.value_or("0");
        echo.timestamp = timestamp;
        echo.content = content_of(pdu);
        deliver(std::move(echo));
    }
    const std::int32_t asked = pdu.status_report_request.value_or(0);
    if (asked == 0 || !how_.reports) return;
    out.status = drawn_status();
    if (out.status == static_cast<std::int32_t>(status_code_value::delivery_failed)) out.error = absent_subscriber;
    if (!is_asked_for(asked, out.status)) return;
    if (how_.report_delay.count() == 0) {
        deliver(std::move(out));
        if (how_.report_before_answer) pump(account);
        return;
    }
    out.due = net::mono_now() + how_.report_delay;
    reports_.push(std::move(out));
}

delivery* centre::waiting(std::string_view timestamp, std::string_view to) {
    for (std::size_t i = 0; i < reports_.size(); ++i)
        if (reports_[i].timestamp == timestamp && without_plus(reports_[i].to) == without_plus(to)) return &reports_[i];
    return nullptr;
}

std::size_t centre::cancel_all(std::string_view to) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < reports_.size(); ++i) {
        if (!to.empty() && without_plus(reports_[i].to) != without_plus(to)) continue;
        reports_[i].status = static_cast<std::int32_t>(status_code_value::message_deleted_by_cancel);
        ++count;
    }
    return count;
}

// As a centre would: the default alphabet where it does, UCS-2 otherwise.
void centre::send_inbound(std::string_view from, std::string_view to, std::string_view text) {
    delivery out;
    out.inbound = true;
    out.from = from;
    out.to = to;
    out.timestamp = timestamp_for(from);
    if (const auto said = write_user_data(text, how_.latin1_link ? link_form::latin1 : link_form::seven_bit)) {
        append_parameter(out.content, parameter::user_data, *said);
    } else {
        append_parameter(out.content, parameter::data_coding_scheme, std::to_string(dcs_ucs2));
        const auto units = text::encode_utf16be(text);
        append_parameter(out.content, parameter::user_data_binary, to_hex(units ? *units : std::string(text)));
    }
    deliver(std::move(out));
}

}  // namespace hermod::simulate::cimd2
