// What every account that pays must have in its purse, to the thousandth, as it is known outside the node: what was put in, the
// prices of the messages that are in the store and not given back, and what is set aside for those that are not decided yet; and
// what is counted of its day and month (spending.hpp).
//
// Sees each commit as the store tells it; held against the purses after each, and against the records themselves when a node
// begins and when nothing is left to do. Owned by the course, outlives the nodes; one thread.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "money/purses.hpp"
#include "plan.hpp"
#include "spending.hpp"
#include "stage.hpp"
#include "store/store.hpp"

namespace hermod::simulated::core {

class credits final : public store::observer {
public:
    credits(stage& on, const plan& as);

    // ---- the applications' side ----
    bool pays(account_id whose) const { return all_.contains(whose); }
    void set_aside(const message& what);         // it was checked, and may be handed in
    void let_go(const std::string& client_ref);  // it was not: or not taken, or is there already
    void refused(account_id whose, const std::string& to, const std::string& body);
    void over_quota(account_id whose, const std::string& to, const std::string& body);
    money::credit_outcome putting_in(const money::credit_entry& what);  // what is to be heard of it
    void put_in(money::credit_outcome outcome, money::credit_outcome expected, const money::credit_entry& what);

    // ---- the node ----
    void committed(std::span<const store::notice> changes) noexcept override;
    using find = std::function<std::optional<record>(message_id)>;
    void begins(const money::purses& node, const find& look);
    void check(const money::purses& node);                        // whenever nothing is half done
    void check_all(const money::purses& node, const find& look);  // when nothing is left to do
    void died();

    struct tally {
        std::size_t refused = 0, over_quota = 0, over_month = 0, over_cap = 0, given_back = 0, put_in = 0;
        std::int64_t spent = 0;
    };
    const tally& count() const { return tally_; }

private:
    struct entry {
        std::int64_t amount = 0;
        bool asked = false;  // in this life of the node
        bool there = false;  // known to be durable
    };
    struct account {
        explicit account(const sender_plan& who) : of(&who), sums(who.purse) {}
        const sender_plan* of;
        std::int64_t in = 0, charged = 0, aside = 0;
        spending sums;
        std::map<std::string, entry> entries;
    };
    struct claim {
        account_id whose;
        spending::amounts what;
        spending::place where{-1, -1};
    };
    static std::int64_t price_of(std::string_view to, std::size_t parts);
    bool comes_back(const account& whose, state end) const;
    // What the messages that are there say was charged, and spent in the periods that a purse has.
    struct by_records {
        std::int64_t charged = 0;
        spending::bounds spent{};
    };
    std::map<account_id, by_records> read_records(const money::purses& node, const find& look);
    void broken(const account& whose, const std::string& what);

    stage& stage_;
    std::map<account_id, account> all_;
    std::map<std::string, claim> aside_, all_claims_;  // by client_ref
    std::set<message_id> ids_;            // that anything was ever set aside for
    tally tally_;
};

}  // namespace hermod::simulated::core
