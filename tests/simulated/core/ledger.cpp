#include "ledger.hpp"

#include <algorithm>

namespace hermod::simulated::core {

constexpr auto late = std::chrono::seconds{2};  // a lane looks once a second

std::string name_of(message_id id) {
    return to_text(id);
}

void ledger::broken(const line& one, const std::string& what) {
    stage_.broken(name_of(one.what->id) + ": " + what);
}

// ---- the applications' side ----

void ledger::asked(const message_ptr& what) {
    line one;
    one.what = std::make_shared<message>(*what);  // a copy: what is set aside for it ends with the message
    one.contents = {one.what};
    given(what->id);
    all_.emplace(what->id, std::move(one));
    ++tally_.handed_over;
    stage_.note("asked " + name_of(what->id) + " account " + std::to_string(what->account.value) + " to " + what->to + " parts " +
                std::to_string(what->parts) + " priority " + std::to_string(what->more().priority));
}

// That of a message which was lost before anybody heard of it may be given again.
void ledger::given(message_id id) {
    const auto was = all_.find(id);
    if (was == all_.end()) return;
    const line& old = was->second;
    if (old.acknowledged || old.arrived || old.end) return broken(old, "its id is given again");
    all_.erase(was);
    ++tally_.lost_unacknowledged;
}

void ledger::acknowledged(message_id id) {
    line& one = at(id);
    if (one.nowhere) return broken(one, "was refused before, and is acknowledged now");
    if (!std::exchange(one.acknowledged, true)) {
        ++tally_.acknowledged;
        one.acknowledged_at = stage_.time.now();
    }
    stage_.note("acknowledged " + name_of(id));
}

void ledger::refused(message_id id) {
    line& one = at(id);
    if (one.acknowledged) return broken(one, "was acknowledged before, and is refused now");
    one.nowhere = true;
    stage_.note("refused " + name_of(id));
}

void ledger::cancelled(message_id id) {
    line& one = at(id);
    stage_.note("cancelled " + name_of(id));
    one.cancelled = true;
    ++tally_.cancelled;
    for (const auto& [n, part] : one.parts)
        if (part.under_way) return broken(one, "is called cancelled while part " + std::to_string(n) + " is with its connector");
}

int ledger::replacing(message_id id, const message_ptr& next) {
    line& one = at(id);
    one.contents.push_back(std::make_shared<message>(*next));
    return static_cast<int>(one.contents.size()) - 1;
}

void ledger::replaced(message_id id, int content) {
    line& one = at(id);
    stage_.note("replaced " + name_of(id) + " by its content " + std::to_string(content));
    one.content = std::max(one.content, content);
    ++tally_.replaced;
}

void ledger::told(message_id id, std::uint32_t index, state now) {
    const auto found = all_.find(id);
    if (found == all_.end()) return stage_.broken(name_of(id) + ": an application is told of a message that nobody handed over");
    line& one = found->second;
    ++tally_.told;
    stage_.note("told " + name_of(id) + " event " + std::to_string(index) + " " + std::string(to_text(now)));
    if (!is_final(now)) return;
    if (one.end && *one.end != now)
        return broken(one, "its application was told that it is " + std::string(to_text(*one.end)) + ", and now " +
                               std::string(to_text(now)));
    one.end = now;
}

void ledger::deciding(message_id id, bool lets_go) {
    line& one = at(id);
    stage_.note((lets_go ? "letting go " : "turning down ") + name_of(id));
    (lets_go ? one.let_go_asked : one.turn_down_asked) = true;
    ++one.words;
}

void ledger::decided(message_id id, bool lets_go, bool done) {
    line& one = at(id);
    stage_.note((lets_go ? "let go " : "turned down ") + name_of(id) + (done ? "" : ": it does not wait"));
    if (!done) {
        one.not_waiting = true;
        if (one.words == 1 && one.contents.size() == 1 && !one.cancel_asked && !one.end && stage_.time.wall() < one.what->expires_at &&
            one.latest == wall_time{})
            broken(one, "waits for a word, and is said not to");
        return;
    }
    if (lets_go ? one.turned_down : one.let_go) return broken(one, "is both let go and refused");
    ++(lets_go ? tally_.let_go : tally_.turned_down);
    (lets_go ? one.let_go : one.turned_down) = true;
}

std::vector<message_id> ledger::waiting_for_a_word() const {
    std::vector<message_id> out;
    for (const auto& [id, one] : all_)
        if (one.acknowledged && !one.end && !one.cancelled && !one.let_go && !one.turned_down && !one.not_waiting && one.what->held)
            out.push_back(id);
    return out;
}

std::vector<message_ptr> ledger::acknowledged_and_open(std::size_t most) const {
    std::vector<message_ptr> out;
    for (auto one = all_.rbegin(); one != all_.rend() && out.size() < most; ++one) {
        const line& l = one->second;
        if (l.acknowledged && !l.end && !l.cancelled && l.what->callbacks != callback_none) out.push_back(l.contents[static_cast<std::size_t>(l.content)]);
    }
    return out;
}

// ---- the network's side ----

void ledger::sending(connector_id by, const outbound& part) {
    const auto found = all_.find(part.what->id);
    if (found == all_.end()) return stage_.broken(name_of(part.what->id) + ": is sent, and nobody handed it over");
    line& one = found->second;
    part_line& p = one.parts[part.part];
    ++tally_.sends;
    stage_.note("send " + name_of(part.what->id) + " part " + std::to_string(part.part) + " by " + std::to_string(by.value) +
                (part.possible_duplicate ? " flagged" : ""));
    if (one.nowhere) return broken(one, "is sent, and the store refused it");
    if (std::max(one.latest, stage_.time.wall()) < part.what->not_before) return broken(one, "is sent before its time");
    if (stage_.time.wall() > part.what->expires_at + late && stage_.time.now() - stepped_at_ > late)
        return broken(one, "is sent after its validity has ended");
    if (one.cancelled) return broken(one, "is sent after it was cancelled");
    if (one.end) return broken(one, "is sent after its application was told that it is " + std::string(to_text(*one.end)));
    if (one.contents.size() == 1 && one.what->held && !one.let_go_asked) return broken(one, "is sent, and nobody let it go");
    if (one.turned_down) return broken(one, "is sent after somebody has refused it");
    check_hours(part);
    if (p.under_way) return broken(one, "part " + std::to_string(part.part) + " is with a connector twice");
    if (by != part.what->connector) return broken(one, "is in the lane of another connector than its own");
    if (one.by && *one.by != by && one.arrived && !part.possible_duplicate) return broken(one, "its parts go to two networks");
    if (one.by && *one.by != by && !one.moves_asked) return broken(one, "is with another connector, and nobody moved it");
    if (!one.claimed) return broken(one, "is sent, and was not claimed");
    const auto content = std::find_if(one.contents.begin(), one.contents.end(),
                                      [&](const message_ptr& m) { return m->client_ref == part.what->client_ref; });
    if (content == one.contents.end() || content - one.contents.begin() < one.content)
        return broken(one, "is sent with a content that was replaced");
    if (part.part > part.what->parts) return broken(one, "has no such part");
    if (p.in_doubt && !part.possible_duplicate)
        return broken(one, "a try of part " + std::to_string(part.part) + " is in doubt, and the next is not flagged");
    if (p.in_doubt && !part.what->resend_unsure) return broken(one, "is in doubt and to be parked, and is sent again");
    if (p.taken_since && !p.in_doubt) return broken(one, "part " + std::to_string(part.part) + " was taken, and is sent again");
    if (part.possible_duplicate && !one.in_doubt) return broken(one, "is flagged, and nothing ever was in doubt");
    p.under_way = true;
    p.written = false;
    one.by = by;
}

void ledger::written(const outbound& part) {
    part_line& p = at(part.what->id).parts[part.part];
    p.written = true;
    ++p.tries;
}

void ledger::off_the_wire(const outbound& part, const verdict& as) {
    line& one = at(part.what->id);
    part_line& p = one.parts[part.part];
    p.under_way = false;
    if (as.is == verdict::kind::unsure) one.in_doubt = p.in_doubt = true;
    if (as.is == verdict::kind::refused) p.refused = true;
    if (as.is == verdict::kind::sent) p.remote = {*one.by, as.detail};
    static constexpr const char* words[] = {"sent", "refused", "later", "unsure", "unsent"};
    stage_.note("verdict " + name_of(part.what->id) + " part " + std::to_string(part.part) + " " +
                words[static_cast<int>(as.is)] + (as.throttled ? " throttled" : ""));
}

void ledger::taken(connector_id by, const outbound& part) {
    line& one = at(part.what->id);
    part_line& p = one.parts[part.part];
    ++tally_.takes;
    stage_.note("taken " + name_of(part.what->id) + " part " + std::to_string(part.part) + " by " + std::to_string(by.value));
    if (p.taken == 0 && part.part == 1) check_order(one, part);
    if (++p.taken == 2) ++tally_.taken_twice;
    p.taken_since = true;
    one.arrived = true;
    takes_.push_back(part.what->account);
    if (p.taken > 1 && !part.possible_duplicate)
        broken(one, "part " + std::to_string(part.part) + " was taken twice, and the second is not flagged");
}

// A message whose first part has gone is finished. What is sent again at once is judged by the time that its lane was last told.
void ledger::check_hours(const outbound& part) {
    if (!keeps_hours(*part.what)) return;
    ++tally_.kept_hours;
    const wall_time now = stage_.time.wall();
    if (part.what->parts != 1 || is_open(now) || is_open(now - late) || stage_.time.now() - stepped_at_ <= late) return;
    broken(at(part.what->id), "is sent while its window is closed");
}

// First tries of one account, priority and recipient on one connector come in the order accepted; what was put off, scheduled or
// replaced has another place, and whoever was tried before is no first try.
void ledger::check_order(const line& one, const outbound& part) {
    const message& m = *part.what;
    if (m.not_before > m.accepted_at || one.contents.size() > 1 || one.what->held || keeps_hours(m)) return;
    // Limits may count each sender for itself: then only those by one name are in one line. What was moved comes
    // behind what is there, in the order in which it stood where it came from, or in which somebody moved one after the other.
    message_id& last = last_in_line_[{m.connector.value, m.account.value, m.more().priority,
                                      m.to + (may_wait(m) ? " " + m.from : "") +
                                          (one.moves_asked ? " from " + std::to_string(one.what->connector.value) + " at " + std::to_string(one.moved_by_hand.count()) : "")}];
    const part_line& p = one.parts.at(part.part);
    if (m.id < last && p.tries == 1) return broken(one, "comes after " + name_of(last) + ", which was accepted later");
    last = std::max(last, m.id);
}

// Nothing is claimed for longer than a moment while something more urgent waits, but for what it takes to become durable; the moment
// is what it takes to load it.
void ledger::check_urgency(const line& one, const outbound& part) {
    constexpr auto soon = std::chrono::seconds{5}, moment = std::chrono::seconds{1};
    if (one.moves_asked) return;  // which network's queue it is claimed from is not known here
    const mono_time before = stage_.time.now() - soon;
    const unsigned level = std::min<unsigned>(part.what->more().priority, 3);
    if (level == 3 || connected_at_[part.what->connector] > before) return;
    for (auto& [id, other] : all_) {
        const message& m = *other.what;
        if (!other.acknowledged || other.acknowledged_at > before || other.end || other.cancelled ||
            std::min<unsigned>(m.more().priority, 3) <= level)
            continue;
        if (m.connector != part.what->connector || other.claimed || !other.parts.empty() || m.not_before > m.accepted_at ||
            other.contents.size() > 1 || other.moves_asked || other.barred || may_wait(m) || m.held || keeps_hours(m))
            continue;
        if (m.expires_at <= stage_.time.wall() + soon || other.latest != wall_time{}) continue;
        if (other.passed_over == mono_time{}) other.passed_over = stage_.time.now();
        if (stage_.time.now() - other.passed_over <= moment) continue;
        return broken(one, "is claimed, and " + name_of(id) + ", which is more urgent, has been waiting");
    }
}

void ledger::check_shares(const std::vector<sender_plan>& senders) {
    std::map<account_id, std::size_t> left, had;
    double weights = 0;
    for (const account_id who : takes_) ++left[who];
    for (const sender_plan& s : senders) weights += s.weight;
    std::map<account_id, std::size_t> all = left;
    std::size_t counted = 0;
    for (const account_id who : takes_) {
        if (--left[who] < all[who] / 5) break;  // one has nearly nothing left: from here on the others have its share
        ++had[who];
        ++counted;
    }
    for (const sender_plan& s : senders) {
        const double fair = static_cast<double>(counted) * s.weight / weights, got = static_cast<double>(had[s.id]);
        // A turn is a whole message of up to three parts.
        if (std::abs(got - fair) > 0.05 * fair + 4)
            stage_.broken("account " + std::to_string(s.id.value) + " of weight " + std::to_string(s.weight) + " had " +
                          std::to_string(had[s.id]) + " of " + std::to_string(counted) + " parts, and " + std::to_string(fair) +
                          " would have been fair");
    }
    stage_.note("shares of " + std::to_string(counted) + " parts");
}

void ledger::claimed(message_id id) {
    const auto found = all_.find(id);
    if (found == all_.end()) return stage_.broken(name_of(id) + ": is claimed, and nobody handed it over");
    line& one = found->second;
    one.claimed = true;
    check_urgency(one, {.what = one.contents[static_cast<std::size_t>(one.content)]});
    stage_.note("claim " + name_of(id));
}

message_ptr ledger::content(message_id id) const {
    const auto found = all_.find(id);
    return found == all_.end() ? nullptr : found->second.contents[static_cast<std::size_t>(found->second.content)];
}

message_ptr ledger::untouched(message_id id) const {
    const message_ptr now = content(id);
    return now && (now->parts == 1 || all_.at(id).parts.empty()) ? now : nullptr;
}

std::size_t ledger::parts_of(message_id id) const {
    std::size_t out = 1;
    const auto found = all_.find(id);
    if (found == all_.end()) return out;
    for (const message_ptr& m : found->second.contents) out = std::max<std::size_t>(out, m->parts);
    return out;
}

void ledger::receipt_kept(connector_id from, message_id id, std::uint8_t part, const std::string& remote_id, state outcome) {
    if (is_final(outcome)) at(id).parts[part].receipts.push_back({{from, remote_id}, outcome});
    stage_.note("receipt kept " + name_of(id) + " part " + std::to_string(part) + " " + std::string(to_text(outcome)));
}

// ---- the node ----

// What was with a connector may be in the network, and what was claimed may have been with it.
void ledger::died() {
    ++tally_.deaths;
    for (auto& [id, one] : all_) {
        one.not_waiting = false;  // somebody's word may have been on its way
        // What was claimed, durably or not, and no other.
        if (!std::exchange(one.claimed, false) || one.end) continue;
        one.in_doubt = true;
        for (auto& [n, part] : one.parts)
            if (part.under_way || part.taken_since) {
                part.under_way = false;
                part.in_doubt = part.in_doubt || part.written;
            }
    }
}

void ledger::clock_steps(wall_time from) {
    stepped_at_ = stage_.time.now();
    for (auto& [id, one] : all_) one.latest = std::max(one.latest, from);
}

// ---- at the end ----

void ledger::check(line& one, const std::optional<record>& kept) {
    if (!kept) {
        if (one.acknowledged) return broken(one, "was acknowledged, and is lost");
        if (one.arrived) return broken(one, "was sent, and is unknown now");
        if (one.end) return broken(one, "its end was told, and it is unknown now");
        ++tally_.lost_unacknowledged;
        return;
    }
    if (one.nowhere) return broken(one, "was refused, and is in the store");
    const record& r = *kept;
    tally_.flagged += r.possible_duplicate;
    if (one.turned_down && r.now != state::rejected) return broken(one, "was refused by hand, and is " + std::string(to_text(r.now)));
    // What nobody was told of nobody decides; it is seen among what is held.
    if (r.now == state::held && r.what->held && (!one.acknowledged || one.contents.size() > 1)) return;
    if (!is_final(r.now)) {
        if (r.now != state::submitted)
            return broken(one, "stays " + std::string(to_text(r.now)) + ", though everything is in order again");
        if (r.sendable()) return broken(one, "is submitted, and has parts that are not");
        ++tally_.submitted_for_good;
    } else {
        ++tally_.ended[static_cast<std::size_t>(r.now)];
        if (!one.end && r.what->callbacks != callback_none) return broken(one, "is " + std::string(to_text(r.now)) + ", and its application was never told");
    }
    if (one.end && *one.end != r.now)
        return broken(one, "its application was told that it is " + std::string(to_text(*one.end)) + ", and it is " +
                               std::string(to_text(r.now)));
    if (r.pending_callback() != record::npos) return broken(one, "something of it is still to be told");
    // Of one that was refused in part, only the rest can be taken back: it ends as it was refused.
    const bool failed_before = std::any_of(one.parts.begin(), one.parts.end(),
                                           [](const auto& p) { return p.second.refused || !p.second.receipts.empty(); });
    if (one.cancelled && r.now != state::cancelled && !failed_before)
        return broken(one, "was cancelled, and is " + std::string(to_text(r.now)));
    if (r.now == state::cancelled && !one.cancel_asked) return broken(one, "is cancelled, and nobody asked for it");
    if (r.what->client_ref != one.contents.back()->client_ref) {
        const auto has = std::find_if(one.contents.begin(), one.contents.end(),
                                      [&](const message_ptr& m) { return m->client_ref == r.what->client_ref; });
        if (has == one.contents.end() || has - one.contents.begin() < one.content)
            return broken(one, "has a content that was replaced");
    }
    check_end(one, r);
}

void ledger::check_end(const line& one, const record& r) {
    bool all_delivered = true;
    for (int n = 1; n <= r.what->parts; ++n) {
        const auto found = one.parts.find(n);
        const part_line p = found == one.parts.end() ? part_line{} : found->second;
        const auto is = static_cast<state>(r.part_states[static_cast<std::size_t>(n - 1)]);
        const auto told = [&](auto which) { return std::any_of(p.receipts.begin(), p.receipts.end(), which); };
        const bool delivered = told([](const auto& r) { return r.second == state::delivered; });
        const std::string which = "part " + std::to_string(n);
        all_delivered = all_delivered && is == state::delivered;
        if ((is == state::submitted || is == state::delivered) && p.taken == 0)
            return broken(one, which + " is " + std::string(to_text(is)) + ", and no network had it");
        if (is == state::delivered && !delivered) return broken(one, which + " is delivered, and no network said so");
        if (is == state::rejected && !p.refused && p.receipts.empty() && !one.barred && !one.turn_down_asked)
            return broken(one, which + " is rejected, and nobody did");
        if (is == state::submitted && r.what->receipt && told([&](const auto& r) { return r.first == p.remote; }))
            return broken(one, which + " has its receipt, and does not know it");
        if (is == state::unsure && r.what->resend_unsure) return broken(one, which + " is parked, and was to be sent again");
        if (p.taken > 1 && !r.possible_duplicate) return broken(one, which + " was taken twice, and the message is not flagged");
        if (p.taken > 1 && !r.what->resend_unsure) return broken(one, which + " was taken twice, and was to be parked");
        if (p.taken > 0 && is < state::submitted) return broken(one, which + " was taken, and is to be sent");
    }
    if (r.now == state::delivered && !all_delivered) broken(one, "is delivered, and not all of its parts are");
    if (r.possible_duplicate && !one.in_doubt) broken(one, "is flagged, and nothing ever was in doubt");
}

}  // namespace hermod::simulated::core
