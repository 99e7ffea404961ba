// The part of a peer that takes what it is asked for: logins, submits, questions.
#include "net/clocks.hpp"
#include "simulate/cimd2/peer_writing.hpp"
#include "wire/cimd2/outcomes.hpp"

namespace hermod::simulate::cimd2 {

using namespace wire::cimd2;

namespace {

constexpr std::int32_t throttled = 10, no_such_message = 7, invalid_login = 100, invalid_window = 104, windowing_disabled = 105,
                       wrong_destination = 300, wrong_address_of_cancel = 601, unsupported_item = 900, mc_time_number = 501;

}  // namespace

void peer::handle(octet_view frame) {
    const auto read = read_packet(frame);
    if (!read) {
        ++home_->numbers().bad_pdus;
        const auto head = read_header(frame);
        if (head && !is_request(head->code)) return;
        if (read.error().code == errc::wrong_checksum) {
            out_ += written(expected_, nack{});
        } else {
            const auto code = static_cast<std::int32_t>(suggested_error(read.error().code));
            out_ += written(head ? head->number : expected_, general_error_response{code, {}});
        }
        return;
    }
    if (!is_request(read->head.code)) return on_delivery_answer(read->head, frame);
    expected_ = next_number(read->head.number);
    on_request(read->head, frame);
}

void peer::on_request(const header& head, octet_view frame) {
    if (head.code == operation::login) return on_login(head, frame);
    if (!logged_in_) return refuse({operation::general_error_response, head.number}, 1);
    switch (head.code) {
        case operation::submit_message:
            return on_submit(head, frame);
        case operation::alive:
            out_ += written(head.number, alive_response{});
            return;
        case operation::logout:  // the connection is the application's to close
            logged_in_ = false;
            out_ += written(head.number, logout_response{});
            return;
        case operation::enquire_message_status:
            return on_enquire(head, frame);
        case operation::delivery_request:
            return on_delivery_request(head, frame);
        case operation::cancel_message:
            return on_cancel(head, frame);
        case operation::set:
            out_ += written(head.number, set_response{});
            return;
        case operation::get:
            return on_get(head, frame);
        default:
            ++home_->numbers().bad_pdus;
            return refuse({operation::general_error_response, head.number}, 1);
    }
}

// In the request's own response; a header of general_error_response means that one.
void peer::refuse(const header& head, std::int32_t code) {
    ++home_->numbers().errors;
    std::string fields;
    append_parameter(fields, parameter::error_code, std::to_string(code));
    const operation as = is_request(head.code) ? response_of(head.code) : head.code;
    if (as == operation::login_response)
        out_ += written(head.number, login_response{code, error_code_words(code)});
    else if (as == operation::submit_message_response)
        out_ += written(head.number, submit_message_response{parameters(fields)});
    else if (as == operation::enquire_message_status_response)
        out_ += written(head.number, enquire_message_status_response{.error_code = code});
    else if (as == operation::delivery_request_response)
        out_ += written(head.number, delivery_request_response{.error_code = code});
    else if (as == operation::cancel_message_response)
        out_ += written(head.number, cancel_message_response{code, {}});
    else if (as == operation::get_response)
        out_ += written(head.number, get_response{.error_code = code});
    else
        out_ += written(head.number, general_error_response{code, {}});
}

void peer::on_login(const header& head, octet_view frame) {
    const auto read = decode_as<login>(frame);
    if (!read) return refuse(head, static_cast<std::int32_t>(suggested_error(read.error().code)));
    if (const std::int32_t code = verdict_on_login(read->pdu); code != 0) return refuse(head, code);
    logged_in_ = true;
    account_ = home_->account(read->pdu.user_identity.value_or(""));
    ++home_->numbers().binds;
    out_ += written(head.number, login_response{});
}

std::int32_t peer::verdict_on_login(const login& pdu) const {
    const options& wanted = home_->how();
    if (!wanted.user_identity.empty() && pdu.user_identity != std::string_view(wanted.user_identity)) return invalid_login;
    if (!wanted.password.empty() && pdu.password != std::string_view(wanted.password)) return invalid_login;
    if (pdu.window_size && wanted.most_window == 0) return windowing_disabled;
    if (pdu.window_size.value_or(1) > std::max(1, wanted.most_window)) return invalid_window;
    return 0;
}

bool peer::throttles() {
    const options& o = home_->how();
    statistics& numbers = home_->numbers();
    ++numbers.submits;
    if (!gate_.passes(o.rate_limit, now_)) return ++numbers.throttled, true;
    if (o.throttle_every != 0 && numbers.submits % o.throttle_every == 0) return ++numbers.throttled, true;
    return false;
}

// Throttling and faults, in the order in which a centre would notice them.
std::int32_t peer::verdict_on_submit(const submit_message& pdu) {
    if (throttles()) return throttled;
    if (pdu.destinations.empty()) return ++home_->numbers().errors, wrong_destination;
    const std::int32_t code = home_->dice().drawn<std::int32_t>(home_->how().errors).value_or(0);
    if (code != 0) ++home_->numbers().errors;
    return code;
}

void peer::on_submit(const header& head, octet_view frame) {
    const auto read = decode_as<submit_message>(frame);
    if (!read) return refuse(head, static_cast<std::int32_t>(suggested_error(read.error().code)));
    const submit_message& pdu = read->pdu;
    std::string outcomes;
    if (const std::int32_t code = verdict_on_submit(pdu); code != 0) {
        append_outcome(outcomes, {.error_code = code});
        out_ += written(head.number, submit_message_response{parameters(outcomes)});
        return;
    }
    std::vector<std::pair<std::string_view, std::string>> taken;
    pdu.destinations.for_each([&](const given& to) {
        taken.emplace_back(to.value, home_->timestamp_for(to.value));
        append_outcome(outcomes, {.destination_address = to.value, .service_centre_timestamp = taken.back().second});
    });
    std::string answer = written(head.number, submit_message_response{parameters(outcomes)});
    const auto note = [&] {
        for (const auto& [to, timestamp] : taken) home_->enter(pdu, to, timestamp, account_);
    };
    if (home_->how().report_before_answer) note();
    reply(std::move(answer));
    if (!home_->how().report_before_answer) note();
}

bool peer::time_to_disconnect() {
    const options& o = home_->how();
    return o.disconnect_every != 0 && home_->numbers().submits % o.disconnect_every == 0;
}

void peer::reply(std::string frame) {
    const options& o = home_->how();
    if (time_to_disconnect()) {
        ++home_->numbers().disconnects;
        if (o.disconnect_inside_packet) out_ += frame.substr(0, frame.size() / 2);
        closing_ = true;
        return;
    }
    if (home_->dice().chance(o.never_answer_percent)) {
        ++home_->numbers().never_answered;
        return;
    }
    delayed_answer out{{}, id_, std::move(frame), home_->dice().chance(o.answer_twice_percent)};
    if (out.twice) ++home_->numbers().answered_twice;
    if (o.answer_delay.count() != 0) return home_->answer_later(std::move(out));
    answer(out);
}

void peer::answer(const delayed_answer& what) {
    out_ += what.frame;
    if (what.twice) out_ += what.frame;
}

// A message whose report is out is forgotten, as a centre does after a while.
void peer::on_enquire(const header& head, octet_view frame) {
    const auto read = decode_as<enquire_message_status>(frame);
    if (!read) return refuse(head, static_cast<std::int32_t>(suggested_error(read.error().code)));
    const auto& asked = read->pdu;
    if (!home_->waiting(asked.service_centre_timestamp.value_or(""), asked.destination_address.value_or("")))
        return refuse(head, no_such_message);
    const auto in_process = static_cast<std::int32_t>(status_code_value::in_process);
    out_ += written(head.number, enquire_message_status_response{.destination_address = asked.destination_address,
                                                                 .service_centre_timestamp = asked.service_centre_timestamp,
                                                                 .status_code = in_process});
}

void peer::on_delivery_request(const header& head, octet_view frame) {
    const auto read = decode_as<delivery_request>(frame);
    if (!read) return refuse(head, static_cast<std::int32_t>(suggested_error(read.error().code)));
    const std::size_t waiting = home_->messages_waiting(account_);
    switch (read->pdu.mode.value_or(0)) {
        case 0:
            out_ += written(head.number, delivery_request_response{static_cast<std::int32_t>(std::min<std::size_t>(waiting, 999)), {}, {}});
            return;
        case 1:
            requested_ += std::min<std::size_t>(1, waiting);
            break;
        default:
            requested_ = std::max(requested_, waiting);
            break;
    }
    out_ += written(head.number, delivery_request_response{});
}

void peer::on_cancel(const header& head, octet_view frame) {
    const auto read = decode_as<cancel_message>(frame);
    if (!read) return refuse(head, static_cast<std::int32_t>(suggested_error(read.error().code)));
    const auto& asked = read->pdu;
    if (asked.service_centre_timestamp) {
        delivery* found = home_->waiting(*asked.service_centre_timestamp, asked.destination_address.value_or(""));
        if (!found) return refuse(head, wrong_address_of_cancel);
        found->status = static_cast<std::int32_t>(status_code_value::message_deleted_by_cancel);
    } else if (home_->cancel_all(asked.destination_address.value_or("")) == 0) {
        return refuse(head, no_such_message);
    }
    out_ += written(head.number, cancel_message_response{});
}

void peer::on_get(const header& head, octet_view frame) {
    const auto read = decode_as<get>(frame);
    if (!read || read->pdu.parameter_number != mc_time_number) return refuse(head, unsupported_item);
    const auto second = std::chrono::floor<std::chrono::seconds>(net::wall_now()).time_since_epoch().count();
    out_ += written(head.number, get_response{.mc_time = timestamp_of(second)});
}

}  // namespace hermod::simulate::cimd2
