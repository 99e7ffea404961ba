// The place of one connector for as long as the program runs: its lane, what it counts, how it is shown. The connector itself
// comes and goes with the configuration.
//
// One that goes takes nothing more from its queue, lets what is on the wire come back (drain_limit at most), says goodbye, and is
// destroyed when nobody can have a word for it any more: its network's questions and visits, its lane, and last the store. Then
// the next one comes, if the configuration has it under other settings. Whatever points to the lane or the counts may do so for
// good. Owned by seats; everything without another word happens on `home`, the lane's executor, or before that runs.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app/gateway/connector_paths.hpp"
#include "app/gateway/networks.hpp"
#include "deliver/board.hpp"
#include "deliver/dispatch.hpp"
#include "gateway/connector.hpp"
#include "net/ticker.hpp"
#include "store/store.hpp"

namespace hermod::app {

class seat final : private store::claim_reply {
public:
    // What all seats are made in; outlives them.
    struct house {
        store::store& behind;
        deliver::board& shown;
        networks& asked;
        connector_paths& paths;
        std::function<mono_time()> mono;
        std::function<wall_time()> wall;
    };
    static constexpr std::chrono::milliseconds drain_limit{10'000};
    static constexpr std::chrono::milliseconds goodbye_limit{1'000};  // after the drain: what is unanswered now is unsure

    // `counted`: in which the connectors here count. `first`: before the program's threads run; null: it is configured no more.
    seat(connector_id id, std::string name, deliver::lane_host& host, const house& in,
         std::shared_ptr<connector_counters> counted, std::unique_ptr<connector> first);
    ~seat();

    void start();  // posted by seats, once
    // Any thread: this one from now on, of this name, or, null, none. What is here goes first. The last word counts.
    void order(std::unique_ptr<connector> next, const std::string& name, const deliver::health_options& health);
    // The program ends: claims nothing more; then all that is here says goodbye, and `done` is called once.
    void stop_claiming();
    void close(std::chrono::milliseconds deadline, std::function<void()> done);

    connector_id id() const { return id_; }
    deliver::lane_host& host() const { return host_; }
    const std::shared_ptr<connector_counters>& counted() const { return counted_; }
    // Any thread.
    std::string name() const;
    const connector_counters& numbers() const { return numbers_; }
    const std::atomic<bool>& configured() const { return configured_; }

private:
    enum class phase : std::uint8_t { at_work, draining, leaving };  // of now_

    void obey();
    void come();
    void leave();
    void advance(mono_time now);
    void said_goodbye();
    void claimed(std::uint64_t token) noexcept override;
    void gone();
    void tick(mono_time now);

    const connector_id id_;
    deliver::lane_host& host_;
    house in_;
    const std::shared_ptr<connector_counters> counted_;
    const connector_counters& numbers_;
    std::atomic<bool> configured_;
    mutable std::mutex mutex_;  // guards name_ and ordered_
    std::string name_;
    struct guest {
        std::unique_ptr<connector> what;
        deliver::health_options health;
    };
    std::optional<guest> ordered_;
    std::unique_ptr<connector> now_, next_;
    deliver::health_options next_health_;
    phase phase_ = phase::at_work;
    mono_time drain_by_{};
    bool running_ = false, closing_ = false, over_ = false;  // over_: now_ has said goodbye
    std::function<void()> closed_;
    net::ticker ticks_;
};

}  // namespace hermod::app
