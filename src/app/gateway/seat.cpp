#include "app/gateway/seat.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"

namespace hermod::app {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds lane_tick{100};

}  // namespace

seat::seat(connector_id id, std::string name, deliver::lane_host& host, const house& in,
           std::shared_ptr<connector_counters> counted, std::unique_ptr<connector> first)
    : id_(id),
      host_(host),
      in_(in),
      counted_(std::move(counted)),
      numbers_(first ? first->counters() : *counted_),
      configured_(first != nullptr),
      name_(std::move(name)),
      next_(std::move(first)),
      ticks_(host.home(), lane_tick, [this](mono_time now) { tick(now); }) {
    if (next_) come();
}

seat::~seat() = default;

std::string seat::name() const {
    const std::lock_guard lock(mutex_);
    return name_;
}

void seat::start() {
    running_ = true;
    host_.queue().at(in_.wall());
    ticks_.start();
    if (now_) now_->start();
}

void seat::order(std::unique_ptr<connector> next, const std::string& name, const deliver::health_options& health) {
    configured_ = next != nullptr;
    {
        const std::lock_guard lock(mutex_);
        ordered_ = guest{std::move(next), health};
        name_ = name;
    }
    asio::post(host_.home(), [this] { obey(); });
}

void seat::obey() {
    {
        const std::lock_guard lock(mutex_);
        if (!ordered_ || closing_) return;
        next_ = std::move(ordered_->what);
        next_health_ = ordered_->health;
        ordered_.reset();
    }
    if (now_)
        leave();
    else if (next_)
        come();
}

void seat::come() {
    now_ = std::move(next_);
    phase_ = phase::at_work;
    if (running_) host_.begin_anew(name(), next_health_);
    host_.queue().attach(now_.get());
    in_.shown.show(id_, numbers_, host_.queue().counters());
    in_.asked.add(id_, host_.home(), *now_);
    if (running_) {
        log_line(log_level::info, "connector_begins").field("connector", name());
        now_->start();
    }
    if (visited* visits = now_->visits())
        in_.paths.use(id_, *visits, host_.home());
    else
        in_.paths.drop(id_);
    if (running_) tick(in_.mono());
}

// What it goes for may change while it goes.
void seat::leave() {
    if (phase_ != phase::at_work) return;
    log_line(log_level::info, "connector_ends")
        .field("connector", name())
        .field("why", next_ ? "its settings change" : "it is configured no more");
    in_.shown.withdraw(id_);
    phase_ = phase::draining;
    const mono_time now = in_.mono();
    drain_by_ = now + drain_limit;
    host_.queue().retire(next_ ? "the settings of its connector change" : "its connector is configured no more", in_.wall());
    advance(now);
}

void seat::advance(mono_time now) {
    if (phase_ != phase::draining || closing_ || !(host_.queue().drained() || now >= drain_by_)) return;
    phase_ = phase::leaving;
    host_.queue().detach(in_.wall());
    in_.asked.remove(id_);
    in_.paths.hold(id_);
    now_->stop(goodbye_limit, [this] { said_goodbye(); });
}

// The store may be in the middle of a word to it: when it answers this, it is not.
void seat::said_goodbye() {
    over_ = true;
    if (closed_) return std::exchange(closed_, nullptr)();
    in_.behind.claim({}, *this, 0);
}

void seat::claimed(std::uint64_t) noexcept {
    asio::post(host_.home(), [this] { gone(); });
}

void seat::gone() {
    if (closing_) return;  // it goes with us
    now_.reset();
    over_ = false;
    phase_ = phase::at_work;
    for (auto* gauge : {&counted_->binds_up, &counted_->window_used, &counted_->window_size})
        gauge->store(0, std::memory_order_relaxed);
    log_line(log_level::info, "connector_ended")
        .field("connector", name())
        .field("queued", host_.queue().counters().queued.load());
    if (next_) return come();
    in_.paths.drop(id_);
    host_.begin_anew({}, next_health_);
}

void seat::stop_claiming() {
    host_.queue().stop(in_.wall());
}

void seat::close(std::chrono::milliseconds deadline, std::function<void()> done) {
    closing_ = true;
    ticks_.stop();
    next_.reset();
    if (!now_ || over_) return done();
    closed_ = std::move(done);
    if (phase_ != phase::leaving) now_->stop(deadline, [this] { said_goodbye(); });
}

// The log is told when the connector becomes usable or ceases to be. A lane without one ticks too: its messages must expire in
// time.
void seat::tick(mono_time now) {
    // What a provider has refused for good (a wrong key) is found out to be mended by trying alone: who takes parts is not gone.
    const bool takes = now_ && phase_ != phase::leaving && (now_->health().usable || now_->capacity() > 0);
    const bool stays = now_ || next_;
    const bool changed = host_.tick(takes, stays ? &numbers_ : nullptr, now);
    if (changed && stays) {
        const bool usable = host_.health()->usable();
        log_line(usable ? log_level::info : log_level::warning, usable ? "connector_usable" : "connector_unusable")
            .field("connector", name())
            .field("why", host_.health()->why());
    }
    advance(now);
}

}  // namespace hermod::app
