// Who puts credit into the purses of those that pay: again and again, under a reference that is repeated until it is answered,
// and now and then afterwards, or with another amount. They outlive the node. Owned by the course.
#pragma once

#include <set>

#include "credits.hpp"
#include "node.hpp"

namespace hermod::simulated::core {

class payers {
public:
    payers(stage& on, credits& book, const plan& as, std::function<node*()> now);
    void start(micros until);
    // Nothing that was begun is without its answer.
    bool idle() const { return unanswered_.empty(); }

private:
    void next(std::size_t sender);
    void pay_in(const sender_plan& by, std::string reference, std::int64_t amount);
    void insist(std::size_t sender, std::string reference, std::int64_t amount);

    stage& stage_;
    credits& book_;
    const plan& plan_;
    std::function<node*()> node_;
    mono_time until_{};
    std::uint64_t next_number_ = 0;
    std::set<std::string> unanswered_;  // account "/" reference
};

}  // namespace hermod::simulated::core
