#include "connectors/smpp/connector.hpp"

#include <boost/asio/post.hpp>

#include "connectors/smpp/errc.hpp"
#include "connectors/smpp/smpp_connector.hpp"
#include "wire/smpp/values.hpp"

namespace hermod::connectors::smpp {

namespace asio = boost::asio;
using wire::smpp::command_status;

namespace {

constexpr std::chrono::milliseconds tick_period{50};
constexpr std::size_t most_destinations = 254;  // 3.4 section 5.2.24; 255 from 5.0 on

}  // namespace

smpp_connector::smpp_connector(asio::any_io_executor executor, connector_options options, clock_functions clocks, link_tls tls,
                               link::acceptor_ptr acceptor, inbox& in, receipts& reports, outlet_events& events)
    : executor_(executor),
      options_(std::move(options)),
      receiving_(options_),
      called_(options_),
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
      carried_(
          executor, reports,
          [this](std::uint64_t token, verdict result) {
              turn_begins();
              settled(token, std::move(result), {});
          },
          [this] {
              turn_ends();
              leave_if_done();
          }),
      acceptor_(std::move(acceptor)),
      ticker_(executor, tick_period, [this](mono_time now) { tick(now); }) {
    receiving_.session.mode = bind_mode::receiver;
    called_.session.mode = options_.outbind.mode;
    called_.session.await_outbind = true;
    called_.session.outbind_system_id = options_.outbind.system_id;
    called_.session.outbind_password = options_.outbind.password;
    const bool pairs = options_.session.mode == bind_mode::pair;
    if (pairs) options_.session.mode = bind_mode::transmitter;
    add_links(options_.binds, options_, tls, nullptr);
    if (pairs) add_links(options_.binds, receiving_, tls, nullptr);
    if (acceptor_) add_links(options_.outbind.connections, called_, {}, acceptor_);
    counters_.window_size = static_cast<std::uint32_t>(options_.session.window * senders_);
}

void smpp_connector::add_links(std::size_t count, const connector_options& as, const link_tls& tls,
                               const link::acceptor_ptr& acceptor) {
    for (std::size_t i = 0; i < count; ++i) {
        links_.push_back(std::make_shared<link>(executor_, as, links_.size(), tls, acceptor, *this));
        senders_ += links_.back()->sends();
    }
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
    if (acceptor_) {
        error_code ignored;
        acceptor_->close(ignored);
    }
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
    if (!stopping_ || !done_ || running_ != 0 || deliveries_.pending() != 0 || carried_.pending() != 0 || overdue_posted_) return;
    ticker_.stop();
    // Posted: whoever called us may still be on the stack, and done() may destroy us.
    asio::post(executor_, std::exchange(done_, nullptr));
}

// Of a connector that sends, a bind that sends makes it usable.
connector::condition smpp_connector::health() const {
    std::size_t up = 0, senders_up = 0;
    link* told = nullptr;
    for (const auto& one : links_) {
        if (!one->usable()) continue;
        ++up;
        senders_up += one->sends();
        if (!told || one->sends()) told = one.get();
    }
    if (!told) {
        if (stopping_) return {false, "stopped", "stopped"};
        return {false, "connecting", links_.front()->sentence()};
    }
    std::string sentence = std::to_string(up) + " of " + std::to_string(links_.size()) + " binds up";
    if (const auto version = told->session().peer_version())
        sentence += ", the centre speaks " + wire::smpp::interface_version_words(*version);
    if (const auto congestion = told->session().congestion()) sentence += ", congestion " + std::to_string(*congestion);
    if (senders_up == 0 && senders_ != 0) return {false, "connecting", sentence + ", none of them sends"};
    return {true, "bound", std::move(sentence)};
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
    put_gathered();
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

namespace {

// What one option asks of another: SMPP 3.3 knows neither transceivers nor TLVs.
void reconcile(connector_options& options) {
    session_options& session = options.session;
    const bool old = session.interface_version < wire::smpp::version_3_4;
    if (old && session.mode == bind_mode::transceiver) session.mode = bind_mode::pair;
    if (old && options.outbind.mode == bind_mode::transceiver) options.outbind.mode = bind_mode::receiver;
    options.translation.without_tlvs |= old || options.translation.quirks.no_tlvs;
    session.answers_in_order |= options.translation.quirks.answers_in_order;
    if (options.translation.as_data_sm && !options.translation.without_tlvs) options.submit_multi = 0;
    options.submit_multi = std::min(options.submit_multi, most_destinations);
    if (options.outbind.host.empty()) options.binds = std::max<std::size_t>(options.binds, 1);
}

result<link::acceptor_ptr> listen_for_outbind(const asio::any_io_executor& executor, const connector_options& options) {
    using asio::ip::tcp;
    if (options.outbind.host.empty()) return link::acceptor_ptr{};
    if (options.tls) return make_error_code(errc::outbind_over_tls);
    if (options.binds == 0 && options.outbind.connections == 0) return make_error_code(errc::no_binds);
    error_code failed;
    const auto address = asio::ip::make_address(options.outbind.host, failed);
    if (failed) return failed;
    const tcp::endpoint place(address, options.outbind.port);
    auto acceptor = std::make_shared<tcp::acceptor>(executor);
    acceptor->open(place.protocol(), failed);
    if (!failed) acceptor->set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor->bind(place, failed);
    if (!failed) acceptor->listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return failed;
    return acceptor;
}

}  // namespace

result<std::unique_ptr<hermod::connector>> make_connector(asio::any_io_executor executor, connector_options options,
                                                          clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events) {
    reconcile(options);
    auto tls = make_link_tls(options);
    if (!tls) return tls.error();
    auto acceptor = listen_for_outbind(executor, options);
    if (!acceptor) return acceptor.error();
    return std::unique_ptr<hermod::connector>(std::make_unique<smpp_connector>(
        std::move(executor), std::move(options), std::move(clocks), std::move(*tls), std::move(*acceptor), in, reports, events));
}

}  // namespace hermod::connectors::smpp
