#include "connectors/smpp/connector.hpp"

#include <array>
#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "connectors/smpp/deliveries.hpp"
#include "connectors/smpp/incoming.hpp"
#include "connectors/smpp/link.hpp"
#include "connectors/smpp/outgoing.hpp"
#include "net/ticker.hpp"

namespace hermod::connectors::smpp {

namespace asio = boost::asio;
using wire::smpp::command_status;

namespace {

constexpr std::chrono::milliseconds tick_period{50};

// A turn is one batch of work on the executor: octets read, a tick, the store's replies. What is sent meanwhile gathers
// and leaves in one write a bind when the turn ends; ready() is told once, at its end.
class smpp_connector final : public connector, public link_home {
public:
    smpp_connector(asio::any_io_executor executor, connector_options options, clock_functions clocks, net::tls_context tls,
                   inbox& in, receipts& reports, outlet_events& events);

    void start() override;
    void stop(std::chrono::milliseconds deadline, std::function<void()> done) override;
    const connector_counters& counters() const override { return counters_; }
    condition health() const override;

    std::size_t capacity() const override;
    std::size_t window() const override { return options_.session.window * links_.size(); }
    void send(outbound part) override;
    void flush() override;

private:
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    void arrived(link& by, std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) override { take_in(by, sequence, pdu); }
    void arrived(link& by, std::uint32_t sequence, const wire::smpp::data_sm& pdu) override { take_in(by, sequence, pdu); }
    void turn_begins() override;
    void turn_ends() override;
    void put(link& by, const outbound& part) override;
    bool rate_allows() const override { return !bucket_.limits() || bucket_.available() > 0; }
    mono_time now() const override { return in_turn_ ? now_ : clocks_.mono(); }
    wall_time wall() const { return in_turn_ ? wall_ : clocks_.wall(); }
    connector_counters& numbers() override { return counters_; }
    void link_ended() override;

    void take_in(link& by, std::uint32_t sequence, const auto& pdu);
    void accept(link& by, const handset_message& what, const unanswered& request);
    link* choose(const outbound& part);
    link* roomiest();
    void settle_soon(std::uint64_t token, verdict result);
    void settle_overdue();
    void tick(mono_time now);
    void count(const verdict& result, mono_time::duration round_trip);
    void gauge();
    void leave_if_done();

    // Which bind a long message goes by: remembered for the last few, by the low bits of its id.
    struct pin {
        message_id id;
        link* by = nullptr;
    };

    asio::any_io_executor executor_;
    connector_options options_;
    clock_functions clocks_;
    inbox& inbox_;
    outlet_events& events_;
    outgoing translator_{options_.translation};
    token_bucket bucket_{options_.rate};
    connector_counters counters_;
    std::vector<std::shared_ptr<link>> links_;
    std::array<pin, 256> pins_{};
    deliveries deliveries_;
    std::vector<std::pair<std::uint64_t, verdict>> overdue_, settling_;  // verdicts that send() must not give itself
    net::ticker ticker_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    mono_time now_{}, stop_by_{};
    wall_time wall_{};
    bool in_turn_ = false, overdue_posted_ = false, starved_ = true, stopping_ = false;
    std::size_t running_ = 0;
    std::function<void()> done_;
};

smpp_connector::smpp_connector(asio::any_io_executor executor, connector_options options, clock_functions clocks,
                               net::tls_context tls, inbox& in, receipts& reports, outlet_events& events)
    : executor_(executor),
      options_(std::move(options)),
      clocks_(std::move(clocks)),
      inbox_(in),
      events_(events),
      deliveries_(
          executor, in, reports,
          [this](const unanswered& request, command_status status) {
              links_[request.bind]->answer(request.generation, request.sequence, request.request, status);
          },
          [this] {
              turn_begins();
              turn_ends();
              leave_if_done();
          }),
      ticker_(executor, tick_period, [this](mono_time now) { tick(now); }) {
    for (std::size_t i = 0; i < std::max<std::size_t>(options_.binds, 1); ++i)
        links_.push_back(std::make_shared<link>(executor_, options_, i, tls, *this));
    counters_.window_size = static_cast<std::uint32_t>(window());
}

void smpp_connector::start() {
    running_ = links_.size();
    ticker_.start();
    for (const auto& one : links_) one->start();
}

void smpp_connector::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    stopping_ = true;
    done_ = std::move(done);
    turn_begins();
    stop_by_ = now_ + deadline;
    // Half of the time for answers, the rest for the unbind.
    for (const auto& one : links_) one->stop(now_ + deadline / 2);
    turn_ends();
    asio::post(executor_, [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired()) leave_if_done();
    });
}

