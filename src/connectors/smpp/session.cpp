#include "connectors/smpp/session.hpp"

#include "wire/smpp/encode.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

session::session(const session_options& options, session_events& events)
    : options_(options),
      events_(events),
      submits_(options.window),
      pace_(options.window, options.throttle_pause, options.throttle_pause_most) {}

void session::connected(mono_time now) {
    disconnected();  // in case the owner forgot: nothing may be left over from the connection before
    state_ = options_.await_outbind ? state::open : state::binding;
    taken_ = written_ = 0;
    next_sequence_ = 1;
    unanswered_ = 0;
    enquire_sequence_ = unbind_sequence_ = peer_unbind_ = 0;
    peer_unbinds_ = false;
    pace_ = window_pace(options_.window, options_.throttle_pause, options_.throttle_pause_most);
    if (std::exchange(left_unanswered_, false)) pace_.lost();
    since_ = heard_at_ = busy_at_ = now;
    peer_version_.reset();
    congestion_.reset();
    if (state_ == state::binding) write_bind();
}

void session::disconnected() {
    state_ = state::closed;
    out_.clear();
    submits_.remove_if([](const outstanding_submit&) { return true; },
                       [&](const outstanding_submit& gone) {
                           verdict lost;
                           lost.is = gone.end <= written_ ? verdict::kind::unsure : verdict::kind::unsent;
                           lost.detail = "the connection was lost";
                           left_unanswered_ = left_unanswered_ || lost.is == verdict::kind::unsure;
                           tell(gone, std::move(lost), {});
                       });
    drop_all_questions();
}

std::size_t session::feed(octets bytes, mono_time now) {
    heard_at_ = now;
    pace_.at(now);
    std::size_t used = 0;
    while (state_ != state::closed) {
        const octets rest = bytes.subspan(used);
        const frame_result cut = read_frame(rest, options_.max_pdu_length);
        if (cut.outcome == framing::incomplete) return used;
        if (cut.outcome != framing::complete) {
            lost_framing(cut, rest);
            break;
        }
        used += cut.frame.size();
        events_.passed(false, cut.frame);
        handle(cut.frame, now);
    }
    return bytes.size();
}

void session::lost_framing(const frame_result& cut, octets rest) {
    if (cut.outcome == framing::speaks_http) return finish(close_reason::speaks_http);
    if (cut.outcome == framing::speaks_tls) return finish(close_reason::speaks_tls);
    events_.noted(session_note::pdu_error);
    const std::uint32_t sequence = rest.size() >= header_length ? read_header(rest).sequence_number : 0;
    write_header(command_id::generic_nack, command_status::esme_rinvcmdlen, sequence);
    finish(close_reason::bad_framing);
}

void session::tick(mono_time now) {
    pace_.at(now);
    switch (state_) {
        case state::closed:
            return;
        case state::open:
            if (now - since_ >= options_.bind_timeout) finish(close_reason::outbind_timed_out);
            return;
        case state::binding:
            if (now - since_ >= options_.bind_timeout) finish(close_reason::bind_timed_out);
            return;
        case state::bound:
            return tick_bound(now);
        case state::unbinding:
            time_out_submits(now);
            time_out_questions(now);
            return go_on_unbinding(now);
    }
}

void session::tick_bound(mono_time now) {
    time_out_submits(now);
    time_out_questions(now);
    ask_if_silent(now);
    if (state_ != state::bound || options_.inactivity.count() == 0 || submits_.size() != 0 || unanswered_ != 0 ||
        !questions_.empty())
        return;
    if (now - busy_at_ >= options_.inactivity) start_unbind(now, now);
}

void session::time_out_submits(mono_time now) {
    submits_.remove_if([&](const outstanding_submit& s) { return now - s.sent_at >= options_.response_timeout; },
                       [&](const outstanding_submit& late) {
                           events_.noted(session_note::response_timeout);
                           pace_.lost();
                           // Even one that only waits in our buffer: it may still leave.
                           verdict unknown;
                           unknown.is = verdict::kind::unsure;
                           unknown.detail = "no answer in time";
                           tell(late, std::move(unknown), now - late.sent_at);
                       });
}

// Silence is counted from the last octet heard; any octet after our question shows that the peer lives.
void session::ask_if_silent(mono_time now) {
    if (enquire_sequence_ != 0 && heard_at_ > asked_at_) enquire_sequence_ = 0;
    if (enquire_sequence_ != 0) {
        if (now - asked_at_ >= options_.response_timeout) finish(close_reason::link_silent);
        return;
    }
    if (options_.enquire_link.count() == 0 || now - heard_at_ < options_.enquire_link) return;
    asked_at_ = now;
    enquire_sequence_ = write_request(command_id::enquire_link);
}

