// The messages that are sent again and again: makes each when it is due, and knows how far each is.
//
// How far it is becomes durable in the transaction of the message itself (store::companion): whatever the moment of a crash, no
// occurrence is made twice and none is lost. Of occurrences that were missed (the gateway stood, the clock was set forward, the
// store was full) the last is made if it is no older than the wish's catch_up, the others are skipped and counted; a clock that
// is set back repeats none. Owned by app/, which calls load() before the store starts and tick() about once a second, on one
// executor. The others: any thread.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "api/recurring.hpp"
#include "api/submission_json.hpp"
#include "gateway/inbox.hpp"
#include "store/store.hpp"

namespace hermod::api {

class recurring_book final : public store::companion {
public:
    static constexpr std::size_t most_of_account = 10'000;

    // All outlive the book, and the book the store's threads.
    recurring_book(inbox& in, store::store& store, std::shared_ptr<const tlv_words> tlvs);
    ~recurring_book();

    void load(std::vector<note> left);
    void tick(wall_time now);

    // What a wish's message would be refused for now; nullopt: it is good. Nothing is kept of it.
    std::optional<problem> try_message(account_id account, const recurring_wish& wish, wall_time now);
    // A new one: occurrences before `now` are none of its. Not durable: its note is the caller's to write, before add().
    recurring begin(account_id account, std::string id, std::string asked, const recurring_wish& wish, wall_time now) const;
    void add(recurring what);

    struct shown {
        recurring what;
        std::optional<wall_time> next;  // absent: there is none any more
    };
    std::optional<shown> find(std::string_view id) const;
    std::vector<shown> list(std::optional<account_id> account) const;
    std::size_t count(account_id account) const;
    // True: it was there; it makes nothing from now on. Its note is the caller's to take away, after this.
    bool remove(std::string_view id);

    void stored(const message& what, notes& with) noexcept override;
    void ended(const record&, notes&) noexcept override {}

private:
    struct entry;
    class making;
    using entry_ptr = std::shared_ptr<entry>;
    struct finished {
        entry_ptr of;
        recurring next;
        message_id made;
        put_result::kind result;
    };
    struct unheard final : put_reply {
        void put_done(put_result) noexcept override {}  // not stored: the store has failed, and it is done again after a restart
    };

    void settle_finished(wall_time now);
    void wait_for_next(const entry_ptr& one);
    void make(const entry_ptr& one, wall_time now, std::vector<std::pair<message_ptr, std::unique_ptr<making>>>& out);
    void pass_over(const entry_ptr& one, recurring next);

    inbox& in_;
    store::store& store_;
    submission_reader reader_;  // tick()'s
    std::shared_ptr<const tlv_words> tlvs_;
    unheard unheard_;

    mutable std::mutex mutex_;  // guards what follows; nobody is called while it is held but prepare() of the inbox
    std::unordered_map<std::string, entry_ptr> entries_;
    std::multimap<wall_time, entry_ptr> due_;

    std::mutex handed_mutex_;                       // guards what follows: the store's thread takes it
    std::unordered_map<message_id, note> pending_;  // what is to commit with a message
    std::vector<finished> finished_;
    std::atomic<std::size_t> pending_count_{0};
};

}  // namespace hermod::api
