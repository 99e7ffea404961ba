#include "simulate/modem/centre.hpp"

#include <algorithm>

#include "net/clocks.hpp"
#include "simulate/modem/control.hpp"

namespace hermod::simulate::modem {

namespace {

constexpr std::chrono::milliseconds watching{100};

}  // namespace

centre::line::line(centre& of, unsigned number) : home(of), modem(number, of.how_, of.network_) {}

void centre::line::port_attached() {
    ++home.network_.numbers().connections;
    modem.attach(net::mono_now());
    home.turn_ends();
}

void centre::line::port_detached() {
    if (std::none_of(ports.begin(), ports.end(), [](const auto& one) { return one->attached(); })) modem.detach();
}

void centre::line::port_heard(std::string_view octets) {
    modem.feed(octets, net::mono_now());
    home.turn_ends();
}

centre::centre(boost::asio::any_io_executor executor, options how)
    : executor_(executor), how_(std::move(how)), network_(how_), timer_(executor), watch_(executor) {
    for (unsigned number = 0; number < how_.modems; ++number) lines_.push_back(std::make_unique<line>(*this, number));
}

centre::~centre() = default;

result<void> centre::start() {
    if (const auto opened = network_.open(); !opened) return opened;
    for (unsigned number = 0; number < how_.modems; ++number) {
        line& one = *lines_[number];
        if (how_.pty) {
            const std::string link = how_.link.empty() || how_.modems == 1 ? how_.link : how_.link + std::to_string(number + 1);
            one.ports.push_back(make_pty_port(executor_, one, link));
        }
        if (!how_.host.empty()) {
            const auto at = static_cast<std::uint16_t>(how_.port == 0 ? 0 : how_.port + number);
            one.ports.push_back(make_tcp_port(executor_, one, how_.host, at));
        }
        if (const auto plugged = plug(number); !plugged) return plugged;
    }
    if (!how_.control_host.empty()) {
        control_ = std::make_shared<control>(executor_, *this);
        if (const auto started = control_->start(how_.control_host, how_.control_port); !started) return started;
    }
    watch();
    arm_timer();
    return {};
}

void centre::stop() {
    if (std::exchange(stopped_, true)) return;
    timer_.cancel();
    watch_.cancel();
    if (control_) control_->stop();
    for (const auto& one : lines_)
        for (const auto& port : one->ports) {
            port->forget_user();
            port->unplug();
        }
    network_.flush();
}

std::vector<std::string> centre::places() const {
    std::vector<std::string> out;
    for (unsigned number = 0; number < how_.modems; ++number) {
        std::string text = "modem " + std::to_string(number + 1) + ", " + number_of(how_, number);
        for (const auto& port : lines_[number]->ports) text += ", " + port->place();
        out.push_back(std::move(text));
    }
    return out;
}

std::string centre::control_place() const {
    return control_ ? how_.control_host + ':' + std::to_string(control_->port()) : "";
}
std::uint16_t centre::control_port() const {
    return control_ ? control_->port() : std::uint16_t{0};
}

device* centre::modem(unsigned number) {
    return number < lines_.size() ? &lines_[number]->modem : nullptr;
}

result<void> centre::plug(unsigned number) {
    line& one = *lines_[number];
    one.plugged = true;
    one.back.reset();
    one.modem.restart(net::mono_now());
    for (const auto& port : one.ports)
        if (const auto plugged = port->plug(); !plugged) return plugged;
    return {};
}

void centre::unplug(unsigned number, bool back) {
    line& one = *lines_[number];
    if (!std::exchange(one.plugged, false)) return;
    for (const auto& port : one.ports) port->unplug();
    if (back) one.back = net::mono_now() + how_.replug_after;
}

// Keeps the order of messages and of reports, but a message that cannot come in does not hold up a report.
void centre::bring(line& to, unsigned number, mono_time now) {
    auto& waiting = network_.waiting(number);
    if (waiting.empty() || !to.plugged || now < to.next_delivery) return;
    bool holds[2] = {false, false};
    std::deque<delivery> all;
    all.swap(waiting);
    std::deque<delivery> kept;
    for (delivery& one : all) {
        bool& held = holds[one.report ? 1 : 0];
        held = held || now < to.next_delivery || to.modem.receive(one, now) == reception::kept;
        if (held)
            kept.push_back(std::move(one));
        else if (how_.delivery_gap.count() != 0)
            to.next_delivery = now + how_.delivery_gap;
    }
    waiting.insert(waiting.begin(), std::make_move_iterator(kept.begin()), std::make_move_iterator(kept.end()));
}

void centre::turn_ends() {
    if (stopped_ || std::exchange(in_turn_, true)) return;
    const mono_time now = net::mono_now();
    for (unsigned number = 0; number < lines_.size(); ++number) bring(*lines_[number], number, now);
    network_.flush();
    for (unsigned number = 0; number < lines_.size(); ++number) {
        line& one = *lines_[number];
        const std::string out = one.modem.take_output();
        if (!out.empty())
            for (const auto& port : one.ports) port->say(out);
        if (one.modem.takes_unplugging()) unplug(number, true);
    }
    in_turn_ = false;
    arm_timer();
    if (!finished_ && how_.stop_after != 0 && network_.numbers().taken >= how_.stop_after && all_sent()) {
        finished_ = true;
        if (finished) finished();
    }
}

bool centre::all_sent() const {
    if (!network_.all_sent()) return false;
    return std::all_of(lines_.begin(), lines_.end(), [](const auto& one) {
        return !one->modem.due() &&
               std::all_of(one->ports.begin(), one->ports.end(), [](const auto& port) { return port->idle(); });
    });
}

void centre::arm_timer() {
    std::optional<mono_time> due = network_.due();
    const auto sooner = [&due](std::optional<mono_time> other) {
        if (other && (!due || *other < *due)) due = other;
    };
    const mono_time now = net::mono_now();
    for (unsigned number = 0; number < lines_.size(); ++number) {
        const line& one = *lines_[number];
        sooner(one.modem.due());
        sooner(one.back);
        if (now < one.next_delivery && !network_.waiting(number).empty()) sooner(one.next_delivery);
    }
    if (!due || stopped_ || armed_ == due) return;
    armed_ = due;
    timer_.expires_at(*due);
    timer_.async_wait([self = shared_from_this()](const error_code& failed) {
        if (failed || self->stopped_) return;
        self->armed_.reset();
        self->work_off();
    });
}

void centre::work_off() {
    const mono_time now = net::mono_now();
    network_.tick(now);
    for (unsigned number = 0; number < lines_.size(); ++number) {
        line& one = *lines_[number];
        one.modem.tick(now);
        // A port that is taken by somebody else meanwhile is tried again.
        if (one.back && *one.back <= now && !plug(number)) one.back = now + how_.replug_after;
    }
    turn_ends();
}

// Terminals come unannounced.
void centre::watch() {
    if (!how_.pty) return;
    watch_.expires_after(watching);
    watch_.async_wait([self = shared_from_this()](const error_code& failed) {
        if (failed || self->stopped_) return;
        for (const auto& one : self->lines_)
            for (const auto& port : one->ports) port->look();
        self->watch();
    });
}

}  // namespace hermod::simulate::modem