void session::start_unbind(mono_time now, mono_time drain_until) {
    if (state_ == state::binding || state_ == state::open) return finish(close_reason::unbound);
    if (state_ != state::bound) return;
    state_ = state::unbinding;
    drain_until_ = drain_until;
    go_on_unbinding(now);
}

void session::go_on_unbinding(mono_time now) {
    if (state_ != state::unbinding) return;
    const bool drained = (submits_.size() == 0 && unanswered_ == 0 && questions_.empty()) || now >= drain_until_;
    if (peer_unbinds_) {
        if (unanswered_ != 0 && now < drain_until_) return;
        write_header(command_id::unbind_resp, command_status::esme_rok, peer_unbind_);
        return finish(close_reason::peer_unbound);
    }
    if (unbind_sequence_ == 0) {
        if (!drained) return;
        unbind_sequence_ = write_request(command_id::unbind);
        since_ = now;
    } else if (now - since_ >= options_.unbind_timeout) {
        finish(close_reason::unbind_timed_out);
    }
}

void session::finish(close_reason why) {
    if (state_ == state::closed) return;
    state_ = state::closed;
    events_.close_me(why);
}

std::size_t session::room() const {
    if (state_ != state::bound || pace_.paused() || options_.mode == bind_mode::receiver) return 0;
    const std::size_t limit = pace_.limit();
    return limit > submits_.size() ? limit - submits_.size() : 0;
}

codec_result<void> session::send(std::uint64_t token, const submit_sm& pdu, mono_time now) {
    return send_any(token, pdu, now);
}

codec_result<void> session::send(std::uint64_t token, const data_sm& pdu, mono_time now) {
    return send_any(token, pdu, now);
}

template <class Pdu>
codec_result<void> session::send_any(std::uint64_t token, const Pdu& pdu, mono_time now) {
    const std::size_t start = out_.size();
    std::uint32_t next = next_sequence_;
    outstanding_submit& submit = submits_.add(next);
    if (auto done = encode(out_, submit.sequence, pdu); !done) {
        submits_.remove(submit);
        return done;
    }
    next_sequence_ = next;
    submit.request = Pdu::id;
    submit.token = token;
    submit.sent_at = busy_at_ = now;
    wrote_from(start);
    submit.end = taken_ + out_.size();
    return {};
}

template codec_result<void> session::send_any(std::uint64_t, const submit_multi&, mono_time);

void session::answer(std::uint32_t sequence, command_id request, command_status status) {
    if (unanswered_ > 0) --unanswered_;
    if (state_ != state::bound && state_ != state::unbinding) return;
    if (status != command_status::esme_rok) return write_header(response_of(request), status, sequence);
    const std::size_t start = out_.size();
    // An empty message_id: its NUL alone. Nothing in it can fail to encode.
    if (request == command_id::data_sm)
        (void)encode(out_, sequence, data_sm_resp{});
    else
        (void)encode(out_, sequence, deliver_sm_resp{});
    wrote_from(start);
}

void session::take_output(std::vector<std::uint8_t>& into) {
    taken_ += out_.size();
    out_.swap(into);
    out_.clear();
}

template <class Bind>
static void encode_bind(std::vector<std::uint8_t>& out, std::uint32_t sequence, const session_options& with) {
    Bind pdu;
    pdu.system_id = with.system_id;
    pdu.password = with.password;
    pdu.system_type = with.system_type;
    pdu.interface_version = with.interface_version;
    pdu.addr_ton = with.addr_ton;
    pdu.addr_npi = with.addr_npi;
    pdu.address_range = with.address_range;
    (void)encode(out, sequence, pdu);  // configuration has checked the lengths; a bind that cannot be written times out
}

void session::write_bind() {
    const std::size_t start = out_.size();
    bind_sequence_ = take_sequence();
    if (options_.mode == bind_mode::transceiver)
        encode_bind<bind_transceiver>(out_, bind_sequence_, options_);
    else if (options_.mode == bind_mode::transmitter)
        encode_bind<bind_transmitter>(out_, bind_sequence_, options_);
    else
        encode_bind<bind_receiver>(out_, bind_sequence_, options_);
    wrote_from(start);
}

void session::write_header(command_id id, command_status status, std::uint32_t sequence) {
    const std::size_t start = out_.size();
    encode_header(out_, id, status, sequence);
    wrote_from(start);
}

std::uint32_t session::write_request(command_id id) {
    const std::uint32_t sequence = take_sequence();
    write_header(id, command_status::esme_rok, sequence);
    return sequence;
}

void session::wrote_from(std::size_t start) {
    if (out_.size() > start) events_.passed(true, octets(out_).subspan(start));
}

std::uint32_t session::take_sequence() {
    while (submits_.find(next_sequence_)) next_sequence_ = outstanding_submits::after(next_sequence_);
    const std::uint32_t sequence = next_sequence_;
    next_sequence_ = outstanding_submits::after(sequence);
    return sequence;
}

}  // namespace hermod::connectors::smpp
