// The inbox as the desk of opt-outs sees it, which answers handsets through it: hands everything on, and has those who are outside
// know of each answer. Owned by the node, and dies with it.
#pragma once

#include <deque>
#include <memory>

#include "consents.hpp"
#include "credits.hpp"
#include "gateway/inbox.hpp"
#include "ledger.hpp"
#include "paces.hpp"
#include "replies.hpp"

namespace hermod::simulated::core {

// Who knows, whatever the node forgets.
struct outside {
    ledger& book;
    credits& money;
    consents& people;
    replies& answers;
    paces& speed;
};

class clerk final : public inbox {
public:
    clerk(stage& on, inbox& behind, outside knows);
    ~clerk() override;

    prepared prepare(const submission& submitted, wall_time now) override;
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) override;

private:
    struct request;
    void refused(const submission& what, const refusal& why, wall_time now);

    stage& stage_;
    inbox& behind_;
    outside knows_;
    std::deque<std::unique_ptr<request>> requests_;
};

}  // namespace hermod::simulated::core
