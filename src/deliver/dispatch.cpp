#include "deliver/dispatch.hpp"

namespace hermod::deliver {

lane_host::lane_host(boost::asio::any_io_executor home, store::store& behind, lane_options options, std::function<wall_time()> clock)
    : home_(std::move(home)),
      clock_(std::move(clock)),
      random_(std::random_device{}()),
      lane_(options,
            {.claim = [this, &behind](std::vector<message_id> ids, std::uint64_t token) { behind.claim(std::move(ids), *this, token); },
             .load = [this, &behind](std::vector<message_id> ids) { behind.load(std::move(ids), *this, 0); },
             .settle = [&behind](message_id id, event e) { behind.settle(id, std::move(e)); },
             .random = [this] { return static_cast<std::uint32_t>(random_()); }}),
      inbox_(home_, [this](std::vector<note>& notes) { take(notes); }) {}

void lane_host::take(std::vector<note>& notes) {
    const wall_time now = clock_();
    lane_.at(now);
    for (note& n : notes) {
        if (auto* stored = std::get_if<message_ptr>(&n)) lane_.enqueue(std::move(*stored));
        else if (auto* done = std::get_if<claim_done>(&n)) lane_.claimed(done->token, now);
        else if (auto* found = std::get_if<std::vector<record>>(&n)) lane_.loaded(std::move(*found), now);
        else if (auto* ended = std::get_if<cancelling>(&n)) lane_.cancelled(*ended->what);
        else if (auto* left = std::get_if<leaving>(&n)) lane_.moved_away(*left->what);
        else if (auto* x = std::get_if<std::unique_ptr<replacement>>(&n)) lane_.replaced(*(*x)->was, std::move((*x)->next));
    }
    lane_.pump(now);
}

lane_host& dispatch::add(connector_id id, boost::asio::any_io_executor home) {
    auto& host = hosts_[id.value];
    if (!host) host = std::make_unique<lane_host>(std::move(home), store_, options_, clock_);
    return *host;
}

lane_host* dispatch::find(connector_id id) {
    const auto at = hosts_.find(id.value);
    return at == hosts_.end() ? nullptr : at->second.get();
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
        if (kind == event_kind::stored || kind == event_kind::released || kind == event_kind::moved) host->stored(change.what);
        else if (kind == event_kind::replaced) host->replaced(change.was, change.what);
        else if (kind == event_kind::cancelled) host->cancelled(change.what);
    }
}

}  // namespace hermod::deliver
