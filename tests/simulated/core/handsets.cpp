#include "handsets.hpp"

namespace hermod::simulated::core {

using namespace std::chrono_literals;

struct handsets::bringing final : put_reply {
    handsets* of = nullptr;
    message_id id;
    std::string handset;
    std::uint64_t number = 0;
    void put_done(put_result result) noexcept override {
        const auto at = of->speaking_.find(handset);
        if (result.is != put_result::kind::stored) return;
        of->kept_.push_back(id);
        if (at == of->speaking_.end() || at->second.order != number) return;  // brought twice, and answered twice
        const words& one = at->second;
        of->people_.kept(one.what, one.handset, *one.to, one.number);
        of->speaking_.erase(at);
    }
};

handsets::handsets(stage& on, ledger& book, consents& people, replies& answers, const plan& as, std::function<node*()> now)
    : stage_(on), book_(book), people_(people), answers_(answers), plan_(as), node_(std::move(now)) {}

handsets::~handsets() = default;

void handsets::start(micros until) {
    until_ = stage_.time.now() + until;
    if (plan_.between_words.count() != 0) next();
}

void handsets::next() {
    stage_.after(stage_.luck.between(0us, 2 * plan_.between_words), [this] {
        if (stage_.time.now() >= until_) return;
        dice& luck = stage_.luck;
        words one;
        one.handset = some_recipient(luck);
        one.number = our_numbers[luck.roll() % std::size(our_numbers)];
        one.to = &plan_.senders[luck.roll() % plan_.senders.size()];
        using consent::word;
        one.what = luck.one_in(6) ? word::none : luck.one_in(5) ? word::help : luck.one_in(2) ? word::stop : word::start;
        if (last_.to && luck.one_in(3)) one = last_;  // the same once more
        last_ = one;
        one.order = ++next_number_;
        if (speaking_.try_emplace(one.handset, one).second) {
            people_.said(one.what, one.handset, *one.to, one.number);
            bring(one.handset, one.order);
        }
        next();
    });
}

void handsets::bring(const std::string& handset, std::uint64_t order) {
    const auto at = speaking_.find(handset);
    if (at == speaking_.end() || at->second.order != order) return;
    stage_.after(stage_.luck.between(5s, 20s), [this, handset, order] { bring(handset, order); });
    node* to = node_();
    if (!to) return;
    const words& what = at->second;
    static constexpr const char* texts[] = {"Thank you", "Stop.", "START", "Help!"};
    submission s;
    s.way = direction::from_handset;
    s.account = what.to->id;
    s.came_in = plan_.networks.front().first;
    s.from = what.handset;
    s.to = what.number;
    s.body = texts[static_cast<int>(what.what)];
    hermod::prepared made = to->inbox().prepare(s, stage_.time.wall());
    if (!made.ready) return stage_.broken("a message from a handset is refused");
    book_.given(made.ready->id);
    answers_.handed_in(made.ready->id);
    auto& one = *brought_.emplace_back(std::make_unique<bringing>());
    one.of = this;
    one.id = made.ready->id;
    one.handset = handset;
    one.number = order;
    to->inbox().put({std::move(made.ready)}, nullptr, one);
}

}  // namespace hermod::simulated::core
