// The part of the centre that takes messages down and brings to the gateway what is made of them: receipts, echoes, messages
// from handsets.
#include "net/clocks.hpp"
#include "simulate/provider/centre.hpp"

namespace hermod::simulate::provider {

namespace {

std::string_view digits_of(std::string_view number) {
    if (number.starts_with('+')) number.remove_prefix(1);
    return number;
}

bool is_taken(int status) {
    return status >= 200 && status <= 299;
}
// As providers do: who says that the request is wrong gets it no second time.
bool is_final(int status) {
    return status >= 400 && status <= 499 && status != 408 && status != 425 && status != 429;
}

}  // namespace

void centre::note(const submitted& what, std::size_t recipient) {
    if (!ledger_.is_open()) return;
    std::string data = what.udh;
    data += what.text;
    data += what.octets;
    ledger_.add(std::to_string(what.first + recipient), to_micros(net::wall_now()), what.from, what.to[recipient],
                what.udh.empty() ? 0 : 0x40, what.data_coding, {reinterpret_cast<const std::uint8_t*>(data.data()), data.size()});
}

void centre::enter(const message_ptr& what) {
    for (std::size_t i = 0; i < what->to.size(); ++i) {
        ++numbers_.taken;
        note(*what, i);
        if (!how_.echo_number.empty() && digits_of(what->to[i]) == how_.echo_number) {
            auto echo = std::make_shared<submitted>(*what);
            echo->from = what->to[i];
            echo->to = {what->from};
            echo->first = what->first + i;
            due_.push({{}, std::move(echo), 0, true});
        }
        if (what->receipt && how_.receipts) receipt_of(what, i);
    }
}

outcome centre::drawn_end() {
    const std::pair<outcome, double> ends[] = {{outcome::undelivered, how_.undelivered_percent},
                                               {outcome::expired, how_.expired_percent},
                                               {outcome::rejected, how_.rejected_percent}};
    return dice_.drawn<outcome>(ends).value_or(outcome::delivered);
}

void centre::receipt_of(const message_ptr& what, std::size_t recipient) {
    delivery out{{}, what, recipient, false, drawn_end()};
    if (how_.receipt_delay.count() == 0 || how_.receipt_before_answer) return due_.push(std::move(out));
    out.due = net::mono_now() + how_.receipt_delay;
    receipts_.push(std::move(out));
}

void centre::send_inbound(std::string_view from, std::string_view to, std::string_view text) {
    auto out = std::make_shared<submitted>();
    out->from = from;
    out->to = {std::string(to)};
    out->text = text;
    out->form = how_.inbound.form;
    out->first = next_number_++;
    due_.push({{}, std::move(out), 0, true});
}

void centre::stream_inbound(mono_time now) {
    if (how_.inbound.rate <= 0) return;
    inbound_due_ += std::chrono::duration<double>(now - inbound_at_).count() * how_.inbound.rate;
    inbound_at_ = now;
    for (; inbound_due_ >= 1; inbound_due_ -= 1) {
        if (speaks_->takes_inbound()) send_inbound(how_.inbound.from, how_.inbound.to, how_.inbound.text);
    }
}

std::optional<call> centre::request_for(const delivery& what) {
    return what.inbound ? speaks_->inbound(what, net::wall_now()) : speaks_->receipt(what, net::wall_now());
}

// While the gateway cannot be reached one knocks from time to time, and the others wait.
void centre::pump() {
    if (due_.empty()) return;
    if (unreached_ && (!under_way_.empty() || net::mono_now() < next_try_)) return;
    for (; !due_.empty() && caller_.has_room() && !(unreached_ && !under_way_.empty()); due_.pop()) {
        delivery& what = due_.front();
        auto request = request_for(what);
        if (!request) continue;
        ++(what.inbound ? numbers_.inbound_sent : numbers_.receipts_sent);
        under_way_.emplace(next_call_, std::move(what));
        caller_.start(next_call_++, std::move(*request));
    }
}

void centre::called(std::uint64_t number, int status) {
    if (stopped_) return;
    auto one = under_way_.extract(number);
    if (!one.empty()) came_back(std::move(one.mapped()), status);
    turn_ends();
}

void centre::came_back(delivery what, int status) {
    const bool taken = is_taken(status);
    ++(taken ? numbers_.deliveries_answered : numbers_.deliveries_refused);
    unreached_ = status == 0;
    if (taken || is_final(status)) {
        if (auto held = held_.extract(what.number()); !held.empty()) answer(std::move(held.mapped()));
        const bool again =
            taken && !what.inbound && !std::exchange(what.repeated, true) && dice_.chance(how_.receipt_twice_percent);
        if (again) due_.push(std::move(what));
        return;
    }
    what.due = net::mono_now() + how_.deliver_retry;
    if (unreached_) next_try_ = what.due;
    retries_.push(std::move(what));
}

}  // namespace hermod::simulate::provider
