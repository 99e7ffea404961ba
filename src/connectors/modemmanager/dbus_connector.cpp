// Starting, stopping, the modems, and sending.
#include "connectors/modemmanager/dbus_connector.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "connectors/modemmanager/dbus_bus.hpp"
#include "gateway/counting.hpp"
#include "message/remote_id.hpp"

namespace hermod::connectors::modemmanager {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds tick_period{250};
constexpr std::size_t most_taken = 1'024, least_digits_of_a_number = 7;

}  // namespace

dbus_connector::dbus_connector(asio::any_io_executor executor, connector_options options, lines::clock_functions clocks,
                               inbox& in, receipts& reports, outlet_events& events, std::shared_ptr<bus> over)
    : executor_(executor),
      options_(std::move(options)),
      clocks_(std::move(clocks)),
      inbox_(in),
      events_(events),
      bus_(std::move(over)),
      deliveries_(
          executor, in, reports, [this](const lines::unanswered& of, lines::intake what) { answered(of.key, what); },
          [this] { leave_if_done(); }),
      ticker_(executor, tick_period, [this](mono_time now) { tick(now); }),
      bucket_(options_.rate) {
    if (!bus_)
        bus_ = make_dbus_bus(executor_, {options_.bus, options_.send_timeout, options_.reconnect_least, options_.reconnect_most});
}

dbus_connector::~dbus_connector() {
    bus_->stop();
}

void dbus_connector::start() {
    ticker_.start();
    bus_->start(*this);
}

void dbus_connector::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    stopping_ = true;
    done_ = std::move(done);
    stop_by_ = clocks_.mono() + deadline;
    leave_if_done();
}

// Not from within an answer of the bus, which stop() would take away under its own feet.
void dbus_connector::leave_if_done() {
    if (!stopping_ || left_ ||
        ((!under_way_.empty() || !settling_.empty() || deliveries_.pending() != 0) && clocks_.mono() < stop_by_))
        return;
    left_ = true;
    asio::post(executor_, [this, alive = std::weak_ptr(alive_)] {
        if (alive.expired()) return;
        bus_->stop();
        ticker_.stop();
        // What has no answer may have left.
        for (auto& [key, one] : std::exchange(under_way_, {}))
            for (const outbound& part : one.parts)
                settle(part, {.is = verdict::kind::unsure, .detail = "stopped before ModemManager answered"});
        modems_.clear();
        gauge();
        std::exchange(done_, {})();
    });
}

connector::condition dbus_connector::health() const {
    std::size_t usable = 0;
    for (const auto& [path, one] : modems_) usable += one.facts.usable();
    if (!there_) return {false, "connecting", why_};
    const std::string sentence = std::to_string(usable) + " of " + std::to_string(modems_.size()) + " modems registered";
    return {usable != 0, usable != 0 ? "bound" : "connecting", sentence};
}

void dbus_connector::service_came() {
    there_ = true;
    counters_.connects.fetch_add(1, std::memory_order_relaxed);
    log_line(log_level::info, "ModemManager is there").field("connector", options_.name);
}

void dbus_connector::service_left(std::string why) {
    if (there_) counters_.disconnects.fetch_add(1, std::memory_order_relaxed);
    there_ = false;
    why_ = std::move(why);
    log_line(log_level::warning, "ModemManager is not there").field("connector", options_.name).field("why", why_);
    modems_.clear();
    arrivals_.clear();  // it lists them anew when it is back; what was stored meanwhile is known by its print
    gauge();
}

bool dbus_connector::is_ours(const modem_facts& what) const {
    if (options_.modems.empty()) return true;
    return std::any_of(options_.modems.begin(), options_.modems.end(), [&](const std::string& name) {
        return name == what.imei || name == what.device || name == what.number || (!name.empty() && name == '+' + what.number);
    });
}

void dbus_connector::modem_seen(const modem_facts& what) {
    if (!is_ours(what)) return;
    const auto [at, fresh] = modems_.try_emplace(what.path);
    modem& one = at->second;
    const bool was_usable = !fresh && one.facts.usable();
    one.facts = what;
    if (fresh || was_usable != what.usable())
        log_line(log_level::info, what.usable() ? "modem registered" : "modem not registered")
            .field("connector", options_.name)
            .field("modem", one.name())
            .field("operator", what.operator_name)
            .field("state", std::to_string(what.state));
    if (what.disabled() && options_.enable && !std::exchange(one.enabled_once, true)) bus_->enable(what.path);
    if (!what.disabled()) one.enabled_once = false;
    gauge();
    if (!was_usable && what.usable()) events_.ready();
}

void dbus_connector::modem_gone(const std::string& path) {
    const auto found = modems_.find(path);
    if (found == modems_.end()) return;
    log_line(log_level::warning, "modem gone").field("connector", options_.name).field("modem", found->second.name());
    modems_.erase(found);
    std::erase_if(arrivals_, [&](const auto& one) { return one.second.modem == path; });
    gauge();
}

void dbus_connector::gauge() {
    std::uint32_t usable = 0, busy = 0;
    for (const auto& [path, one] : modems_) {
        usable += one.facts.usable();
        busy += one.sending;
    }
    counters_.binds_up = usable;
    counters_.window_size = usable;
    counters_.window_used = busy;
    show();
}

