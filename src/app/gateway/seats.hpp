// The seats of all connectors, and what a reload does to them: prepare() makes those that are new or have changed, which is all
// that can fail; carry_out() has them come, and those go that are gone.
//
// Owned by the gateway. fill() and start() before its threads run; prepare() and carry_out() on the reloader's; the rest on any.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "app/config/config.hpp"
#include "app/gateway/queue_desk.hpp"
#include "app/gateway/seat.hpp"

namespace hermod::app {

class seats {
public:
    // Throws std::runtime_error with a sentence for people. Also on the reloader's thread: the connector is started on its own.
    using make_function = std::function<std::unique_ptr<connector>(const connector_config&, deliver::lane_host&,
                                                                   std::shared_ptr<connector_counters>)>;
    struct house : seat::house {
        deliver::dispatch& lanes;
        queue_desk& queues;
        std::vector<boost::asio::any_io_executor> homes;  // in turn
        deliver::health_options health;  // of what is configured no more
        const deliver::elsewhere* others = nullptr;
        make_function make;
    };
    explicit seats(house in) : in_(std::move(in)) {}

    // One for each lane that there is; those configured get their connectors.
    void fill(const std::vector<connector_config>& configured);
    void start();

    class plan;
    // Throws before anything has changed.
    plan prepare(const config& running, const config& next);
    // After the routes have changed. Nothing can fail; who comes and goes does so on its own executor, after this.
    void carry_out(plan what);

    template <class Visit>
    void for_each(Visit visit) const {
        const std::lock_guard lock(mutex_);
        for (const auto& one : all_) visit(*one);
    }

    // The program ends: from now on nobody comes or goes, prepare() throws.
    void freeze();
    void stop_claiming();
    bool any_in_flight() const;
    std::size_t size() const;
    // `done` is called once for each, on its own executor.
    void close(std::chrono::milliseconds deadline, const std::function<void()>& done);

private:
    seat* find(connector_id id) const;
    seat& add(connector_id id, std::string name, deliver::lane_host& host, std::shared_ptr<connector_counters> counted,
              std::unique_ptr<connector> first);
    deliver::lane_host& lane_of(const connector_config& which);
    void meet(deliver::lane_host& host, connector_id id, std::string name, const deliver::health_options& health);

    house in_;
    std::mutex changing_;  // held while some come and go; guards frozen_
    bool frozen_ = false;
    mutable std::mutex mutex_;                // guards all_
    std::vector<std::unique_ptr<seat>> all_;  // only more of them
};

class seats::plan {
    friend class seats;
    struct arrival {
        connector_id id;
        std::string name;
        deliver::health_options health;
        deliver::lane_host* host;
        std::shared_ptr<connector_counters> counted;
        std::unique_ptr<connector> made;
    };
    std::vector<arrival> arrivals;
    std::vector<connector_id> leaving;
};

}  // namespace hermod::app
