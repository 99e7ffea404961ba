#include "minders.hpp"

#include <algorithm>

namespace hermod::simulated::core {

using namespace std::chrono_literals;

struct minders::decision final : holds_reply {
    minders* of = nullptr;
    unsigned life = 0;
    message_id id;
    bool lets_go = true, answered = false;

    void hold_done(outcome result) noexcept override {
        answered = true;
        if (result == outcome::failed) return;  // the node ends now
        of->book_.decided(id, lets_go, result == outcome::done);
    }
};

minders::minders(stage& on, ledger& book, const plan& as, std::function<node*()> now)
    : stage_(on), book_(book), plan_(as), node_(std::move(now)) {}

minders::~minders() = default;

void minders::start() {
    if (!plan_.held_prefix.empty()) next();
}

// After the busy time whatever is left is decided.
void minders::next() {
    const bool busy = stage_.time.passed() < plan_.busy;
    stage_.after(busy ? stage_.luck.between(0us, 2 * plan_.between_decisions) : micros(10s), [this, busy] {
        auto waiting = book_.waiting_for_a_word();
        if (busy && !waiting.empty()) waiting = {waiting[stage_.luck.roll() % waiting.size()]};
        for (const message_id id : waiting) decide(id);
        if (busy && !waiting.empty() && stage_.luck.one_in(6)) decide(waiting.front());  // two people at once
        next();
    });
}

void minders::decide(message_id id) {
    node* at = node_();
    if (!at) return;
    auto& one = *decisions_.emplace_back(std::make_unique<decision>());
    one.of = this;
    one.life = life_;
    one.id = id;
    one.lets_go = !stage_.luck.one_in(3);
    book_.deciding(id, one.lets_go);
    if (one.lets_go)
        at->held().release(id, stage_.time.wall(), one);
    else
        at->held().refuse(id, "not that", stage_.time.wall(), one);
}

bool minders::idle() const {
    const auto open = [this](const auto& one) { return !one->answered && one->life == life_; };
    return (plan_.held_prefix.empty() || book_.waiting_for_a_word().empty()) && std::none_of(decisions_.begin(), decisions_.end(), open);
}

}  // namespace hermod::simulated::core