std::size_t dbus_connector::capacity() const {
    if (stopping_) return 0;
    std::size_t free = 0;
    for (const auto& [path, one] : modems_) free += one.facts.usable() && !one.sending;
    return bucket_.limits() ? std::min(free, bucket_.available()) : free;
}

// The one whose number the sender is; else of those that are free the one that has sent least.
dbus_connector::modem* dbus_connector::choose(const message& what) {
    modem* best = nullptr;
    for (auto& [path, one] : modems_) {
        if (!one.facts.usable() || one.sending) continue;
        const std::string& own = one.facts.number;
        if (what.from.size() >= least_digits_of_a_number && own.size() >= least_digits_of_a_number &&
            same_subscriber(own, what.from))
            return &one;
        if (best == nullptr || one.sent < best->sent) best = &one;
    }
    return best;
}

void dbus_connector::send(outbound part) {
    starved_ = true;
    for (auto& [key, one] : under_way_)
        if (one.what->id == part.what->id) return one.parts.push_back(std::move(part));
    for (const taken_message& one : taken_)
        if (one.what->id == part.what->id) {
            verdict good = sent_as(one.modem, one.reference, part);
            return settle_soon(std::move(part), std::move(good));
        }
    modem* const by = stopping_ ? nullptr : choose(*part.what);
    if (by == nullptr) return settle_soon(std::move(part), {});
    submit(*by, std::move(part));
}

void dbus_connector::submit(modem& by, outbound part) {
    made what = sms_for(*part.what, options_.smsc, clocks_.wall());
    if (!what.refused.empty()) {
        verdict refused;
        refused.is = verdict::kind::refused;
        refused.detail = std::move(what.refused);
        return settle_soon(std::move(part), std::move(refused));
    }
    by.sending = true;
    bucket_.take();
    const std::uint64_t key = ++last_key_;
    message_under_way one{part.what, {}, clocks_.mono(), by.facts.path};
    one.parts.push_back(std::move(part));
    under_way_.emplace(key, std::move(one));
    gauge();
    bus_->send(by.facts.path, what.what, [this, key, alive = std::weak_ptr(alive_)](send_answer answer) {
        if (!alive.expired()) sent(key, answer);
    });
}

void dbus_connector::sent(std::uint64_t key, const send_answer& answer) {
    const auto found = under_way_.find(key);
    if (found == under_way_.end()) return;
    const message_under_way one = std::move(found->second);
    under_way_.erase(found);
    const auto by = modems_.find(one.modem);
    std::string name = one.modem.substr(one.modem.rfind('/') + 1);
    if (by != modems_.end()) {
        by->second.sending = false;
        by->second.sent += answer.failed ? 0 : 1;
        name = by->second.name();
    }
    if (!answer.failed && one.what->parts > 1) {
        if (taken_.size() == most_taken) taken_.pop_front();
        taken_.push_back({one.what, name, answer.reference});
    }
    const mono_time::duration round_trip = clocks_.mono() - one.since;
    for (const outbound& part : one.parts)
        settle(part,
               answer.failed ? verdict_of(*answer.failed, answer.written, options_.retry_after)
                             : sent_as(name, answer.reference, part),
               round_trip);
    gauge();
    if (capacity() != 0) events_.ready();
    leave_if_done();
}

verdict dbus_connector::sent_as(const std::string& modem, std::uint32_t reference, const outbound& part) const {
    verdict out;
    out.is = verdict::kind::sent;
    out.shared_id = true;  // TP-MR comes again after 256 messages: the recipient tells them apart
    out.detail = id_of(modem, reference, part.part, part.what->parts);
    return out;
}

void dbus_connector::settle(const outbound& part, verdict result, mono_time::duration round_trip) {
    count(counters_, result, round_trip);
    events_.settled(part.token, std::move(result));
}

// send() never answers from within.
void dbus_connector::settle_soon(outbound part, verdict result) {
    settling_.emplace_back(std::move(part), std::move(result));
    if (std::exchange(settle_posted_, true)) return;
    asio::post(executor_, [this, alive = std::weak_ptr(alive_)] {
        if (alive.expired()) return;
        settle_posted_ = false;
        for (auto& [of, what] : std::exchange(settling_, {})) settle(of, std::move(what));
        if (capacity() != 0) events_.ready();
        leave_if_done();
    });
}

void dbus_connector::tick(mono_time now) {
    bucket_.at(now);
    for (auto& [key, one] : arrivals_) {
        if (one.asked || one.again == mono_time{} || one.again > now) continue;
        one.again = {};
        one.stored ? remove(key) : read(key);
    }
    if (starved_ && capacity() != 0) {
        starved_ = false;
        events_.ready();
    }
    leave_if_done();
}

std::unique_ptr<connector> make_connector(asio::any_io_executor executor, connector_options options,
                                          lines::clock_functions clocks, inbox& in, receipts& reports, outlet_events& events,
                                          std::shared_ptr<bus> over) {
    return std::make_unique<dbus_connector>(std::move(executor), std::move(options), std::move(clocks), in, reports, events,
                                            std::move(over));
}

}  // namespace hermod::connectors::modemmanager
