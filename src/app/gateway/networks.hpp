// Brings what is asked of a network to its connector's executor, and the answer back: gateway/network_ask.hpp and the relay of
// gateway/broadcasts.hpp, made real.
//
// Owned by app/. Any thread, and no lock: each network's questions live on the executor of its connector, which comes and goes there.
// Destroy it after the connectors. Every question is heard once, also while the program ends: when the
// connectors have stopped, close() and wait until nothing is outstanding, before the executors stop.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "deliver/growing.hpp"
#include "gateway/broadcasts.hpp"
#include "gateway/network_ask.hpp"
#include "gateway/outlet.hpp"

namespace hermod::app {

struct network_counters {
    // By network_verb and network_answer::kind.
    std::array<std::array<std::atomic<std::uint64_t>, network_answer_kinds>, 3> questions{};
    std::array<std::atomic<std::uint64_t>, broadcast_answer_kinds> broadcasts{};  // by broadcast_answer::kind
};

class networks {
public:
    // `most`: questions and broadcasts without an answer to one network; one more is answered `unsent`.
    explicit networks(std::size_t most = 1'000);
    ~networks();

    // On its executor, or before any question: it is asked by `by` from now on.
    void add(connector_id of, boost::asio::any_io_executor home, outlet& by);
    // On its executor: it is not asked for now. What it was asked it still answers.
    void remove(connector_id of);
    void ask(network_request what, network_heard then);
    void relay(connector_id by, broadcast what, broadcast_heard then);
    // From now on every question is answered `unsent` at once.
    void close() { closed_ = true; }
    std::size_t outstanding() const { return outstanding_; }
    const network_counters& count() const { return counters_; }

private:
    class network;
    // The network, with a place among its outstanding ones that is to be given back; null: it has none, or we are closed.
    network* enter(connector_id of);
    network* known(connector_id of) const;
    void tell(network_verb verb, const network_heard& then, network_answer answer);
    void tell(const broadcast_heard& then, broadcast_answer answer);

    std::size_t most_;
    deliver::growing<network> known_;
    std::atomic<std::size_t> outstanding_{0};
    std::atomic<bool> closed_{false};
    network_counters counters_;
};

}  // namespace hermod::app
