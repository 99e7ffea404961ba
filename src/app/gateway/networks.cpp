#include "app/gateway/networks.hpp"

#include <boost/asio/post.hpp>
#include <map>

namespace hermod::app {

namespace asio = boost::asio;

namespace {

network_answer never_asked(network_answer::kind is, std::string why) {
    return {is, {}, {}, 0, std::move(why)};
}

}  // namespace

// One connector's questions and broadcasts. Everything but take() happens on its executor.
class networks::network final : public network_question_reply, public broadcast_reply {
public:
    network(networks& of, asio::any_io_executor home) : of_(of), home_(std::move(home)) {}

    void speak_by(outlet* by) { by_ = by; }

    void take(network_request what, network_heard then) {
        asio::post(home_, [this, what = std::move(what), then = std::move(then)]() mutable { ask(std::move(what), std::move(then)); });
    }
    void take(broadcast what, broadcast_heard then) {
        asio::post(home_, [this, what = std::move(what), then = std::move(then)]() mutable { relay(std::move(what), std::move(then)); });
    }
    // Any thread.
    bool enter(std::size_t most) { return outstanding_++ < most; }
    void leave() {
        --outstanding_;
        --of_.outstanding_;
    }

private:
    struct waiting {
        network_verb verb;
        network_heard then;
    };

    void ask(network_request what, network_heard then) {
        const std::uint64_t token = next_++;
        asked_.emplace(token, waiting{what.verb, std::move(then)});
        if (!by_) return network_answered(token, never_asked(network_answer::kind::unsent, "its connector is not at work"));
        network_questions* questions = by_->questions();
        if (!questions) return network_answered(token, never_asked(network_answer::kind::not_supported, "this network cannot be asked"));
        switch (what.verb) {
            case network_verb::query: return questions->query(std::move(what.about), *this, token);
            case network_verb::cancel: return questions->cancel(std::move(what.about), *this, token);
            case network_verb::replace: return questions->replace(std::move(what.about), std::move(what.with), *this, token);
        }
    }

    void relay(broadcast what, broadcast_heard then) {
        const std::uint64_t token = next_++;
        relayed_.emplace(token, std::move(then));
        if (!by_) return broadcast_answered(token, {broadcast_answer::kind::unsent});
        if (broadcasts* taken = by_->broadcasts()) return taken->relay(std::move(what), *this, token);
        broadcast_answered(token, {broadcast_answer::kind::not_supported});
    }

    // What was heard may ask again before its place is given back: then somebody is always seen to wait.
    void network_answered(std::uint64_t token, network_answer answer) override {
        auto one = asked_.extract(token);
        if (one.empty()) return;
        of_.tell(one.mapped().verb, one.mapped().then, std::move(answer));
        leave();
    }
    void broadcast_answered(std::uint64_t token, broadcast_answer answer) override {
        auto one = relayed_.extract(token);
        if (one.empty()) return;
        of_.tell(one.mapped(), std::move(answer));
        leave();
    }

    networks& of_;
    asio::any_io_executor home_;
    outlet* by_ = nullptr;  // null: it is not at work
    std::atomic<std::size_t> outstanding_{0};
    std::map<std::uint64_t, waiting> asked_;
    std::map<std::uint64_t, broadcast_heard> relayed_;
    std::uint64_t next_ = 1;
};

networks::networks(std::size_t most) : most_(most) {}
networks::~networks() = default;

void networks::add(connector_id of, asio::any_io_executor home, outlet& by) {
    network* there = known(of);
    if (!there) there = &known_.add(of.value, std::make_unique<network>(*this, std::move(home)));
    there->speak_by(&by);
}

void networks::remove(connector_id of) {
    if (network* there = known(of)) there->speak_by(nullptr);
}

networks::network* networks::known(connector_id of) const { return known_.find(of.value); }

// Counted before closed_ is read: who closes waits for us, or we see that it is closed.
networks::network* networks::enter(connector_id of) {
    network* to = known(of);
    if (!to) return nullptr;
    ++outstanding_;
    if (to->enter(most_) && !closed_) return to;
    to->leave();
    return nullptr;
}

void networks::tell(network_verb verb, const network_heard& then, network_answer answer) {
    ++counters_.questions[static_cast<std::size_t>(verb)][static_cast<std::size_t>(answer.is)];
    then(std::move(answer));
}

void networks::tell(const broadcast_heard& then, broadcast_answer answer) {
    ++counters_.broadcasts[static_cast<std::size_t>(answer.is)];
    then(std::move(answer));
}

void networks::ask(network_request what, network_heard then) {
    using kind = network_answer::kind;
    if (!known(what.of)) return tell(what.verb, then, never_asked(kind::not_supported, "no such connector any more"));
    if (network* to = enter(what.of)) return to->take(std::move(what), std::move(then));
    tell(what.verb, then, never_asked(kind::unsent, closed_ ? "the gateway ends" : "too many questions wait for this network"));
}

void networks::relay(connector_id by, broadcast what, broadcast_heard then) {
    using kind = broadcast_answer::kind;
    if (!known(by)) return tell(then, {kind::not_supported});
    if (network* to = enter(by)) return to->take(std::move(what), std::move(then));
    tell(then, {kind::unsent});
}

}  // namespace hermod::app
