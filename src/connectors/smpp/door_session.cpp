#include "connectors/smpp/door_session.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

std::string_view words(door_close reason) {
    switch (reason) {
        case door_close::no_bind:
            return "no bind came in time";
        case door_close::bind_refused:
            return "the bind was refused";
        case door_close::peer_unbound:
            return "the application unbound";
        case door_close::unbound:
            return "we unbound";
        case door_close::unbind_timed_out:
            return "our unbind was not answered";
        case door_close::link_silent:
            return "enquire_link was not answered";
        case door_close::not_reading:
            return "the application does not read";
        case door_close::bad_framing:
            return "an impossible command_length";
        case door_close::speaks_http:
            return "the peer speaks HTTP, wrong port?";
        case door_close::speaks_tls:
            return "the peer speaks TLS, wrong port?";
    }
    return "?";
}

void door_session::connected(mono_time now) {
    since_ = heard_at_ = busy_at_ = moved_at_ = now;
}

void door_session::disconnected() {
    state_ = state::closed;
    out_.clear();
    if (!deliveries_) return;
    deliveries_->remove_if(
        [](const outstanding_submit&) { return true; },
        [&](const outstanding_submit& gone) { events_.heard(gone.token, told::kind::unanswered, command_status::esme_rok); });
}

bool door_session::waiting() const {
    return state_ == state::binding || unanswered_ >= window_ || taken_ - written_ + out_.size() > options_.max_output;
}

std::size_t door_session::feed(octets bytes, mono_time now) {
    if (!bytes.empty()) heard_at_ = now;
    std::size_t used = 0;
    while (state_ != state::closed && !waiting()) {
        const octets rest = bytes.subspan(used);
        const std::size_t most =
            role_ == bind_role::none ? std::min(most_before_bind, options_.max_pdu_length) : options_.max_pdu_length;
        const frame_result cut = read_frame(rest, most);
        if (cut.outcome == framing::incomplete) return used;
        if (cut.outcome != framing::complete) {
            lost_framing(cut, rest);
            break;
        }
        used += cut.frame.size();
        events_.passed(false, cut.frame);
        handle(cut.frame, now);
    }
    return state_ == state::closed ? bytes.size() : used;
}

void door_session::lost_framing(const frame_result& cut, octets rest) {
    if (cut.outcome == framing::speaks_http) return finish(door_close::speaks_http);
    if (cut.outcome == framing::speaks_tls) return finish(door_close::speaks_tls);
    events_.noted(door_note::pdu_error);
    const std::uint32_t sequence = rest.size() >= header_length ? read_header(rest).sequence_number : 0;
    write_header(command_id::generic_nack, command_status::esme_rinvcmdlen, sequence);
    finish(door_close::bad_framing);
}

void door_session::tick(mono_time now) {
    if (state_ == state::closed) return;
    if (taken_ - written_ > 0 && now - moved_at_ >= options_.timers.response) return finish(door_close::not_reading);
    switch (state_) {
        case state::open:
            if (now - since_ >= options_.timers.session_init) finish(door_close::no_bind);
            return;
        case state::binding:
        case state::closed:
            return;  // the bind's verdict has a limit of its own
        case state::bound:
            return tick_bound(now);
        case state::unbinding:
            time_out_deliveries(now);
            return go_on_unbinding(now);
    }
}

void door_session::tick_bound(mono_time now) {
    time_out_deliveries(now);
    if (enquire_sequence_ != 0 && heard_at_ > asked_at_) enquire_sequence_ = 0;  // any octet shows that it lives
    if (enquire_sequence_ != 0) {
        if (now - asked_at_ >= options_.timers.response) finish(door_close::link_silent);
        return;
    }
    const auto& timers = options_.timers;
    const bool idle = unanswered_ == 0 && (!deliveries_ || deliveries_->size() == 0);
    if (timers.inactivity.count() != 0 && idle && now - busy_at_ >= timers.inactivity) return start_drain(now, now);
    // While we read nothing, silence says nothing.
    if (timers.enquire_link.count() == 0 || now - heard_at_ < timers.enquire_link || waiting()) return;
    asked_at_ = now;
    enquire_sequence_ = take_sequence();
    write_header(command_id::enquire_link, command_status::esme_rok, enquire_sequence_);
}

void door_session::time_out_deliveries(mono_time now) {
    if (!deliveries_) return;
    deliveries_->remove_if([&](const outstanding_submit& s) { return now - s.sent_at >= options_.timers.response; },
                           [&](const outstanding_submit& late) {
                               events_.noted(door_note::response_timeout);
                               events_.heard(late.token, told::kind::overdue, command_status::esme_rok);
                           });
}

