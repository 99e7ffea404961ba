// The store as the dispatch sees it: hands everything on to the gate, and looks at what lanes claim. A message is in one lane; it
// is claimed once for each time it came into the queue; no more are claimed and unsettled than a lane may have. Owned by the
// node, and dies with it.
#pragma once

#include <map>

#include "consents.hpp"
#include "ledger.hpp"
#include "paces.hpp"
#include "store/store.hpp"

namespace hermod::simulated::core {

class watched_store final : public store::store {
public:
    watched_store(stage& on, ledger& book, consents& people, paces& speed, hermod::store::store& behind)
        : stage_(on), book_(book), people_(people), speed_(speed), behind_(behind) {}

    // Claimed by this lane, and nothing of it settled yet.
    std::size_t claimed_by(const hermod::store::claim_reply& lane) const;

    void open(const std::function<void(const hermod::store::open_entry&)>& visit) override { behind_.open(visit); }
    void subscribe(hermod::store::observer& who) override { behind_.subscribe(who); }
    void attend(hermod::store::companion& who) override { behind_.attend(who); }
    std::vector<note> notes_of(std::string_view kind) override { return behind_.notes_of(kind); }
    void start() override { behind_.start(); }
    void stop() override { behind_.stop(); }
    message_id last_id() const override { return behind_.last_id(); }
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) override {
        behind_.put(std::move(messages), std::move(key), reply);
    }
    void claim(std::vector<message_id> ids, hermod::store::claim_reply& reply, std::uint64_t token) override;
    void report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) override {
        behind_.report(std::move(receipt), reply, token);
    }
    void cancel(account_id account, message_id id, wall_time now, hermod::store::cancel_reply& reply) override {
        behind_.cancel(account, id, now, reply);
    }
    void replace(account_id account, message_id id, message_ptr next, wall_time now,
                 hermod::store::replace_reply& reply) override {
        behind_.replace(account, id, std::move(next), now, reply);
    }
    void join(message_ptr whole, std::vector<message_id> parts, put_reply& reply) override {
        behind_.join(std::move(whole), std::move(parts), reply);
    }
    void write(std::vector<note> changes, put_reply& reply) override { behind_.write(std::move(changes), reply); }
    void release(message_id id, wall_time now, hermod::store::replace_reply& reply) override { behind_.release(id, now, reply); }
    void move(std::vector<message_id> ids, connector_id to, wall_time now, std::string why) override;
    void settle(message_id id, event happened) override;
    void called_back(message_id id, std::uint32_t index, event attempt) override {
        behind_.called_back(id, index, std::move(attempt));
    }
    void load(std::vector<message_id> ids, hermod::store::load_reply& reply, std::uint64_t token) override;
    void find(message_id id, hermod::store::find_reply& reply) override { behind_.find(id, reply); }
    void query(hermod::store::filter what, hermod::store::query_reply& reply) override { behind_.query(std::move(what), reply); }
    void unmatched(std::size_t limit, hermod::store::unmatched_reply& reply) override { behind_.unmatched(limit, reply); }
    const hermod::store::counters& count() const override { return behind_.count(); }

private:
    struct line {
        const hermod::store::claim_reply* by = nullptr;
        std::size_t may_claim = 1;
        bool claimed = false;
    };

    stage& stage_;
    ledger& book_;
    consents& people_;
    paces& speed_;
    hermod::store::store& behind_;
    std::map<message_id, line> lines_;
};

}  // namespace hermod::simulated::core
