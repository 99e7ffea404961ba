// A seed's course: a node, its networks and its applications, for minutes of deaths, breaks and clock steps; then everything is
// in order, and after a while nothing may be left but what no network ever told the end of. At last the node dies once more,
// and what it says of each message is held against what is known outside.
//
// One thread, one timeline: the same seed is the same course, to the microsecond.
#pragma once

#include <deque>
#include <memory>

#include "handsets.hpp"
#include "minders.hpp"
#include "node.hpp"
#include "payers.hpp"
#include "senders.hpp"

namespace hermod::simulated::core {

class course {
public:
    explicit course(const plan& as, bool shown = false);
    void run();

    const std::string& what_broke() const { return stage_.what_broke(); }
    std::uint64_t digest() const { return stage_.digest(); }
    const ledger::tally& count() const { return book_.count(); }
    const credits::tally& money() const { return money_.count(); }
    const paces::tally& speed() const { return speed_.count(); }
    const replies::tally& answered() const { return answers_.count(); }
    const consents::tally& people() const { return people_.count(); }

private:
    void begin();
    void end(death how);
    void die_in(micros when, death how);
    void fall(const plan::outage& what);
    void heal();
    void settle_down();
    void look_at_all();

    plan plan_;
    stage stage_;
    ledger book_;
    credits money_;
    consents people_;
    replies answers_;
    paces speed_;
    std::unique_ptr<disk> disk_;
    std::deque<network> networks_;
    senders senders_;
    payers payers_;
    handsets handsets_;
    minders minders_;
    std::unique_ptr<node> node_;
    bool ending_ = false;  // in good order
};

}  // namespace hermod::simulated::core
