#include "course.hpp"

#include <algorithm>

namespace hermod::simulated::core {

using namespace std::chrono_literals;

course::course(const plan& as, bool shown)
    : plan_(as),
      stage_(as.seed, shown),
      book_(stage_),
      money_(stage_, plan_),
      people_(stage_, plan_),
      answers_(stage_, people_, plan_),
      speed_(stage_, plan_),
      disk_(as.on_sqlite ? make_sqlite_disk(stage_.luck) : make_memory_disk(stage_.luck)),
      senders_(stage_, book_, money_, people_, speed_, plan_, [this] { return ending_ ? nullptr : node_.get(); }),
      payers_(stage_, money_, plan_, [this] { return ending_ ? nullptr : node_.get(); }),
      handsets_(stage_, book_, people_, answers_, plan_, [this] { return ending_ ? nullptr : node_.get(); }),
      minders_(stage_, book_, plan_, [this] { return ending_ ? nullptr : node_.get(); }) {
    for (const auto& [id, ways] : plan_.networks) networks_.emplace_back(stage_, book_, id, ways);
    book_.may_wait = [this](const message& what) { return speed_.may_wait(what); };
    book_.keeps_hours = [this](const message& what) { return keeps_hours(plan_, what.account); };
    stage_.after_each = [this] {
        if (!node_) return;
        if (node_->failed()) return end(death::in_a_commit);
        node_->look();
    };
}

void course::begin() {
    stage_.note("begins");
    ending_ = false;
    node_ = std::make_unique<node>(stage_, book_, money_, people_, answers_, speed_, plan_, *disk_, networks_);
    const auto look = [this](message_id id) { return node_->find(id); };
    answers_.begins(look);
    money_.begins(node_->purses(), look);
    node_->look();
}

// The node is gone, at once, wherever it was.
void course::end(death how) {
    if (!node_) return;
    static constexpr const char* words[] = {"is killed", "loses power", "loses power in a commit", "has ended",
                                            "has a disk that failed"};
    stage_.note(words[static_cast<int>(how)]);
    node_->check_claims();
    disk_->die(how);
    node_.reset();
    disk_->recover();
    book_.died();
    money_.died();
    answers_.died();
    speed_.begins();
    senders_.died();
    minders_.died();
    stage_.after(stage_.luck.between(10ms, 5s), [this] {
        if (!node_) begin();
    });
}

void course::die_in(micros when, death how) {
    stage_.after(when, [this, how] {
        if (!node_) return;
        if (how == death::in_a_commit || how == death::disk_fails) return disk_->die_soon(how);
        if (how != death::orderly) return end(how);
        ending_ = true;
        node_->stop();
        stage_.note("is asked to end");
        stage_.after(30s, [this] {
            if (ending_) end(death::orderly);
        });
    });
}

void course::run() {
    stage_.note(std::string(plan_.on_sqlite ? "on SQLite" : "in memory") + ", journal " + std::to_string(plan_.journal_bytes) +
                ", active " + std::to_string(plan_.active) + ", networks " + std::to_string(plan_.networks.size()) +
                ", accounts " + std::to_string(plan_.senders.size()));
    stage_.time.step_wall(plan_.begins);
    begin();
    senders_.start(plan_.busy);
    payers_.start(plan_.busy);
    handsets_.start(plan_.busy);
    minders_.start();
    for (const auto& [when, how] : plan_.deaths) die_in(when, how);
    for (const auto& [when, by] : plan_.clock_steps)
        stage_.after(when, [this, step = by] {
            stage_.note("the clock steps");
            book_.clock_steps(stage_.time.wall());
            answers_.clock_steps(stage_.time.wall());
            stage_.time.step_wall(step);
            speed_.clock_set();
        });
    for (const plan::outage& one : plan_.outages) stage_.after(one.when, [this, one] { fall(one); });
    stage_.time.run_for(plan_.busy);
    heal();
    settle_down();
    if (plan_.backlog != 0) book_.check_shares(plan_.senders);
    if (stage_.is_broken()) return;
    end(stage_.luck.one_in(2) ? death::killed : death::power_cut);
    stage_.time.run_for(10s);
    settle_down();
    if (!stage_.is_broken()) look_at_all();
}

// "A dead connector's messages move within a second."
void course::fall(const plan::outage& what) {
    stage_.note("network " + std::to_string(networks_[what.network].id().value) + " is gone");
    networks_[what.network].fall();
    stage_.after(what.lasts, [this, which = what.network] { networks_[which].rise(); });
    stage_.after(1s, [this, which = what.network] {
        if (!node_ || ending_) return;
        const auto left = node_->left_behind(which, 1s);
        if (!left) return;
        if (*left != 0)
            return stage_.broken(std::to_string(*left) + " messages still wait for a network that has been gone for a second");
        book_.left_in_time();
    });
}

void course::heal() {
    stage_.note("heals");
    for (network& one : networks_) one.heal();
}

// What is scheduled waits for the clock on the wall, which somebody may have set back by a day; nothing else may take long.
void course::settle_down() {
    constexpr int patience = 40, day = 26 * 60;
    for (int minutes = 0; minutes < day && !stage_.is_broken(); ++minutes) {
        stage_.time.run_for(60s);
        if (minutes == patience && (!node_ || node_->is_busy())) break;
        const bool all_told = std::all_of(networks_.begin(), networks_.end(), [](const network& one) { return one.idle(); });
        if (node_ && !ending_ && node_->idle() && all_told && senders_.unanswered() == 0 && payers_.idle() && handsets_.idle() &&
            minders_.idle() && answers_.idle())
            return money_.check_all(node_->purses(), [this](message_id id) { return node_->find(id); });
    }
    if (!stage_.is_broken()) stage_.broken("not everything ends: " + (node_ ? node_->what_is_left() : "there is no node") + answers_.what_is_left());
}

void course::look_at_all() {
    book_.check_all([this](message_id id) { return node_->find(id); });
    handsets_.check_all([this](message_id id) { return node_->find(id); });
}

}  // namespace hermod::simulated::core
