// The part of a connector that sends: which line, and the verdicts.
#include "gateway/counting.hpp"
#include "lines/line_connector.hpp"

namespace hermod::lines {

// In frames. What a derived class holds back has taken no place yet; should the next part find none left behind it, that one
// part waits in its line.
std::size_t line_connector::capacity() const {
    std::size_t open = 0;
    for (const auto& one : lines_) open += one->room();
    if (!bucket_.limits()) return open;
    const std::size_t allowed = bucket_.available(), held = held_back();
    return std::min(open, allowed > held ? allowed - held : 0);
}

void line_connector::send(outbound part) {
    line* by = choose(part);
    send_by(by, std::move(part));
    feel_full();
}

void line_connector::send_by(line* by, outbound part) {
    if (!by) return settle_soon(part.token, {});
    by->take(std::move(part));
}

line* line_connector::choose(const outbound& part) {
    if (lines_.size() == 1) return lines_.front()->usable() && senders_ != 0 ? lines_.front().get() : nullptr;
    if (part.what->parts <= 1) return roomiest();
    pin& known = pins_[static_cast<std::size_t>(part.what->id.value) % pins_.size()];
    if (known.id == part.what->id && known.by && known.by->usable()) return known.by;
    known = {part.what->id, roomiest()};
    return known.by;
}

line* line_connector::roomiest() {
    line* best = nullptr;
    for (const auto& one : lines_)
        if (one->usable() && one->sends() && (!best || one->room() > best->room())) best = one.get();
    return best;
}

void line_connector::flush() {
    if (in_turn_) return;  // the turn's end does it
    for (const auto& one : lines_) one->flush();
}

void line_connector::settle_soon(std::uint64_t token, verdict result) {
    overdue_.emplace_back(token, std::move(result));
    if (std::exchange(overdue_posted_, true)) return;
    post([this] { settle_overdue(); });
}

void line_connector::settle_overdue() {
    overdue_posted_ = false;
    settling_.swap(overdue_);
    turn_begins();
    for (auto& [token, result] : settling_) settled(token, std::move(result), {});
    settling_.clear();
    turn_ends();
    leave_if_done();
}

void line_connector::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    count(counters_, result, round_trip);
    events_.settled(token, std::move(result));
}

}  // namespace hermod::lines
