// Somebody who looks at what waits for a word, and lets it go or refuses it: again until he has an answer, and what is left at the
// end as well. They outlive the node. Owned by the course.
#pragma once

#include <deque>

#include "ledger.hpp"
#include "node.hpp"

namespace hermod::simulated::core {

class minders {
public:
    minders(stage& on, ledger& book, const plan& as, std::function<node*()> now);
    ~minders();

    void start();
    // Answers that were on their way will not come.
    void died() { ++life_; }
    // Nothing waits for a word, as far as is known, nor a word for its answer.
    bool idle() const;

private:
    struct decision;
    void next();
    void decide(message_id id);

    stage& stage_;
    ledger& book_;
    const plan& plan_;
    std::function<node*()> node_;
    unsigned life_ = 0;
    std::deque<std::unique_ptr<decision>> decisions_;
};

}  // namespace hermod::simulated::core
