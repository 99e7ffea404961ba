// Where opt-outs are kept: hears the words of handsets while their messages become durable, adds the notes that commit with them,
// answers them; takes what the API says of opt-outs; tells lanes what may not be sent any more.
//
// Owned by app/, which has it attend the store and calls recover() between open() and start(). stored() and committing() come on
// the store's thread; everything else on any.
#pragma once

#include <mutex>
#include <unordered_map>

#include "consent/answers.hpp"
#include "consent/counters.hpp"
#include "consent/ledger.hpp"
#include "consent/policy.hpp"
#include "gateway/inbox.hpp"
#include "gateway/opt_outs.hpp"
#include "store/store.hpp"

namespace hermod::consent {

class desk final : public store::companion, public opt_outs {
public:
    // For an answer that a rate or a quota does not let go at once, which is so while many are written to.
    static constexpr std::chrono::minutes patience{10};

    explicit desk(store::store& store);
    ~desk();

    void use(policy_ptr policy);
    void recover();

    void stored(const message& what, notes& with) noexcept override;
    void ended(const record&, notes&) noexcept override {}
    void committing(notes& with) noexcept override;

    // Why this message may not be sent, for its sender; empty: it may.
    std::string barred(const message& what) const;
    // About once a second, on one thread: what is due is answered through `by`, what is a day old forgotten with the next transaction.
    void tick(inbox& by, wall_time now);

    bool is_number(std::string_view to) const override { return number_of(to).has_value(); }
    std::vector<opt_out_row> list(const opt_out_question& asked) const override;
    void change(std::vector<opt_out_change> all, opt_outs_reply& reply) override;

    const ledger& all() const { return ledger_; }
    counters& count() const { return counters_; }

private:
    class writing;
    class answering;
    class forgetting;
    policy_ptr current() const;
    void heard(const message& what, word is, notes& with);
    void set(const opt_out& what, bool taken_back, notes& with);
    void answer(const policy& by, const message& what, word is, std::uint64_t number, notes& with);
    void send(inbox& by, const due_answer& what, wall_time now);
    bool put_off(const due_answer& what, wall_time now, std::chrono::milliseconds wait);
    void give_up(const due_answer& what, const std::string& why);
    void write(std::vector<note> all);

    store::store& store_;
    mutable std::mutex policy_mutex_;  // guards policy_ for the length of a copy
    policy_ptr policy_;
    ledger ledger_;
    answers answers_;
    struct too_old {
        std::vector<std::string> keys;
        wall_time at{};  // then
    };
    std::mutex old_mutex_;
    too_old old_;  // answers to be forgotten
    mutable counters counters_;
    // Keys that the API's changes are being written of, and how often a handset has had its say since: its last word counts
    // then, whatever the order on disk.
    struct in_writing {
        std::size_t writers = 0;
        std::uint64_t words = 0;
    };
    std::mutex writing_mutex_;
    std::unordered_map<std::string, in_writing> in_writing_;
};

}  // namespace hermod::consent
