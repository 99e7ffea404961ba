#include "consent/policy.hpp"

namespace hermod::consent {

const answer* policy::answer_for(account_id account, word to, std::string_view language) const {
    const answer* best = nullptr;
    int best_fit = -1;
    for (const answer& one : answers) {
        if (one.to != to || (one.account && *one.account != account)) continue;
        if (!one.language.empty() && one.language != language) continue;
        const int fit = (one.account ? 2 : 0) + (one.language.empty() ? 0 : 1);
        if (fit > best_fit) best = &one, best_fit = fit;
    }
    return best;
}

}  // namespace hermod::consent
