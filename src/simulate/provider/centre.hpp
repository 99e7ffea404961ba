// Inside of a simulated HTTP provider: faults, queues, its one timer. See simulated.hpp.
//
// Owned by `simulated` through shared_ptr (its timer holds it too); one executor, one thread.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <unordered_map>

#include "simulate/common/dice.hpp"
#include "simulate/common/ledger.hpp"
#include "simulate/common/rate_gate.hpp"
#include "simulate/common/ring.hpp"
#include "simulate/provider/caller.hpp"
#include "simulate/provider/language.hpp"
#include "simulate/provider/listener.hpp"

namespace hermod::simulate::provider {

class centre final : public std::enable_shared_from_this<centre>, private listener::owner {
public:
    centre(boost::asio::any_io_executor executor, options how, std::unique_ptr<language> speaks);

    // An empty sentence: it listens.
    std::string start();
    void stop();
    void drop_connections() { listener_->drop_connections(); }
    void send_inbound(std::string_view from, std::string_view to, std::string_view text);
    std::uint16_t port() const { return listener_->port(); }
    const statistics& numbers() const { return numbers_; }
    void turn_ends() override;

    std::function<void()> finished;

private:
    using message_ptr = std::shared_ptr<const submitted>;

    // An answer that is not given yet.
    struct reply {
        mono_time due{};
        std::uint64_t connection = 0;
        net::http_response response;
        bool twice = false;
    };

    void connected() override { ++numbers_.connections; }
    void asked(const net::http_request& request, std::uint64_t connection) override;
    void asked_wrongly() override { ++numbers_.bad_requests; }

    std::optional<net::http_response> refusal(const submitted& what);
    void answer(reply what);
    void enter(const message_ptr& what);
    void note(const submitted& what, std::size_t recipient);
    void receipt_of(const message_ptr& what, std::size_t recipient);
    outcome drawn_end();

    void arm_timer();
    void work_off(mono_time now);
    void stream_inbound(mono_time now);
    void pump();
    std::optional<call> request_for(const delivery& what);
    void called(std::uint64_t number, int status);
    void came_back(delivery what, int status);
    bool all_sent() const;

    options how_;
    std::unique_ptr<language> speaks_;
    statistics numbers_;
    std::shared_ptr<listener> listener_;
    caller caller_;
    boost::asio::steady_timer timer_;
    ring<delivery> due_;                 // waiting for room
    ring<delivery> receipts_, retries_;  // not due yet
    ring<reply> answers_;
    std::unordered_map<std::uint64_t, delivery> under_way_;  // by the number of their call
    std::unordered_map<std::uint64_t, reply> held_;          // by the message's number, until its receipt was taken
    std::uint64_t next_call_ = 1, next_number_;
    ledger ledger_;
    dice dice_;
    rate_gate gate_;
    bool unreached_ = false;  // the gateway, by the last try
    mono_time next_try_{};    // while it is not
    double inbound_due_ = 0;
    mono_time inbound_at_{};
    bool stopped_ = false, armed_ = false, finished_ = false;
};

}  // namespace hermod::simulate::provider
