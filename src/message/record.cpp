#include "message/record.hpp"

#include <algorithm>

namespace hermod {
namespace {

// A long outage must not grow a record without bound: past this many events, the same one again replaces the last.
constexpr std::size_t events_before_folding = 16;

bool same_again(const event& last, const event& next) {
    return last.kind == next.kind && last.part == next.part && last.callback == next.callback && last.code == next.code &&
           (next.kind == event_kind::deferred || next.kind == event_kind::callback || next.kind == event_kind::unsure ||
            next.kind == event_kind::replaced || next.kind == event_kind::moved);
}

bool wants_callback(const message& m, state now, bool changed, const event& by) {
    if (changed && is_final(now))
        return m.callbacks & (callback_final | (now == state::delivered ? callback_success : callback_failure));
    if (changed && by.kind == event_kind::submitted && now == state::submitted) return m.callbacks & callback_submitted;
    return by.kind == event_kind::receipt && !is_final(by.outcome) && !is_final(now) && (m.callbacks & callback_intermediate);
}

}  // namespace

record::record(message_ptr m) : what(std::move(m)), part_states(what->parts, static_cast<char>(state::accepted)) {
    if (what->not_before > what->accepted_at) now = state::scheduled;
    if (what->held && what->way == direction::to_handset) now = state::held;
    if (what->way == direction::from_handset && (what->callbacks & callback_received)) events.push_back(received_event(*what));
}

event received_event(const message& m) {
    event e;
    e.kind = event_kind::accepted;
    e.callback = callback_state::pending;
    e.at = m.accepted_at;
    return e;
}

bool record::part_done(std::size_t part) const { return is_final(static_cast<state>(part_states[part])); }

// All parts delivered: delivered. All final: the first that is not delivered. All taken: submitted. Otherwise as before.
state record::summed_up() const {
    bool all_final = true, all_taken = true;
    state failed = state::delivered;
    for (const char c : part_states) {
        const auto s = static_cast<state>(c);
        if (!is_final(s)) all_final = false;
        if (s < state::submitted) all_taken = false;
        if (is_final(s) && s != state::delivered && failed == state::delivered) failed = s;
    }
    if (all_final) return failed;
    if (all_taken) return state::submitted;
    return now == state::submitted ? state::queued : now;
}

void record::claim() {
    for (char& c : part_states)
        if (static_cast<state>(c) < state::submitted) c = static_cast<char>(state::queued);
    claimed = true;
    if (now == state::accepted || now == state::scheduled) now = state::queued;
}

void record::see_claimed() {
    claimed = std::any_of(part_states.begin(), part_states.end(), [](char c) { return static_cast<state>(c) == state::queued; });
}

record::effect record::apply(event happened) {
    const state before = now;
    const bool was_claimed = claimed, was_duplicate = possible_duplicate;
    // What concerns the whole message touches every part that nothing final is known of.
    const std::size_t first = happened.part == 0 ? 0 : happened.part - 1u;
    const std::size_t last = happened.part == 0 ? part_states.size() : happened.part;
    if (last > part_states.size()) return {};
    bool news = false;
    const auto set = [&](state s) {
        for (std::size_t i = first; i < last; ++i) {
            if (part_done(i)) continue;
            part_states[i] = static_cast<char>(s);
            news = true;
        }
    };
    const auto take_back = [&] {
        for (std::size_t i = first; i < last; ++i)
            if (static_cast<state>(part_states[i]) == state::queued) part_states[i] = static_cast<char>(state::accepted);
    };

