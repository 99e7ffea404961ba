#include "app/gateway/networks.hpp"

#include <boost/asio/post.hpp>

namespace hermod::app {

namespace asio = boost::asio;

namespace {

network_answer never_asked(network_answer::kind is, std::string why) {
    return {is, {}, {}, 0, std::move(why)};
}

}  // namespace

// One connector's questions. Everything but take() happens on its executor.
class networks::network final : public network_question_reply {
public:
    network(networks& of, asio::any_io_executor home, outlet& by) : of_(of), home_(std::move(home)), by_(by) {}

    std::atomic<std::size_t> outstanding{0};

    void take(network_request what, network_heard then) {
        asio::post(home_, [this, what = std::move(what), then = std::move(then)]() mutable { ask(std::move(what), std::move(then)); });
    }

private:
    struct waiting {
        network_verb verb;
        network_heard then;
    };

    void ask(network_request what, network_heard then) {
        const std::uint64_t token = next_++;
        waiting_.emplace(token, waiting{what.verb, std::move(then)});
        network_questions* questions = by_.questions();
        if (!questions) return network_answered(token, never_asked(network_answer::kind::not_supported, "this network cannot be asked"));
        switch (what.verb) {
            case network_verb::query: return questions->query(std::move(what.about), *this, token);
            case network_verb::cancel: return questions->cancel(std::move(what.about), *this, token);
            case network_verb::replace: return questions->replace(std::move(what.about), std::move(what.with), *this, token);
        }
    }

    void network_answered(std::uint64_t token, network_answer answer) override {
        auto one = waiting_.extract(token);
        if (one.empty()) return;
        of_.tell(one.mapped().verb, one.mapped().then, std::move(answer));
        --outstanding;  // last: what was heard may have asked again
        --of_.outstanding_;
    }

    networks& of_;
    asio::any_io_executor home_;
    outlet& by_;
    std::map<std::uint64_t, waiting> waiting_;
    std::uint64_t next_ = 1;
};

networks::networks(std::size_t most) : most_(most) {}
networks::~networks() = default;

void networks::add(connector_id of, asio::any_io_executor home, outlet& by) {
    known_.emplace(of.value, std::make_unique<network>(*this, std::move(home), by));
}

void networks::tell(network_verb verb, const network_heard& then, network_answer answer) {
    ++counters_.questions[static_cast<std::size_t>(verb)][static_cast<std::size_t>(answer.is)];
    then(std::move(answer));
}

void networks::ask(network_request what, network_heard then) {
    using kind = network_answer::kind;
    const auto at = known_.find(what.of.value);
    if (at == known_.end()) return tell(what.verb, then, never_asked(kind::not_supported, "no such connector any more"));
    network& to = *at->second;
    ++outstanding_;  // before closed_ is read: who closes waits for us, or we see that it is closed
    const std::size_t before = to.outstanding++;
    if (!closed_ && before < most_) return to.take(std::move(what), std::move(then));
    tell(what.verb, then, never_asked(kind::unsent, closed_ ? "the gateway ends" : "too many questions wait for this network"));
    --to.outstanding;
    --outstanding_;
}

}  // namespace hermod::app
