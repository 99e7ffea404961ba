// The part of the connector that sends: which bind, what it becomes, and its verdicts.
#include <boost/asio/post.hpp>

#include "connectors/smpp/smpp_connector.hpp"

namespace hermod::connectors::smpp {

namespace asio = boost::asio;

// In PDUs. A group that is still gathering has taken no place yet; should the next part not fit it and no place be left
// behind it, that one part waits in its link.
std::size_t smpp_connector::capacity() const {
    std::size_t open = 0;
    for (const auto& one : links_) open += one->room();
    if (!bucket_.limits()) return open;
    const std::size_t allowed = bucket_.available(), gathered = gathered_.parts().size();
    return std::min(open, allowed > gathered ? allowed - gathered : 0);
}

void smpp_connector::send(outbound part) {
    const bool joins = gathered_.may_begin(*part.what);
    if (!joins || (!gathered_.empty() && !gathered_.fits(*part.what))) put_gathered();
    if (joins)
        gathered_.add(std::move(part), wall());
    else
        send_alone(std::move(part));
    if (gathered_.active() && gathered_.full()) put_gathered();
    starved_ = starved_ || capacity() == 0;
}

void smpp_connector::send_alone(outbound part) {
    gathered_.alone();
    link* by = choose(part);
    if (!by) return settle_soon(part.token, {});
    by->take(std::move(part));
}

verdict unwritable(const wire::smpp::codec_error& fault) {
    verdict out;
    out.is = verdict::kind::refused;
    out.code = static_cast<std::uint32_t>(fault.suggested_status);
    out.detail = std::string(fault.field) + ": " + wire::smpp::text(fault.code);
    return out;
}

link* smpp_connector::choose(const outbound& part) {
    if (links_.size() == 1) return links_.front()->usable() && senders_ != 0 ? links_.front().get() : nullptr;
    if (part.what->parts <= 1) return roomiest();
    pin& known = pins_[static_cast<std::size_t>(part.what->id.value) % pins_.size()];
    if (known.id == part.what->id && known.by && known.by->usable()) return known.by;
    known = {part.what->id, roomiest()};
    return known.by;
}

link* smpp_connector::roomiest() {
    link* best = nullptr;
    for (const auto& one : links_)
        if (one->usable() && one->sends() && (!best || one->room() > best->room())) best = one.get();
    return best;
}

const outgoing::outcome* smpp_connector::translated(const outbound& part, wall_time now, std::size_t parts, verdict& refused) {
    made_ = translator_.submit(part.what, part.part, now);
    refused.is = verdict::kind::refused;
    refused.detail = made_.refused;
    if (made_.tlvs_dropped != 0) counters_.oddities.fetch_add(parts * made_.tlvs_dropped, std::memory_order_relaxed);
    return made_.refused.empty() ? &made_ : nullptr;
}

void smpp_connector::put(link& by, const outbound& part) {
    verdict refused;
    const outgoing::outcome* made = translated(part, wall(), 1, refused);
    if (!made) return settle_soon(part.token, std::move(refused));
    if (made->carried) return carried_.add(part, options_.id, wall());
    const auto sent =
        made->data ? by.session().send(part.token, *made->data, now()) : by.session().send(part.token, *made->pdu, now());
    if (!sent) return settle_soon(part.token, unwritable(sent.error()));
    if (bucket_.limits()) bucket_.take();
}

void smpp_connector::flush() {
    put_gathered();
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
    starved_ = starved_ || gathered_.active();  // a place more takes more than one part: who feeds us must look again
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

}  // namespace hermod::connectors::smpp