    switch (happened.kind) {
        case event_kind::submitted:
            // Told even when a receipt overtook it: the timeline wants the network's id.
            set(state::submitted);
            news = true;
            break;
        case event_kind::receipt:
            if (is_final(happened.outcome))
                set(happened.outcome);
            else
                news = !part_done(first);
            break;
        case event_kind::refused: set(state::rejected); break;
        case event_kind::expired: set(state::expired); break;
        case event_kind::cancelled:
            if (claimed || !is_waiting(before)) return {};
            set(state::cancelled);
            break;
        case event_kind::unsure:
            possible_duplicate = true;
            set(happened.outcome == state::unsure ? state::unsure : state::accepted);
            if (news && !is_final(before)) now = state::queued;
            break;
        case event_kind::deferred:
            news = !is_final(before);
            take_back();
            // Put off to a later time by its sender: it waits for that one.
            if (news) now = what->not_before > happened.at ? state::scheduled : state::queued;
            break;
        case event_kind::joined:
            if (!what->held) return {};
            set(state::delivered);
            break;
        default: return {};
    }
    see_claimed();
    const bool changed = news || claimed != was_claimed || possible_duplicate != was_duplicate;
    if (!news) return {false, changed, 0, false};
    now = summed_up();
    if (happened.kind != event_kind::receipt) happened.outcome = now;
    const bool moved = now != before;
    if (wants_callback(*what, now, moved, happened)) happened.callback = callback_state::pending;
    if (events.size() >= events_before_folding && happened.callback == callback_state::none && same_again(events.back(), happened))
        events.back() = std::move(happened);
    else
        events.push_back(std::move(happened));
    return {true, true, events.size() - 1, moved && is_final(now)};
}

record::effect record::replace(message_ptr next, wall_time at) {
    const message& m = *what;
    const bool same = next->id == m.id && next->account == m.account && next->connector == m.connector && next->way == m.way;
    if (!same || m.held != next->held || !untouched()) return {};
    event e;
    e.kind = event_kind::replaced;
    e.at = at;
    return become(std::move(next), std::move(e));
}

record::effect record::move(connector_id to, wall_time at, std::string why) {
    if (!untouched() || what->connector == to) return {};
    auto next = std::make_shared<message>(*what);
    next->connector = to;
    if (next->moves < UINT8_MAX) ++next->moves;
    event e;
    e.kind = event_kind::moved;
    e.at = at;
    e.detail = std::move(why);
    return become(std::move(next), std::move(e));
}

record::effect record::release(wall_time at) {
    if (!what->held || !untouched()) return {};
    auto next = std::make_shared<message>(*what);
    next->held = false;
    event e;
    e.kind = event_kind::released;
    e.at = at;
    return become(std::move(next), std::move(e));
}

bool record::untouched() const {
    return what->way == direction::to_handset && !claimed && is_waiting(now) &&
           std::none_of(part_states.begin(), part_states.end(), [](char c) { return static_cast<state>(c) >= state::submitted; });
}

record::effect record::become(message_ptr next, event e) {
    what = std::move(next);
    part_states.assign(what->parts, static_cast<char>(state::accepted));
    if (what->held) now = state::held;
    else if (what->not_before > e.at) now = state::scheduled;
    else if (now == state::scheduled || now == state::held) now = state::accepted;
    e.outcome = now;
    if (events.size() >= events_before_folding && same_again(events.back(), e))
        events.back() = std::move(e);
    else
        events.push_back(std::move(e));
    return {true, true, events.size() - 1, false};
}

void record::called_back(std::size_t index, event attempt) {
    if (index >= events.size() || events[index].callback != callback_state::pending) return;
    const callback_state told = attempt.callback;
    attempt.kind = event_kind::callback;
    attempt.callback = callback_state::none;
    if (told == callback_state::answered || told == callback_state::dead) {
        events[index].callback = told;
        if (what->way == direction::from_handset) now = told == callback_state::answered ? state::delivered : state::undelivered;
    }
    attempt.outcome = now;
    attempt.part = 0;
    if (events.size() >= events_before_folding && same_again(events.back(), attempt))
        events.back() = std::move(attempt);
    else
        events.push_back(std::move(attempt));
}

std::size_t record::pending_callback() const {
    for (std::size_t i = 0; i < events.size(); ++i)
        if (events[i].callback == callback_state::pending) return i;
    return npos;
}

bool record::closed() const {
    if (pending_callback() != npos) return false;
    if (what->way == direction::from_handset) return !what->held || is_final(now);
    return is_final(now) || (now == state::submitted && !what->receipt);
}

bool record::sendable() const {
    return what->way == direction::to_handset && !what->held && !is_final(now) &&
           std::any_of(part_states.begin(), part_states.end(), [](char c) { return static_cast<state>(c) < state::submitted; });
}

}  // namespace hermod
