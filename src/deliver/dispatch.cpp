#include "deliver/dispatch.hpp"

namespace hermod::deliver {

lane_host::lane_host(boost::asio::any_io_executor home, store::store& behind, lane_options options, std::function<wall_time()> clock,
                     std::uint32_t seed, waker wakes)
    : home_(std::move(home)),
      clock_(std::move(clock)),
      random_(seed),
      wakes_(std::move(wakes)),
      waking_(home_),
      lane_(options,
            {.claim = [this, &behind](std::vector<message_id> ids, std::uint64_t token) { behind.claim(std::move(ids), *this, token); },
             .load = [this, &behind](std::vector<message_id> ids) { behind.load(std::move(ids), *this, loads); },
             .settle = [&behind](message_id id, event e) { behind.settle(id, std::move(e)); },
             .random = [this] { return static_cast<std::uint32_t>(random_()); },
             .load_called = [this, &behind](std::vector<message_id> ids) { behind.load(std::move(ids), *this, called); },
             .wake = [this](wall_time when) { wake_at(when); },
             .look = [this, &behind](std::vector<message_id> ids) { behind.load(std::move(ids), *this, looks); },
             .move = [this, &behind](std::vector<message_id> ids, connector_id to, std::string why) {
                 behind.move(std::move(ids), to, clock_(), std::move(why));
             },
             .mark = [this, &behind](std::uint64_t token) { behind.claim({}, *this, token | marks); }}),
      inbox_(home_, [this](std::vector<note>& notes) { take(notes); }) {}

void lane_host::take(std::vector<note>& notes) {
    const wall_time now = clock_();
    lane_.at(now);
    for (note& n : notes) {
        if (auto* stored = std::get_if<message_ptr>(&n)) lane_.enqueue(std::move(*stored));
        else if (auto* come = std::get_if<arriving>(&n)) lane_.arrived(std::move(come->what), come->possible_duplicate);
        else if (auto* done = std::get_if<claim_done>(&n)) done->token & marks ? lane_.reached(done->token & ~marks, now) : lane_.claimed(done->token, now);
        else if (auto* a = std::get_if<answer>(&n)) a->looked ? lane_.looked_at(std::move(a->found), now) : lane_.loaded(std::move(a->found), now);
        else if (auto* those = std::get_if<called_found>(&n)) lane_.loaded_called(std::move(those->found), now);
        else if (auto* ended = std::get_if<cancelling>(&n)) lane_.cancelled(*ended->what);
        else if (auto* left = std::get_if<leaving>(&n)) lane_.moved_away(*left->what);
        else if (auto* x = std::get_if<std::unique_ptr<replacement>>(&n)) lane_.replaced(*(*x)->was, std::move((*x)->next), (*x)->possible_duplicate);
    }
    lane_.pump(now);
}

// A timer that is set again forgets its time before.
void lane_host::wake_at(wall_time when) {
    const auto wait = std::max(when - clock_(), wall_time::duration{});
    if (wakes_)
        return wakes_(wait, [this, mine = ++wakings_] {
            if (mine == wakings_) lane_.pump(clock_());
        });
    waking_.expires_after(wait);
    waking_.async_wait([this](const boost::system::error_code& fault) {
        if (!fault) lane_.pump(clock_());
    });
}

void lane_host::meet(neighbours around, health_options options, board_row& row, std::function<void()> usable_again) {
    around.health = &health_.emplace(options, row);
    usable_again_ = std::move(usable_again);
    lane_.meet(std::move(around));
}

bool lane_host::tick(bool bound, const connector_counters* numbers, mono_time now) {
    const bool changed = health_ && health_->look(bound, numbers, now);
    if (changed && health_->usable() && usable_again_) usable_again_();
    lane_.tick(clock_());
    return changed;
}

void lane_host::begin_anew(std::string name, const health_options& as) {
    lane_.known_as(std::move(name));
    if (health_) health_->begin_anew(as);
}

void lane_host::order(queue_order what) {
    if (!health_) return;
    const bool was_usable = health_->usable();
    health_->order(what);
    if (!was_usable && health_->usable() && usable_again_) usable_again_();
    lane_.pump(clock_());
}

lane_host& dispatch::add(connector_id id, boost::asio::any_io_executor home, const std::function<void(lane_host&)>& prepare) {
    if (lane_host* const there = find(id)) return *there;
    auto host = std::make_unique<lane_host>(std::move(home), store_, options_, clock_, seed_ ^ id.value, wakes_);
    if (prepare) prepare(*host);
    return hosts_.add(id.value, std::move(host));
}

void dispatch::recover(const store::open_entry& left, const boost::asio::any_io_executor& home_of_strays) {
    if (left.sendable) add(left.connector, home_of_strays).queue().recover(left);
}

void dispatch::committed(std::span<const store::notice> changes) noexcept {
    for (const store::notice& change : changes) {
        if (change.what->way != direction::to_handset) continue;
        const event_kind kind = change.happened.kind;
        if (kind == event_kind::moved && !change.what->held)
            if (lane_host* before = find(change.was->connector)) before->moved_away(change.was);
        if (change.what->held) continue;  // no lane has it
        lane_host* host = find(change.what->connector);
        if (!host) continue;
        if (kind == event_kind::stored || kind == event_kind::released) host->stored(change.what);
        else if (kind == event_kind::moved) host->arrived(change.what, change.possible_duplicate);
        else if (kind == event_kind::replaced) host->replaced(change.was, change.what, change.possible_duplicate);
        else if (kind == event_kind::cancelled) host->cancelled(change.what);
    }
}

}  // namespace hermod::deliver
