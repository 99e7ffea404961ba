// What a network will not have, but another may: a message of which parts came back so is taken off this network, and its record is
// looked at, which says who would not have it before. Then it goes to what its route names next; or waits, while that is not usable;
// or is refused, when there is none or a part of it was sent: all parts stay on one connector.
#include <algorithm>

#include "deliver/lane.hpp"
#include "deliver/moved_text.hpp"

namespace hermod::deliver {

void lane::turn_away(item i, const verdict& v) {
    settle(i, event_kind::deferred, v, state::queued);
    const message_id id = i.what->id;
    turned_away& here = turned_away_[id.value];
    if (here.refused.empty()) here.why = v;
    here.refused.push_back(std::move(i));
    // Its other parts do not follow it to where it was refused.
    ready_.erase_if([&](item& other) {
        if (other.what->id != id) return false;
        give_back(other, "another part of it was refused");
        here.unsent.push_back(std::move(other));
        return true;
    });
}

// When nothing of it is on the wire any more.
void lane::ask_about_turned_away(message_id id) {
    const auto at = turned_away_.find(id.value);
    if (at == turned_away_.end() || at->second.asked) return;
    if (std::any_of(flights_.begin(), flights_.end(), [&](const flight& f) { return f.used && f.what.what->id == id; })) return;
    at->second.asked = true;
    asked_.push_back({question::kind::turned_away, id});
    store_.look({id});
}

void lane::decide_turned_away(message_id id, const record* r) {
    const auto at = turned_away_.find(id.value);
    if (at == turned_away_.end()) return;  // replaced meanwhile
    turned_away had = std::move(at->second);
    turned_away_.erase(at);
    if (!r || !r->sendable()) return;  // cancelled meanwhile
    const message& m = *r->what;
    const bool untouched = !r->claimed && std::none_of(r->part_states.begin(), r->part_states.end(),
                                                       [](char c) { return static_cast<state>(c) >= state::submitted; });
    if (untouched && m.moves < options_.most_moves) {
        auto tried = who_refused(*r);
        const auto way = around_.others->next(m, tried);
        std::vector<item> all = std::move(had.refused);
        std::move(had.unsent.begin(), had.unsent.end(), std::back_inserter(all));
        tried.push_back(around_.here);
        for (item& i : all) {
            i.looked_at = true;
            i.tried = tried;
        }
        if (way.to) return depart(std::move(all), *way.to, refused_text(around_.name, had.why.detail));
        if (way.exists) {
            for (item& i : all) delay(std::move(i), {});
            return;
        }
        had.refused = std::move(all);
        had.unsent.clear();
    }
    for (const item& i : had.refused)
        if (!gone(i)) settle(i, event_kind::refused, had.why, state::rejected);
    for (item& i : had.unsent) put_back(std::move(i));
}

}  // namespace hermod::deliver
