// The part of the door's session that takes packets from the application.
#include <utility>

#include "connectors/cimd2/door_session.hpp"

namespace hermod::connectors::cimd2 {

using namespace wire::cimd2;

namespace {

constexpr std::int32_t invalid_window_size = 104, password_not_changed = 801;
constexpr int most_tries = 3;

std::int32_t number_of(error_code_value code) {
    return static_cast<std::int32_t>(code);
}

// What an application's error code says of what it was told. Who does not know the operation will not learn it; all else may be
// otherwise tomorrow.
told::kind meaning_of(std::int32_t error_code) {
    if (error_code == 0) return told::kind::taken;
    if (error_code == number_of(error_code_value::temporary_congestion)) return told::kind::throttled;
    return error_code == number_of(error_code_value::unexpected_operation) ? told::kind::refused : told::kind::later;
}

// Whatever else the answer holds.
std::int32_t error_in(octet_view frame) {
    const auto packet = read_packet(frame, checksum_rule::ignored);
    const auto code = packet ? packet->given.find(parameter::error_code) : std::nullopt;
    return code ? integer_of(code->value).value_or(number_of(error_code_value::general_system_error)) : 0;
}

}  // namespace

void door_session::handle(octet_view frame, mono_time now) {
    const auto read = read_packet(frame, terms_.checksum);
    if (!read) return on_unreadable(frame, read.error(), now);
    if (!is_request(read->head.code)) return on_response(read->head, frame, now);
    if (state_ != state::open) return on_request(read->head, frame, now);
    if (read->head.code == operation::login) return on_login(read->head, frame, now);
    events_.noted(door_note::packet_error);
    write_error(read->head.number, number_of(error_code_value::unexpected_operation));
}

// A damaged request is asked for again, another is refused. Responses are never answered: two sides would not stop.
void door_session::on_unreadable(octet_view frame, const codec_error& fault, mono_time now) {
    events_.noted(door_note::packet_error);
    const auto head = read_header(frame);
    if (head && !is_request(head->code)) {
        // The application has answered: what, can be read from no more than its header. It is told again.
        outstanding_request* asked = requests_.find(head->number);
        if (!asked || asked->code == operation::alive || response_of(asked->code) != head->code) return;
        const outstanding_request request = requests_.take(*asked);
        if (request.given_up) return events_.noted(door_note::unknown_response);  // late, and told again already
        return on_delivery_answer(request, number_of(error_code_value::syntax_error), now);
    }
    const bool damaged = fault.code == errc::wrong_checksum || fault.code == errc::missing_checksum;
    if (damaged) return write(expected_, nack{});
    write_error(head ? head->number : expected_, number_of(suggested_error(fault.code)));
}

void door_session::on_login(const header& head, octet_view frame, mono_time now) {
    login_number_ = head.number;
    const auto refuse_it = [&](std::int32_t code) {
        events_.noted(door_note::packet_error);
        write(head.number, login_response{code, error_code_words(code)});
    };
    const auto read = decode_as<login>(frame, terms_.checksum);
    if (!read) return refuse_it(number_of(suggested_error(read.error().code)));
    if (!read->odd.none()) events_.noted(door_note::oddity);
    const std::int32_t window = read->pdu.window_size.value_or(1);
    if (window < 1 || window > 128) return refuse_it(invalid_window_size);
    asked_window_ = static_cast<std::size_t>(window);
    state_ = state::verifying;
    since_ = now;
    events_.login_wanted(
        {read->pdu.user_identity.value_or(""), read->pdu.password.value_or(""), read->pdu.subaddress.value_or("")});
}

void door_session::on_request(const header& head, octet_view frame, mono_time now) {
    switch (head.code) {
        case operation::submit_message:
            return on_asked<submit_message>(head, frame, now);
        case operation::enquire_message_status:
            return on_asked<enquire_message_status>(head, frame, now);
        case operation::delivery_request:
            return on_asked<delivery_request>(head, frame, now);
        case operation::cancel_message:
            return on_asked<cancel_message>(head, frame, now);
        case operation::get:
            return on_asked<get>(head, frame, now);
        default:
            break;
    }
    if (!is_in_order(head)) return;
    took(head.number);
    if (head.code == operation::alive) return write(head.number, alive_response{});
    if (head.code == operation::logout) return on_logout(head, now);
    // Passwords are the configuration's.
    if (head.code == operation::set)
        return write(head.number, set_response{password_not_changed, error_code_words(password_not_changed)});
    events_.noted(door_note::packet_error);
    if (head.code == operation::login) {
        const auto code = number_of(error_code_value::unexpected_operation);
        return write(head.number, login_response{code, error_code_words(code)});
    }
    write_error(head.number, number_of(error_code_value::unexpected_operation));
}

template <class Request>
void door_session::on_asked(const header& head, octet_view frame, mono_time now) {
    if (is_repeated(head, frame) || !is_in_order(head)) return;
    took(head.number);
    ++unanswered_;
    if (state_ == state::leaving) return refuse(head.number, head.code, number_of(error_code_value::temporary_congestion));
    const auto read = decode_as<Request>(frame, terms_.checksum);
    if (!read) {
        events_.noted(door_note::packet_error);
        return refuse(head.number, head.code, number_of(suggested_error(read.error().code)));
    }
    if (!read->odd.none()) events_.noted(door_note::oddity);
    busy_at_ = now;
    if (!repeats_) repeats_ = std::make_unique<repeats>(asked_window_);
    repeats_->took(head.number, frame);
    events_.arrived(head.number, read->pdu);
}

bool door_session::is_repeated(const header& head, octet_view frame) {
    if (!repeats_) return false;
    const auto what = repeats_->of(head.number, frame);
    if (what == repeats::kind::fresh) return false;
    events_.noted(door_note::retransmission);
    if (what == repeats::kind::answered) {  // otherwise it will be
        const std::size_t start = out_.size();
        out_ += repeats_->answer(head.number);
        wrote_from(start);
    }
    return true;
}

// Applications that count in another way are taken as they are, unless their account says otherwise.
bool door_session::is_in_order(const header& head) {
    if (head.number == expected_) return true;
    events_.noted(door_note::oddity);
    if (!terms_.numbers_in_order) return true;
    write(expected_, nack{});
    return false;
}

// One that was asked for again comes behind others that were taken meanwhile.
void door_session::took(std::uint8_t number) {
    if (static_cast<std::uint8_t>(number - expected_) < 128) expected_ = next_number(number);
}

void door_session::on_logout(const header& head, mono_time now) {
    if (state_ == state::logged_in) drain_until_ = now + options_.timers.logout;
    state_ = state::leaving;
    logs_out_ = true;
    logout_number_ = head.number;
    go_on_leaving(now);
}

void door_session::on_response(const header& head, octet_view frame, mono_time now) {
    if (state_ == state::open) {
        events_.noted(door_note::packet_error);
        return;  // never answered
    }
    if (head.code == operation::nack) return on_nack(head, now);
    outstanding_request* asked = requests_.find(head.number);
    const bool general = head.code == operation::general_error_response;
    if (!asked || (!general && response_of(asked->code) != head.code)) return events_.noted(door_note::unknown_response);
    const outstanding_request request = requests_.take(*asked);
    if (request.given_up) return events_.noted(door_note::unknown_response);  // late; its number is free now
    if (request.code == operation::alive) return;                             // whatever it says of it: it lives
    // A general error without a code is one all the same.
    const std::int32_t code = error_in(frame);
    on_delivery_answer(request, general && code == 0 ? number_of(error_code_value::unexpected_operation) : code, now);
}

void door_session::on_delivery_answer(const outstanding_request& request, std::int32_t error_code, mono_time now) {
    busy_at_ = now;
    events_.heard(request.token, meaning_of(error_code), error_code);
    go_on_leaving(now);
}

// The number of a nack is the one that the application expects. What it has not taken is sent again: from that number on, if it
// is one of those under way; or the only one under way, with that number. Otherwise a new login counts anew.
void door_session::on_nack(const header& head, mono_time now) {
    events_.noted(door_note::nack);
    std::vector<outstanding_request>& all = requests_.all();
    const auto from = std::find_if(all.begin(), all.end(), [&](auto& r) { return r.number == head.number && !r.given_up; });
    if (from != all.end()) {
        for (auto at = from; at != all.end() && state_ != state::closed; ++at)
            if (!at->given_up) resend(*at, now);
        return;
    }
    const auto waits = [](const outstanding_request& r) { return !r.given_up; };
    const std::size_t waiting = requests_.count(waits);
    if (waiting == 0) return;
    if (waiting != 1 || is_application_number(head.number) || requests_.find(head.number)) return finish(door_close::out_of_step);
    outstanding_request& refused = *std::find_if(all.begin(), all.end(), waits);
    refused.number = head.number;
    renumber(refused.frame, head.number);
    next_number_ = next_number(head.number);
    resend(refused, now);
}

void door_session::resend(outstanding_request& request, mono_time now) {
    if (request.tries >= most_tries) return finish(door_close::out_of_step);
    ++request.tries;
    request.sent_at = now;
    const std::size_t start = out_.size();
    out_ += request.frame;
    wrote_from(start);
}

}  // namespace hermod::connectors::cimd2
