// How fast accounts and limits let messages through, as it is known outside the node: token buckets of its own, once as full as
// they can be and once as empty. What is let through while the full one is empty was too much; what is refused while the empty
// one has a token, was refused for nothing.
//
// In no span of time is more claimed than a burst and the rate allow (by the clock on the wall, which the limits go by). A lane
// reads the clock once in a turn and a few times a second besides, so its tokens may be that much older. Buckets are
// full when a node begins, and anything when that clock is set. Owned by the course; one thread.
#pragma once

#include <map>

#include "message/message.hpp"
#include "plan.hpp"
#include "stage.hpp"

namespace hermod::simulated::core {

class paces {
public:
    paces(stage& on, const plan& as) : stage_(on), plan_(as) {}

    // ---- what an account may hand in ----
    void admitted(const message& what);
    void refused(account_id whose);
    void given_back(const std::string& client_ref);  // of what was admitted: nothing came of it
    // ---- what waits for its turn ----
    void claimed(const message& what);
    bool may_wait(const message& what) const;  // some limit counts it

    // Buckets are full when a node begins; after somebody has set the clock, as they may be.
    void begins();
    void clock_set();

    struct tally {
        std::size_t refused = 0, claimed = 0;
    };
    const tally& count() const { return tally_; }

private:
    struct bucket {
        double tokens = 0;
        wall_time at{};
        void fill(const pace_plan& by, double most, wall_time now, bool begins_empty = false);
    };
    using key = std::tuple<std::size_t, std::uint32_t, std::string, std::string>;  // limit, account, sender, recipient
    static bool counts(const shaping_plan& one, const message& what);
    const sender_plan* whose(account_id who) const;

    stage& stage_;
    const plan& plan_;
    std::map<account_id, bucket> full_, empty_;
    std::map<std::string, account_id> admitted_;  // by client_ref
    std::map<key, bucket> waiting_;
    bool clock_was_set_ = false;  // in this life of the node
    mono_time set_at_{};
    tally tally_;
};

}  // namespace hermod::simulated::core