void smpp_connector::link_ended() {
    --running_;
    leave_if_done();
}

void smpp_connector::leave_if_done() {
    if (!stopping_ || !done_ || running_ != 0 || deliveries_.pending() != 0 || overdue_posted_) return;
    ticker_.stop();
    // Posted: whoever called us may still be on the stack, and done() may destroy us.
    asio::post(executor_, std::exchange(done_, nullptr));
}

connector::condition smpp_connector::health() const {
    std::size_t up = 0;
    for (const auto& one : links_) up += one->usable();
    if (up != 0) return {true, "bound", std::to_string(up) + " of " + std::to_string(links_.size()) + " binds up"};
    if (stopping_) return {false, "stopped", "stopped"};
    return {false, "connecting", links_.front()->sentence()};
}

std::size_t smpp_connector::capacity() const {
    std::size_t open = 0;
    for (const auto& one : links_) open += one->room();
    return bucket_.limits() ? std::min(open, bucket_.available()) : open;
}

void smpp_connector::send(outbound part) {
    link* by = choose(part);
    if (!by) return settle_soon(part.token, {});
    by->take(std::move(part));
    starved_ = starved_ || capacity() == 0;
}

link* smpp_connector::choose(const outbound& part) {
    if (links_.size() == 1) return links_.front()->usable() ? links_.front().get() : nullptr;
    if (part.what->parts <= 1) return roomiest();
    pin& known = pins_[static_cast<std::size_t>(part.what->id.value) % pins_.size()];
    if (known.id == part.what->id && known.by && known.by->usable()) return known.by;
    known = {part.what->id, roomiest()};
    return known.by;
}

link* smpp_connector::roomiest() {
    link* best = nullptr;
    for (const auto& one : links_)
        if (one->usable() && (!best || one->room() > best->room())) best = one.get();
    return best;
}

void smpp_connector::put(link& by, const outbound& part) {
    const outgoing::outcome made = translator_.submit(part.what, part.part, wall());
    verdict refused;
    refused.is = verdict::kind::refused;
    if (!made.pdu) {
        refused.detail = made.refused;
        return settle_soon(part.token, std::move(refused));
    }
    if (const auto sent = by.session().send(part.token, *made.pdu, now()); !sent) {
        refused.code = static_cast<std::uint32_t>(sent.error().suggested_status);
        refused.detail = std::string(sent.error().field) + ": " + wire::smpp::text(sent.error().code);
        return settle_soon(part.token, std::move(refused));
    }
    if (bucket_.limits()) bucket_.take();
}

void smpp_connector::flush() {
    if (in_turn_) return;  // the turn's end does it
    for (const auto& one : links_) one->flush();
}

void smpp_connector::settle_soon(std::uint64_t token, verdict result) {
    overdue_.emplace_back(token, std::move(result));
    if (std::exchange(overdue_posted_, true)) return;
    asio::post(executor_, [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired()) settle_overdue();
    });
}

void smpp_connector::settle_overdue() {
    overdue_posted_ = false;
    settling_.swap(overdue_);
    turn_begins();
    for (auto& [token, result] : settling_) settled(token, std::move(result), {});
    settling_.clear();
    turn_ends();
    leave_if_done();
}

void smpp_connector::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    count(result, round_trip);
    events_.settled(token, std::move(result));
}

