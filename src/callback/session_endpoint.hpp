// The sessions of one account as an endpoint: tells their listeners what the queue gives, takes their answers.
//
// Owned as every endpoint (endpoint.hpp). Listeners come and go; while there is none everything waits, in the queue and, what
// is more than it holds, in the store. Each telling goes to the listener with the most room; who leaves gives back what it has
// not answered, and that is told again at once.
//
// Who never answers is held (listener::hold), or what he causes to be told would grow for ever: when `most_untold` events have
// come since the last answer while others wait untold. No clock: the first answer ends it, and so does the leaving of all.
#pragma once

#include <unordered_map>

#include "callback/endpoint.hpp"
#include "gateway/audience.hpp"

namespace hermod::callback {

class session_endpoint final : public endpoint {
public:
    session_endpoint(surroundings& around, account_id account, std::string origin);

    void join(std::shared_ptr<listener> by, std::size_t room);
    void hear(const listener& by, std::vector<told> answers);
    void shut(const listener& by);
    void leave(const listener& by);

    void configure() override {}
    void happened() override { ++news_; }
    void pump() override;
    bool in_use() const override { return !seats_.empty(); }
    void abandon() override;

private:
    struct seat {
        std::shared_ptr<listener> who;
        std::size_t room = 1, busy = 0;
        std::vector<telling> going;  // gathered for one call
    };
    seat* find(const listener& by);
    seat* roomiest();
    void size_queue();
    void finish(std::uint32_t slot, const told& answer);
    void watch();
    void hold(bool on);

    std::vector<seat> seats_;
    std::unordered_map<std::uint32_t, const listener*> under_way_;  // by slot of the queue
    endpoint_queue::group group_;
    std::vector<settled> settled_;
    std::size_t room_ = 0;               // of all seats
    std::size_t news_ = 0, unheard_ = 0;  // events since the last pump; since the last answer, while some wait untold
    bool held_ = false;
};

}  // namespace hermod::callback
