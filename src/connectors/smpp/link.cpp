#include "connectors/smpp/link.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstring>

#include "wire/smpp/values.hpp"

namespace hermod::connectors::smpp {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_size = 64 * 1024;
constexpr std::chrono::milliseconds close_patience{5'000};
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

}  // namespace

link::link(asio::any_io_executor executor, const connector_options& options, std::size_t index, link_tls tls,
           acceptor_ptr acceptor, link_home& home)
    : executor_(executor),
      options_(options),
      index_(index),
      tls_(std::move(tls)),
      acceptor_(std::move(acceptor)),
      home_(home),
      session_(options_.session, *this),
      socket_(executor),
      backoff_timer_(executor),
      write_ended_(executor),
      dice_(static_cast<std::minstd_rand::result_type>(options.jitter_seed + index)) {
    if (acceptor_) sentence_ = "waiting for the centre to call";
    in_.resize(std::max(read_size, options.session.max_pdu_length) + read_size);
}

// Reads until the connection ends, then lets the write in flight end too: only then is known what has left.
asio::awaitable<void> link::serve(self_ptr self) {
    link& my = *self;
    my.home_.numbers().connects.fetch_add(1, std::memory_order_relaxed);
    ++my.generation_;
    my.in_used_ = 0;
    my.closing_ = false;
    my.connected_ = true;
    my.session_.connected(my.home_.now());
    my.flush();
    for (;;) {
        const auto space = asio::buffer(my.in_.data() + my.in_used_, my.in_.size() - my.in_used_);
        auto [failed, count] = my.secure_ ? co_await my.secure_->async_read_some(space, as_values)
                                          : co_await my.socket_.async_read_some(space, as_values);
        if (failed) {
            if (!my.closing_ && !my.stopping_) my.say(log_level::warning, "connection lost", failed.message());
            break;
        }
        my.in_used_ += count;
        my.home_.turn_begins();
        const std::size_t used = my.session_.feed({my.in_.data(), my.in_used_}, my.home_.now());
        my.in_used_ -= used;
        if (used != 0 && my.in_used_ != 0) std::memmove(my.in_.data(), my.in_.data() + used, my.in_used_);
        my.home_.turn_ends();
    }
    my.close_socket();
    while (my.write_in_flight_) {
        my.write_ended_.expires_at(asio::steady_timer::time_point::max());
        co_await my.write_ended_.async_wait(as_values);
    }
    my.lost();
}

void link::lost() {
    connected_ = false;
    home_.numbers().disconnects.fetch_add(1, std::memory_order_relaxed);
    home_.turn_begins();
    // A centre that lets us bind and breaks before it answers is no better than one that is not there.
    if (was_bound_ && (answered_ || session_.outstanding() == 0)) failures_ = 0;
    was_bound_ = answered_ = false;
    session_.disconnected();
    for (; !waiting_.empty(); waiting_.pop_front()) home_.settled(waiting_.front().token, {}, {});
    home_.turn_ends();
}

void link::stop(mono_time drain_until) {
    if (std::exchange(stopping_, true)) return;
    for (; !waiting_.empty(); waiting_.pop_front()) home_.settled(waiting_.front().token, {}, {});
    backoff_timer_.cancel();
    if (!connected_) return close_socket();
    session_.start_unbind(home_.now(), drain_until);
    flush();
}

void link::close_now() {
    close_socket();
}

void link::tick(mono_time now) {
    if (!connected_) return;
    session_.tick(now);
    if (closing_ && now >= close_by_) close_socket();
}

std::size_t link::room() const {
    if (stopping_) return 0;
    const std::size_t open = session_.room();
    return open > waiting_.size() ? open - waiting_.size() : 0;
}

void link::take(outbound part) {
    if (!at_once()) return waiting_.push_back(std::move(part));
    home_.put(*this, part);
}

void link::drain() {
    while (!waiting_.empty() && session_.room() > 0 && home_.rate_allows()) {
        const outbound part = std::move(waiting_.front());
        waiting_.pop_front();
        home_.put(*this, part);
    }
}

void link::answer(std::uint64_t generation, std::uint32_t sequence, wire::smpp::command_id request,
                  wire::smpp::command_status status) {
    if (generation == generation_ && connected_) session_.answer(sequence, request, status);
}

void link::flush() {
    if (write_in_flight_ || !connected_) return;
    if (!session_.has_output()) {
        if (closing_) close_socket();
        return;
    }
    write_in_flight_ = true;
    writing_.clear();
    session_.take_output(writing_);
    const auto done = [self = shared_from_this()](const error_code& failed, std::size_t octets) {
        self->write_done(failed, octets);
    };
    if (!secure_) return asio::async_write(socket_, asio::buffer(writing_), done);
    session_.written(writing_.size());  // TLS may have sent a record that it never told us of: all of it counts as gone
    asio::async_write(*secure_, asio::buffer(writing_), done);
}

void link::write_done(const error_code& failed, std::size_t octets) {
    write_in_flight_ = false;
    if (!secure_) session_.written(octets);
    if (failed)
        close_socket();
    else
        flush();
    if (!write_in_flight_) write_ended_.cancel();
}

void link::close_socket() {
    error_code ignored;
    socket_.close(ignored);
}

void link::say(log_level level, std::string_view event, std::string_view sentence) {
    sentence_ = sentence;
    log_line(level, event).field("connector", options_.name).field("bind", index_ + 1).field("detail", sentence);
}

void link::bound() {
    was_bound_ = true;
    const auto version = session_.peer_version();
    say(log_level::info, "bound",
        version ? "bound, the centre speaks " + wire::smpp::interface_version_words(*version) : std::string("bound"));
    if (stopping_) session_.start_unbind(home_.now(), home_.now());
}

void link::bind_refused(wire::smpp::command_status status) {
    home_.numbers().bind_failures.fetch_add(1, std::memory_order_relaxed);
    say(log_level::error, "bind refused", std::string(name(status)) + ", " + std::string(words(status)));
}

void link::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    answered_ = answered_ || (result.is != verdict::kind::unsure && result.is != verdict::kind::unsent);
    home_.settled(token, std::move(result), round_trip);
}
void link::arrived(std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) {
    home_.arrived(*this, sequence, pdu);
}
void link::arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) {
    home_.arrived(*this, sequence, pdu);
}

