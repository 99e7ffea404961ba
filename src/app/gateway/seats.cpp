#include "app/gateway/seats.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <stdexcept>

#include "app/config/fingerprint.hpp"
#include "app/gateway/build.hpp"
#include "base/log.hpp"

namespace hermod::app {

void seats::meet(deliver::lane_host& host, connector_id id, std::string name, const deliver::health_options& health) {
    host.meet({id, std::move(name), in_.others}, health, in_.shown.row(id), [shown = &in_.shown] { shown->changed(); });
}

namespace {

// The others work: nothing is gained by waiting for its first bind.
deliver::health_options health_of_newcomer(const connector_config& which) {
    deliver::health_options out = health_settings(which.health);
    out.start_within = {};
    return out;
}

}  // namespace

// Before anybody finds it, it is told what is around it.
deliver::lane_host& seats::lane_of(const connector_config& which) {
    if (deliver::lane_host* const there = in_.lanes.find(which.id)) return *there;
    std::size_t lanes = 0;
    in_.lanes.for_each([&](connector_id, deliver::lane_host&) { ++lanes; });
    return in_.lanes.add(which.id, in_.homes[lanes % in_.homes.size()],
                         [&](deliver::lane_host& host) { meet(host, which.id, which.name, health_of_newcomer(which)); });
}

void seats::fill(const std::vector<connector_config>& configured) {
    in_.lanes.for_each([&](connector_id id, deliver::lane_host& host) {
        auto counted = std::make_shared<connector_counters>();
        const auto at = std::find_if(configured.begin(), configured.end(), [&](const connector_config& c) { return c.id == id; });
        if (at != configured.end()) {
            meet(host, id, at->name, health_settings(at->health));
            auto made = in_.make(*at, host, counted);
            add(id, at->name, host, std::move(counted), std::move(made));
            return;
        }
        meet(host, id, {}, in_.health);
        log_line(log_level::warning, "messages_of_unknown_connector").field("connector", id.value);
        add(id, "gone-" + std::to_string(id.value), host, std::move(counted), nullptr);
    });
}

seat& seats::add(connector_id id, std::string name, deliver::lane_host& host, std::shared_ptr<connector_counters> counted,
                 std::unique_ptr<connector> first) {
    auto made = std::make_unique<seat>(id, name, host, in_, std::move(counted), std::move(first));
    seat& out = *made;
    in_.queues.add(name, {id, &host, &out.numbers(), &out.configured()});
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(made));
    return out;
}

void seats::start() {
    for_each([](seat& one) { boost::asio::post(one.host().home(), [&one] { one.start(); }); });
}

seat* seats::find(connector_id id) const {
    const std::lock_guard lock(mutex_);
    const auto at = std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return one->id() == id; });
    return at == all_.end() ? nullptr : at->get();
}

namespace {

// The same connector may be made from other words: whose its messages from handsets are, accounts say where it does not.
bool same(const connector_config& before, const config& running, const connector_config& now, const config& next) {
    const auto was = running.changing.find(connector_section(before.name)), is = next.changing.find(connector_section(now.name));
    if (was == running.changing.end() || is == next.changing.end()) return true;  // of a type that stays: its words are fixed
    return was->second == is->second && before.inbound_account == now.inbound_account;
}

const connector_config* named(const config& in, const std::string& name) {
    const auto at =
        std::find_if(in.connectors.begin(), in.connectors.end(), [&](const connector_config& c) { return c.name == name; });
    return at == in.connectors.end() ? nullptr : &*at;
}

}  // namespace

seats::plan seats::prepare(const config& running, const config& next) {
    {
        const std::lock_guard change(changing_);
        if (frozen_) throw std::runtime_error("the gateway is stopping");
    }
    plan out;
    for (const connector_config& c : next.connectors) {
        const connector_config* const before = named(running, c.name);
        if (before && same(*before, running, c, next)) continue;
        deliver::lane_host& host = lane_of(c);
        const seat* const its = find(c.id);
        auto counted = its ? its->counted() : std::make_shared<connector_counters>();
        auto made = in_.make(c, host, counted);
        out.arrivals.push_back({c.id, c.name, health_of_newcomer(c), &host, std::move(counted), std::move(made)});
    }
    for (const connector_config& c : running.connectors)
        if (!named(next, c.name)) out.leaving.push_back(c.id);
    return out;
}

void seats::carry_out(plan what) {
    const std::lock_guard change(changing_);
    if (frozen_) return;
    for (plan::arrival& a : what.arrivals) {
        seat* its = find(a.id);
        if (!its) {
            its = &add(a.id, a.name, *a.host, std::move(a.counted), nullptr);
            boost::asio::post(a.host->home(), [its] { its->start(); });
        } else if (its->name() != a.name) {  // what a run before has left
            in_.queues.add(a.name, {a.id, a.host, &its->numbers(), &its->configured()});
        }
        its->order(std::move(a.made), a.name, a.health);
    }
    for (const connector_id id : what.leaving)
        if (seat* const its = find(id)) its->order(nullptr, its->name(), in_.health);
    in_.shown.changed();  // the routes are others: what waits may have another way
}

void seats::freeze() {
    const std::lock_guard change(changing_);
    frozen_ = true;
}

void seats::stop_claiming() {
    for_each([](seat& one) { boost::asio::post(one.host().home(), [&one] { one.stop_claiming(); }); });
}

bool seats::any_in_flight() const {
    bool out = false;
    for_each([&](const seat& one) { out = out || one.host().queue().counters().in_flight.load() != 0; });
    return out;
}

std::size_t seats::size() const {
    const std::lock_guard lock(mutex_);
    return all_.size();
}

void seats::close(std::chrono::milliseconds deadline, const std::function<void()>& done) {
    for_each([&](seat& one) { boost::asio::post(one.host().home(), [&one, deadline, done] { one.close(deadline, done); }); });
}

}  // namespace hermod::app
