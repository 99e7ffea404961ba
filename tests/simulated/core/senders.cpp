#include "senders.hpp"

#include <algorithm>

namespace hermod::simulated::core {

using namespace std::chrono_literals;

// One transaction, and its answer.
struct senders::request final : put_reply {
    senders* of = nullptr;
    std::uint64_t life = 0;
    std::vector<message_id> ids;
    std::vector<wanted> what;
    std::string key;
    bool answered = false;

    void put_done(put_result result) noexcept override {
        answered = true;
        ledger& book = of->book_;
        using kind = put_result::kind;
        if (result.is == kind::stored)
            for (const message_id id : ids) book.acknowledged(id);
        if (result.is == kind::replayed || result.is == kind::full || result.is == kind::conflict)
            for (const message_id id : ids) book.refused(id);
        if (result.is != kind::stored && result.is != kind::failed)  // what became of it then, the next node knows
            for (const wanted& w : what) of->let_go(w.reference);
        if (result.is == kind::conflict) of->stage_.broken("key " + key + ": the same request is called another");
        if (result.is != kind::replayed) return;
        // The first answer: the ids that it had then.
        for (std::size_t at = 0; at < result.answer.size(); at += 15)
            if (const auto id = parse_message_id(std::string_view(result.answer).substr(at, 14))) book.acknowledged(*id);
    }
};

struct senders::cancelling final : enquiry_reply {
    senders* of = nullptr;
    message_id id;
    void enquiry_done(std::uint64_t, enquiry_answer answer) noexcept override {
        if (answer.is == enquiry_answer::kind::done) of->book_.cancelled(id);
        if (answer.is == enquiry_answer::kind::unknown)
            of->stage_.broken(name_of(id) + ": was acknowledged, and cannot be cancelled: it is unknown");
    }
};

struct senders::replacing final : enquiry_reply {
    senders* of = nullptr;
    message_id id;
    int content = 0;
    std::string reference;
    void enquiry_done(std::uint64_t, enquiry_answer answer) noexcept override {
        if (answer.is != enquiry_answer::kind::done && answer.is != enquiry_answer::kind::failed) of->let_go(reference);
        if (answer.is == enquiry_answer::kind::done) of->book_.replaced(id, content);
        if (answer.is == enquiry_answer::kind::unknown)
            of->stage_.broken(name_of(id) + ": was acknowledged, and cannot be replaced: it is unknown");
    }
};

senders::senders(stage& on, ledger& book, credits& money, consents& people, paces& speed, const plan& as,
                 std::function<node*()> now)
    : stage_(on), book_(book), money_(money), people_(people), speed_(speed), plan_(as), node_(std::move(now)) {}

senders::~senders() = default;

void senders::start(micros until) {
    until_ = stage_.time.now() + until;
    for (std::size_t i = 0; i < plan_.senders.size(); ++i) {
        if (plan_.backlog != 0) {
            std::vector<wanted> many;
            for (std::size_t n = 0; n < plan_.backlog; ++n) many.push_back(something(plan_.senders[i]));
            hand_in(std::move(many), {});
        }
        if (plan_.senders[i].between.count() != 0) next(i);
    }
}

void senders::next(std::size_t sender) {
    const sender_plan& by = plan_.senders[sender];
    stage_.after(stage_.luck.between(0us, 2 * by.between), [this, sender] {
        if (stage_.time.now() >= until_) return;
        const sender_plan& as = plan_.senders[sender];
        std::vector<wanted> some;
        for (auto n = stage_.luck.one_in(4) ? 1 + stage_.luck.roll() % 6 : 1; n; --n) some.push_back(something(as));
        hand_in(std::move(some), stage_.luck.one_in(3) ? "key " + std::to_string(++next_number_) : std::string());
        if (plan_.changes && stage_.luck.one_in(4)) change_one();
        next(sender);
    });
}

senders::wanted senders::something(const sender_plan& by) {
    dice& luck = stage_.luck;
    wanted out;
    out.account = by.id;
    out.from = our_numbers[plan_.between_words.count() != 0 && luck.one_in(2) ? 1 : 0];
    out.to = some_recipient(luck);
    static constexpr std::size_t lengths[] = {20, 60, 160, 161, 400};
    out.body = std::string(lengths[luck.one_in(4) ? luck.roll() % 5 : 0], 'a');
    out.reference = "n" + std::to_string(++next_number_);
    out.priority = by.prioritised ? static_cast<std::uint8_t>(luck.roll() % 4) : by.priority;
    if (!plan_.outages.empty()) out.body.resize(20);
    if (plan_.backlog != 0 || !plan_.outages.empty()) return out;
    if (luck.one_in(8)) out.after = luck.between(1s, 900s);
    if (luck.one_in(10)) out.validity = std::chrono::seconds(5 + luck.roll() % 300);
    out.receipt = !luck.one_in(10);
    return out;
}

std::shared_ptr<message> senders::prepared(const wanted& what, node& at) {
    submission s;
    s.account = what.account;
    s.to = what.to;
    s.from = what.from;
    s.body = what.body;
    s.client_ref = what.reference;
    s.validity = what.validity;
    s.receipt = what.receipt;
    const wall_time now = stage_.time.wall();
    if (what.after.count() != 0) s.not_before = now + what.after;
    if (what.priority != 0) {
        auto more = std::make_shared<message_extras>();
        more->priority = what.priority;
        s.extras = std::move(more);
    }
    hermod::prepared made = at.inbox().prepare(s, now);
    if (made.ready) {
        money_.set_aside(*made.ready);
        people_.accepted(*made.ready);
        speed_.admitted(*made.ready);
    } else if (made.refused && made.refused->code == "opted_out")
        people_.refused(what.account, what.from, what.to);
    else if (made.refused && made.refused->code == "rate_limited")
        speed_.refused(what.account);
    else if (made.refused && made.refused->code == "insufficient_credit")
        money_.refused(what.account, what.to, what.body);
    else if (made.refused && made.refused->code == "quota_exceeded")
        money_.over_quota(what.account, what.to, what.body);
    else if (made.refused && made.refused->code == "window_closed")
        check_hours(what, s.not_before);
    else
        stage_.broken("a message is refused: " + (made.refused ? made.refused->code + ", " + made.refused->detail : ""));
    return std::move(made.ready);
}

// Out of date before the window opens, and not otherwise.
void senders::check_hours(const wanted& what, wall_time not_before) {
    const wall_time from = std::max(stage_.time.wall(), not_before);
    const wall_time opens = std::chrono::ceil<std::chrono::minutes>(from);
    stage_.note("refused what would be out of date when its window opens");
    if (!keeps_hours(plan_, what.account) || is_open(from) || !what.validity || from + *what.validity > opens)
        stage_.broken(what.reference + ": is refused for a window");
}

void senders::let_go(const std::string& reference) {
    money_.let_go(reference);
    speed_.given_back(reference);
}

void senders::hand_in(std::vector<wanted> what, std::string key) {
    node* at = node_();
    if (!at) {
        if (key.empty()) return;  // nobody listens, and nothing was promised
        again_.push_back({std::move(what), std::move(key)});
        return ask_again();
    }
    std::vector<message_ptr> messages;
    std::vector<wanted> taken;
    for (wanted& w : what) {
        if (auto made = prepared(w, *at)) {
            messages.push_back(std::move(made));
            taken.push_back(std::move(w));
        }
    }
    // Of a request that is refused in part, some doors have the rest, others none.
    if (taken.empty() || (taken.size() < what.size() && stage_.luck.one_in(2))) {
        for (const wanted& w : taken) let_go(w.reference);
        return;
    }
    auto& one = *requests_.emplace_back(std::make_unique<request>());
    one.of = this;
    one.life = life_;
    one.key = std::move(key);
    std::string answer;
    for (const message_ptr& made : messages) {
        one.ids.push_back(made->id);
        answer += to_text(made->id) + " ";
        book_.asked(made);
    }
    std::unique_ptr<idempotency> by;
    if (!one.key.empty()) {
        by = std::make_unique<idempotency>();
        by->account = taken.front().account;
        by->key = one.key;
        by->answer = std::move(answer);
    }
    one.what = std::move(taken);
    at->inbox().put(std::move(messages), std::move(by), one);
}

void senders::change_one() {
    node* at = node_();
    const auto open = book_.acknowledged_and_open(12);
    if (!at || open.empty()) return;
    const message_ptr was = open[stage_.luck.roll() % open.size()];
    // Somebody who looks after the queues.
    if (plan_.networks.size() > 1 && stage_.luck.one_in(2)) {
        const connector_id to = plan_.networks[stage_.luck.roll() % plan_.networks.size()].first;
        return at->look_after().move({was->id}, to, stage_.time.wall(), std::string(by_hand));
    }
    if (stage_.luck.one_in(2)) {
        auto& one = *cancels_.emplace_back(std::make_unique<cancelling>());
        one.of = this;
        one.id = was->id;
        book_.cancelling(was->id);
        return at->enquiries().cancel(was->account, was->id, stage_.time.wall(), one, 0);
    }
    wanted what;
    what.account = was->account;
    what.from = was->from;
    what.to = was->to;
    what.body = std::string(stage_.luck.one_in(3) ? 200 : 30, 'b');
    what.reference = "n" + std::to_string(++next_number_);
    what.priority = was->more().priority;
    what.receipt = was->receipt;
    if (stage_.luck.one_in(3)) what.after = stage_.luck.between(1s, 300s);
    auto next = prepared(what, *at);
    if (!next) return;
    next->id = was->id;
    next->accepted_at = was->accepted_at;
    auto& one = *replacements_.emplace_back(std::make_unique<replacing>());
    one.of = this;
    one.id = was->id;
    one.reference = next->client_ref;
    one.content = book_.replacing(was->id, next);
    at->enquiries().replace(was->account, std::move(next), stage_.time.wall(), one, 0);
}

void senders::died() {
    for (const auto& one : requests_) {
        if (one->answered || one->life != life_) continue;
        if (!one->key.empty()) again_.push_back({one->what, one->key});
    }
    ++life_;
    if (!again_.empty()) ask_again();
}

void senders::ask_again() {
    if (std::exchange(will_ask_again_, true)) return;
    stage_.after(stage_.luck.between(1s, 20s), [this] {
        will_ask_again_ = false;
        std::deque<repetition> all;
        all.swap(again_);
        for (repetition& one : all) hand_in(std::move(one.what), std::move(one.key));
    });
}

}  // namespace hermod::simulated::core