void door_session::bind_decided(command_status status, std::size_t window, std::size_t deliver_window, mono_time now,
                                bool broadcasts) {
    if (state_ != state::binding) return;
    broadcasts_ = broadcasts;
    if (status != command_status::esme_rok) {
        write_header(response_of(bind_request_), status, bind_sequence_);
        role_ = bind_role::none;
        return finish(door_close::bind_refused);
    }
    window_ = std::max<std::size_t>(window, 1);
    deliver_window_ = std::max<std::size_t>(deliver_window, 1);
    state_ = state::bound;
    since_ = busy_at_ = now;
    std::vector<std::uint8_t> tlvs;
    tlv_writer optional(tlvs);
    if (version_ >= version_3_4) (void)optional.u8(tlv_tag::sc_interface_version, version_5_0);
    const std::size_t start = out_.size();
    const auto write = [&](const auto& pdu) { (void)encode(out_, bind_sequence_, pdu); };  // checked with the configuration
    if (bind_request_ == command_id::bind_transceiver)
        write(bind_transceiver_resp{options_.system_id, optional.view()});
    else if (bind_request_ == command_id::bind_transmitter)
        write(bind_transmitter_resp{options_.system_id, optional.view()});
    else
        write(bind_receiver_resp{options_.system_id, optional.view()});
    wrote_from(start);
}

void door_session::answered() {
    if (unanswered_ > 0) --unanswered_;
}

void door_session::refuse(std::uint32_t sequence, command_id request, command_status status) {
    answered();
    if (may_write()) write_header(response_of(request), status, sequence);
}

std::size_t door_session::deliver_room() const {
    if (!hears() || taken_ - written_ + out_.size() > options_.max_output) return 0;
    return deliver_window_ - std::min(deliver_window_, deliveries_ ? deliveries_->size() : 0);
}

template <class Pdu>
codec_result<void> door_session::deliver(std::uint64_t token, const Pdu& pdu, mono_time now) {
    if (!deliveries_) deliveries_.emplace(deliver_window_);
    const std::size_t start = out_.size();
    std::uint32_t next = next_sequence_;
    outstanding_submit& place = deliveries_->add(next);
    if (auto done = encode(out_, place.sequence, pdu); !done) {
        deliveries_->remove(place);
        return done;
    }
    next_sequence_ = next;
    place.token = token;
    place.sent_at = busy_at_ = now;
    wrote_from(start);
    return {};
}

template codec_result<void> door_session::deliver(std::uint64_t, const deliver_sm&, mono_time);
template codec_result<void> door_session::deliver(std::uint64_t, const data_sm&, mono_time);

void door_session::notify(const alert_notification& pdu) {
    if (deliver_room() == 0) return;
    const std::size_t start = out_.size();
    if (encode(out_, take_sequence(), pdu)) wrote_from(start);
}

void door_session::start_drain(mono_time now, mono_time drain_until) {
    if (state_ == state::open || state_ == state::binding) return finish(door_close::unbound);
    if (state_ != state::bound) return;
    state_ = state::unbinding;
    drain_until_ = drain_until;
    go_on_unbinding(now);
}

void door_session::go_on_unbinding(mono_time now) {
    if (state_ != state::unbinding) return;
    if (peer_unbinds_) {
        if (unanswered_ != 0 && now < drain_until_) return;
        write_header(command_id::unbind_resp, command_status::esme_rok, peer_unbind_);
        return finish(door_close::peer_unbound);
    }
    const bool quiet = unanswered_ == 0 && (!deliveries_ || deliveries_->size() == 0);
    if (unbind_sequence_ == 0) {
        if (!quiet && now < drain_until_) return;
        unbind_sequence_ = take_sequence();
        write_header(command_id::unbind, command_status::esme_rok, unbind_sequence_);
        since_ = now;
    } else if (now - since_ >= options_.timers.unbind) {
        finish(door_close::unbind_timed_out);
    }
}

void door_session::finish(door_close why) {
    if (state_ == state::closed) return;
    state_ = state::closed;
    events_.close_me(why);
}

void door_session::take_output(std::vector<std::uint8_t>& into) {
    taken_ += out_.size();
    out_.swap(into);
}

void door_session::written(std::size_t octets, mono_time now) {
    written_ += octets;
    moved_at_ = now;
}

void door_session::write_header(command_id id, command_status status, std::uint32_t sequence) {
    const std::size_t start = out_.size();
    encode_header(out_, id, status, sequence);
    wrote_from(start);
}

void door_session::wrote_from(std::size_t start) {
    if (taken_ == written_ && start == 0) moved_at_ = heard_at_;
    if (out_.size() > start) events_.passed(true, octets(out_).subspan(start));
}

std::uint32_t door_session::take_sequence() {
    while (deliveries_ && deliveries_->find(next_sequence_)) next_sequence_ = outstanding_submits::after(next_sequence_);
    const std::uint32_t sequence = next_sequence_;
    next_sequence_ = outstanding_submits::after(sequence);
    return sequence;
}

}  // namespace hermod::connectors::smpp
