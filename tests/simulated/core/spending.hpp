// What an account has handed in and spent within its day and its month, as it is known outside the node: what is durable, what is
// set aside for messages that are not decided yet, what a death has left unknown. A clock that is set back begins no period again.
//
// One an account, owned by the credits, outlives the nodes; one thread. Days and months are those of UTC.
#pragma once

#include <array>
#include <string>

#include "money/purse.hpp"
#include "plan.hpp"

namespace hermod::simulated::core {

class spending {
public:
    // The day and the month, each counted from 1970; -1: in none.
    using place = std::array<std::int64_t, 2>;
    static place shown(wall_time now);

    struct amounts {
        std::int64_t parts = 0, spent = 0;
        amounts& operator+=(const amounts& more);
        amounts& operator-=(const amounts& less);
    };
    // Which limits a message would break, as many as there are of them.
    struct limits {
        bool quota_day = false, quota_month = false, cap_day = false, cap_month = false;
        bool any() const { return quota_day || quota_month || cap_day || cap_month; }
    };

    explicit spending(const purse_plan& as) : as_(as) {}

    // What costs nothing is counted by quotas alone.
    bool counts(const amounts& what) const { return what.spent > 0 || as_.quota_day != 0 || as_.quota_month != 0; }
    void turn_to(wall_time now);
    limits without_room(const amounts& wanted) const;
    std::string text() const;

    place set_aside(const amounts& what);
    void let_go(const place& where, const amounts& what);
    void keep(const place& where, const amounts& what);
    void give_back(wall_time accepted, std::int64_t price);  // of a message that was accepted then

    void died();
    bool is_now(const place& where, std::size_t period) const { return where[period] == sums_[period].index; }
    // Holds what the next node knows against what the one before did, and goes on from there; what is wrong with it.
    // `by_messages`: between which what was spent must be, by the messages that are there.
    using bounds = std::array<std::pair<std::int64_t, std::int64_t>, 2>;
    std::string begins(const money::purse_row& has, const bounds& by_messages);
    std::string differs(const money::purse_row& has) const;

private:
    struct sum {
        std::int64_t index = 0;
        amounts kept, aside, unknown;
    };
    purse_plan as_;
    std::array<sum, 2> sums_;
};

}  // namespace hermod::simulated::core