void link::answered(std::uint64_t token, const answer_to_question& answer) {
    home_.answered(token, answer);
}

void link::alerted(const wire::smpp::alert_notification& pdu) {
    const auto availability = pdu.tlvs.u8(wire::smpp::tlv_tag::ms_availability_status);
    log_line(log_level::info, "alert_notification")
        .field("connector", options_.name)
        .number("handset", pdu.source_addr)
        .field("esme", pdu.esme_addr)
        .field("availability", availability ? std::int64_t{*availability} : std::int64_t{-1});
    if (options_.alerts)
        options_.alerts(options_.inbound_account, {"+" + std::string(pdu.source_addr.substr(pdu.source_addr.starts_with('+') ? 1 : 0)),
                                                   std::string(pdu.esme_addr), availability});
}

void link::noted(session_note what) {
    connector_counters& numbers = home_.numbers();
    std::atomic<std::uint64_t>& number = what == session_note::pdu_error          ? numbers.pdu_errors
                                         : what == session_note::response_timeout ? numbers.response_timeouts
                                         : what == session_note::throttled        ? numbers.throttled
                                         : what == session_note::congested        ? numbers.throttled
                                                                                  : numbers.oddities;
    number.fetch_add(1, std::memory_order_relaxed);
    if (what == session_note::no_submit_multi || what == session_note::too_many_destinations ||
        what == session_note::destination_refused)
        home_.multi_refused(what);
}

void link::close_me(close_reason why) {
    closing_ = true;
    close_by_ = home_.now() + close_patience;
    if (why == close_reason::bind_refused) return;  // has been told
    const bool ours = why == close_reason::unbound;
    say(ours ? log_level::info : log_level::warning, "closing", smpp::words(why));
}

void link::passed(bool outward, wire::smpp::octets frame) {
    if (!log_enabled(log_category::pdu)) return;
    const wire::smpp::header head = wire::smpp::read_header(frame);
    log_line(log_category::pdu, name(head.id))
        .field("connector", options_.name)
        .field("bind", index_ + 1)
        .field("way", outward ? "out" : "in")
        .field("sequence", head.sequence_number)
        .field("status", name(head.status))
        .field("octets", frame.size());
}

}  // namespace hermod::connectors::smpp
