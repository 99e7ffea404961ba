#include "connectors/modem/connector.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "connectors/modem/modem_connector.hpp"
#include "gateway/counting.hpp"

namespace hermod::connectors::modem {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds tick_period{100}, show_period{1'000};

}  // namespace

modem_connector::modem_connector(asio::any_io_executor executor, connector_options options, lines::clock_functions clocks,
                                 inbox& in, receipts& reports, outlet_events& events)
    : executor_(executor),
      options_(std::move(options)),
      clocks_(std::move(clocks)),
      inbox_(in),
      events_(events),
      deliveries_(
          executor, in, reports,
          [this](const lines::unanswered& request, intake what) { lines_[request.line]->answer(request.key, what); },
          [this] {
              turn_begins();
              turn_ends();
              leave_if_done();
          }),
      ticker_(executor, tick_period, [this](mono_time now) { tick(now); }) {
    if (!options_.state_file.empty()) kept_ = read_state(options_.state_file);
    for (std::size_t i = 0; i < options_.modems.size(); ++i) {
        const modem_options& one = options_.modems[i];
        const auto mark = kept_.tried_pins.find(one.name);
        const bool tried = mark != kept_.tried_pins.end() && mark->second == pin_mark(one.name, one.pin);
        lines_.push_back(std::make_shared<modem_line>(executor_, one, options_, i, static_cast<line_home&>(*this), tried));
        if (const auto hours = kept_.hours.find(one.name); hours != kept_.hours.end())
            for (const auto& [hour, parts] : hours->second) lines_.back()->usage().remember(hour, parts);
        lines_.back()->usage().at(clocks_.wall());
    }
    counters_.window_size = static_cast<std::uint32_t>(lines_.size());
}

void modem_connector::start() {
    running_ = lines_.size();
    ticker_.start();
    for (const auto& one : lines_) one->start();
    show();
}

void modem_connector::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    stopping_ = true;
    done_ = std::move(done);
    turn_begins();
    stop_by_ = now_ + deadline;
    for (const auto& one : lines_) one->stop(now_ + deadline / 2);
    turn_ends();
    later([this] { leave_if_done(); });
}

void modem_connector::line_ended() {
    --running_;
    leave_if_done();
}

void modem_connector::leave_if_done() {
    if (!stopping_ || !done_ || running_ != 0 || deliveries_.pending() != 0 || overdue_posted_) return;
    ticker_.stop();
    if (state_stale_) keep_state(false);
    // Posted: whoever called us may still be on the stack, and done() may destroy us.
    asio::post(executor_, std::exchange(done_, nullptr));
}

connector::condition modem_connector::health() const {
    std::size_t up = 0;
    for (const auto& one : lines_) up += one->usable();
    if (stopping_) return {false, "stopped", "stopped"};
    if (up != 0) return {true, "bound", std::to_string(up) + " of " + std::to_string(lines_.size()) + " modems ready"};
    const modem_status first = lines_.front()->status();
    return {false, "connecting",
            "no modem is ready; " + first.name + ": " + (first.sentence.empty() ? first.word : first.sentence)};
}

void modem_connector::turn_begins() {
    now_ = clocks_.mono();
    wall_ = clocks_.wall();
    in_turn_ = true;
}

void modem_connector::turn_ends() {
    for (std::size_t i = 0; i < unwanted_.size(); ++i) lines_[unwanted_[i].line]->answer(unwanted_[i].key, intake::refused);
    unwanted_.clear();
    for (const auto& one : lines_) one->drain();
    const bool open = capacity() > 0;
    if (std::exchange(starved_, !open) && open) {
        events_.ready();  // sends from within wait at their lines
        for (const auto& one : lines_) one->drain();
        starved_ = starved_ || capacity() == 0;
    }
    deliveries_.store();
    in_turn_ = false;
    for (const auto& one : lines_) one->flush();
    gauge();
}

void modem_connector::gauge() {
    std::size_t up = 0, used = 0;
    for (const auto& one : lines_) {
        up += one->usable();
        used += one->sending();
    }
    counters_.window_used.store(static_cast<std::uint32_t>(used), std::memory_order_relaxed);
    if (counters_.binds_up.exchange(static_cast<std::uint32_t>(up), std::memory_order_relaxed) != up)
        show();  // not with the next tick
}

void modem_connector::tick(mono_time now) {
    turn_begins();
    for (const auto& one : lines_) one->tick(now);
    if (stopping_ && now >= stop_by_)
        for (const auto& one : lines_) one->close_now();
    turn_ends();
    if (now < show_at_) return;
    show_at_ = now + show_period;
    if (stale_) show();
    if (state_stale_) keep_state(false);
}

void modem_connector::look_again(bool usable_changed) {
    stale_ = true;
    if (usable_changed) show_at_ = {};
}

void modem_connector::show() {
    auto all = std::make_shared<std::vector<modem_status>>();
    for (const auto& one : lines_) all->push_back(one->status());
    board_.show(std::move(all));
    stale_ = false;
}

void modem_connector::keep_state(bool durable) {
    state_stale_ = false;
    if (options_.state_file.empty()) return;
    kept_.hours.clear();
    for (const auto& one : lines_)
        if (!one->usage().hours().empty()) kept_.hours[one->options().name] = one->usage().hours();
    if (const auto done = write_state(options_.state_file, kept_, durable); !done)
        log_line(log_level::error, "modem state not kept")
            .field("connector", options_.name)
            .field("file", options_.state_file)
            .field("why", done.error().message());
}

void modem_connector::pin_tried(modem_line& by, bool tried) {
    const std::string& name = by.options().name;
    if (tried)
        kept_.tried_pins[name] = pin_mark(name, by.options().pin);
    else
        kept_.tried_pins.erase(name);
    keep_state(true);
}

void modem_connector::ask_ussd(std::string_view modem, std::string code, ussd_heard then) {
    turn_begins();
    const auto at = std::find_if(lines_.begin(), lines_.end(), [&](const auto& one) { return one->options().name == modem; });
    if (at == lines_.end())
        then({ussd_answer::kind::unavailable, "there is no such modem"});
    else
        (*at)->ask_ussd(std::move(code), std::move(then));
    turn_ends();
}

void modem_connector::later(std::function<void()> what) {
    asio::post(executor_, [alive = std::weak_ptr(alive_), what = std::move(what)] {
        if (!alive.expired()) what();
    });
}

result<std::unique_ptr<hermod::connector>> make_connector(asio::any_io_executor executor, connector_options options,
                                                          lines::clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events) {
    return std::unique_ptr<hermod::connector>(
        std::make_unique<modem_connector>(std::move(executor), std::move(options), std::move(clocks), in, reports, events));
}

}  // namespace hermod::connectors::modem
