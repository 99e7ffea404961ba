#include "simulate/provider/centre.hpp"

#include "net/clocks.hpp"

namespace hermod::simulate::provider {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds step{1};

// A restarted provider must not repeat its ids: they begin at the microsecond, and nobody takes a million messages a second.
std::uint64_t first_number(std::uint64_t wanted) {
    return wanted != 0 ? wanted : static_cast<std::uint64_t>(to_micros(net::wall_now()));
}

}  // namespace

centre::centre(asio::any_io_executor executor, options how, std::unique_ptr<language> speaks)
    : how_(std::move(how)),
      speaks_(std::move(speaks)),
      listener_(std::make_shared<listener>(executor, static_cast<listener::owner&>(*this))),
      caller_(executor, how_.deliver_window, [this](std::uint64_t number, int status) { called(number, status); }),
      timer_(executor),
      next_number_(first_number(how_.first_id)),
      dice_(how_.seed) {
    if (how_.echo_number.starts_with('+')) how_.echo_number.erase(0, 1);
}

std::string centre::start() {
    if (!how_.ledger_path.empty()) {
        if (const auto opened = ledger_.open(how_.ledger_path); !opened)
            return how_.ledger_path + ": " + opened.error().message();
    }
    if (!how_.callback_authorities.empty()) {
        if (auto wrong = caller_.trust(how_.callback_authorities); !wrong.empty()) return wrong;
    }
    net::tls_context tls;
    if (!how_.tls_certificate.empty()) {
        auto made = net::server_tls({how_.tls_certificate, how_.tls_key, {}, false});
        if (!made) return made.error;
        tls = std::move(made.context);
    }
    if (const auto started = listener_->start(how_.host, how_.port, std::move(tls)); !started) return started.error().message();
    inbound_at_ = net::mono_now();
    arm_timer();
    return {};
}

void centre::stop() {
    stopped_ = true;
    timer_.cancel();
    listener_->stop();
    caller_.stop();
    ledger_.flush();
}

void centre::turn_ends() {
    if (stopped_) return;
    ledger_.flush();
    pump();
    listener_->flush();
    arm_timer();
    if (!finished_ && how_.stop_after != 0 && numbers_.taken >= how_.stop_after && all_sent()) {
        finished_ = true;
        if (finished) finished();
    }
}

bool centre::all_sent() const {
    return due_.empty() && receipts_.empty() && retries_.empty() && answers_.empty() && under_way_.empty() && held_.empty() &&
           listener_->idle();
}

void centre::arm_timer() {
    const bool needed = !answers_.empty() || !receipts_.empty() || !retries_.empty() || how_.inbound.rate > 0;
    if (!needed || armed_ || stopped_) return;
    armed_ = true;
    timer_.expires_after(step);
    timer_.async_wait([self = shared_from_this()](const error_code& failed) {
        self->armed_ = false;
        if (failed || self->stopped_) return;
        self->work_off(net::mono_now());
    });
}

void centre::work_off(mono_time now) {
    for (; !answers_.empty() && answers_.front().due <= now; answers_.pop()) {
        const reply& one = answers_.front();
        listener_->answer(one.connection, one.response, one.twice);
    }
    for (auto* later : {&receipts_, &retries_}) {
        for (; !later->empty() && later->front().due <= now; later->pop()) due_.push(std::move(later->front()));
    }
    stream_inbound(now);
    turn_ends();
}

// A request came: something of the language's own, or a message to send.
void centre::asked(const net::http_request& request, std::uint64_t connection) {
    auto read = speaks_->read(request);
    if (const auto* own = std::get_if<net::http_response>(&read)) {
        if (own->status >= 400) ++numbers_.bad_requests;
        return listener_->answer(connection, *own);
    }
    auto what = std::make_shared<submitted>(std::move(std::get<submitted>(read)));
    if (const auto refused = refusal(*what)) return listener_->answer(connection, *refused);
    what->first = next_number_;
    next_number_ += what->to.size();
    reply out{{}, connection, speaks_->taken(*what), false};
    if (how_.receipt_before_answer && how_.receipts && what->receipt)
        held_.emplace(what->first, std::move(out));
    else
        answer(std::move(out));
    enter(what);
}

// Faults in the order in which a provider would notice them.
std::optional<net::http_response> centre::refusal(const submitted& what) {
    ++numbers_.submits;
    const bool every = how_.throttle_every != 0 && numbers_.submits % how_.throttle_every == 0;
    if (every || !gate_.passes(how_.rate_limit, how_.rate_limit > 0 ? net::mono_now() : mono_time{})) {
        ++numbers_.throttled;
        auto out = speaks_->refused(what, how_.throttle);
        if (how_.retry_after.count() > 0) (void)out.set("Retry-After", std::to_string(how_.retry_after.count()));
        return out;
    }
    if (const auto drawn = dice_.drawn<fault>(how_.errors)) {
        ++numbers_.errors;
        return speaks_->refused(what, *drawn);
    }
    return std::nullopt;
}

void centre::answer(reply what) {
    if (how_.disconnect_every != 0 && numbers_.submits % how_.disconnect_every == 0) {
        ++numbers_.disconnects;
        return listener_->break_off(what.connection, how_.disconnect_inside_answer ? &what.response : nullptr);
    }
    if (dice_.chance(how_.never_answer_percent)) {
        ++numbers_.never_answered;
        return;
    }
    what.twice = dice_.chance(how_.answer_twice_percent);
    if (what.twice) ++numbers_.answered_twice;
    if (how_.answer_delay.count() == 0) return listener_->answer(what.connection, what.response, what.twice);
    what.due = net::mono_now() + how_.answer_delay;
    answers_.push(std::move(what));
}

}  // namespace hermod::simulate::provider
