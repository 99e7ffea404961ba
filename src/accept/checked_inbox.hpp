// The way in, as every door sees it: checks a submission, finds its route, makes the message, hands it to the store.
//
// Owned by app/; any thread. The rules are a snapshot that use() swaps: a message is checked against one or the other,
// never against both. Nothing is durable before put()'s reply.
#pragma once

#include <array>
#include <atomic>
#include <mutex>

#include "accept/checks.hpp"
#include "accept/draft.hpp"
#include "accept/routing.hpp"
#include "accept/rules.hpp"
#include "base/ids.hpp"
#include "gateway/explanation.hpp"
#include "gateway/inbox.hpp"
#include "store/store.hpp"

namespace hermod::consent {
class desk;
}

namespace hermod::accept {

// References that tie the parts of a long message together. Two long messages to one handset must not share one while
// the handset still joins the first: each slot of recipients counts for itself, so that 255 others to the same slot would
// have to come between. The start differs from run to run.
class concat_references {
public:
    explicit concat_references(std::uint64_t seed);
    std::uint16_t next(std::string_view recipient);

private:
    std::array<std::atomic<std::uint16_t>, 4096> slots_;
};

class checked_inbox final : public inbox {
public:
    // `ids` and `store` outlive this. `seed`: anything that differs from run to run, the start's time for one.
    checked_inbox(id_source& ids, store::store& store, rules_ptr rules, std::uint64_t seed);

    void use(rules_ptr rules);
    rules_ptr current() const;
    // What routes ask of connectors; before the first message, and it outlives this. Without it all are usable.
    void consult(const route::health& of) { health_ = &of; }

    // When a message that waits may go, by the rules of now: `now`, or when its windows are open again (accept/schedule.hpp).
    wall_time may_go(const message& what, wall_time now) const;
    // The instant at which the clocks where `to` lives show this (accept/schedule.hpp).
    wall_time at_recipient(std::string_view to, std::chrono::local_time<std::chrono::microseconds> shown) const;
    // Before the first submission; outlives this.
    void respect(const consent::desk& opt_outs) { opt_outs_ = &opt_outs; }

    // Codes of refusals: those of checks.hpp, and unknown_account, account_disabled, opted_out, no_route.
    prepared prepare(const submission& submitted, wall_time now) override;
    // What prepare() makes of it, told. `at`: when it is asked for, in place of now; what lies ahead is as if it were scheduled.
    explanation explain(submission submitted, wall_time now, std::optional<wall_time> at);
    estimated estimate(const submission& submitted) const override;
    // What prepare() makes of a message to a handset, rewritten and priced: the text's numbers are those of estimate() if it comes so far.
    // Rates, velocity and duplicates are of the moment and not asked.
    foreseen foresee(const submission& submitted, wall_time now);
    sender sender_for(account_id account, std::string_view from) const override;
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) override;

private:
    prepared to_handset(draft& work);
    static std::optional<refusal> carry(draft& work);
    prepared from_handset(const submission& submitted, const rules& by, const account_rules& account, wall_time now, trace* seen);
    prepared judge(const submission& submitted, wall_time now, trace* seen, std::optional<wall_time> at);
    std::shared_ptr<message> make(const submission& submitted, carriage& how, message_id id, wall_time now);
    std::shared_ptr<message> make_to_handset(draft& work, message_id id);
    std::shared_ptr<message> make_from_handset(const submission& submitted, carriage& how, const rules& by, const account_rules& whose,
                                               const inbound_way& way, wall_time now);
    std::vector<message_ptr> make_copies(const message& of, std::vector<copy_wanted> wanted, wall_time now);

    id_source& ids_;
    store::store& store_;
    const route::health* health_ = nullptr;
    mutable std::mutex mutex_;  // guards rules_ for the length of a copy
    rules_ptr rules_;
    concat_references references_;
    const consent::desk* opt_outs_ = nullptr;
};

}  // namespace hermod::accept
