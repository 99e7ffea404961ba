#include "limits/table.hpp"

namespace hermod::limits {

table::table(std::vector<limit> all) : all_(std::move(all)) {
    for (limit& one : all_) one.make_ready();
    fill(refusing_, false);
    fill(waiting_, true);
}

void table::fill(index& in, bool waits) const {
    for (const limit& one : all_)
        if (one.waits == waits)
            for (const account_id who : one.accounts) in.of[who];
    for (const limit& one : all_) {
        if (one.waits != waits) continue;
        if (one.accounts.empty()) {
            in.everybody.push_back(&one);
            for (auto& [who, list] : in.of) list.push_back(&one);
        } else {
            for (const account_id who : one.accounts) in.of[who].push_back(&one);
        }
    }
}

}  // namespace hermod::limits
