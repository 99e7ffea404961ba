#include "clerk.hpp"

namespace hermod::simulated::core {

struct clerk::request final : put_reply {
    clerk* of = nullptr;
    put_reply* asked_by = nullptr;
    message_ptr what;

    void put_done(put_result result) noexcept override {
        if (result.is == put_result::kind::stored) of->knows_.book.acknowledged(what->id);
        if (result.is == put_result::kind::full) {
            of->knows_.book.refused(what->id);
            of->knows_.money.let_go(what->client_ref);
            of->knows_.speed.given_back(what->client_ref);
        }
        what.reset();
        asked_by->put_done(std::move(result));
    }
};

clerk::clerk(stage& on, inbox& behind, outside knows) : stage_(on), behind_(behind), knows_(knows) {}

clerk::~clerk() = default;

prepared clerk::prepare(const submission& submitted, wall_time now) {
    const std::string reference = knows_.answers.next_reference();
    submission named = submitted;
    named.client_ref = reference;
    hermod::prepared made = behind_.prepare(named, now);
    if (!made.ready) {
        refused(submitted, *made.refused, now);
        return made;
    }
    knows_.money.set_aside(*made.ready);
    knows_.people.accepted(*made.ready);
    knows_.speed.admitted(*made.ready);
    return made;
}

// It is not answered then, or later.
void clerk::refused(const submission& what, const refusal& why, wall_time now) {
    const std::string from(what.from), to(what.to), body(what.body);
    if (why.code == "opted_out" && word_answered(body) != consent::word::stop)
        knows_.people.refused(what.account, from, to);
    else if (why.code == "rate_limited")
        knows_.speed.refused(what.account);
    else if (why.code == "insufficient_credit")
        knows_.money.refused(what.account, to, body);
    else if (why.code == "quota_exceeded")
        knows_.money.over_quota(what.account, to, body);
    else
        stage_.broken("an answer is refused: " + why.code + ", " + why.detail);
    knows_.answers.refused(what.account, to, from, word_answered(body), now, why.retry_after);
}

void clerk::put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) {
    if (messages.size() != 1 || key) stage_.broken("answers are not handed in one by one");
    auto& one = *requests_.emplace_back(std::make_unique<request>());
    one.of = this;
    one.asked_by = &reply;
    one.what = messages.front();
    knows_.book.asked(messages.front());
    knows_.answers.handed_in(messages.front()->id);
    behind_.put(std::move(messages), nullptr, one);
}

}  // namespace hermod::simulated::core
