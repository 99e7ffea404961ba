#include "payers.hpp"

namespace hermod::simulated::core {

using namespace std::chrono_literals;

payers::payers(stage& on, credits& book, const plan& as, std::function<node*()> now)
    : stage_(on), book_(book), plan_(as), node_(std::move(now)) {}

void payers::start(micros until) {
    until_ = stage_.time.now() + until;
    for (std::size_t i = 0; i < plan_.senders.size(); ++i) {
        const purse_plan& own = plan_.senders[i].purse;
        if (!own.pays) continue;
        if (own.first != 0) insist(i, "first", own.first);
        next(i);
    }
}

void payers::next(std::size_t sender) {
    stage_.after(stage_.luck.between(0us, 2 * plan_.senders[sender].purse.between), [this, sender] {
        if (stage_.time.now() >= until_) return;
        const purse_plan& own = plan_.senders[sender].purse;
        dice& luck = stage_.luck;
        std::int64_t amount = 1 + static_cast<std::int64_t>(luck.roll() % static_cast<std::uint64_t>(own.most));
        if (!own.prepaid && luck.one_in(4)) amount = -amount;  // a mistake is mended
        insist(sender, "r" + std::to_string(++next_number_), amount);
        next(sender);
    });
}

// Until it is answered; and perhaps once more.
void payers::insist(std::size_t sender, std::string reference, std::int64_t amount) {
    unanswered_.insert(plan_.senders[sender].name + "/" + reference);
    pay_in(plan_.senders[sender], reference, amount);
    if (stage_.luck.one_in(4)) pay_in(plan_.senders[sender], reference, amount);  // impatience
    stage_.after(stage_.luck.between(1s, 10s), [this, sender, reference = std::move(reference), amount] {
        const sender_plan& by = plan_.senders[sender];
        if (unanswered_.contains(by.name + "/" + reference)) return insist(sender, reference, amount);
        if (stage_.luck.one_in(4)) pay_in(by, reference, amount + (stage_.luck.one_in(2) ? 1 : 0));
    });
}

void payers::pay_in(const sender_plan& by, std::string reference, std::int64_t amount) {
    node* at = node_();
    if (!at) return;
    money::credit_entry what;
    what.account = by.name;
    what.reference = std::move(reference);
    what.amount = amount;
    what.at = stage_.time.wall();
    what.by = "somebody";
    const auto expected = book_.putting_in(what);
    const bool taken = at->credit().add(what, [this, expected](money::credit_outcome outcome, const money::credit_entry& as) {
        if (outcome != money::credit_outcome::failed) unanswered_.erase(as.account + "/" + as.reference);
        book_.put_in(outcome, expected, as);
    });
    if (!taken) stage_.broken("credit of " + by.name + ": the desk does not know it");
}

}  // namespace hermod::simulated::core
