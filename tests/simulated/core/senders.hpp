// The applications: each account hands in messages, some to many, some with a key and again with the same key until it has an
// answer, some for later, some with little time; it takes some back and changes some. They outlive the node.
// Owned by the course.
#pragma once

#include <deque>
#include <memory>

#include "consents.hpp"
#include "credits.hpp"
#include "ledger.hpp"
#include "node.hpp"
#include "paces.hpp"

namespace hermod::simulated::core {

class senders {
public:
    // now: the node, null while there is none.
    senders(stage& on, ledger& book, credits& money, consents& people, paces& speed, const plan& as, std::function<node*()> now);
    ~senders();
    void start(micros until);
    // The node is gone: what was not answered is asked again, where there is a key.
    void died();
    std::size_t unanswered() const { return again_.size(); }

private:
    struct request;
    struct cancelling;
    struct replacing;
    struct wanted {
        account_id account;
        std::string from, to, body, reference;
        std::uint8_t priority = 0;
        micros after{0};
        std::optional<std::chrono::seconds> validity;
        bool receipt = true;
    };
    void next(std::size_t sender);
    wanted something(const sender_plan& by);
    // Null: it was refused, rightly.
    std::shared_ptr<message> prepared(const wanted& what, node& at);
    void check_hours(const wanted& what, wall_time not_before);
    void let_go(const std::string& reference);
    void hand_in(std::vector<wanted> what, std::string key);
    void ask_again();
    void change_one();

    stage& stage_;
    ledger& book_;
    credits& money_;
    consents& people_;
    paces& speed_;
    const plan& plan_;
    std::function<node*()> node_;
    mono_time until_{};
    std::uint64_t next_number_ = 0;
    std::uint64_t life_ = 0;
    std::deque<std::unique_ptr<request>> requests_;
    std::deque<std::unique_ptr<cancelling>> cancels_;
    std::deque<std::unique_ptr<replacing>> replacements_;
    struct repetition {
        std::vector<wanted> what;
        std::string key;
    };
    std::deque<repetition> again_;
    bool will_ask_again_ = false;
};

}  // namespace hermod::simulated::core
