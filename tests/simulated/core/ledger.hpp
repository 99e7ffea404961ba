// What is known outside the node: what it acknowledged, what its networks got, what its applications were told. It holds every
// step against the promises, and at the end what the store says. Nothing in it dies with the node.
// Owned by the course; one thread.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "gateway/outlet.hpp"
#include "message/record.hpp"
#include "message/remote_receipt.hpp"
#include "plan.hpp"
#include "stage.hpp"

namespace hermod::simulated::core {

// Why a message is moved, when it is not its lane that moves it.
inline constexpr std::string_view by_hand = "asked for";

class ledger {
public:
    explicit ledger(stage& on) : stage_(on) {}
    std::function<bool(const message&)> may_wait = [](const message&) { return false; };  // for a limit
    // Goes in certain hours only; and whether those are now.
    std::function<bool(const message&)> keeps_hours = [](const message&) { return false; };

    // ---- the applications' side ----
    void asked(const message_ptr& what);  // handed over; may become durable from now on
    void given(message_id id);            // an id, to something new
    void acknowledged(message_id id);     // 202, or the first answer once more
    void refused(message_id id);          // the store did not take it: it is nowhere
    void cancelling(message_id id) { at(id).cancel_asked = true; }
    void cancelled(message_id id);
    int replacing(message_id id, const message_ptr& next);  // the number of the content
    void replaced(message_id id, int content);
    void told(message_id id, std::uint32_t index, state now);
    // By its lane, or, `alone`, by somebody who looks after the queues.
    void moving(message_id id, connector_id to, bool alone) {
        at(id).moves_asked = true;
        if (alone) at(id).moved_by_hand = stage_.time.passed();
        stage_.note("moving " + to_text(id) + " to " + std::to_string(to.value));
    }
    // Somebody says of one that waits for his word that it may go, or may not; and has an answer: so it is, or it did not wait.
    void deciding(message_id id, bool lets_go);
    void decided(message_id id, bool lets_go, bool done);
    std::vector<message_id> waiting_for_a_word() const;  // acknowledged, and not decided or ended as far as is known here
    // Some that are acknowledged and, as far as is known here, not ended; the newest first.
    std::vector<message_ptr> acknowledged_and_open(std::size_t most) const;

    // ---- the network's side; `now` as the clock on the wall has it ----
    void sending(connector_id by, const outbound& part);  // handed to the connector
    void written(const outbound& part);                   // it may be in the network from now on
    void off_the_wire(const outbound& part, const verdict& as);
    void taken(connector_id by, const outbound& part);
    void receipt_kept(connector_id from, message_id id, std::uint8_t part, const std::string& remote_id, state outcome);

    // ---- the node ----
    void connected(connector_id by) { connected_at_[by] = stage_.time.now(); }
    void claimed(message_id id);
    message_ptr content(message_id id) const;  // the last that was acknowledged
    // Its last content, while nothing of it was ever given to a connector; null: it was.
    message_ptr untouched(message_id id) const;
    void barred(message_id id) { at(id).barred = true; }  // its lane has ended it, because of an opt-out
    std::size_t parts_of(message_id id) const;
    void died();
    void clock_steps(wall_time from);

    // ---- at the end ----
    // While all had something waiting, did each have its share of what one network took?
    void check_shares(const std::vector<sender_plan>& senders);
    // Every message that was ever handed over is looked up, and held against what is known here.
    template <class Find>
    void check_all(Find find) {
        for (auto& [id, one] : all_) check(one, find(id));
    }
    struct tally {
        std::size_t handed_over = 0, acknowledged = 0, lost_unacknowledged = 0, submitted_for_good = 0, flagged = 0,
                    taken_twice = 0, told = 0;
        std::size_t left_in_time = 0;  // outages
        std::size_t takes = 0, sends = 0, cancelled = 0, replaced = 0, deaths = 0;
        std::size_t let_go = 0, turned_down = 0, kept_hours = 0;
        std::size_t ended[state_count] = {};
    };
    void left_in_time() { ++tally_.left_in_time; }
    const tally& count() const { return tally_; }

private:
    using name_there = std::pair<connector_id, std::string>;  // networks may give one id to different parts
    struct part_line {
        unsigned taken = 0, tries = 0;                        // a try was written
        bool under_way = false;                               // the connector has it, in this life of the node
        bool in_doubt = false;                                // a try ended without our knowing: unsure, or the node died
        bool taken_since = false;                             // taken by a try whose end the node does not know to be "sent"
        bool written = false;                                 // ever
        name_there remote;                                    // the last that the node was told
        std::vector<std::pair<name_there, state>> receipts;   // kept by the node: acknowledged to the network
        bool refused = false;
    };
    struct line {
        message_ptr what;
        std::vector<message_ptr> contents;  // the first and what replaced it
        bool acknowledged = false, nowhere = false, cancel_asked = false, cancelled = false;
        int content = 0;                 // acknowledged; later ones may be durable
        std::optional<connector_id> by;  // which network got some of it
        bool arrived = false, in_doubt = false;
        bool claimed = false;  // in this life of the node
        bool moves_asked = false, barred = false;
        bool let_go_asked = false, let_go = false, turn_down_asked = false, turned_down = false, not_waiting = false;
        unsigned words = 0;  // of somebody who decides
        micros moved_by_hand{};  // last
        mono_time acknowledged_at{};
        mono_time passed_over{};  // first, by something less urgent
        std::map<int, part_line> parts;
        std::optional<state> end;  // as its application was told
        wall_time latest{};        // that the clock has shown since it was handed over, before it was set back
    };
    line& at(message_id id) { return all_.find(id)->second; }
    void check(line& one, const std::optional<record>& kept);
    void check_end(const line& one, const record& kept);
    void check_hours(const outbound& part);
    void check_order(const line& one, const outbound& part);
    void check_urgency(const line& one, const outbound& part);
    void broken(const line& one, const std::string& what);

    stage& stage_;
    std::map<message_id, line> all_;
    // The last that arrived first: connector, account, priority, recipient.
    std::map<std::tuple<std::uint32_t, std::uint32_t, unsigned, std::string>, message_id> last_in_line_;
    std::vector<account_id> takes_;  // of each part, in their order
    std::map<connector_id, mono_time> connected_at_;
    mono_time stepped_at_ = mono_time{};
    tally tally_;
};

// How a trace names it.
std::string name_of(message_id id);

}  // namespace hermod::simulated::core