void smpp_connector::count(const verdict& result, mono_time::duration round_trip) {
    constexpr auto relaxed = std::memory_order_relaxed;
    switch (result.is) {
        case verdict::kind::sent:
            counters_.parts_sent.fetch_add(1, relaxed);
            break;
        case verdict::kind::refused:
            counters_.parts_refused.fetch_add(1, relaxed);
            break;
        case verdict::kind::later:
            counters_.parts_deferred.fetch_add(1, relaxed);
            break;
        case verdict::kind::unsure:
            counters_.parts_unsure.fetch_add(1, relaxed);
            break;
        case verdict::kind::unsent:
            break;
    }
    if (round_trip.count() <= 0) return;
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(round_trip).count();
    const auto& bounds = connector_counters::round_trip_bounds_ms;
    std::size_t row = 0;
    while (row < bounds.size() && micros > bounds[row] * 1000) ++row;
    counters_.round_trips[row].fetch_add(1, relaxed);
    counters_.round_trip_micros.fetch_add(static_cast<std::uint64_t>(micros), relaxed);
}

void smpp_connector::turn_begins() {
    now_ = clocks_.mono();
    wall_ = clocks_.wall();
    bucket_.at(now_);
    in_turn_ = true;
}

void smpp_connector::turn_ends() {
    for (const auto& one : links_) one->drain();
    const bool open = capacity() > 0;
    if (std::exchange(starved_, !open) && open) {
        events_.ready();  // sends from within gather like all others of this turn
    }
    deliveries_.store();
    in_turn_ = false;
    for (const auto& one : links_) one->flush();
    gauge();
}

void smpp_connector::gauge() {
    std::size_t up = 0, used = 0;
    for (const auto& one : links_) {
        up += one->usable();
        used += one->session().outstanding();
    }
    counters_.binds_up.store(static_cast<std::uint32_t>(up), std::memory_order_relaxed);
    counters_.window_used.store(static_cast<std::uint32_t>(used), std::memory_order_relaxed);
}

void smpp_connector::tick(mono_time now) {
    turn_begins();
    for (const auto& one : links_) one->tick(now);
    if (stopping_ && now >= stop_by_)
        for (const auto& one : links_) one->close_now();
    turn_ends();
}

void smpp_connector::take_in(link& by, std::uint32_t sequence, const auto& pdu) {
    const unanswered request{by.index(), by.generation(), sequence, pdu.id};
    incoming read = read_incoming(pdu, options_.translation.quirks, options_.id, wall());
    if (auto* receipt = std::get_if<remote_receipt>(&read)) {
        counters_.receipts_in.fetch_add(1, std::memory_order_relaxed);
        return deliveries_.report(std::move(*receipt), request);
    }
    if (const auto* what = std::get_if<handset_message>(&read)) {
        counters_.messages_in.fetch_add(1, std::memory_order_relaxed);
        return accept(by, *what, request);
    }
    counters_.pdu_errors.fetch_add(1, std::memory_order_relaxed);
    log_line(log_level::warning, "receipt without an id").field("connector", options_.name).number("recipient", pdu.source_addr);
    by.session().answer(sequence, pdu.id, command_status::esme_rx_r_appn);
}

void smpp_connector::accept(link& by, const handset_message& what, const unanswered& request) {
    submission in;
    in.account = options_.inbound_account;
    in.way = direction::from_handset;
    in.came_in = options_.id;
    in.to = what.to;
    in.from = what.from;
    in.body = what.body;
    in.coding = what.coding;
    in.udh = what.udh;
    in.data_coding = what.data_coding;
    in.receipt = false;
    prepared checked = inbox_.prepare(in, wall());
    if (checked.ready) return deliveries_.add(std::move(checked.ready), request);
    const refusal why = checked.refused.value_or(refusal{});
    log_line(log_level::warning, "message from a handset refused")
        .field("connector", options_.name)
        .field("code", why.code)
        .field("detail", why.detail);
    by.session().answer(request.sequence, request.request, command_status::esme_rx_p_appn);
}

}  // namespace

result<std::unique_ptr<hermod::connector>> make_connector(asio::any_io_executor executor, connector_options options,
                                                          clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events) {
    net::tls_context tls;
    if (options.tls) {
        auto made = net::client_tls(options.tls_authorities);
        if (!made) return made.error();
        tls = std::move(*made);
    }
    return std::unique_ptr<hermod::connector>(std::make_unique<smpp_connector>(
        std::move(executor), std::move(options), std::move(clocks), std::move(tls), in, reports, events));
}

}  // namespace hermod::connectors::smpp
