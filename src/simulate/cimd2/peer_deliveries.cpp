// The part of a peer that delivers status reports and messages from handsets, and hears what becomes of them.
#include "net/clocks.hpp"
#include "simulate/cimd2/peer_writing.hpp"

namespace hermod::simulate::cimd2 {

using namespace wire::cimd2;

namespace {

constexpr std::size_t full_output = 1024 * 1024;  // deliver nothing more to a peer that does not read
constexpr std::size_t most_in_flight = 127;

}  // namespace

bool peer::has_room() const {
    return logged_in_ && !closing_ && home_ && unanswered_ < std::min(most_in_flight, home_->how().deliver_window) &&
           out_.size() < full_output;
}

bool peer::wants_message() const {
    return !home_->how().on_request || requested_ != 0;
}

void peer::deliver(delivery what) {
    while (window_[next_number_ / 2].used) next_number_ = next_number(next_number_);
    const std::uint8_t number = next_number_;
    next_number_ = next_number(number);
    std::string frame;
    if (what.inbound) {
        if (requested_ != 0) --requested_;
        ++home_->numbers().inbound_sent;
        frame = written(number,
                        deliver_message{.destination_address = what.to,
                                        .originating_address = what.from,
                                        .service_centre_timestamp = what.timestamp},
                        parameters(what.content));
    } else {
        ++home_->numbers().receipts_sent;
        const auto second = std::chrono::floor<std::chrono::seconds>(net::wall_now()).time_since_epoch().count();
        const std::string now = timestamp_of(second);
        deliver_status_report pdu{.destination_address = what.to, .service_centre_timestamp = what.timestamp, .status_code = what.status};
        if (what.error != 0) pdu.status_error_code = what.error;
        pdu.discharge_time = now;
        frame = written(number, pdu);
    }
    out_ += frame;
    window_[number / 2] = {true, std::move(what), std::move(frame), net::mono_now()};
    ++unanswered_;
}

void peer::repeat(mono_time now) {
    if (unanswered_ == 0 || closing_) return;
    for (in_flight& place : window_) {
        if (!place.used || now - place.sent_at < home_->how().deliver_retry) continue;
        ++home_->numbers().deliveries_repeated;
        out_ += place.frame;
        place.sent_at = now;
    }
}

// Any response is the end of it: the protocol knows no way to say "later".
void peer::on_delivery_answer(const header& head, octet_view frame) {
    const auto read = decode(frame);
    if (!read || head.number % 2 != 0 || !window_[head.number / 2].used) return;
    in_flight& place = window_[head.number / 2];
    const auto wanted = place.what.inbound ? operation::deliver_message_response : operation::deliver_status_report_response;
    if (head.code != wanted) return;
    place = {};
    --unanswered_;
    const auto code = read->given.find(parameter::error_code);
    ++(code && code->value != "0" ? home_->numbers().deliveries_refused : home_->numbers().deliveries_answered);
}

void peer::give_back(centre& home) {
    for (in_flight& place : window_)
        if (std::exchange(place.used, false)) home.deliver(std::move(place.what));
    unanswered_ = 0;
}

}  // namespace hermod::simulate::cimd2
