// The part of the session that takes the centre's requests.
#include "connectors/cimd2/session.hpp"
#include "wire/cimd2/encode.hpp"

namespace hermod::connectors::cimd2 {

using namespace wire::cimd2;

void session::handle(octet_view frame, mono_time now) {
    const auto read = read_packet(frame, options_.checksum);
    if (!read) return on_unreadable(frame, read.error(), now);
    if (is_request(read->head.code)) return on_request(read->head, frame);
    on_response(read->head, frame, now);
}

// A damaged request is asked for again, another is refused. Responses are never answered: two sides would not stop.
void session::on_unreadable(octet_view frame, const codec_error& fault, mono_time now) {
    events_.noted(session_note::packet_error);
    const auto head = read_header(frame);
    if (head && !is_request(head->code)) {
        outstanding_request* asked = requests_.find(head->number);
        if (!asked || asked->given_up || head->code != response_of(asked->code)) return;
        if (is_question(asked->code)) {
            const outstanding_request request = requests_.take(*asked);
            events_.answered(request.token, {.written = true, .answered = true, .unreadable = true});
            write_questions(now);
            return go_on_logging_out(now);
        }
        if (asked->code != operation::submit_message) return;
        verdict unknown;
        unknown.is = verdict::kind::unsure;
        unknown.detail = "the answer cannot be read";
        return settle(requests_.take(*asked), std::move(unknown), now);
    }
    const bool damaged = fault.code == errc::wrong_checksum || fault.code == errc::missing_checksum;
    if (damaged) return write_response(expected_, nack{});
    write_error(head ? head->number : expected_, suggested_error(fault.code));
}

void session::on_request(const header& head, octet_view frame) {
    switch (head.code) {
        case operation::alive:
            expected_ = next_number(head.number);
            return write_response(head.number, alive_response{});
        case operation::deliver_message:
            return on_delivery<deliver_message>(head, frame);
        case operation::deliver_status_report:
            return on_delivery<deliver_status_report>(head, frame);
        default:
            events_.noted(session_note::packet_error);
            return write_error(head.number, error_code_value::unexpected_operation);
    }
}

template <class Delivery>
void session::on_delivery(const header& head, octet_view frame) {
    if (is_repeated(frame)) return;
    const auto read = decode_as<Delivery>(frame, options_.checksum);
    if (!read) {
        // Refused in its own response: a centre that takes any response for a success goes on, and does not send it for ever.
        events_.noted(session_note::packet_error);
        expected_ = next_number(head.number);
        const auto code = static_cast<std::int32_t>(suggested_error(read.error().code));
        return write_response(head.number, plain_response<response_of(Delivery::code)>{code, {}});
    }
    // No answer: the centre sends it again.
    if (unanswered_ >= options_.most_unanswered) return events_.noted(session_note::backlog_refused);
    // Some centres do not wait for their own answer to our login: it says who we are, not who they are.
    if (!read->odd.none() || state_ == state::logging_in) events_.noted(session_note::oddity);
    ++unanswered_;
    expected_ = next_number(head.number);
    last_ = {std::string(frame), {}};
    events_.arrived(head.number, read->pdu);
}

// The same octets with the same number: our answer was lost, or is still to come. Another packet with that number is another.
bool session::is_repeated(octet_view frame) {
    if (last_.frame != frame) return false;
    events_.noted(session_note::retransmission);
    const std::size_t start = out_.size();
    out_ += last_.answer;
    wrote_from(start);
    return true;
}

template <class Response>
void session::write_response(std::uint8_t number, const Response& pdu) {
    const std::size_t start = out_.size();
    (void)encode(out_, number, pdu, {.checksum = options_.write_checksum});  // an error code at most: nothing can fail
    wrote_from(start);
}

void session::write_error(std::uint8_t number, error_code_value code) {
    write_response(number, general_error_response{static_cast<std::int32_t>(code), {}});
}

void session::answer(std::uint8_t number, operation request, std::int32_t error_code) {
    if (unanswered_ > 0) --unanswered_;
    if (state_ == state::closed) return;
    const std::size_t start = out_.size();
    const integer_value error = error_code == 0 ? integer_value{} : integer_value{error_code};
    if (request == operation::deliver_message)
        write_response(number, deliver_message_response{error, {}});
    else
        write_response(number, deliver_status_report_response{error, {}});
    const auto last = read_header(last_.frame);
    if (last && *last == header{request, number}) last_.answer = out_.substr(start);
}

void session::decline(std::uint8_t number, operation request) {
    if (unanswered_ > 0) --unanswered_;
    const auto last = read_header(last_.frame);
    if (last && *last == header{request, number}) last_ = {};
}

}  // namespace hermod::connectors::cimd2
